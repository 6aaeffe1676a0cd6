import EngineHarness
import Records
import RuleEngine
import RuleLanguage
import Testing

@Suite struct MemoryTests {
  /// Every record another customer, a minute after the last.
  private func passersBy(_ count: Int) -> [[String]] {
    (0..<count).map { ["o\($0)", SmallHistory.moment($0 * 60), "R\($0 % 5)", "C\($0)", "", "1.00"] }
  }

  @Test func aKeyThatNeverComesAgainCostsNothingAfterItsRetention() throws {
    let small = SmallHistory(
      """
      feature visits = count() by customer over 1h
      feature others = count() by rep over 1h excluding same customer
      """, passersBy(12_000))
    let (engine, _) = try small.ran()
    engine.compact()
    let memory = engine.memory
    // Two hours of them by customer, and five reps.
    #expect(memory.keys == 120 + 5)
    #expect(memory.entries == 2 * 120)
    let fresh = small.engine(SymbolTable())
    try fresh.restore(engine.snapshot())
    #expect(fresh.memory.keys == memory.keys && fresh.memory.entries == memory.entries)
  }

  @Test func theEngineLetsGoByItself() throws {
    let rules = "feature visits = count() by customer over 1h"
    let small = SmallHistory(
      rules, passersBy(100_000), schemaText: SmallHistory.schemaText.replacing("id        id", with: "id        key"))
    #expect(small.pair.load.isSound, "\(small.pair.complaints)")
    let (engine, _) = try small.ran()
    #expect(engine.memory.keys < 70_000)
  }

  /// What `sheriff rules check --cost` announces is enough for what is kept.
  @Test(arguments: [
    "sum(charged) by rep over 2d", "count() by customer over 2d", "avg(charged) by rep, customer over 1mo",
    "max(charged) by rep over 2d", "median(charged) by rep over 2d", "distinct(name) by customer over 2d",
    "last(name) by rep over this month", "sum(charged) by customer over last 10", "max(charged) by rep over last 3",
    "avg(charged) by customer over all before", "min(name) by customer over all before",
    "count() by rep over 2d excluding same customer", "sum(charged) by rep over last 20 delayed 3h",
    "stddev(charged) by rep over 30d delayed 1d",
  ])
  func announcedRoomIsEnough(window: String) throws {
    let records: [[String]] = (0..<6_000).map { number in
      [
        "o\(number)", SmallHistory.moment(number * 90), "R\(number * number % 97)", "C\(number % 1_511)", "n\(number % 61)",
        "\(number % 71).25",
      ]
    }
    let small = SmallHistory("feature asked = \(window)", records)
    #expect(small.pair.load.isSound, "\(small.pair.complaints)")
    let (engine, symbols) = try small.ran()
    let cost = Cost(small.pair.program)
    let before = engine.memory
    engine.compact()
    for memory in [before, engine.memory] {
      let asked = try #require(cost.windows.first)
      let entries = min(memory.entries, asked.recordsMax.map { $0 * memory.keys } ?? .max)
      #expect(entries == memory.entries)
      // Beside it a little for the window as such, and a place for every key there ever was.
      let announced =
        memory.keys * asked.bytesPerKey + memory.entries * asked.bytesPerRecord + memory.versions * cost.bytesPerID
        + 16_384 + symbols.count * 8
      #expect(memory.bytes <= announced, "\(window): \(memory) and \(announced) announced")
      #expect(memory.bytes * 6 >= announced, "\(window): \(memory) and \(announced) announced")
    }
  }
}
