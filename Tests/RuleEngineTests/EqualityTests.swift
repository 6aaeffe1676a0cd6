import EngineHarness
import Foundation
import Testing

@Suite struct EqualityTests {
  /// How many pairs, from which seed; more of them where someone asks.
  private static let environment = ProcessInfo.processInfo.environment
  private static let pairs = environment["SHERIFF_PAIRS"].flatMap { Int($0) } ?? 1_000
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
}
