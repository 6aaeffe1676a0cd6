import RuleLanguage

/// Between which powers of two a value lies that is not zero: where neither end of binary64 can be reached, nothing has to
/// be asked before a multiplication or division.
struct Magnitude: Hashable {
  /// A value is zero or at least 2^low and at most 2^high.
  var low: Int
  var high: Int

  static let any = Magnitude(low: -1074, high: 1024)
  static let money = Magnitude(low: 0, high: 53)
  static let whole = Magnitude(low: 0, high: 63)

  /// As far as binary64 reaches.
  var bounded: Magnitude { Magnitude(low: max(low, -1074), high: min(high, 1024)) }

  func union(_ other: Magnitude) -> Magnitude { Magnitude(low: min(low, other.low), high: max(high, other.high)) }

  static func product(_ first: Magnitude, _ second: Magnitude) -> Magnitude {
    Magnitude(low: first.low + second.low, high: first.high + second.high)
  }

  static func quotient(_ first: Magnitude, _ second: Magnitude) -> Magnitude {
    Magnitude(low: first.low - second.high, high: first.high - second.low)
  }

  /// What two add up to: where they nearly cancel, the last digit of the smaller is left.
  static func sum(_ first: Magnitude, _ second: Magnitude) -> Magnitude {
    Magnitude(low: min(first.low, second.low) - 53, high: max(first.high, second.high) + 1)
  }

  init(low: Int, high: Int) { (self.low, self.high) = (low, high) }

  init(_ value: Double) {
    if value == 0 { self.init(low: 0, high: 0) } else { self.init(low: Int(value.exponent), high: Int(value.exponent) + 1) }
  }

  /// Of a type's values, whatever they come from.
  init(of type: ValueType) {
    switch type {
    case .money: self = .money
    case .number, .percent: self = .any
    default: self = .whole
    }
  }
}

extension Plan {
  mutating func magnitude(_ id: Expression.ID) -> Magnitude {
    if let known = magnitudes[id] { return known }
    let magnitude = self.magnitude(of: pool[id]).bounded
    magnitudes[id] = magnitude
    return magnitude
  }

  private mutating func magnitude(of node: Expression) -> Magnitude {
    guard node.type == .number || node.type == .percent else { return Magnitude(of: node.type) }
    switch node.operation {
    case .constant: return Magnitude(Double(bitPattern: UInt64(bitPattern: node.payload)))
    case .widen, .negate, .feature: return magnitude(node.first)
    case .add, .subtract: return .sum(magnitude(node.first), magnitude(node.second))
    case .multiply: return .product(magnitude(node.first), magnitude(node.second))
    case .divide: return .quotient(magnitude(node.first), magnitude(node.second))
    case .otherwise: return magnitude(node.first).union(magnitude(node.second))
    case .choose: return magnitude(node.second).union(magnitude(node.third))
    case .call: return magnitude(ofCall: node)
    case .window:
      let window = program.windows[Int(node.payload)]
      return magnitude(of: window.function.rawValue, window.argument)
    case .fold:
      let fold = program.folds[Int(node.payload)]
      return magnitude(of: fold.function.rawValue, fold.argument)
    default: return .any
    }
  }

  private mutating func magnitude(ofCall node: Expression) -> Magnitude {
    var arguments: [Expression.ID] = []
    var next = node.first
    while next >= 0 {
      arguments.append(pool[next].first)
      next = pool[next].second
    }
    guard let first = arguments.first else { return .any }
    let argument = magnitude(first)
    switch program.functions[Int(node.payload)].name {
    case "abs", "percent": return argument
    case "number": return pool[first].type == .percent || pool[first].type == .integer ? argument : Magnitude(low: -14, high: 53)
    case "least", "greatest": return arguments.dropFirst().reduce(argument) { $0.union(magnitude($1)) }
    // At least 10^-11, or as it was.
    case "round": return Magnitude(low: min(argument.low, -37), high: max(argument.high, 53))
    case "sqrt": return Magnitude(low: argument.low / 2 - 1, high: argument.high / 2 + 1)
    case "seconds", "hours", "days": return Magnitude(low: -37, high: 63)
    default: return .any
    }
  }

  /// An aggregate's result, of fewer than 2^40 values.
  private mutating func magnitude(of function: String, _ argument: Expression.ID) -> Magnitude {
    switch function {
    case "sum": Magnitude(low: -30, high: 103)
    case "avg", "stddev": Magnitude(low: -71, high: 64)
    case "share": Magnitude(low: -40, high: 0)
    case "zscore": Magnitude(low: -150, high: 150)
    default: argument < 0 ? .whole : magnitude(argument)
    }
  }
}
