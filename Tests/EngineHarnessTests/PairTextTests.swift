import EngineHarness
import Records
import Testing

@Suite struct PairTextTests {
  /// Texts are compared by their bytes: to Swift two spellings of one character are equal.
  private func bytes(_ records: [GeneratedRecord]) -> [[UInt8]] {
    records.map { record in
      let cells = record.cells + record.lists.flatMap { $0.flatMap { $0 } }
      return Array(cells.map { $0.map { "=\($0)" } ?? "-" }.joined(separator: "\u{0}").utf8)
    }
  }

  @Test func aPairReadsBack() throws {
    for seed in 0..<80 as Range<UInt64> {
      let pair = GeneratedPair(seed: seed, profile: seed.isMultiple(of: 2) ? .full : .sql)
      let again = try GeneratedPair(text: pair.text)
      #expect(again.seed == pair.seed && again.profile == pair.profile)
      #expect(again.schema == pair.schema)
      #expect(again.rulesText.utf8.elementsEqual(pair.rulesText.utf8))
      #expect(again.declarations == pair.declarations)
      #expect(again.records == pair.records && again.learned == pair.learned)
      #expect(bytes(again.records) == bytes(pair.records))
      #expect(again.text.utf8.elementsEqual(pair.text.utf8))
    }
  }

  @Test func aCaseWrittenByHand() throws {
    let text = """
      == schema
      schema orders {
        id   id
        at   time
        rep  key
        note text
        lines [line]
      }
      record line {
        price money
      }
      == rules
      package named
      use schema orders
      rule often { when (count() by rep over 1d) > 1 }
      == history
      // The first of three.
      {"id": "a", "at": "2026-01-01", "rep": "R", "lines": [{"price": "5.00"}, {}]}
      {"@row": 7, "@op": "delete", "id": "a"}
      {"id": "b", "at": "2026-01-02", "note": "e\\u0301 \\ud83d\\udc4d \\"x\\""}
      == expected
      1 silent
      8 unknown
      """
    let pair = try GeneratedPair(text: text)
    #expect(pair.records.map(\.row) == [1, 7, 8])
    #expect(pair.records[0].lists == [[["5.00"], [nil]]])
    #expect(pair.records[1].operation == .delete && pair.records[1].cells == ["a", nil, nil, nil])
    #expect(pair.records[2].cells[3].map { Array($0.utf8) } == Array("e\u{301} 👍 \"x\"".utf8))
    #expect(pair.expected == "1 silent\n8 unknown")
    #expect(try GeneratedPair(text: pair.text).expected == pair.expected)
    #expect(try pair.history(batchSize: 2).batches.count == 2)
  }

  @Test func mistakesAreSaid() {
    let head = "== schema\nschema s {\n  at time\n}\n== rules\npackage a\nuse schema s\nrule r { when true }\n== history\n"
    let wrong = [
      "", "== history\n{}", head + "{\"other\": \"1\"}", head + "{\"at\": 1", head + "{\"at\": [{}]}", head + "7",
      head.replacing("when true", with: "when 7"),
    ]
    for text in wrong { #expect(throws: PairTextProblem.self) { try GeneratedPair(text: text) } }
  }

  @Test func aDescriptionShowsEverything() {
    let pair = GeneratedPair(seed: 5, profile: .full)
    let description = pair.describe()
    #expect(description.contains(pair.rulesText))
    #expect(description.split(separator: "\n").count > pair.records.count)
  }
}
