import RuleLanguage

/// Which of two values is the smaller one, and what is the same.
enum Order {
  /// Below zero, zero or above it; nil where there is no order between them.
  static func compare(_ first: Value, _ second: Value) -> Int? {
    switch (first, second) {
    case (.number(let first), .number(let second)): first < second ? -1 : first > second ? 1 : 0
    // By their UTF-8 bytes.
    case (.text(let first), .text(let second)):
      first == second ? 0 : first.utf8.lexicographicallyPrecedes(second.utf8) ? -1 : 1
    case (.flag(let first), .flag(let second)): first == second ? 0 : second ? -1 : 1
    case (.money(let first), .money(let second)), (.integer(let first), .integer(let second)),
      (.duration(let first), .duration(let second)), (.time(let first), .time(let second)):
      first < second ? -1 : first > second ? 1 : 0
    default: nil
    }
  }

  static func precedes(_ first: Value, _ second: Value) -> Bool { (compare(first, second) ?? 0) < 0 }

  /// A comparison of two values that are there.
  static func holds(_ operation: Operation, _ first: Value, _ second: Value) -> Value {
    guard let order = compare(first, second) else { return .missing(.absent) }
    switch operation {
    case .equal: return .flag(order == 0)
    case .notEqual: return .flag(order != 0)
    case .less: return .flag(order < 0)
    case .atMost: return .flag(order <= 0)
    case .greater: return .flag(order > 0)
    default: return .flag(order >= 0)
    }
  }
}

/// Logic after Kleene, in which a condition may be unknown.
enum Logic {
  /// False where one is false, else unknown where one is unknown.
  static func all(_ conditions: [Value]) -> Value {
    if conditions.contains(.flag(false)) { return .flag(false) }
    return Missing.among(conditions).map { .missing($0) } ?? .flag(true)
  }

  /// True where one is true, else unknown where one is unknown.
  static func any(_ conditions: [Value]) -> Value {
    if conditions.contains(.flag(true)) { return .flag(true) }
    return Missing.among(conditions).map { .missing($0) } ?? .flag(false)
  }
}
