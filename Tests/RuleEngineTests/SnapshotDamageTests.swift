import EngineHarness
import Records
import RuleEngine
import RuleLanguage
import TestSupport
import Testing

/// Snapshots that are not what was written.
@Suite struct SnapshotDamageTests {
  private struct Sample {
    var executors: Executors
    var bytes: [UInt8]

    func engine() -> StreamEngine {
      StreamEngine(
        executors.pair.program, schema: 0, surroundings: executors.surroundings, symbols: executors.history.symbols,
        baselineWindows: executors.baselineWindows)
    }
  }

  private func sample(_ seed: UInt64) throws -> Sample? {
    let pair = GeneratedPair(seed: seed, profile: .full)
    guard pair.load.isSound, !pair.records.isEmpty else { return nil }
    let executors = try Executors(pair)
    let engine = StreamEngine(
      pair.program, schema: 0, surroundings: executors.surroundings, symbols: executors.history.symbols,
      baselineWindows: executors.baselineWindows)
    for batch in executors.history.batches { engine.decide(batch) { _ in } }
    return Sample(executors: executors, bytes: engine.snapshot())
  }

  /// Snapshots of different rules, with something in them, and not large.
  private func samples(_ count: Int) throws -> [Sample] {
    var samples: [Sample] = []
    var seed: UInt64 = 91_000
    while samples.count < count {
      if let sample = try sample(seed), (1_500..<6_000).contains(sample.bytes.count) { samples.append(sample) }
      seed += 1
    }
    return samples
  }

  @Test func everyFlippedByteAndEveryTruncationIsNoticed() throws {
    for sample in try samples(2) {
      let engine = sample.engine()
      for place in sample.bytes.indices {
        var bytes = sample.bytes
        bytes[place] ^= UInt8(1 << (place % 8))
        #expect(throws: SnapshotError.self) { try engine.restore(bytes) }
        #expect(throws: SnapshotError.self) { try engine.restore(Array(sample.bytes[..<place])) }
      }
      #expect(throws: SnapshotError.self) { try engine.restore(sample.bytes + [0]) }
      #expect(throws: SnapshotError.notASnapshot) { try engine.restore([]) }
    }
  }

  /// Where the checksum fits what was altered, reading either says what is wrong or comes to something that can be used.
  @Test func nothingThatIsWrittenMakesTheEngineFail() throws {
    let samples = try samples(12)
    let odd: [Int64] = [0, 1, -1, .min, .max, 2, 255, 1 << 31, 1 << 32, 1 << 33, 1 << 40, 1 << 61]
    fuzz("snapshot", seed: 6, rounds: 4_000) { random, round in
      let sample = samples[round % samples.count]
      var words = sample.bytes.withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 4..<words.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: words[place] = odd.randomElement(using: &random) ?? 0
        case 1: words[place] &+= Int64.random(in: -2...2, using: &random)
        case 2: words[place] ^= 1 << Int64.random(in: 0..<64, using: &random)
        default: words[place] = words[Int.random(in: 4..<words.count, using: &random)]
        }
      }
      if Bool.random(using: &random) { words.removeLast(Int.random(in: 0..<4, using: &random)) }
      words[2] = Int64(words.count - 4)
      words[3] = SnapshotDamageTests.checksum(Array(words[4...]))
      let bytes = words.withUnsafeBytes { Array($0) }
      let engine = sample.engine()
      do throws(SnapshotError) {
        try engine.restore(bytes)
        for batch in sample.executors.history.batches.prefix(2) { engine.decide(batch) { _ in } }
        engine.compact()
      } catch {
        #expect(error != .altered, "the checksum of this test is another than that of the engine")
      }
      return bytes.count
    }
  }

  /// As in the format's description.
  private static func checksum(_ words: [Int64]) -> Int64 {
    let (prime, basis): (UInt64, UInt64) = (0x0000_0100_0000_01B3, 0xCBF2_9CE4_8422_2325)
    var lanes = [basis, basis ^ 1, basis ^ 2, basis ^ 3]
    let whole = words.count / 4 * 4
    for (place, word) in words.enumerated() {
      let lane = place < whole ? place % 4 : 0
      lanes[lane] = (lanes[lane] ^ UInt64(bitPattern: word)) &* prime
      lanes[lane] ^= lanes[lane] >> 29
    }
    var result = UInt64(words.count) ^ basis
    for lane in lanes {
      result = (result ^ lane) &* prime
      result ^= result >> 32
    }
    return Int64(bitPattern: result)
  }
}
