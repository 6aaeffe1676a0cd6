import Records
import TestSupport
import Testing

/// Cells through the builder, as every source hands them in.
@Suite struct CellTests {
  private static let usd = Currency.usDollar

  private func value(_ text: String, as field: Field) -> (Column, CellFault?) {
    value(Array(text.utf8), as: field)
  }

  private func value(_ bytes: [UInt8], as field: Field) -> (Column, CellFault?) {
    let builder = BatchBuilder(schema: Schema(name: "test", fields: [field]))
    let symbols = SymbolTable()
    let fault = symbols.withIndex { index in
      bytes.withUnsafeBufferPointer { builder.append($0, to: 0, index: &index) }
    }
    if fault == nil { builder.finishRow(1) } else { builder.abandonRow() }
    return (builder.take(end: SourcePosition(source: "")).columns[0], fault)
  }

  @Test(arguments: [
    ("829.99", Int64(8_299_900)), ("-0.0001", -1), (".5", 5_000), ("5.", 50_000), ("1e3", 10_000_000), ("12.340000", 123_400),
    (" 7 ", 70_000), ("+3", 30_000), ("0", 0), ("-0", 0), ("900719925474.0992", 1 << 53), ("1.5E-3", 15), ("00012.50", 125_000),
  ])
  func money(text: String, amount: Int64) {
    let (column, fault) = value(text, as: Field(name: "m", type: .money(CellTests.usd)))
    #expect(fault == nil)
    #expect(column.money == [amount])
  }

  @Test(arguments: [
    "1,234.56", "$5", "12.34567", "abc", "1..2", "1e", "--1", "1-", "NaN", "inf", "0x10", "900719925474.0993", "1e400", "1 2",
    "-", ".",
    "99999999999999999999", "5€",
  ])
  func noMoney(text: String) {
    #expect(value(text, as: Field(name: "m", type: .money(CellTests.usd))).1 == .notA(.money(CellTests.usd)))
  }

  @Test func emptyIsMissingAndNeverZero() {
    let (column, fault) = value("", as: Field(name: "m", type: .money(CellTests.usd)))
    #expect(fault == nil)
    #expect(!column.validity[0])
    #expect(value("", as: Field(name: "m", type: .integer, isRequired: true)).1 == .missing)
    #expect(value("", as: Field(name: "m", type: .integer, defaultText: "7")).0.integers == [7])
    #expect(!value("NULL", as: Field(name: "m", type: .integer, missingSpellings: ["NULL"])).0.validity[0])
  }

  @Test(arguments: ["0.2", "1e22", "123456789012345678901234567890", "4.9e-324", "0.1", "179769313486231570000000000000"])
  func numbersAreCorrectlyRounded(text: String) throws {
    #expect(value(text, as: Field(name: "n", type: .number)).0.numbers == [try #require(Double(text))])
  }

  @Test func randomNumbersAreCorrectlyRounded() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      let number = Double(bitPattern: random.next())
      guard number.isFinite else { continue }
      #expect(value("\(number)", as: Field(name: "n", type: .number)).0.numbers == [number])
    }
  }

  @Test func percentIsTheNearestDouble() {
    #expect(value("20%", as: Field(name: "p", type: .percent)).0.numbers == [0.2])
    #expect(value("0.2", as: Field(name: "p", type: .percent)).0.numbers == [0.2])
    #expect(value("1.5%", as: Field(name: "p", type: .percent)).0.numbers == [0.015])
    #expect(value("%", as: Field(name: "p", type: .percent)).1 != nil)
  }

  @Test func wholeNumbersMayCarryAPointAndZeros() {
    #expect(value("38.0", as: Field(name: "i", type: .integer)).0.integers == [38])
    #expect(value("38.5", as: Field(name: "i", type: .integer)).1 != nil)
    #expect(value("9223372036854775808", as: Field(name: "i", type: .integer)).1 != nil)
  }

  @Test func flagsAndDurations() {
    #expect(value("TRUE", as: Field(name: "f", type: .flag)).0.flags == [true])
    #expect(value("0", as: Field(name: "f", type: .flag)).0.flags == [false])
    #expect(value("maybe", as: Field(name: "f", type: .flag)).1 != nil)
    #expect(value("1.5h", as: Field(name: "d", type: .duration)).0.durations == [5_400_000_000])
    #expect(value("12", as: Field(name: "d", type: .duration)).1 != nil)
    #expect(value("", as: Field(name: "d", type: .duration)).0.validity[0] == false)
  }

  @Test func keysAreComparedInNormalForm() {
    let symbols = SymbolTable()
    let builder = BatchBuilder(schema: Schema(name: "test", fields: [Field(name: "k", type: .key)]))
    for text in ["Jos\u{E9}", "Jose\u{301}", "Jose", "1", "01"] {
      let fault = symbols.withIndex { index in
        Array(text.utf8).withUnsafeBufferPointer { builder.append($0, to: 0, index: &index) }
      }
      #expect(fault == nil)
      builder.finishRow(1)
    }
    let keys = builder.take(end: SourcePosition(source: "")).columns[0].keys
    #expect(keys[0] == keys[1])
    #expect(Set(keys).count == 4)
    #expect(symbols.text(of: keys[3]) == "1")
  }

  @Test(arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0x41, 0x00], [0xC0, 0xAF], [0x1B, 0x5B]] as [[UInt8]])
  func badBytesAreNoText(bytes: [UInt8]) {
    #expect(value(bytes, as: Field(name: "t", type: .text)).1 == .notA(.text))
    #expect(value(bytes, as: Field(name: "t", type: .key)).1 == .notA(.key))
  }

  @Test func anAbandonedRowLeavesNothingBehind() {
    let schema = Schema(
      name: "test", fields: [Field(name: "a", type: .text), Field(name: "b", type: .integer)],
      lists: [ListField(name: "l", recordName: "r", fields: [Field(name: "p", type: .key), Field(name: "q", type: .integer)])])
    let builder = BatchBuilder(schema: schema)
    let symbols = SymbolTable()
    func cell(_ text: String, _ field: Int) -> CellFault? {
      symbols.withIndex { index in Array(text.utf8).withUnsafeBufferPointer { builder.append($0, to: field, index: &index) } }
    }
    for (row, number) in ["1", "x", "3"].enumerated() {
      _ = cell("text \(row)", 0)
      let fault = cell(number, 1)
      symbols.withIndex { index in builder.list(0).append(name: Symbol(id: 0), in: 0, value: 5, in: 1, index: &index) }
      if fault == nil { builder.finishRow(Int64(row + 1)) } else { builder.abandonRow() }
    }
    let batch = builder.take(end: SourcePosition(source: ""))
    #expect(batch.rows == [1, 3])
    #expect(batch.columns[1].integers == [1, 3])
    #expect(batch.columns[0].texts[1] == "text 2")
    #expect(batch.lists[0].offsets == [0, 1, 2])
    #expect(batch.lists[0].columns[1].integers == [5, 5])
  }

  @Test func floatSumsOfOneRecordSettle() {
    let fields = ["list", "charged"].map { Field(name: $0, type: .money(CellTests.usd), isFloatSum: true) }
    let builder = BatchBuilder(schema: Schema(name: "test", fields: fields))
    let symbols = SymbolTable()
    for (list, charged) in [("10014.090106964111", "10014.090087890625"), ("829.989990234375", "775.9909973144531")] {
      for (field, text) in [list, charged].enumerated() {
        let fault = symbols.withIndex { index in
          Array(text.utf8).withUnsafeBufferPointer { builder.append($0, to: field, index: &index) }
        }
        #expect(fault == nil)
      }
      builder.finishRow(1)
    }
    let batch = builder.take(end: SourcePosition(source: ""))
    #expect(batch.columns[0].money[0] == batch.columns[1].money[0])
    #expect(batch.columns[0].money[1] - batch.columns[1].money[1] == 539_990)
    #expect(batch.columns[1].rawNumbers == [10014.090087890625, 775.9909973144531])
  }
}
