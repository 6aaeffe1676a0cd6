import Detection
import Diagnostics
import Records
import RuleLanguage
import Testing

/// What a backtest counts, against values that are known otherwise.
@Suite struct BacktestTests {
  private static let day = Instant.microsecondsPerDay

  private func alerts(_ records: [Int], loss: Int64 = 10_000) -> Alerts {
    var alerts = Alerts(.usDollar)
    for record in records { alerts.add(record, loss: loss) }
    return alerts
  }

  /// Nothing lies around the text.
  private struct Nowhere: PackSurroundings {
    func schema(named name: String, usedBy path: String) -> SchemaLookup { .absent(known: []) }
    func listFile(_ name: String, usedBy path: String) -> [UInt8]? { nil }
  }

  private func program(_ rules: String) throws -> Program {
    let text = "package p\nuse schema s\nschema s {\n  at time\n  amount money\n}\n" + rules
    let load = RuleLoad([SourceText(path: "p.rules", text: text)], registry: Registry(), surroundings: Nowhere())
    try #require(load.isSound, "\(load.files.flatMap(\.diagnostics))")
    return load.program
  }

  /// Newcombe's example, and the ends where the textbook's interval has no width.
  @Test(arguments: [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718), (5, 10, 0.2366, 0.7634),
    (10, 10, 0.7225, 1),
  ])
  func wilson(part: Int, whole: Int, low: Double, high: Double) throws {
    let interval = try #require(Proportion(part, of: whole).interval)
    #expect(abs(interval.lowerBound - low) < 0.0001 && abs(interval.upperBound - high) < 0.0001, "\(interval)")
    #expect(interval.contains(Double(part) / Double(whole)))
  }

  @Test func nothingIsNoProportion() {
    #expect(Proportion(0, of: 0).share == nil && Proportion(0, of: 0).interval == nil)
  }

  @Test func overlapsAreCountedRecordByRecord() {
    let pairs = Overlap.pairs([alerts([1, 2, 3, 9]), alerts([2, 3, 4]), alerts([]), alerts([100])])
    #expect(pairs == [Overlap(first: 0, second: 1, both: 2, jaccard: 0.4)])
    #expect(Overlap.pairs([]).isEmpty)
  }

  @Test func onlyLiveRulesOfTheSameVoteFindInAnothersPlace() throws {
    func rule(_ name: String, _ words: String) -> String { "rule \(name) { \(words)\n when amount > 1.00\n }\n" }
    let program = try program(
      rule("a", "scheme s\n votes fraud") + rule("b", "scheme s\n votes fraud")
        + rule("c", "scheme s\n status shadow\n votes fraud") + rule("d", "votes legit")
        + rule("e", "scheme s\n votes fraud"))
    let all = zip(program.rules, [[1, 2, 3], [2], [1, 3], [3], []]).enumerated().map { index, entry in
      var tally = RuleTally(entry.0, index: index, currency: .usDollar)
      for record in entry.1 { tally.add(record) }
      return tally
    }
    // What the shadow rule finds counts for nobody; what it would add is nothing, since `a` finds it all.
    #expect(Overlap.alone(all) == [2, 0, 0, 1, 0])
  }

  @Test func samplesAreSpreadOverTime() {
    let times = (0..<1000).map { Int64($0) * BacktestTests.day }
    let chosen = SpreadSample.places(times, count: 5)
    #expect(chosen.first == 0 && chosen.last == 999)
    #expect(zip(chosen, chosen.dropFirst()).allSatisfy { (200...300).contains($1 - $0) }, "\(chosen)")
    #expect(SpreadSample.places([5, 3, 4], count: 5) == [1, 2, 0])
    #expect(SpreadSample.places(times, count: 0).isEmpty && SpreadSample.places([], count: 3).isEmpty)
    #expect(SpreadSample.places(times, count: 1) == [500])
    // All at one moment: their order spreads them, and none comes twice.
    let still = SpreadSample.places([Int64](repeating: 7, count: 100), count: 4)
    #expect(still.count == 4 && Set(still).count == 4 && still.first == 0 && still.last == 99)
    // Nearly all in one day: those of the other days are among them.
    let crowded = (0..<100).map { Int64($0) } + [400 * BacktestTests.day, 800 * BacktestTests.day]
    #expect(Set(SpreadSample.places(crowded, count: 3)) == [0, 100, 101])
  }

  @Test func weeksWithoutAlertsCount() throws {
    let monday = try #require(CivilDate(year: 2024, month: 1, day: 1)).instant.microseconds
    #expect(Week(monday).monday.description == "2024-01-01" && Week(monday - 1).monday.description == "2023-12-25")
    #expect(Week(-1).monday.description == "1969-12-29" && Week(-4 * BacktestTests.day).monday.description == "1969-12-22")
    let times = [0, 1, 2, 8, 21].map { monday + $0 * BacktestTests.day }
    let counts = try #require(WeeklyCounts(times, weeks: 5))
    #expect(counts.median == 1 && counts.worst == 3 && counts.worstWeek == Week(monday))
    #expect(WeeklyCounts(times, weeks: 6)?.median == 0.5 && WeeklyCounts(times, weeks: 7)?.median == 0)
    #expect(WeeklyCounts([Int64](), weeks: 5) == nil && WeeklyCounts(times, weeks: 0) == nil)
  }

  @Test func aComparisonSaysWhatIsGainedLostAndKept() {
    let change = RuleChange(id: "r", kind: .changed, now: alerts([1, 2, 5], loss: 30_000), before: alerts([2, 3], loss: 10_000))
    #expect(change.gained == [1, 5] && change.lost == [3] && change.kept == 1)
    #expect(change.gainedLoss.text == "$6.00" && change.lostLoss.text == "$1.00" && change.keptDifference.text == "$2.00")
    #expect(RuleChange(id: "r", kind: .same, now: alerts([1]), before: alerts([1])).isQuiet)
    #expect(RuleChange(id: "r", kind: .gone, now: nil, before: alerts([4])).lost == [4])
  }

  @Test func sumsOfAnySizeAreSaid() {
    var sum = MoneyTotals()
    #expect(sum.text.isEmpty && sum.isZero)
    for _ in 0..<3_000 { sum.add(Money.magnitudeMax, .usDollar) }
    #expect(sum.text == "2,702,159,776,422,297 USD" && sum.plain[0].amount == "2702159776422297.6000")
    var small = MoneyTotals(Int128(-12_345_600), .usDollar)
    #expect(small.text == "-$1,234.56")
    #expect(small.share(of: MoneyTotals(Int128(-24_691_200), .usDollar)) == 0.5)
    if let euro = Currency("EUR") { small.add(10_000, euro) }
    #expect(small.text == "€1.00 + -$1,234.56" && small.share(of: small) == nil)
  }

  @Test func aSweepsValuesAreExact() throws {
    #expect(try SweepRange("deepest=5%..40%:5%").values == ["5%", "10%", "15%", "20%", "25%", "30%", "35%", "40%"])
    let small = try SweepRange("padding.small = 0.1 .. 0.45:0.1")
    #expect(small.param == "padding.small" && small.values == ["0.10", "0.20", "0.30", "0.40"])
    #expect(try SweepRange("a=-1..1:0.50").values == ["-1.00", "-0.50", "0.00", "0.50", "1.00"])
    #expect(try SweepRange("a=7d..30d:7d").values == ["7d", "14d", "21d", "28d"])
    for text in [
      "a", "a=1..2", "a=1:1", "a=1%..2:1", "a=2..1:1", "a=1..2:0", "a=x..2:1", "a=1..2:1kg", "a=0..9999:1", "a=1.2.3..4:1",
    ] {
      #expect(throws: SweepRange.Malformed.self, "\(text)") { try SweepRange(text) }
    }
  }
}
