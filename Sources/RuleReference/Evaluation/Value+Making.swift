import Records
import RuleLanguage

/// From results of arithmetic to values: what lies outside of a type is missing.
extension Value {
  /// A number or percent. There is no infinity and no NaN, and minus zero is zero.
  static func of(_ number: Double) -> Value {
    guard number.isFinite else { return .missing(.absent) }
    return .number(number == 0 ? 0 : number)
  }

  /// A whole number as what its type counts: ten-thousandths, microseconds, or nothing in particular.
  static func of(_ whole: Int64?, _ type: ValueType) -> Value {
    guard let whole else { return .missing(.absent) }
    switch type {
    case .money: return Money(tenThousandths: whole).map { .money($0.tenThousandths) } ?? .missing(.absent)
    case .duration: return .duration(whole)
    case .time: return .time(whole)
    default: return .integer(whole)
    }
  }

  /// A number rounded half-even to a whole number of its type.
  static func rounded(_ number: Double, _ type: ValueType) -> Value {
    of(Int64(exactly: number.rounded(.toNearestOrEven)), type)
  }

  /// The whole number behind an amount, integer, duration or time.
  var whole: Int64? {
    switch self {
    case .money(let whole), .integer(let whole), .duration(let whole), .time(let whole): whole
    default: nil
    }
  }

  /// What arithmetic in binary64 calculates with: of an amount the ten-thousandths, of a duration the microseconds.
  var binary: Double? {
    if case .number(let number) = self { return number }
    return whole.map { Double($0) }
  }

  /// As somebody else computed it, held to what values are.
  var held: Value {
    switch self {
    case .number(let number): .of(number)
    case .money(let amount): .of(amount, .money(.usDollar))
    default: self
    }
  }

  var isTrue: Bool { self == .flag(true) }
}

extension Missing {
  /// What is made of several values of which some are missing: insufficient only if all of these are. Nil where none is.
  static func among(_ values: [Value]) -> Missing? {
    var found: Missing?
    for case .missing(let why) in values { found = found == nil || found == why ? why : .absent }
    return found
  }
}
