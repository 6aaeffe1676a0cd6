/// Decimal text to the nearest 32-bit float.
enum DecimalFloat {
  enum Result {
    case value(Float)
    case overflow
  }

  private static let powers: [Double] = (0...22).map { exponent in (0..<exponent).reduce(1.0) { power, _ in power * 10 } }

  /// Moves past the number. Nil, and not moved, where there is none.
  static func parse(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Result? {
    let start = position
    var at = position
    let isNegative = at < bytes.count && bytes[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    if let special = special(bytes, &at) {
      position = at
      return .value(isNegative ? -special : special)
    }
    var digits: UInt64 = 0
    var (taken, exponent) = (0, 0)
    var isExact = true
    func digit() -> UInt64? {
      guard at < bytes.count else { return nil }
      let value = bytes[at] &- UInt8(ascii: "0")
      return value < 10 ? UInt64(value) : nil
    }
    while let value = digit() {
      if digits < 1 << 59 { digits = digits * 10 + value } else { (isExact, exponent) = (false, exponent + 1) }
      (taken, at) = (taken + 1, at + 1)
    }
    guard taken > 0 else { return nil }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      let before = at
      while let value = digit() {
        if digits < 1 << 59 { (digits, exponent) = (digits * 10 + value, exponent - 1) } else { isExact = false }
        at += 1
      }
      guard at > before else { return nil }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      let isSmall = at < bytes.count && bytes[at] == UInt8(ascii: "-")
      if at < bytes.count, isSmall || bytes[at] == UInt8(ascii: "+") { at += 1 }
      let before = at
      var written = 0
      while let value = digit() {
        written = min(written * 10 + Int(value), 1_000_000)
        at += 1
      }
      guard at > before else { return nil }
      exponent += isSmall ? -written : written
    }
    position = at
    guard let value = isExact ? nearest(digits, exponent) : nil else { return slow(bytes[start..<at]) }
    return .value(isNegative ? -value : value)
  }

  /// Nil where it cannot be told without more digits than a 64-bit float has.
  private static func nearest(_ digits: UInt64, _ exponent: Int) -> Float? {
    if digits == 0 { return 0 }
    // Both sides are exact below 2^53 and 10^22, so one operation is rounded once.
    guard digits < 1 << 53, -22...22 ~= exponent else { return nil }
    let wide = exponent < 0 ? Double(digits) / powers[-exponent] : Double(digits) * powers[exponent]
    // Rounding again, to 32 bits, goes wrong only from the middle between two of them, and below the normal ones.
    guard wide >= 1.2e-38, wide < 3.4e38, wide.bitPattern & 0x1FFF_FFFF != 0x1000_0000 else { return nil }
    return Float(wide)
  }

  private static func slow(_ text: Slice<UnsafeRawBufferPointer>) -> Result? {
    guard let value = Float(String(decoding: text, as: UTF8.self)) else { return .overflow }
    return value.isInfinite ? .overflow : .value(value)
  }

  private static func special(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) -> Float? {
    guard at < bytes.count, bytes[at] == UInt8(ascii: "N") || bytes[at] == UInt8(ascii: "I") else { return nil }
    for (word, value) in [("NaN", Float.nan), ("Infinity", Float.infinity)] {
      if bytes[at...].starts(with: word.utf8) {
        at += word.utf8.count
        return value
      }
    }
    return nil
  }
}
