import Records

/// One form for what means the same, so that equal conditions are equal expressions and a rule keeps its hash when it is only
/// written better. Each step holds for unknown and missing values too.
struct Simplification {
  /// The expression that is there already and means the same; or the better form of this one; nil where it is good.
  enum Result {
    case existing(Expression.ID)
    case better(Expression)
  }

  static func simplify(_ expression: Expression, _ pool: ExpressionPool) -> Result? {
    switch expression.operation {
    case .not: return negation(expression, pool)
    case .and, .or:
      // What a chain says already is not said again.
      return parts(expression.first, expression.operation, pool).contains(expression.second) ? .existing(expression.first) : nil
    case .equal, .notEqual, .less, .atMost, .greater, .atLeast: return comparison(expression, pool)
    case .add, .subtract, .multiply: return neutral(expression, pool)
    default: return nil
    }
  }

  /// What `and` or `or` joins.
  static func parts(_ id: Expression.ID, _ operation: Operation, _ pool: ExpressionPool) -> [Expression.ID] {
    let node = pool[id]
    return node.operation == operation ? parts(node.first, operation, pool) + parts(node.second, operation, pool) : [id]
  }

  static let opposites: [Operation: Operation] = [
    .equal: .notEqual, .notEqual: .equal, .less: .atLeast, .atLeast: .less, .greater: .atMost, .atMost: .greater,
  ]

  private static let turned: [Operation: Operation] = [
    .equal: .equal, .notEqual: .notEqual, .less: .greater, .greater: .less, .atMost: .atLeast, .atLeast: .atMost,
  ]

  private static func negation(_ expression: Expression, _ pool: ExpressionPool) -> Result? {
    let inner = pool[expression.first]
    if inner.operation == .not { return .existing(inner.first) }
    guard let opposite = opposites[inner.operation] else { return nil }
    return .better(Expression(operation: opposite, type: .flag, first: inner.first, second: inner.second))
  }

  private static func comparison(_ expression: Expression, _ pool: ExpressionPool) -> Result? {
    let (first, second) = (pool[expression.first], pool[expression.second])
    if first.operation == .constant, second.operation != .constant, let turned = turned[expression.operation] {
      return .better(Expression(operation: turned, type: .flag, first: expression.second, second: expression.first))
    }
    guard first.type == .flag, second.operation == .constant, expression.operation == .equal || expression.operation == .notEqual
    else {
      return nil
    }
    let isPlain = (second.payload == 1) == (expression.operation == .equal)
    return isPlain ? .existing(expression.first) : .better(Expression(operation: .not, type: .flag, first: expression.first))
  }

  /// Nothing added, or one times.
  private static func neutral(_ expression: Expression, _ pool: ExpressionPool) -> Result? {
    func isNeutral(_ id: Expression.ID) -> Bool {
      let node = pool[id]
      guard node.operation == .constant else { return false }
      guard expression.operation == .multiply else { return ConstantFolding.magnitude(node) == 0 }
      // A long duration times a number is rounded to 53 bits, also times 1.0.
      let isExact = node.type == .integer || node.type == .number && expression.type != .duration
      return isExact && ConstantFolding.magnitude(node) == 1
    }
    if isNeutral(expression.second), pool[expression.first].type == expression.type { return .existing(expression.first) }
    guard expression.operation != .subtract, isNeutral(expression.first), pool[expression.second].type == expression.type else {
      return nil
    }
    return .existing(expression.second)
  }
}
