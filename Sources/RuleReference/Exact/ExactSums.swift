import RuleLanguage

/// The sums of values and of their squares, nothing rounded.
struct ExactSums {
  /// The values, each as a whole number.
  let wholes: [WholeNumber]
  let sum: WholeNumber
  /// What a value of 1 counts as: 10^9 for numbers and percents, else 1.
  let unit: WholeNumber

  /// Nil where a number is too large to be summed.
  init?(_ values: [Value], of type: ValueType) {
    var wholes: [WholeNumber] = []
    for value in values {
      guard let whole = ExactSums.whole(value) else { return nil }
      wholes.append(whole)
    }
    self.wholes = wholes
    sum = wholes.reduce(.zero) { $0 + $1 }
    unit = WholeNumber(type == .number || type == .percent ? ExactSums.billion : 1)
  }

  var count: Int { wholes.count }

  private static let billion = 1_000_000_000

  /// A value as the whole number that is summed; nil where a number is too large.
  static func whole(_ value: Value) -> WholeNumber? {
    switch value {
    case .money(let whole), .integer(let whole), .duration(let whole): return WholeNumber(whole)
    case .number(let number):
      guard number.magnitude < 0x1p63 else { return nil }
      return WholeNumber(whole: (number * Double(billion)).rounded(.toNearestOrEven))
    default: return nil
    }
  }

  /// n·ΣX² - (ΣX)²: the variance times n².
  var spread: WholeNumber {
    let squares = wholes.reduce(WholeNumber.zero) { $0 + $1 * $1 }
    return WholeNumber(count) * squares - sum * sum
  }

  var total: Double { WholeNumber.nearestDouble(sum, over: unit) }

  var mean: Double { WholeNumber.nearestDouble(sum, over: WholeNumber(count) * unit) }

  /// The mean as a whole number, halves to the even neighbour.
  var wholeMean: WholeNumber { sum.roundedQuotient(by: UInt32(count)) }

  /// Of the population; for values that are whole numbers themselves it is in their unit.
  var deviation: Double { spread.nearestDouble.squareRoot() / (Double(count) * unit.nearestDouble) }

  /// How many deviations a value lies from the mean; nil where the values do not differ, or where it is too large.
  func score(of value: Value) -> Double? {
    let spread = spread
    guard let whole = ExactSums.whole(value), !spread.isZero else { return nil }
    return (WholeNumber(count) * whole - sum).nearestDouble / spread.nearestDouble.squareRoot()
  }
}
