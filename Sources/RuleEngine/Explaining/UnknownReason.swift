import Records
import RuleLanguage

/// Says why an expression has no value: the first thing below it that could not be had.
struct UnknownReason {
  let program: Program
  let text: ExpressionText
  let values: [Expression.ID: Value]

  private func isMissing(_ node: Expression.ID) -> Bool { node >= 0 && values[node]?.isMissing != false }

  /// - window: why a window has none.
  func reason(_ node: Expression.ID, window: (Expression.ID) -> String) -> String {
    let expression = program.expressions[node]
    func below(_ nodes: [Expression.ID]) -> String? {
      nodes.first { isMissing($0) && program.expressions[$0].type.isScalar }.map { reason($0, window: window) }
    }
    let operands = [expression.first, expression.second, expression.third].filter { $0 >= 0 }
    switch expression.operation {
    case .field: return "\(text.text(node)) is missing"
    case .previousField: return "\(text.text(node)) is missing: there is no version before, or it had none"
    case .missing: return "there is no value in this case"
    case .modelScore: return "no model has scored the record"
    case .window: return window(node)
    case .feature, .widen, .not, .negate: return below(operands) ?? "it is too large"
    case .divide:
      return below(operands)
        ?? (values[expression.second]?.isZero == true ? "divided by zero" : "overflow: the result is too large")
    case .add, .subtract, .multiply: return below(operands) ?? "overflow: the result is too large"
    case .otherwise: return below([expression.second]) ?? below(operands) ?? "neither side has a value"
    case .choose:
      let branch = values[expression.first] == .flag(true) ? expression.second : expression.third
      return below([expression.first]) ?? below([branch]) ?? "there is no value in this case"
    case .call, .baseline:
      let name =
        expression.operation == .call
        ? "`\(text.definition(node))` has no result" : "the baseline knows no `\(text.definition(node))`"
      return below(program.expressions.arguments(node)) ?? name
    case .nativeField:
      return below(program.expressions.arguments(expression.first)) ?? "`\(text.definition(expression.first))` has no answer"
    case .fold: return "no element has what `\(text.definition(node))` asks for"
    default: return below(operands) ?? "it has no value"
    }
  }
}

extension Value {
  fileprivate var isZero: Bool {
    switch self {
    case .money(let bits), .integer(let bits), .duration(let bits): bits == 0
    case .number(let number): number == 0
    default: false
    }
  }
}
