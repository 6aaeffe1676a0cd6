import Records

/// Arithmetic on what is known before the first record, to the meaning that the engines have: exact money, doubles rounded
/// once, missing where there is no answer.
struct ConstantFolding {
  /// Nil where the operation is not for constants; a node that is `missing` where there is no value.
  static func fold(_ expression: Expression, _ pool: ExpressionPool) -> Expression? {
    func operand(_ id: Expression.ID) -> Expression? { id < 0 ? nil : pool[id] }
    switch expression.operation {
    case .and, .or, .not: return logic(expression, operand)
    case .otherwise:
      guard let first = operand(expression.first) else { return nil }
      if first.operation == .constant { return first }
      return first.operation == .missing ? operand(expression.second) : nil
    case .isMissing:
      guard let first = operand(expression.first), first.operation == .constant || first.operation == .missing else { return nil }
      return flag(first.operation == .missing)
    case .choose:
      guard let condition = operand(expression.first), condition.operation == .constant else { return nil }
      return operand(condition.payload == 1 ? expression.second : expression.third)
    case .negate, .widen:
      guard let first = operand(expression.first), first.operation == .constant else { return nil }
      return unary(expression, first)
    case .add, .subtract, .multiply, .divide:
      guard let first = operand(expression.first), let second = operand(expression.second), first.operation == .constant,
        second.operation == .constant
      else { return nil }
      return arithmetic(expression, first, second)
    case .equal, .notEqual, .less, .atMost, .greater, .atLeast:
      guard let first = operand(expression.first), let second = operand(expression.second), first.operation == .constant,
        second.operation == .constant, let order = compare(first, second, pool)
      else { return nil }
      switch expression.operation {
      case .equal: return flag(order == 0)
      case .notEqual: return flag(order != 0)
      case .less: return flag(order < 0)
      case .atMost: return flag(order <= 0)
      case .greater: return flag(order > 0)
      default: return flag(order >= 0)
      }
    default: return nil
    }
  }

  static func flag(_ value: Bool) -> Expression { Expression(operation: .constant, type: .flag, payload: value ? 1 : 0) }

  static func missing(_ type: ValueType) -> Expression { Expression(operation: .missing, type: type) }

  static func number(_ value: Double, _ type: ValueType) -> Expression {
    value.isFinite
      ? Expression(operation: .constant, type: type, payload: Int64(bitPattern: (value == 0 ? 0 : value).bitPattern))
      : missing(type)
  }

  /// What a constant is worth, to compare it with others of its unit.
  static func magnitude(_ constant: Expression) -> Double {
    switch constant.type {
    case .number, .percent: Double(bitPattern: UInt64(bitPattern: constant.payload))
    default: Double(constant.payload)
    }
  }

  /// A constant that decides alone, or two that decide together. Unknown stays to be decided by the engine.
  private static func logic(_ expression: Expression, _ operand: (Expression.ID) -> Expression?) -> Expression? {
    let first = operand(expression.first).flatMap { $0.operation == .constant ? $0.payload == 1 : nil }
    if expression.operation == .not { return first.map { flag(!$0) } }
    let second = operand(expression.second).flatMap { $0.operation == .constant ? $0.payload == 1 : nil }
    let decisive = expression.operation == .or
    if first == decisive || second == decisive { return flag(decisive) }
    if first != nil { return operand(expression.second) }
    if second != nil { return operand(expression.first) }
    return nil
  }

  private static func unary(_ expression: Expression, _ first: Expression) -> Expression {
    if expression.operation == .widen { return number(Double(first.payload), .number) }
    switch first.type {
    case .number, .percent: return number(-magnitude(first), first.type)
    default:
      let (value, overflow) = (0 as Int64).subtractingReportingOverflow(first.payload)
      return overflow ? missing(first.type) : bounded(value, first.type)
    }
  }

  private static func bounded(_ value: Int64, _ type: ValueType) -> Expression {
    if type.isMoney, value.magnitude > UInt64(Money.magnitudeMax) { return missing(type) }
    return Expression(operation: .constant, type: type, payload: value)
  }

  private static func arithmetic(_ expression: Expression, _ first: Expression, _ second: Expression) -> Expression? {
    let type = expression.type
    let isBinary = [first.type, second.type].contains { $0 == .number || $0 == .percent } || type == .number || type == .percent
    switch expression.operation {
    case .add, .subtract:
      if type == .number || type == .percent {
        let right = magnitude(second)
        return number(magnitude(first) + (expression.operation == .add ? right : -right), type)
      }
      let (value, overflow) =
        expression.operation == .add
        ? first.payload.addingReportingOverflow(second.payload) : first.payload.subtractingReportingOverflow(second.payload)
      return overflow ? missing(type) : bounded(value, type)
    case .multiply:
      if type == .number || type == .percent { return number(magnitude(first) * magnitude(second), type) }
      if isBinary { return rounded(magnitude(first) * magnitude(second), type) }
      let (value, overflow) = first.payload.multipliedReportingOverflow(by: second.payload)
      return overflow ? missing(type) : bounded(value, type)
    default:
      guard magnitude(second) != 0 else { return missing(type) }
      if type == .number || type == .percent { return number(magnitude(first) / magnitude(second), type) }
      return rounded(magnitude(first) / magnitude(second), type)
    }
  }

  /// An amount or duration after a multiplication or division in binary64, half-even.
  private static func rounded(_ value: Double, _ type: ValueType) -> Expression {
    let whole = value.rounded(.toNearestOrEven)
    guard whole >= -0x1p63, whole < 0x1p63 else { return missing(type) }
    return bounded(Int64(whole), type)
  }

  static func compare(_ first: Expression, _ second: Expression, _ pool: ExpressionPool) -> Int? {
    switch first.type {
    case .number, .percent:
      let (left, right) = (magnitude(first), magnitude(second))
      return left < right ? -1 : left > right ? 1 : 0
    case .text, .key:
      let left = Array(pool.texts[Int(first.payload)].utf8)
      let right = Array(pool.texts[Int(second.payload)].utf8)
      return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    default: return first.payload < second.payload ? -1 : first.payload > second.payload ? 1 : 0
    }
  }
}
