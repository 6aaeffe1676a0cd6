/// Amounts that reach us as sums of 32-bit floats.
///
/// A price of 829.99 stored in 32 bits is 829.989990234375: off by at most 2^-24 of itself. A sum of such prices is off
/// by at most 2^-24 of the sum. So a sum bears decimal places only down to that bound, and two sums closer together than
/// their bounds are the same amount.
public enum FloatSum {
  /// The largest error of a sum of amounts of one sign, in ten-thousandths. A hair is added for the sum's own rounding.
  @inlinable
  public static func errorMax(of raw: Double) -> Double { raw.magnitude * 10_000 * 0x1.0001p-24 }

  /// The amount, rounded half-even to the most decimal places that the sum bears, at most four.
  /// Nil where it is beyond money's bounds, or no number.
  @inlinable
  public static func money(_ raw: Double) -> Money? {
    let scaled = raw * 10_000
    guard scaled.magnitude <= Double(Money.magnitudeMax) else { return nil }
    let error = errorMax(of: raw)
    var step = 1.0
    while error >= step / 2, step < 10_000 { step *= 10 }
    return Money(tenThousandths: Int64((scaled / step).rounded(.toNearestOrEven) * step))
  }

  /// Whether two sums can stand for one amount.
  @inlinable
  public static func areEqual(_ left: Double, _ right: Double) -> Bool {
    (left - right).magnitude * 10_000 <= errorMax(of: left) + errorMax(of: right)
  }
}
