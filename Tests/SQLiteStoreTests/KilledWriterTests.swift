import Alerts
import Foundation
import Learning
import Records
import SQLiteStore
import TestSupport
import Testing

/// A program that is ended in the middle of a registration leaves nothing of it behind.
@Suite struct KilledWriterTests {
  /// Kills a writer in the middle of something, and gives the last number that it said was done.
  private func killed(_ arguments: [String], after microseconds: UInt32) throws -> Int {
    let process = try ChildProcess(ChildProcess.built("RegistryWriter"), arguments)
    // The first is done, and another one has begun.
    try process.line(beginning: "done")
    usleep(microseconds)
    process.kill()
    let lines = try process.said()
    #expect(!lines.contains("failed"), "\(lines)")
    let last = lines.split(separator: "\n").last { $0.hasPrefix("done") }
    return try #require(last.flatMap { Int($0.dropFirst(5)) })
  }

  @Test func whatWasNotFinishedWasNeverThere() throws {
    let place = try Place()
    var random = SeededGenerator(seed: 3)
    var cut = 0
    for _ in 0..<10 {
      let told = try killed([place.path], after: UInt32.random(in: 0..<150_000, using: &random))
      let registry = try place.registry()
      let versions = try registry.versions(of: "written")
      #expect(versions.map(\.version) == Array(1...versions.count))
      #expect(try registry.runs().map(\.name) == (1...versions.count).map { "run \($0)" })
      for version in versions {
        #expect(try registry.artefact(of: version).suffix(1) == Array("\(version.version)".utf8).suffix(1))
        let curves = try registry.curves(ofRun: version.run)
        #expect(version.features.count == 1 && version.schemes.count == 1 && curves.first?.points.count == 4_000)
      }
      #expect(try registry.problems() == [])
      // What was said to be done is there; what was begun last may be, or not at all.
      #expect(versions.count == told || versions.count == told + 1)
      if versions.count == told { cut += 1 }
    }
    #expect(cut > 0, "no registration was cut off")
  }

  @Test func alertsAreThereWithTheirCheckpointAndOnce() throws {
    let place = try Place()
    var random = SeededGenerator(seed: 4)
    let now = Instant(microseconds: 0)
    for _ in 0..<8 {
      let told = try killed([place.path, "alerts"], after: UInt32.random(in: 0..<120_000, using: &random))
      let database = try Database(path: place.path)
      let store = SQLiteAlertStore(database)
      let checkpoints = try store.checkpoints(named: "watch")
      #expect(checkpoints.allSatisfy(\.isSound) && checkpoints.count == min(2, Int(checkpoints[0].sequence)))
      #expect([told, told + 1].contains(Int(checkpoints[0].sequence)))
      #expect(try store.count(AlertFilter(), at: now) == Int(checkpoints[0].sequence) * 40)
      let found = try #require(try store.cases(CaseQuery(), at: now).first)
      #expect(found.amounts.first?.total == Money(unchecked: 10_000 * 40 * checkpoints[0].sequence))
      let sightings = try database.rows("SELECT count(*) FROM sighting") { row throws(StoreError) in try row.int(0) }
      #expect(sightings == [Int(checkpoints[0].sequence) * 40])
      #expect(try database.problems() == [])
    }
  }
}
