/// Wilson's interval of a share at 95%: unlike the textbook's it stays within 0 and 1, and says something where all or none are right.
enum Wilson {
  /// 97.5% of a normal distribution lie below.
  private static let quantile = 1.959963984540054

  /// - part: may be no whole number, as a sum of chances.
  static func interval(_ part: Double, of whole: Double) -> ClosedRange<Double> {
    guard whole > 0 else { return 0...1 }
    let share = min(1, max(0, part / whole))
    let square = quantile * quantile
    let scale = 1 + square / whole
    let middle = (share + square / (2 * whole)) / scale
    let reach = quantile / scale * (share * (1 - share) / whole + square / (4 * whole * whole)).squareRoot()
    let low = share == 0 ? 0 : min(share, max(0, middle - reach))
    return low...(share == 1 ? 1 : max(share, min(1, middle + reach)))
  }
}
