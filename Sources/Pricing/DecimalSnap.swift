import Records

/// The simplest amount that a solved number stands for.
enum DecimalSnap {
  /// How far the solution of the equations may be from its price by its own rounding.
  private static let solvingError = 2e-5

  /// With the fewest decimal places, at most four, such that the number is that amount, or its nearest 32-bit float.
  /// Nil where it is no price: not positive, or no such decimal.
  static func amount(near number: Double, isFloat: Bool) -> Int64? {
    guard number.isFinite, number > 0, number < Double(Money.magnitudeMax) / 10_000 else { return nil }
    var step = 10_000.0
    while step >= 1 {
      let rounded = (number * 10_000 / step).rounded(.toNearestOrEven) * step
      let value = rounded / 10_000
      let isSameFloat = isFloat && Float(value) == Float(number)
      if rounded > 0, isSameFloat || (value - number).magnitude <= solvingError { return Int64(rounded) }
      step /= 10
    }
    return nil
  }
}
