import EngineHarness
import Foundation
import RuleLanguage
import Testing

@Suite struct EqualityTests {
  /// How many pairs, from which seed; more of them where someone asks.
  private static let environment = ProcessInfo.processInfo.environment
  private static let pairs = environment["SHERIFF_PAIRS"].flatMap { Int($0) } ?? 1_000
  private static let longPairs = environment["SHERIFF_LONG_PAIRS"].flatMap { Int($0) } ?? 8
  private static let seed = environment["SHERIFF_SEED"].flatMap { UInt64($0) } ?? 1

  @Test(arguments: 0..<4) func allExecutorsAgree(part: Int) throws {
    var failures = 0
    for number in stride(from: part, to: EqualityTests.pairs, by: 4) {
      let pair = GeneratedPair(seed: EqualityTests.seed &+ UInt64(number), profile: .full)
      guard let found = try disagreement(pair) else { continue }
      failures += 1
      let smaller = try shrink(pair) { try disagreement($0) != nil }
      Issue.record("seed \(pair.seed): \(found)\nsmaller: \(try disagreement(smaller) ?? "")\n\(smaller.describe())")
      if failures > 2 { return }
    }
  }

  /// Longer than a block, than what a thread works on, and than what is kept of ids: too long for the reference, so engines
  /// are held against each other.
  @Test(arguments: 0..<4) func enginesAgreeOnLongHistories(part: Int) throws {
    var profile = Profile.full
    (profile.recordsMost, profile.recordsSometimes) = (6_000, 20_000)
    for number in stride(from: part, to: EqualityTests.longPairs, by: 4) {
      let pair = GeneratedPair(seed: EqualityTests.seed &+ 60_000_000 &+ UInt64(number), profile: profile)
      guard pair.load.isSound, !pair.program.schemas.isEmpty else { continue }
      let executors = try Executors(pair, batchSize: 3_000)
      let column = executors.column()
      let stream = difference("stream", column, executors.stream())
      #expect(stream == nil, "seed \(pair.seed) of \(pair.records.count) records\n\(pair.rulesText)")
      let small = try Executors(pair, batchSize: 7)
      let single = difference("small", column, small.stream(compactsEvery: 97))
      #expect(single == nil, "seed \(pair.seed) of \(pair.records.count) records\n\(pair.rulesText)")
    }
  }
}
