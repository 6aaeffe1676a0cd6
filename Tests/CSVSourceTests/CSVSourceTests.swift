import CSVSource
import Records
import TestSupport
import Testing

@Suite struct CSVSourceTests {
  private static let fields: [Field] = [
    Field(name: "id", type: .identity), Field(name: "at", type: .time, isRequired: true), Field(name: "rep", type: .key),
    Field(name: "charged", type: .money(.usDollar)),
  ]
  private static let mapping = SourceMapping(
    kind: .columns, fields: [["id"], ["at", "now"], ["rep"], ["charged"]],
    lists: [.remainingColumns(nameField: 0, valueField: 1)])
  private static let schema = Schema(
    name: "test", fields: fields,
    lists: [
      ListField(
        name: "lines", recordName: "line", fields: [Field(name: "product", type: .key), Field(name: "quantity", type: .integer)])
    ],
    timeField: 1, identityField: 0, mappings: [mapping])

  private func source(_ texts: String..., chunk: Int = 65_536, batchRows: Int = 4096) -> CSVSource {
    CSVSource(
      inputs: texts.enumerated().map { .text($1, name: "file\($0 + 1)", chunk: chunk) }, schema: CSVSourceTests.schema,
      mapping: CSVSourceTests.mapping, symbols: SymbolTable(), batchRows: batchRows)
  }

  @Test func readsARecordWithItsList() throws {
    let source = source("rep,Bike,charged,at,Bell,id\nAnn,2,10.50,2016-01-02,0,A1\nBob,0,7,2016-01-03,3,\n")
    let batch = try #require(try source.next())
    #expect(batch.rows == [1, 2])
    #expect(batch.identity(of: 0) == "A1")
    #expect(batch.identity(of: 1) == "row:2")
    #expect(batch.columns[3].money == [105_000, 70_000])
    #expect(batch.lists[0].offsets == [0, 1, 2])
    #expect(batch.lists[0].columns[0].keys.map { source.symbols.text(of: $0) } == ["Bike", "Bell"])
    #expect(batch.lists[0].columns[1].integers == [2, 3])
    #expect(try source.next() == nil)
  }

  @Test func quotesNewlinesAndByteOrderMark() throws {
    let source = source(
      "\u{FEFF}\"id\",at,rep,charged\r\n\"a,\"\"b\"\"\",2016-01-01,\"two\nlines\",1\r\n\r\nc,2016-01-01,\"x\ry\",2")
    let batch = try #require(try source.next())
    #expect(batch.identity(of: 0) == "a,\"b\"")
    #expect(batch.columns[2].keys.map { source.symbols.text(of: $0) } == ["two\nlines", "x\ry"])
    #expect(batch.rejects.isEmpty)
  }

  @Test func aBadRowIsAReject() throws {
    let text = """
      id,at,rep,charged
      1,2016-01-01,Ann,5
      2,yesterday,Ann,5
      3,2016-01-01,Ann
      4,2016-01-01,An"n,5
      5,,Ann,5
      6,2016-01-01,"never closed,5
      7,2016-01-01,Ann,5.00001
      8,2016-01-01,Ann,5

      """
    let (batches, rejects) = try drain(source(text))
    #expect(batches.flatMap(\.rows) == [1, 8])
    #expect(rejects.map(\.line) == [3, 4, 5, 6, 7, 8])
    #expect(rejects.map(\.row) == [2, 3, 4, 5, 6, 7])
    #expect(rejects.map(\.reason) == [.badCell, .wrongFieldCount, .badQuoting, .missingValue, .badQuoting, .badCell])
    #expect(rejects[0].column == "at")
    #expect(rejects[0].value == "yesterday")
    #expect(rejects[0].text.hasPrefix("2,yesterday,Ann,5"))
  }

  @Test func bytesThatAreNoTextAreSaid() throws {
    let bytes = Array("id,at,rep,charged\n1,2016-01-01,A".utf8) + [0xFF] + Array(",5\n".utf8)
    let source = CSVSource(
      inputs: [.bytes(bytes)], schema: CSVSourceTests.schema, mapping: CSVSourceTests.mapping, symbols: SymbolTable())
    let (_, rejects) = try drain(source)
    #expect(rejects.map(\.reason) == [.badEncoding])
    #expect(rejects.map(\.column) == ["rep"])
  }

  @Test func rowsAreCountedOverAllFiles() throws {
    let header = "id,at,rep,charged\n"
    let (batches, rejects) = try drain(
      source(header + ",2016-01-01,A,1\n,bad,A,1\n", "charged,rep,at,id\n", header + ",2016-01-01,A,1\n", batchRows: 1))
    #expect(batches.flatMap(\.rows) == [1, 3])
    #expect(batches.flatMap { batch in (0..<batch.count).map { batch.identity(of: $0) } } == ["row:1", "row:3"])
    #expect(rejects.map(\.row) == [2])
  }

  @Test func theFirstPlaceWithAValueCounts() throws {
    let (batches, _) = try drain(source("id,at,now,rep,charged\n1,,2016-01-02,A,1\n2,2016-01-01,2016-01-02,A,1\n"))
    #expect(
      batches[0].columns[1].times.map { Instant(microseconds: $0).description } == [
        "2016-01-02T00:00:00Z", "2016-01-01T00:00:00Z",
      ])
  }

  @Test func countsMustBeWholeAndNotNegative() throws {
    let (batches, rejects) = try drain(
      source("id,at,rep,charged,Bike\n1,2016-01-01,A,1,-1\n2,2016-01-01,A,1,1.5\n3,2016-01-01,A,1,2.0\n"))
    #expect(rejects.map(\.column) == ["Bike", "Bike"])
    #expect(batches[0].lists[0].columns[1].integers == [2])
  }

  @Test(arguments: [";", "\t", "|"])
  func otherDelimiters(delimiter: String) throws {
    let (batches, _) = try drain(source("id,at,rep,charged\n1,2016-01-01,A,1\n".replacing(",", with: delimiter)))
    #expect(batches[0].columns[3].money == [10_000])
  }

  @Test func headersThatCannotServeAreRefusedByName() throws {
    #expect(throws: SourceError.self) { try drain(source("id,rep,charged\n1,A,1\n")) }
    #expect { try drain(source("id,at,rep,rep\n")) } throws: { "\($0)".contains("`rep` twice") }
  }

  @Test func utf16AndSpreadsheetsAreNamed() throws {
    for (bytes, word) in [
      ([0xFF, 0xFE, 0x41, 0x00], "UTF-16"), ([0x50, 0x4B, 0x03, 0x04], "spreadsheet"), (Array("PAR1".utf8), "Parquet"),
    ] {
      let source = CSVSource(
        inputs: [.bytes(bytes)], schema: CSVSourceTests.schema, mapping: CSVSourceTests.mapping, symbols: SymbolTable())
      #expect { try source.next() } throws: { "\($0)".contains(word) }
    }
  }

  @Test func missingAndExtraColumnsAreSaid() throws {
    let mapping = SourceMapping(kind: .columns, fields: CSVSourceTests.mapping.fields)
    let schema = Schema(name: "test", fields: CSVSourceTests.fields, timeField: 1, mappings: [mapping])
    let source = CSVSource(
      inputs: [.text("at,charged,colour\n2016-01-01,1,red\n")], schema: schema, mapping: mapping, symbols: SymbolTable())
    _ = try drain(source)
    #expect(source.notices.contains { $0.contains("`rep`") && $0.contains("missing everywhere") })
    #expect(source.notices.contains("not used: column `colour`"))
  }

  @Test func anEndlessQuoteCostsOneLine() throws {
    let filler = String(repeating: "2,2016-01-01,A,1\n", count: 300_000)
    let (batches, rejects) = try drain(source("id,at,rep,charged\n1,2016-01-01,\"A,1\n" + filler))
    #expect(rejects.count == 1)
    #expect(batches.reduce(0) { $0 + $1.count } == 300_000)
  }

  @Test func anEndlessLineIsOneReject() throws {
    let long = String(repeating: "x", count: 9 << 20)
    let (batches, rejects) = try drain(source("id,at,rep,charged\n\(long)\n1,2016-01-01,A,1\n"))
    #expect(rejects.map(\.reason) == [.tooLong])
    #expect(rejects.map(\.line) == [2])
    #expect(batches.flatMap(\.rows) == [2])
  }
}
