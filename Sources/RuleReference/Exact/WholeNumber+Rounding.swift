extension WholeNumber {
  /// The quotient by a divisor above 0, halves to the even neighbour.
  func roundedQuotient(by divisor: UInt32) -> WholeNumber {
    var quotient = [UInt32](repeating: 0, count: digits.count)
    var remainder: UInt64 = 0
    var place = digits.count - 1
    while place >= 0 {
      let wide = remainder << 32 | UInt64(digits[place])
      quotient[place] = UInt32(wide / UInt64(divisor))
      remainder = wide % UInt64(divisor)
      place -= 1
    }
    let magnitude = WholeNumber(isNegative: false, digits: quotient)
    let isOdd = (quotient.first ?? 0) & 1 == 1
    let isUp = remainder * 2 > UInt64(divisor) || remainder * 2 == UInt64(divisor) && isOdd
    let rounded = isUp ? magnitude + WholeNumber(1) : magnitude
    return isNegative ? -rounded : rounded
  }

  /// The binary64 nearest to it, halves to the even neighbour.
  var nearestDouble: Double { WholeNumber.nearestDouble(self, over: WholeNumber(1)) }

  /// The binary64 nearest to a fraction, halves to the even neighbour. The denominator is above 0, and the fraction far from
  /// both ends of what binary64 can hold.
  ///
  /// A quotient of approximations is nearly right; then exact comparisons with the middles between neighbours decide.
  static func nearestDouble(_ numerator: WholeNumber, over denominator: WholeNumber) -> Double {
    if numerator.isZero { return 0 }
    let magnitude = numerator.magnitude
    var nearest = magnitude.approximation / denominator.approximation
    while isNearer(to: nearest.nextUp, than: nearest, magnitude, denominator) { nearest = nearest.nextUp }
    while !isNearer(to: nearest, than: nearest.nextDown, magnitude, denominator) { nearest = nearest.nextDown }
    return numerator.isNegative ? -nearest : nearest
  }

  /// Whether the fraction, rounded, goes to the upper of two neighbours rather than to the lower.
  private static func isNearer(
    to upper: Double, than lower: Double, _ numerator: WholeNumber, _ denominator: WholeNumber
  ) -> Bool {
    precondition(lower.isNormal && upper == lower.nextUp)
    // The lower is significand · 2^exponent, the middle (2 · significand + 1) · 2^(exponent - 1).
    let significand = Int64(lower.significand * 0x1p52)
    let exponent = Int(lower.exponent) - 52
    var (left, right) = (numerator, WholeNumber(2 * significand + 1) * denominator)
    if exponent > 0 { right = right.shiftedLeft(by: exponent - 1) } else { left = left.shiftedLeft(by: 1 - exponent) }
    // In the very middle the even significand wins, and the upper one's is even where the lower one's is odd.
    return left == right ? !significand.isMultiple(of: 2) : left > right
  }

  /// Right in all but the last few bits.
  private var approximation: Double { digits.reversed().reduce(0) { $0 * 0x1p32 + Double($1) } }
}
