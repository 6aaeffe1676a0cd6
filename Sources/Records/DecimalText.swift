public typealias Cell = UnsafeBufferPointer<UInt8>

/// A plain decimal as it stands in a source: `significand × 10^exponent`, exact.
struct DecimalText {
  var isNegative = false
  var significand: UInt64 = 0
  var exponent = 0

  /// Nil unless the whole cell is one decimal number of at most 19 significant digits: `-12.50`, `.5`, `1e3`.
  @inline(__always)
  init?(_ cell: Cell) {
    var index = 0
    let count = cell.count
    guard count > 0 else { return nil }
    if cell[0] == UInt8(ascii: "-") || cell[0] == UInt8(ascii: "+") {
      isNegative = cell[0] == UInt8(ascii: "-")
      index = 1
    }
    var digits = 0
    var seen = false
    var afterPoint = false
    while index < count {
      let byte = cell[index]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        seen = true
        if digits > 0 || digit > 0 { digits += 1 }
        guard digits <= 19 else { return nil }
        significand = significand &* 10 &+ UInt64(digit)
        if afterPoint { exponent -= 1 }
      } else if byte == UInt8(ascii: "."), !afterPoint {
        afterPoint = true
      } else {
        break
      }
      index += 1
    }
    guard seen else { return nil }
    // 19 digits may pass 2^64 by no means: 9,999,999,999,999,999,999 is below 18,446,744,073,709,551,615.
    if index < count {
      guard cell[index] | 0x20 == UInt8(ascii: "e"), let power = DecimalText.power(cell, from: index + 1) else { return nil }
      exponent += power
    }
  }

  private static func power(_ cell: Cell, from start: Int) -> Int? {
    var index = start
    var isNegative = false
    if index < cell.count, cell[index] == UInt8(ascii: "-") || cell[index] == UInt8(ascii: "+") {
      isNegative = cell[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < cell.count, cell.count - index <= 4 else { return nil }
    var value = 0
    while index < cell.count {
      let digit = cell[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// The value times 10^places as a whole number; nil where it is none, or does not fit.
  @inline(__always)
  func scaled(places: Int) -> Int64? {
    var value = significand
    if value == 0 { return 0 }
    var shift = exponent + places
    while shift < 0 {
      guard value.isMultiple(of: 10) else { return nil }
      value /= 10
      shift += 1
    }
    while shift > 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
      shift -= 1
    }
    guard value <= UInt64(Int64.max) else { return nil }
    return isNegative ? -Int64(value) : Int64(value)
  }

  /// Where both factors are exact binary64 one multiplication or division is correctly rounded; else the slow way.
  @inline(__always)
  var exactNumber: Double? {
    guard significand < 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
    let magnitude = exponent < 0 ? Double(significand) / powersOfTen[-exponent] : Double(significand) * powersOfTen[exponent]
    return isNegative ? -magnitude : magnitude
  }
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]
