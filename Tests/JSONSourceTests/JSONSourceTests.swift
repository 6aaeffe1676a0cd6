import JSONSource
import Records
import TestSupport
import Testing

@Suite struct JSONSourceTests {
  private static let mapping = SourceMapping(
    kind: .json, fields: [["id"], ["at"], ["customer.id", "customer"], ["charged"]],
    lists: [.array(paths: ["lines"], fields: [["product"], ["quantity"]])])
  private static let schema = Schema(
    name: "test",
    fields: [
      Field(name: "id", type: .identity), Field(name: "at", type: .time, isRequired: true), Field(name: "customer", type: .key),
      Field(name: "charged", type: .money(.usDollar)),
    ],
    lists: [
      ListField(
        name: "lines", recordName: "line", fields: [Field(name: "product", type: .key), Field(name: "quantity", type: .integer)])
    ],
    timeField: 1, identityField: 0, mappings: [mapping])

  private func source(_ bytes: [UInt8], chunk: Int = 65_536) -> JSONSource {
    JSONSource(
      inputs: [.bytes(bytes, chunk: chunk)], schema: JSONSourceTests.schema, mapping: JSONSourceTests.mapping,
      symbols: SymbolTable())
  }

  private func source(_ text: String, chunk: Int = 65_536) -> JSONSource { source(Array(text.utf8), chunk: chunk) }

  @Test(arguments: [1, 7, 65_536])
  func readsRecords(chunk: Int) throws {
    let source = source(
      """
      {"id":"A","at":"2016-01-01","customer":{"id":7,"name":"x"},"lines":[{"product":"Bike","quantity":2},{"quantity":1,"product":"Bell"}],"charged":10.0001}

      {"charged":"7.5","customer":8,"at":"2016-01-02T00:00:00Z","id":null,"unknown":[[{}]],"lines":[]}
      """, chunk: chunk)
    let batch = try #require(try source.next())
    #expect(batch.rejects.isEmpty)
    #expect(batch.columns[3].money == [100_001, 75_000])
    #expect(batch.identity(of: 0) == "A")
    #expect(batch.identity(of: 1) == "row:2")
    #expect(batch.columns[2].keys.map { source.symbols.text(of: $0) } == ["7", "8"])
    #expect(batch.lists[0].offsets == [0, 2, 2])
    #expect(batch.lists[0].columns[1].integers == [2, 1])
    #expect(batch.operations == nil)
  }

  @Test func readsAChangeFeed() throws {
    let source = source(
      """
      {"schema":"sales","table":"orders","op":"insert","body":{"id":"A","at":"2016-01-01","customer":{"id":"7"},"charged":1,"lines":[{"product":"p","quantity":1}]}}
      {"schema":"sales","table":"orders","op":"update","body":{"id":"A","at":"2016-01-01","charged":2}}
      {"schema":"sales","table":"orders","op":"delete","body":{"id":"A"}}
      {"schema":"sales","table":"orders","op":"merge","body":{"id":"A","at":"2016-01-01"}}
      """)
    let batch = try #require(try source.next())
    #expect(batch.operations == [.insert, .update, .delete])
    #expect(batch.identity(of: 2) == "A" && !batch.columns[1].validity[2])
    #expect(batch.lists[0].offsets == [0, 1, 1, 1])
    #expect(batch.rejects.map(\.column) == ["op"])
  }

  @Test(arguments: [
    ("{\"at\":\"2016-01-01\"", RejectedRecord.Reason.badSyntax), ("[1]", .badSyntax), ("7", .badSyntax), ("{\"at\":1}", .badCell),
    ("{\"at\":\"2016-01-01\",\"charged\":{}}", .badCell), ("{\"at\":\"2016-01-01\",\"at\":\"2016-01-02\"}", .badSyntax),
    ("{\"charged\":1}", .missingValue), ("{\"at\":\"2016-01-01\",\"lines\":[1]}", .badCell),
    ("{\"at\":\"2016-01-01\",\"lines\":[{\"quantity\":\"x\"}]}", .badCell), ("{\"at\":\"2016-01-01\"} {}", .badSyntax),
    ("{\"at\":\"2016-01-01\",\"charged\":1.00001}", .badCell), ("nonsense", .badSyntax), ("{\"at\":NaN}", .badSyntax),
    (String(repeating: "{\"a\":", count: 100_000), .badSyntax), (String(repeating: "[", count: 100_000), .badSyntax),
    ("{\"a\":" + String(repeating: "[", count: 1_000), .badSyntax),
  ])
  func aBadLineIsAReject(line: String, reason: RejectedRecord.Reason) throws {
    let good = "{\"at\":\"2016-01-01\",\"charged\":5}\n"
    let (batches, rejects) = try drain(source(good + line + "\n" + good))
    #expect(rejects.map(\.reason) == [reason])
    #expect(rejects.map(\.line) == [2])
    #expect(batches.flatMap(\.rows) == [1, 3])
    #expect(batches.flatMap { $0.columns[3].money } == [50_000, 50_000])
  }

  @Test func bytesThatAreNoTextAreRejected() throws {
    let (_, rejects) = try drain(source(Array("{\"id\":\"".utf8) + [0xFF] + Array("\",\"at\":\"2016-01-01\"}".utf8)))
    #expect(rejects.count == 1)
  }

  @Test func mutatedLinesNeverCrash() throws {
    let seed = Array(
      "{\"id\":\"A\",\"at\":\"2016-01-01\",\"customer\":{\"id\":7},\"lines\":[{\"product\":\"Bike\",\"quantity\":2}],\"charged\":10.5}"
        .utf8)
    try fuzz("JSON lines", seed: 6, rounds: 20) { random, _ in
      var bytes: [UInt8] = []
      for _ in 0..<250 { bytes += mutated(seed, &random) + [0x0A] }
      let (batches, rejects) = try drain(source(bytes))
      #expect(batches.reduce(0) { $0 + $1.count } > 10)
      #expect(rejects.count > 10)
      // Every row is a record or a reject, none is both or neither.
      let rows = batches.flatMap(\.rows) + rejects.map(\.row)
      #expect(rows.sorted() == (1...Int64(rows.count)).map { $0 })
      return bytes.count
    }
  }

  private func mutated(_ seed: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var line = seed
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let position = Int.random(in: 0..<line.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: line[position] = UInt8.random(in: 0...255, using: &random)
      case 1: line.remove(at: position)
      default: line.insert(contentsOf: line[position...], at: position)
      }
    }
    return line
  }
}
