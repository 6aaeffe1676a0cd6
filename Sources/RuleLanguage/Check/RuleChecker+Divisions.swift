import Diagnostics
import Records

/// Divisors that may be zero. A division by zero is missing and never a crash, but a rule that turns unknown unseen is a
/// rule that is switched off unseen: the author has to have thought of it.
extension RuleChecker {
  /// Warns of a division unless its divisor cannot be zero, its lack is provided for (`??`, `missing`), every rule that reads
  /// it asks about the divisor first, or a test of such a rule expects `unknown`.
  mutating func sayDivisions(_ package: Int) {
    here = package
    let suspects = packages[package].divisions.filter { !$0.isGuarded }
    guard !suspects.isEmpty else { return }
    let wanted = Set(suspects.map(\.quotient))
    var facedUnknown: Set<Expression.ID> = []
    var unguarded: Set<Expression.ID> = []
    let withUnknown = Set(program.tests.filter { $0.outcome == .unknown }.map(\.rule))
    let divisors = Dictionary(suspects.map { ($0.quotient, $0.divisorValue) }) { first, _ in first }
    for facts in packages.flatMap(\.rules) {
      let rule = program.rules[facts.rule]
      let read = divisionsRead(by: rule, wanted)
      if read.isEmpty { continue }
      if withUnknown.contains(rule.id) {
        facedUnknown.formUnion(read)
        continue
      }
      let conditions = conjuncts(rule.when)
      for quotient in read where !conditions.contains(where: { provesNonzero($0, divisors[quotient] ?? Expression.none) }) {
        unguarded.insert(quotient)
      }
    }
    var said: Set<Expression.ID> = []
    for suspect in suspects where unguarded.contains(suspect.quotient) && !facedUnknown.contains(suspect.quotient) {
      guard said.insert(suspect.quotient).inserted else { continue }
      let divisor = tree.source.text(suspect.divisor)
      report(
        Diagnostic(
          .unguardedDivisor, "`\(divisor)` may be zero, and then the rule is unknown instead of silent", at: suspect.divisor,
          label: "this divides", related: [],
          notes: [
            "ask first: `\(divisor) > 0 and …`, or give a substitute: `(… / \(divisor)) ?? 0%`",
            "or show that it is meant: a test of the rule that expects `unknown`",
          ], severity: .warning))
    }
  }

  private func divisionsRead(by rule: Program.Rule, _ wanted: Set<Expression.ID>) -> Set<Expression.ID> {
    var found: Set<Expression.ID> = []
    var seen: Set<Expression.ID> = []
    var stack = [rule.when, rule.score]
    while let id = stack.popLast() {
      guard id >= 0, seen.insert(id).inserted else { continue }
      if wanted.contains(id) { found.insert(id) }
      let node = program.expressions[id]
      switch node.operation {
      case .field, .elementField, .previousField, .constant, .missing, .isMissing, .window, .feature: continue
      case .otherwise: stack.append(node.second)
      case .fold: stack += operands(node)
      default: stack += [node.first, node.second, node.third]
      }
    }
    return found
  }

  func conjuncts(_ id: Expression.ID) -> [Expression.ID] {
    guard id >= 0 else { return [] }
    let node = program.expressions[id]
    return node.operation == .and ? conjuncts(node.first) + conjuncts(node.second) : [id]
  }

  private func provesNonzero(_ condition: Expression.ID, _ divisor: Expression.ID) -> Bool {
    let node = program.expressions[condition]
    guard node.first >= 0, node.second >= 0 else { return false }
    for (value, constant, isSwapped) in [(node.first, node.second, false), (node.second, node.first, true)] {
      guard value == divisor, program.expressions.isConstant(constant) else { continue }
      let limit = ConstantFolding.magnitude(program.expressions[constant])
      switch (node.operation, isSwapped) {
      case (.greater, false), (.less, true): return limit >= 0
      case (.atLeast, false), (.atMost, true): return limit > 0
      case (.less, false), (.greater, true): return limit <= 0
      case (.atMost, false), (.atLeast, true): return limit < 0
      case (.notEqual, _): return limit == 0
      case (.equal, _): return limit != 0
      default: return false
      }
    }
    return false
  }
}
