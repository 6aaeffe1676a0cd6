/// Why a cell did not become a value.
public enum CellFault: Hashable, Sendable {
  case missing
  case notA(FieldType)

  public var reason: RejectedRecord.Reason {
    switch self {
    case .missing: .missingValue
    case .notA: .badCell
    }
  }

  /// One sentence for the reject.
  public func message(field: String) -> String {
    switch self {
    case .missing: "`\(field)` is required and has no value"
    case .notA(let type): "`\(field)` wants \(CellParser.expectation(of: type))"
    }
  }
}

/// Grows one column, a cell at a time.
///
/// A unique value behind a pointer and not an object: retaining, releasing and checking access per cell cost more than
/// reading the cell.
struct ColumnBuilder: ~Copyable {
  /// A field's type without its currency, which is text and would be retained at every look.
  private enum Kind { case key, money, floatSum, integer, number, time, percent, duration, flag, text }

  let field: Field
  private let kind: Kind
  private var integers: [Int64] = []
  private var numbers: [Double] = []
  private var symbols: [Symbol] = []
  private var texts = TextColumn()
  private var flags: [Bool] = []
  private var validity = Bitmap()
  private let hasMissingSpellings: Bool
  private let missingSpellings: [[UInt8]]
  private let defaultCell: [UInt8]?

  init(field: Field) {
    self.field = field
    kind =
      switch field.type {
      case .key: .key
      case .money: field.isFloatSum ? .floatSum : .money
      case .integer: .integer
      case .number: .number
      case .time: .time
      case .percent: .percent
      case .duration: .duration
      case .flag: .flag
      case .text, .identity: .text
      }
    hasMissingSpellings = !field.missingSpellings.isEmpty
    missingSpellings = field.missingSpellings.map { Array($0.utf8) }
    defaultCell = field.defaultText.map { Array($0.utf8) }
  }

  var count: Int { validity.count }

  @inline(__always)
  mutating func append(_ cell: Cell, index: inout SymbolIndex) -> CellFault? {
    if cell.isEmpty || (hasMissingSpellings && isMissing(cell)) { return appendMissing(index: &index) }
    return appendValue(cell, index: &index)
  }

  mutating func appendMissing(index: inout SymbolIndex) -> CellFault? {
    if let defaultCell { return defaultCell.withUnsafeBufferPointer { appendValue($0, index: &index) } }
    if field.isRequired { return .missing }
    appendNothing()
    return nil
  }

  mutating func appendNothing() {
    appendPlaceholder()
    validity.append(false)
  }

  @inline(__always)
  private mutating func appendValue(_ cell: Cell, index: inout SymbolIndex) -> CellFault? {
    switch kind {
    case .key:
      guard let symbol = symbol(cell, index: &index) else { return .notA(field.type) }
      symbols.append(symbol)
    case .money:
      guard let value = CellParser.money(CellParser.trimmed(cell)) else { return .notA(field.type) }
      integers.append(value)
    case .floatSum:
      guard let (value, raw) = CellParser.floatSum(CellParser.trimmed(cell)) else { return .notA(field.type) }
      integers.append(value)
      numbers.append(raw)
    case .integer:
      guard let value = CellParser.integer(CellParser.trimmed(cell)) else { return .notA(field.type) }
      integers.append(value)
    case .number:
      guard let value = CellParser.number(CellParser.trimmed(cell)) else { return .notA(field.type) }
      numbers.append(value)
    case .time:
      guard let value = CellParser.time(CellParser.trimmed(cell)) else { return .notA(field.type) }
      integers.append(value)
    case .percent:
      guard let value = CellParser.percent(CellParser.trimmed(cell)) else { return .notA(field.type) }
      numbers.append(value)
    case .duration:
      guard let value = CellParser.duration(CellParser.trimmed(cell)) else { return .notA(field.type) }
      integers.append(value)
    case .flag:
      guard let value = CellParser.flag(CellParser.trimmed(cell)) else { return .notA(field.type) }
      flags.append(value)
    case .text:
      switch CellParser.textForm(of: cell) {
      case .plain: texts.append(cell)
      case .needsNormalizing:
        var text = CellParser.normalized(cell)
        text.withUTF8 { texts.append($0) }
      case .invalid: return .notA(field.type)
      }
    }
    validity.append(true)
    return nil
  }

  @inline(__always)
  private func symbol(_ cell: Cell, index: inout SymbolIndex) -> Symbol? {
    switch CellParser.textForm(of: cell) {
    case .plain: return index.intern(cell)
    case .needsNormalizing: return index.intern(CellParser.normalized(cell))
    case .invalid: return nil
    }
  }

  /// Values that are already typed, as a list made of columns has them.
  @inline(__always)
  mutating func append(symbol: Symbol) {
    symbols.append(symbol)
    validity.append(true)
  }

  @inline(__always)
  mutating func append(integer: Int64) {
    integers.append(integer)
    validity.append(true)
  }

  private func isMissing(_ cell: Cell) -> Bool {
    missingSpellings.contains { $0.count == cell.count && $0.elementsEqual(cell) }
  }

  private mutating func appendPlaceholder() {
    switch kind {
    case .key: symbols.append(Symbol(id: 0))
    case .money, .integer, .time, .duration: integers.append(0)
    case .floatSum:
      integers.append(0)
      numbers.append(0)
    case .number, .percent: numbers.append(0)
    case .flag: flags.append(false)
    case .text: texts.append(Cell(start: nil, count: 0))
    }
  }

  /// Of a float sum the last value's raw number, where there is one.
  var lastRaw: Double? { kind == .floatSum && count > 0 && validity[count - 1] ? numbers[count - 1] : nil }

  var lastMoney: Int64 {
    get { integers[count - 1] }
    set { integers[count - 1] = newValue }
  }

  mutating func truncate(to newCount: Int) {
    // A faulty cell may have left nothing behind, so each store is cut by its own length.
    validity.truncate(to: min(validity.count, newCount))
    integers.removeLast(max(0, integers.count - newCount))
    numbers.removeLast(max(0, numbers.count - newCount))
    symbols.removeLast(max(0, symbols.count - newCount))
    flags.removeLast(max(0, flags.count - newCount))
    if texts.count > newCount { texts.truncate(to: newCount) }
  }

  /// Hands the column over and starts the next.
  mutating func take() -> Column {
    let values: Column.Values =
      switch kind {
      case .key: .key(symbols)
      case .money, .floatSum: .money(integers)
      case .integer: .integer(integers)
      case .time: .time(integers)
      case .duration: .duration(integers)
      case .number, .percent: .number(numbers)
      case .flag: .flag(flags)
      case .text: .text(texts)
      }
    let column = Column(values: values, validity: validity, rawNumbers: kind == .floatSum ? numbers : nil)
    let expected = count
    (integers, numbers, symbols, flags, texts, validity) = ([], [], [], [], TextColumn(), Bitmap())
    switch kind {
    case .key: symbols.reserveCapacity(expected)
    case .money, .integer, .time, .duration: integers.reserveCapacity(expected)
    case .floatSum:
      integers.reserveCapacity(expected)
      numbers.reserveCapacity(expected)
    case .number, .percent: numbers.reserveCapacity(expected)
    case .flag: flags.reserveCapacity(expected)
    case .text: texts.reserveCapacity(expected)
    }
    return column
  }
}
