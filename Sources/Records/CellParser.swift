/// From a cell's bytes to a value of a type; nil where the cell is no value of it. Nothing is guessed: no thousands
/// separators, no local date orders, no `NaN`.
public enum CellParser {
  @inline(__always)
  static func money(_ cell: Cell) -> Int64? {
    guard let decimal = DecimalText(cell), let scaled = decimal.scaled(places: 4) else { return nil }
    return Money(tenThousandths: scaled)?.tenThousandths
  }

  /// A float sum is exact where it is written with at most four places; else it is rounded to what it bears.
  @inline(__always)
  static func floatSum(_ cell: Cell) -> (money: Int64, raw: Double)? {
    guard let raw = number(cell) else { return nil }
    if let exact = money(cell) { return (exact, raw) }
    return FloatSum.money(raw).map { ($0.tenThousandths, raw) }
  }

  @inline(__always)
  public static func number(_ cell: Cell) -> Double? {
    if let decimal = DecimalText(cell), let exact = decimal.exactNumber { return exact }
    return slowNumber(cell)
  }

  /// Long digits and large exponents, through the standard library's correctly rounded parser. It also reads words and
  /// hexadecimal, which are no numbers here.
  private static func slowNumber(_ cell: Cell) -> Double? {
    for byte in cell {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "e"),
        UInt8(ascii: "E"):
        continue
      default: return nil
      }
    }
    guard let value = Double(String(decoding: cell, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  /// `0.2` and `20%` alike.
  static func percent(_ cell: Cell) -> Double? {
    guard cell.last == UInt8(ascii: "%") else { return number(cell) }
    let digits = Cell(rebasing: cell.dropLast())
    guard var decimal = DecimalText(digits) else { return number(digits).map { $0 / 100 } }
    decimal.exponent -= 2
    return decimal.exactNumber ?? number(digits).map { $0 / 100 }
  }

  /// Whole numbers, also written `38.0` as many exports do.
  @inline(__always)
  static func integer(_ cell: Cell) -> Int64? { DecimalText(cell)?.scaled(places: 0) }

  static func flag(_ cell: Cell) -> Bool? {
    switch String(decoding: cell, as: UTF8.self).lowercased() {
    case "1", "true", "t", "yes", "y", "1.0": true
    case "0", "false", "f", "no", "n", "0.0": false
    default: nil
    }
  }

  /// A number with a unit, `90s`, `15m`, `12h`, `30d`, `2w`; microseconds.
  public static func duration(_ cell: Cell) -> Int64? {
    guard let unit = cell.last, let decimal = DecimalText(Cell(rebasing: cell.dropLast())) else { return nil }
    let seconds: Int64
    switch unit {
    case UInt8(ascii: "s"): seconds = 1
    case UInt8(ascii: "m"): seconds = 60
    case UInt8(ascii: "h"): seconds = 3_600
    case UInt8(ascii: "d"): seconds = 86_400
    case UInt8(ascii: "w"): seconds = 604_800
    default: return nil
    }
    guard let count = decimal.scaled(places: 6) else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: seconds)
    return overflow ? nil : product
  }

  /// What a cell of a type should have looked like, for a reject's message.
  static func expectation(of type: FieldType) -> String {
    switch type {
    case .money: "an amount with at most four decimal places, such as 1234.5678"
    case .number: "a number, such as 12.5"
    case .percent: "a percentage, such as 0.2 or 20%"
    case .integer: "a whole number"
    case .time: "a time such as 2016-08-27 or 2016-08-27T14:30:00Z"
    case .duration: "a duration such as 30d"
    case .flag: "true or false"
    case .identity, .key, .text: "text in UTF-8 without control characters"
    }
  }
}

extension CellParser {
  /// How many of a thing: a whole number from 0 up.
  @inline(__always)
  public static func count(_ cell: Cell) -> Int64? {
    guard let value = integer(trimmed(cell)), value >= 0 else { return nil }
    return value
  }

  /// A column's name in NFC, or nil where it is no UTF-8.
  public static func name(_ cell: Cell) -> String? {
    switch textForm(of: trimmed(cell)) {
    case .plain: String(decoding: trimmed(cell), as: UTF8.self)
    case .needsNormalizing: normalized(trimmed(cell))
    case .invalid: nil
    }
  }

  /// Whether a cell is a value of a type.
  public static func isValue(_ cell: Cell, of type: FieldType) -> Bool {
    switch type {
    case .money: money(cell) != nil
    case .number: number(cell) != nil
    case .percent: percent(cell) != nil
    case .integer: integer(cell) != nil
    case .time: time(cell) != nil
    case .duration: duration(cell) != nil
    case .flag: flag(cell) != nil
    case .identity, .key, .text: textForm(of: cell) != .invalid
    }
  }
}
