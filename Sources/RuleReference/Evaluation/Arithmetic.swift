import RuleLanguage

/// What signs do with values that are there.
enum Arithmetic {
  static func negated(_ value: Value, _ type: ValueType) -> Value {
    if case .number(let number) = value { return .of(-number) }
    return .of(value.whole.flatMap { exact(0, $0) { $0.subtractingReportingOverflow($1) } }, type)
  }

  static func result(_ operation: Operation, _ first: Value, _ second: Value, _ type: ValueType) -> Value {
    switch operation {
    case .add: sum(first, second, type)
    case .subtract: difference(first, second, type)
    case .multiply: product(first, second, type)
    default: quotient(first, second, type)
    }
  }

  private static func sum(_ first: Value, _ second: Value, _ type: ValueType) -> Value {
    if case (.number(let first), .number(let second)) = (first, second) { return .of(first + second) }
    return .of(exact(first.whole, second.whole) { $0.addingReportingOverflow($1) }, type)
  }

  private static func difference(_ first: Value, _ second: Value, _ type: ValueType) -> Value {
    if case (.number(let first), .number(let second)) = (first, second) { return .of(first - second) }
    return .of(exact(first.whole, second.whole) { $0.subtractingReportingOverflow($1) }, type)
  }

  /// Of whole numbers exact; with a number or percent in binary64, of an amount or duration rounded.
  private static func product(_ first: Value, _ second: Value, _ type: ValueType) -> Value {
    if let first = first.whole, let second = second.whole {
      return .of(exact(first, second) { $0.multipliedReportingOverflow(by: $1) }, type)
    }
    guard let left = first.binary, let right = second.binary else { return .missing(.absent) }
    return type == .number || type == .percent ? .of(left * right) : .rounded(left * right, type)
  }

  private static func quotient(_ first: Value, _ second: Value, _ type: ValueType) -> Value {
    guard let left = first.binary, let right = second.binary, right != 0 else { return .missing(.absent) }
    return type == .number || type == .percent ? .of(left / right) : .rounded(left / right, type)
  }

  /// Nil where the result does not fit.
  private static func exact(
    _ first: Int64?, _ second: Int64?, _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> Int64? {
    guard let first, let second else { return nil }
    let (value, isBeyond) = operation(first, second)
    return isBeyond ? nil : value
  }
}
