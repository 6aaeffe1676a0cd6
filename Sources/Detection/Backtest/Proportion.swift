/// So many of so many, and how far the share that is behind it may lie off.
public struct Proportion: Hashable, Sendable {
  public let part: Int
  public let whole: Int

  public init(_ part: Int, of whole: Int) { (self.part, self.whole) = (part, whole) }

  /// Nil of nothing.
  public var share: Double? { whole > 0 ? Double(part) / Double(whole) : nil }

  /// Wilson's interval at 95%: unlike the textbook's it stays within 0 and 1, and says something where all or none are right.
  public var interval: ClosedRange<Double>? {
    guard let share else { return nil }
    let (count, z) = (Double(whole), Proportion.quantile)
    let scale = 1 + z * z / count
    let middle = (share + z * z / (2 * count)) / scale
    let reach = z / scale * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
    // At the ends the two terms are equal, and rounding must not leave a hair between them.
    let low = part == 0 ? 0 : max(0, middle - reach)
    let high = part == whole ? 1 : min(1, middle + reach)
    return low...high
  }

  /// 97.5% of a normal distribution lie below.
  private static let quantile = 1.959963984540054
}
