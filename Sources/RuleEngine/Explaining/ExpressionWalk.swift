import Records
import RuleLanguage

/// What expressions of a program are made of, at the record that is decided and at those before it.
struct ExpressionWalk {
  let program: Program
  private var builder: PlanBuilder

  init(_ program: Program, schema: Int, symbols: SymbolTable) {
    self.program = program
    builder = PlanBuilder(program, schema: schema, symbols: symbols)
  }

  func window(_ node: Expression.ID) -> Window? {
    let expression = program.expressions[node]
    guard expression.operation == .window else { return nil }
    return program.windows[Int(expression.payload)]
  }

  /// What a window computes at each record.
  static func parts(of window: Window) -> [Expression.ID] {
    ([window.argument, window.filter] + window.keys + window.excludingSame).filter { $0 >= 0 }
  }

  /// What a window asks the current record itself for.
  static func ownParts(of window: Window) -> [Expression.ID] {
    var parts = window.keys + window.excludingSame
    if window.includesCurrent || window.function == .zscore { parts.append(window.argument) }
    if window.includesCurrent { parts.append(window.filter) }
    return parts.filter { $0 >= 0 }
  }

  /// All that expressions are made of, themselves included, operands before what is made of them.
  ///
  /// - current: only what is read of the current record, and not what windows compute at those before it.
  func closure(of roots: [Expression.ID], current: Bool = false) -> [Expression.ID] {
    var seen: Set<Expression.ID> = []
    var result: [Expression.ID] = []
    func visit(_ node: Expression.ID) {
      guard node >= 0, seen.insert(node).inserted else { return }
      if current, let window = window(node) {
        for part in ExpressionWalk.ownParts(of: window) { visit(part) }
      } else {
        for part in builder.below(node) { visit(part) }
      }
      result.append(node)
    }
    for root in roots { visit(root) }
    return result
  }

  /// Whether a plan can be asked for it: one value a record.
  mutating func isAskable(_ node: Expression.ID) -> Bool {
    let expression = program.expressions[node]
    guard expression.type.isScalar, builder.freeLevels(node) == 0 else { return false }
    switch expression.operation {
    case .argument, .native, .list: return false
    default: return true
    }
  }

  /// Windows over records, those first that read no other.
  func windowsInOrder(_ nodes: [Expression.ID]) -> [Expression.ID] {
    nodes.filter { node in window(node).map { $0.reach != .baseline } ?? false }
  }
}
