import Learning
import Records
import SQLiteStore
import TestSupport
import Testing

/// Random orders of what one can do, held against a registry that is a few arrays.
@Suite struct RegistryOracleTests {
  /// A model as somebody would keep it on paper. Which version was live before is written beside each time of going live.
  private struct Paper {
    var bytes: [[UInt8]] = []
    var stages: [ModelStage] = []
    var live: Int?
    /// By the time of going live: what was live before, as another such time.
    var times: [(version: Int, before: Int?)] = []
    var now: Int?
    var lines: [String] = []

    mutating func promote(_ version: Int, _ stage: ModelStage, _ why: String) -> Bool {
      guard version <= stages.count, stages[version - 1] != stage else { return false }
      if stage == .live {
        if let live { move(live, .retired, why) }
        times.append((version, now))
        now = times.count - 1
        live = version
      } else if live == version {
        live = nil
        now = now.flatMap { times[$0].before }
      }
      move(version, stage, why)
      return true
    }

    mutating func rollback(_ why: String) -> Bool {
      guard let live, let before = now.flatMap({ times[$0].before }) else { return false }
      move(live, .retired, why)
      now = before
      self.live = times[before].version
      move(times[before].version, .live, why)
      return true
    }

    private mutating func move(_ version: Int, _ stage: ModelStage, _ why: String) {
      lines.append("\(version) \(stages[version - 1].rawValue) \(stage.rawValue) \(why)")
      stages[version - 1] = stage
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func theFileAgreesWithThePaper(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let place = try Place()
    var registry = try place.registry()
    let names = ["a", "b", "c"]
    var paper: [String: Paper] = [:]
    for step in 0..<120 {
      let name = names[Int.random(in: 0..<names.count, using: &random)]
      let signature = Sample.signature("step \(step)")
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<3:
        let bytes = (0..<Int.random(in: 1...6_000, using: &random)).map { UInt8(truncatingIfNeeded: $0 &* step) }
        let version = try registry.register(Sample.model(name, bytes), of: Sample.run("run \(step)"), at: Sample.moment)
        paper[name, default: Paper()].bytes.append(bytes)
        paper[name]?.stages.append(.unstaged)
        #expect(version.version == paper[name]?.bytes.count)
      case 3..<7:
        let version = Int.random(in: 1...(paper[name]?.stages.count ?? 0) + 1, using: &random)
        let stage = Int.random(in: 0..<4, using: &random) == 0 ? ModelStage.shadow : .live
        let isDone = paper[name]?.promote(version, stage, signature.why) ?? false
        #expect(isDone == ((try? registry.promote(name, version, to: stage, signature)) != nil), "step \(step)")
      case 7..<9:
        let isDone = paper[name]?.rollback(signature.why) ?? false
        #expect(isDone == ((try? registry.rollback(name, signature)) != nil), "step \(step)")
      default: registry = try place.registry()
      }
    }
    for name in names {
      let versions = try registry.versions(of: name)
      #expect(versions.map(\.stage) == paper[name]?.stages ?? [])
      #expect(try versions.map { try registry.artefact(of: $0) } == paper[name]?.bytes ?? [])
      let changes = try registry.changes(of: name)
      #expect(
        changes.map { "\($0.version) \($0.from.rawValue) \($0.to.rawValue) \($0.signature.why)" } == paper[name]?.lines ?? [])
    }
    #expect(try registry.problems() == [])
  }
}
