import EngineHarness
import Records
import RuleEngine
import RuleLanguage
import Testing

/// Snapshots of rules that have changed since.
@Suite struct OtherRulesTests {
  private static let records: [[String]] = (0..<200).map { number in
    [
      "o\(number)", SmallHistory.moment(number * 7_200), "R\(number % 7)", "C\(number % 11)",
      number % 5 == 0 ? "" : "n\(number % 13)",
      "\(number % 17).50",
    ]
  }

  private static let old = """
    feature sums = sum(charged) by rep over 3d
    feature first_name = min(name) by rep over last 4
    feature small = count() by rep where charged < 5.00 over 2d
    """

  private static let new = """
    feature customers = count() by customer over 3d
    feature first_name = min(name) by rep over last 4
    feature last_name = max(name) by rep over last 4
    feature means = avg(charged) by rep over 3d
    feature sums = sum(charged) by rep over 3d
    """

  private func answers(_ rules: String, restoring bytes: [UInt8]?, from cut: Int) throws -> [[Value]] {
    let records = Array(OtherRulesTests.records[(bytes == nil ? 0 : cut)...])
    let small = SmallHistory(rules, records)
    let history = try small.pair.history(batchSize: 16)
    let engine = small.engine(history.symbols)
    if let bytes {
      let restoration = try engine.restore(bytes)
      #expect(restoration.newWindows == ["count by customer over 3d"])
    }
    var answers: [[Value]] = []
    for batch in history.batches {
      engine.decide(batch) { decisions in
        for record in 0..<decisions.count {
          answers.append(decisions.features.indices.map { decisions.feature($0, record) })
        }
      }
    }
    return Array(answers[(bytes == nil ? cut : 0)...])
  }

  @Test func windowsAreFoundAgainByWhatTheyMean() throws {
    let cut = 120
    let small = SmallHistory(OtherRulesTests.old, Array(OtherRulesTests.records[..<cut]))
    #expect(small.pair.load.isSound, "\(small.pair.complaints)")
    let program = SmallHistory(OtherRulesTests.new).pair.program
    let bytes = try small.ran().engine.snapshot()
    let whole = try answers(OtherRulesTests.new, restoring: nil, from: cut)
    let restored = try answers(OtherRulesTests.new, restoring: bytes, from: cut)
    let customers = try #require(program.features.firstIndex { $0.id.hasSuffix("customers") })
    #expect(whole.count == restored.count && whole.count == 80)
    for (wanted, found) in zip(whole, restored) {
      for index in wanted.indices where index != customers { #expect(wanted[index] == found[index]) }
    }
    #expect(restored[0][customers] == .integer(0))
  }

  @Test func anArgumentThatIsNewIsMissingInWhatWasKept() throws {
    let small = SmallHistory("feature sums = sum(charged) by rep over 3d", OtherRulesTests.records)
    let bytes = try small.ran().engine.snapshot()
    let other = SmallHistory("feature sums = sum(charged) by rep over 3d\nfeature names = distinct(name) by rep over 3d")
    let engine = other.engine(SymbolTable())
    #expect(try engine.restore(bytes).newWindows == ["distinct of name by rep over 3d"])
    #expect(try small.engine(SymbolTable()).restore(bytes).newWindows == [])
  }

  @Test func anotherSchemaIsRefused() throws {
    let small = SmallHistory(OtherRulesTests.old, OtherRulesTests.records)
    let bytes = try small.ran().engine.snapshot()
    let text = SmallHistory.schemaText.replacing("name      text", with: "name      key")
    let engine = SmallHistory(OtherRulesTests.old, schemaText: text).engine(SymbolTable())
    #expect(throws: SnapshotError.otherSchema(wanted: "orders", found: "orders")) { try engine.restore(bytes) }
    #expect(throws: SnapshotError.torn(expected: Int64(bytes.count), found: bytes.count - 8)) {
      try small.engine(SymbolTable()).restore(Array(bytes.dropLast(8)))
    }
  }

  /// On March 29th at eleven at night two months earlier is January 28th at eleven; an hour later it is the 28th at midnight.
  @Test func nothingIsLetGoOfThatALaterFloorLeavesStanding() throws {
    let moments = [
      "2026-01-28T12:00:00Z", "2026-02-20T12:00:00Z", "2026-02-21T12:00:00Z", "2026-02-22T12:00:00Z", "2026-03-29T23:00:00Z",
      "2026-03-30T00:00:00Z", "2026-02-28T06:00:00Z",
    ]
    let small = SmallHistory(
      "feature orders_so_far = count() by rep over 1mo",
      moments.enumerated().map { ["o\($0)", $1, "R", "C", "", "1.00"] })
    #expect(small.pair.load.isSound, "\(small.pair.complaints)")
    #expect(try disagreement(small.pair) == nil)
  }
}
