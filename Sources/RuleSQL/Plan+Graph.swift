import RuleLanguage

/// What the program's expressions read, and how often each is read.
extension Plan {
  /// Everything that an expression is made of, through windows and folds.
  func operands(_ node: Expression) -> [Expression.ID] {
    let all: [Expression.ID]
    switch node.operation {
    case .field, .elementField, .previousField, .constant, .missing: all = []
    case .window:
      let window = program.windows[Int(node.payload)]
      all = [window.argument, window.filter] + window.keys + window.excludingSame
    case .fold:
      let fold = program.folds[Int(node.payload)]
      all = [fold.argument, fold.filter, fold.key]
    default: all = [node.first, node.second, node.third]
    }
    return all.filter { $0 >= 0 }
  }

  /// What the query gives out, as far as the program has it.
  var roots: [Expression.ID] {
    var roots: [Expression.ID] = []
    for rule in program.rules where rule.schema == schemaIndex { roots += [rule.when, rule.score, rule.loss] }
    for feature in program.features where feature.schema == schemaIndex { roots.append(feature.expression) }
    for suppression in program.suppressions { roots.append(suppression.filter) }
    return roots.filter { $0 >= 0 }
  }

  mutating func countUses() {
    var stack = roots
    var seen: Set<Expression.ID> = []
    for root in stack { uses[root, default: 0] += 1 }
    while let id = stack.popLast() {
      guard seen.insert(id).inserted else { continue }
      for operand in operands(pool[id]) {
        uses[operand, default: 0] += 1
        stack.append(operand)
      }
    }
  }

  /// How many lists have to be walked around an expression.
  mutating func depth(_ id: Expression.ID) -> Int {
    if let known = depths[id] { return known }
    let node = pool[id]
    let depth: Int
    switch node.operation {
    case .elementField: depth = Int(node.second) + 1
    // Its own elements are walked inside of it.
    case .fold: depth = program.folds[Int(node.payload)].level
    case .window, .feature: depth = 0
    default:
      var deepest = 0
      for operand in operands(node) { deepest = max(deepest, self.depth(operand)) }
      depth = deepest
    }
    depths[id] = depth
    return depth
  }
}
