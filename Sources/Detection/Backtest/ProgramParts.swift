public import RuleLanguage

extension Program {
  /// The same program with some of its rules and features only. What these read is still there.
  ///
  /// - Parameters:
  ///   - rules: by their places.
  ///   - features: by their places.
  public func only(rules wanted: Set<Int>, features: Set<Int>) -> Program {
    var part = self
    part.rules = rules.enumerated().filter { wanted.contains($0.offset) }.map(\.element)
    // Expressions know features by their places, so one that is not wanted stays where it is, as one of no schema.
    for index in part.features.indices where !features.contains(index) { part.features[index].schema = -1 }
    return part
  }

  /// The windows that are computed for a rule: those it reads, and those that these read.
  public func windows(below rule: Rule) -> Set<Int> {
    var roots = [rule.when, rule.score, rule.loss]
    for part in rule.because.parts { if case .hole(let id, _) = part { roots.append(id) } }
    roots += suppressions.filter { $0.rule == rule.id }.map(\.filter)
    return windows(below: roots)
  }

  public func windows(below feature: Feature) -> Set<Int> { windows(below: [feature.expression]) }

  private func windows(below roots: [Expression.ID]) -> Set<Int> {
    var found: Set<Int> = []
    var seen: Set<Expression.ID> = []
    var open = roots
    while let node = open.popLast() {
      guard node >= 0, seen.insert(node).inserted else { continue }
      let expression = expressions[node]
      switch expression.operation {
      case .field, .previousField, .elementField, .constant, .missing, .list, .corrected, .behind, .modelScore: break
      case .window:
        let window = windows[Int(expression.payload)]
        found.insert(Int(expression.payload))
        open += [window.argument, window.filter] + window.keys + window.excludingSame
      case .fold:
        let fold = folds[Int(expression.payload)]
        open += [fold.argument, fold.filter, fold.key]
      default: open += [expression.first, expression.second, expression.third]
      }
    }
    return found
  }
}
