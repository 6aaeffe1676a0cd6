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
    let divisors = Dictionary(suspects.map { ($0.quotient, $0.divisorValue) }) { first, _ in first }
    let withUnknown = Set(program.tests.filter { $0.outcome == .unknown }.map(\.rule))
    var facedUnknown: Set<Expression.ID> = []
    var unguarded: Set<Expression.ID> = []
    for facts in packages.flatMap(\.rules) {
      let rule = program.rules[facts.rule]
      var walk = DivisionWalk(program: program, divisors: divisors)
      walk.visit(rule.when, [])
      if withUnknown.contains(rule.id) { facedUnknown.formUnion(walk.read) } else { unguarded.formUnion(walk.unguarded) }
    }
    var said: Set<Expression.ID> = []
    for suspect in suspects where unguarded.contains(suspect.quotient) && !facedUnknown.contains(suspect.quotient) {
      guard said.insert(suspect.quotient).inserted else { continue }
      let divisor = tree.source.text(suspect.divisor)
      let type = program.expressions[suspect.quotient].type
      let nothing = type == .percent ? "0%" : type.isMoney ? "0.00" : "0"
      report(
        Diagnostic(
          .unguardedDivisor, "`\(divisor)` may be zero, and then the rule is unknown instead of silent", at: suspect.divisor,
          label: "this divides",
          notes: [
            "ask first: `\(divisor) > 0 and …`, or give a substitute: `(… / \(divisor)) ?? \(nothing)`",
            "or show that it is meant: a test of the rule that expects `unknown`",
          ], severity: .warning))
    }
  }
}

/// Goes down a condition and keeps in mind what must be so where it is: `a and b` asks b where a holds, `a or b` where it does
/// not, a choice its branches by its condition.
private struct DivisionWalk {
  let program: Program
  let divisors: [Expression.ID: Expression.ID]
  var read: Set<Expression.ID> = []
  var unguarded: Set<Expression.ID> = []
  /// A condition that is shared is met on many ways; beyond this many the rest is taken as guarded.
  private var stepsLeft = 4_000

  typealias Known = (condition: Expression.ID, isTrue: Bool)

  init(program: Program, divisors: [Expression.ID: Expression.ID]) { (self.program, self.divisors) = (program, divisors) }

  mutating func visit(_ id: Expression.ID, _ known: [Known]) {
    guard id >= 0, stepsLeft > 0 else { return }
    stepsLeft -= 1
    let node = program.expressions[id]
    if let divisor = divisors[id] {
      read.insert(id)
      if !isNonzero(divisor), !known.contains(where: { proves($0, divisor) }) { unguarded.insert(id) }
    }
    switch node.operation {
    case .field, .elementField, .previousField, .constant, .missing, .isMissing, .window, .feature: return
    case .otherwise: visit(node.second, known)
    case .and, .or:
      let isAnd = node.operation == .and
      visit(node.first, known + [(node.second, isAnd)])
      visit(node.second, known + [(node.first, isAnd)])
    case .choose:
      visit(node.first, known)
      visit(node.second, known + [(node.first, true)])
      visit(node.third, known + [(node.first, false)])
    case .fold:
      let fold = program.folds[Int(node.payload)]
      for part in [fold.argument, fold.filter, fold.key] { visit(part, known) }
    default: for part in [node.first, node.second, node.third] { visit(part, known) }
    }
  }

  private func plain(_ id: Expression.ID) -> Expression.ID {
    program.expressions[id].operation == .widen ? program.expressions[id].first : id
  }

  /// `greatest(x, 0.01)` is never zero.
  private func isNonzero(_ id: Expression.ID) -> Bool {
    let node = program.expressions[plain(id)]
    guard node.operation == .call, program.functions[Int(node.payload)].name == "greatest" else { return false }
    return program.expressions.arguments(plain(id)).contains { argument in
      let constant = program.expressions[plain(argument)]
      return constant.operation == .constant && ConstantFolding.magnitude(constant) > 0
    }
  }

  private func proves(_ known: Known, _ divisor: Expression.ID) -> Bool {
    let node = program.expressions[known.condition]
    switch node.operation {
    case .not: return proves((node.first, !known.isTrue), divisor)
    case .and where known.isTrue, .or where !known.isTrue:
      return proves((node.first, known.isTrue), divisor) || proves((node.second, known.isTrue), divisor)
    default: break
    }
    let operation = known.isTrue ? node.operation : Simplification.opposites[node.operation] ?? .constant
    guard node.first >= 0, node.second >= 0, plain(node.first) == plain(divisor), program.expressions.isConstant(node.second)
    else {
      return false
    }
    let limit = ConstantFolding.magnitude(program.expressions[node.second])
    switch operation {
    case .greater: return limit >= 0
    case .atLeast: return limit > 0
    case .less: return limit <= 0
    case .atMost: return limit < 0
    case .notEqual: return limit == 0
    case .equal: return limit != 0
    default: return false
    }
  }
}
