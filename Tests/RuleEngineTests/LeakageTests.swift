import EngineHarness
import Records
import Testing

/// No decision may change when the future is removed.
@Suite struct LeakageTests {
  @Test func thePastIsDecidedWithoutTheFuture() throws {
    for seed in 0..<300 as Range<UInt64> {
      let pair = GeneratedPair(seed: 700_000 + seed, profile: .full)
      var past = pair
      past.records = Array(pair.records.prefix(pair.records.count * Int(seed % 5 + 1) / 6))
      let (whole, part) = (try Executors(pair), try Executors(past))
      let column = Array(whole.column().prefix(past.records.count))
      #expect(difference("column", column, part.column()) == nil, "seed \(pair.seed)")
      let stream = Array(whole.stream().prefix(past.records.count))
      #expect(difference("stream", stream, part.stream()) == nil, "seed \(pair.seed)")
    }
  }
}
