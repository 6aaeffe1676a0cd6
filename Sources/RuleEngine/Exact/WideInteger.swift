/// 256 bits without a sign: what a sum of squares may need.
struct WideInteger: Hashable {
  var high: UInt128 = 0
  var low: UInt128 = 0

  @inline(__always)
  mutating func add(_ value: UInt128) {
    let (sum, carry) = low.addingReportingOverflow(value)
    low = sum
    if carry { high &+= 1 }
  }

  @inline(__always)
  mutating func subtract(_ value: UInt128) {
    let (difference, borrow) = low.subtractingReportingOverflow(value)
    low = difference
    if borrow { high &-= 1 }
  }

  mutating func add(_ other: WideInteger) {
    add(other.low)
    high &+= other.high
  }

  mutating func subtract(_ other: WideInteger) {
    subtract(other.low)
    high &-= other.high
  }

  static func square(_ value: UInt128) -> WideInteger {
    let product = value.multipliedFullWidth(by: value)
    return WideInteger(high: product.high, low: product.low)
  }

  /// No window holds enough records for the product to pass 256 bits.
  func multiplied(by count: UInt64) -> WideInteger {
    let product = low.multipliedFullWidth(by: UInt128(count))
    return WideInteger(high: high &* UInt128(count) &+ product.high, low: product.low)
  }

  /// The nearest binary64, half-even.
  var nearest: Double {
    if high == 0 { return RuleEngine.nearest(low, sticky: false) }
    let shift = 128 - high.leadingZeroBitCount
    let top = high << UInt128(128 - shift) | (shift == 128 ? 0 : low >> UInt128(shift))
    let lost = shift == 128 ? low : low << UInt128(128 - shift)
    return RuleEngine.nearest(top, sticky: lost != 0) * powerOfTwo(shift)
  }
}

/// The binary64 nearest to a whole number, half-even.
///
/// - sticky: whether something beyond its last bit was cut off, so that it lies a little above. Then it has 64 bits or more.
@inline(__always)
func nearest(_ value: UInt128, sticky: Bool) -> Double {
  if value <= UInt128(UInt64.max) { return Double(UInt64(truncatingIfNeeded: value) | (sticky ? 1 : 0)) }
  let shift = 64 - value.leadingZeroBitCount
  var top = UInt64(truncatingIfNeeded: value >> UInt128(shift))
  // Bits that were cut off only tell that there is more: 64 bits are enough for that to be in the last one.
  if sticky || value.trailingZeroBitCount < shift { top |= 1 }
  return Double(top) * powerOfTwo(shift)
}

@inline(__always)
func nearest(_ value: Int128) -> Double {
  if let small = Int64(exactly: value) { return Double(small) }
  let magnitude = nearest(value.magnitude, sticky: false)
  return value < 0 ? -magnitude : magnitude
}

@inline(__always)
func powerOfTwo(_ exponent: Int) -> Double {
  guard exponent > -1022, exponent < 1024 else { return Double(sign: .plus, exponent: exponent, significand: 1) }
  return Double(bitPattern: UInt64(exponent + 1023) << 52)
}

/// The binary64 nearest to a fraction, half-even. The divisor is above zero and below 2^62.
@inline(__always)
func quotient(_ dividend: Int128, by divisor: UInt64) -> Double {
  if dividend.magnitude <= 1 << 53, divisor <= 1 << 53 {
    return Double(Int64(truncatingIfNeeded: dividend)) / Double(divisor)
  }
  return longQuotient(dividend, by: divisor)
}

private func longQuotient(_ dividend: Int128, by divisor: UInt64) -> Double {
  let magnitude = dividend.magnitude
  guard magnitude != 0 else { return 0 }
  // As many bits as make the whole quotient one of 64 or 65 bits, of which the last can hold what is left over.
  let shift = 65 + (64 - divisor.leadingZeroBitCount) - (128 - magnitude.leadingZeroBitCount)
  let (above, below) =
    shift >= 0 ? (magnitude << UInt128(shift), UInt128(divisor)) : (magnitude, UInt128(divisor) << UInt128(-shift))
  let (whole, rest) = above.quotientAndRemainder(dividingBy: below)
  let result = nearest(whole, sticky: rest != 0) * powerOfTwo(-shift)
  return dividend < 0 ? -result : result
}

/// A whole quotient, half-even.
@inline(__always)
func roundedQuotient(_ dividend: Int128, by divisor: Int64) -> Int128 {
  if let small = Int64(exactly: dividend) {
    let (whole, rest) = small.quotientAndRemainder(dividingBy: divisor)
    return Int128(adjusted(Int128(whole), rest.magnitude, divisor.magnitude, small < 0))
  }
  let (whole, rest) = dividend.quotientAndRemainder(dividingBy: Int128(divisor))
  return adjusted(whole, UInt64(rest.magnitude), divisor.magnitude, dividend < 0)
}

@inline(__always)
private func adjusted(_ whole: Int128, _ rest: UInt64, _ divisor: UInt64, _ isNegative: Bool) -> Int128 {
  let other = divisor - rest
  guard rest > other || rest == other && whole & 1 == 1 else { return whole }
  return isNegative ? whole - 1 : whole + 1
}
