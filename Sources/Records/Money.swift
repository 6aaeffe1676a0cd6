/// An exact amount in ten-thousandths of a currency's unit.
///
/// Which currency is said once per column, not once per value. Amounts stay within ±2^53 ten-thousandths, where every
/// one of them is also an exact binary64, so that a quotient of two amounts is correctly rounded.
public struct Money: Hashable, Comparable, Sendable {
  public let tenThousandths: Int64

  /// The largest magnitude, in ten-thousandths.
  @inlinable
  public static var magnitudeMax: Int64 { 1 << 53 }
  public static let unit: Int64 = 10_000
  public static let zero = Money(unchecked: 0)

  /// Nil where the amount is out of bounds.
  @inlinable
  public init?(tenThousandths: Int64) {
    guard tenThousandths.magnitude <= UInt64(Money.magnitudeMax) else { return nil }
    self.tenThousandths = tenThousandths
  }

  /// For amounts already known to be within bounds, as those out of a money column are.
  @inlinable
  public init(unchecked tenThousandths: Int64) {
    self.tenThousandths = tenThousandths
  }

  @inlinable
  public static func < (left: Money, right: Money) -> Bool { left.tenThousandths < right.tenThousandths }

  /// Nil on overflow; never a wrapped or saturated amount.
  @inlinable
  public func adding(_ other: Money) -> Money? {
    Money(tenThousandths: tenThousandths + other.tenThousandths)
  }

  @inlinable
  public func subtracting(_ other: Money) -> Money? {
    Money(tenThousandths: tenThousandths - other.tenThousandths)
  }

  @inlinable
  public func multiplied(by count: Int64) -> Money? {
    let (product, overflow) = tenThousandths.multipliedReportingOverflow(by: count)
    return overflow ? nil : Money(tenThousandths: product)
  }

  /// Rounds half-even to `places` decimal places, 0 to 4.
  public func rounded(places: Int) -> Money {
    precondition((0...4).contains(places))
    var step: Int64 = 1
    for _ in places..<4 { step *= 10 }
    return Money(unchecked: roundedQuotient(tenThousandths, by: step) * step)
  }
}

/// `dividend / divisor`, halves to the even neighbour. The divisor is positive.
@inlinable
public func roundedQuotient(_ dividend: Int64, by divisor: Int64) -> Int64 {
  let quotient = dividend / divisor
  let remainder = (dividend % divisor).magnitude
  let twice = remainder * 2
  guard twice > divisor.magnitude || (twice == divisor.magnitude && !quotient.isMultiple(of: 2)) else { return quotient }
  return dividend < 0 ? quotient - 1 : quotient + 1
}
