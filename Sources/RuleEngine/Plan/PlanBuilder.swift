import Records
import RuleLanguage

/// Compiles a program for one schema.
struct PlanBuilder {
  let program: Program
  let schema: Int
  let symbols: SymbolTable
  var plan: Plan
  var pool: ExpressionPool { program.expressions }

  /// What lasts for the block, so that each section reads it and only the first that needs it computes it.
  var keptNodes: Set<Expression.ID> = []
  var kept: [Expression.ID: Operand] = [:]
  /// What the section at work has computed, by node and scope.
  var section = Plan.Section()
  var computed: [Place: Operand] = [:]
  var temporaries = 0
  var nativeCalls: [Place: [Register]] = [:]
  private var windowDepths: [Expression.ID: Int] = [:]
  private var freeLevelsKnown: [Expression.ID: UInt8] = [:]

  struct Place: Hashable {
    var node: Expression.ID
    var scope: Int32
  }

  init(_ program: Program, schema: Int, symbols: SymbolTable) {
    (self.program, self.schema, self.symbols) = (program, schema, symbols)
    plan = Plan(program: program, schema: schema)
  }

  /// - features: which are computed besides what rules ask for, by their places in the program; nil for all.
  static func plan(_ program: Program, schema: Int, symbols: SymbolTable, features: Set<Int>? = nil) -> Plan {
    var builder = PlanBuilder(program, schema: schema, symbols: symbols)
    builder.build(features)
    return builder.plan
  }

  /// A plan that computes some of the program's nodes, and asks no rule.
  static func plan(_ program: Program, schema: Int, symbols: SymbolTable, of nodes: [Expression.ID]) -> Plan {
    var builder = PlanBuilder(program, schema: schema, symbols: symbols)
    let roots = nodes.map(builder.resolved)
    var windows: Set<Expression.ID> = []
    for root in roots { builder.collect(root, &windows) }
    builder.keptNodes.formUnion(roots)
    builder.sections(of: windows)
    builder.plan.asked = roots.map { builder.lower($0, 0) }
    builder.finishSection()
    return builder.plan
  }

  // MARK: The whole

  private mutating func build(_ asked: Set<Int>?) {
    let rules = program.rules.indices.filter { program.rules[$0].schema == schema && program.rules[$0].status != .retired }
    let features = program.features.indices.filter {
      program.features[$0].schema == schema && asked?.contains($0) != false
    }
    var roots: [Expression.ID] = []
    var detailRoots: [Expression.ID] = []
    for index in rules {
      let rule = program.rules[index]
      roots += [rule.when, rule.score] + suppressions(of: rule).map(\.filter)
      detailRoots += details(of: rule)
    }
    roots += features.map { program.features[$0].expression }
    roots = roots.filter { $0 >= 0 }.map(resolved)
    var windows: Set<Expression.ID> = []
    for root in roots + detailRoots where root >= 0 { collect(root, &windows) }
    keptNodes.formUnion(roots)
    sections(of: windows)
    // What rules say comes last, with all that their details will want to read.
    for root in detailRoots { keepLeaves(of: root) }
    for root in roots { _ = lower(root, 0) }
    for node in detailLeaves { _ = lower(node, 0) }
    for index in rules { plan.rules.append(rulePlan(index)) }
    for index in features { plan.features.append((index, operand(program.features[index].expression))) }
    finishSection()
    for position in plan.rules.indices {
      let details: Plan.Details? = details(of: plan.rules[position].rule)
      plan.rules[position].details = details
    }
  }

  private func suppressions(of rule: Program.Rule) -> [Program.Suppression] {
    program.suppressions.filter { $0.rule == rule.id }
  }

  private func details(of rule: Program.Rule) -> [Expression.ID] {
    ([rule.loss] + holes(of: rule) + evidence(of: rule).map(\.node)).filter { $0 >= 0 }
  }

  private func holes(of rule: Program.Rule) -> [Expression.ID] {
    rule.because.parts.compactMap { part -> Expression.ID? in if case .hole(let id, _) = part { id } else { nil } }
  }

  /// The values that a rule's condition and loss are made of, as far as they have a name; and those of its sentence that a `let` names.
  private func evidence(of rule: Program.Rule) -> [(name: String, node: Expression.ID)] {
    var result: [(name: String, node: Expression.ID)] = []
    var seen: Set<Expression.ID> = []
    var open = [rule.when, rule.loss].filter { $0 >= 0 }
    while let node = open.popLast() {
      guard seen.insert(node).inserted else { continue }
      let expression = pool[node]
      if expression.operation == .field {
        result.append((program.schemas[schema].fields[Int(expression.payload)].name, node))
      } else if expression.operation == .feature, program.features.indices.contains(Int(expression.payload)) {
        let id = program.features[Int(expression.payload)].id
        result.append((id.split(separator: ".").last.map(String.init) ?? id, node))
      } else if expression.operation != .constant, let name = program.names[node], expression.type.isScalar {
        result.append((name, node))
      } else if expression.operation == .behind {
        result.append(("behind", node))
      }
      // What a window or a fold looks at is of other records, or of a list's elements.
      if expression.operation != .window, expression.operation != .fold { open += below(node) }
    }
    for node in holes(of: rule) where node >= 0 && !seen.contains(node) {
      guard let name = program.names[node], pool[node].operation != .field, pool[node].type.isScalar,
        seen.insert(node).inserted
      else { continue }
      result.append((name, node))
    }
    return result.sorted { $0.node < $1.node }
  }

  private mutating func rulePlan(_ index: Int) -> Plan.RulePlan {
    let rule = program.rules[index]
    return Plan.RulePlan(
      rule: index, when: operand(rule.when), score: rule.score >= 0 ? operand(rule.score) : nil,
      suppressions: suppressions(of: rule).map { suppression in
        (suppression.filter >= 0 ? operand(suppression.filter) : nil, suppression.until.microseconds)
      })
  }

  mutating func operand(_ node: Expression.ID) -> Operand { lower(resolved(node), 0) }

  /// A feature is its expression.
  func resolved(_ node: Expression.ID) -> Expression.ID {
    var node = node
    while node >= 0, pool[node].operation == .feature { node = pool[node].first }
    return node
  }

  mutating func finishSection() {
    numberAggregates()
    LaneAllocation.assign(&section, scopes: plan.scopes.count)
    plan.sections.append(section)
    section = Plan.Section()
    computed = [:]
    // In a list's scope nothing outlasts a section's blocks.
    nativeCalls = nativeCalls.filter { $0.key.scope == 0 }
    temporaries = 0
  }

  // MARK: Windows, level by level

  private mutating func sections(of windows: Set<Expression.ID>) {
    var levels: [[Expression.ID]] = []
    for node in windows.sorted() {
      let depth = windowDepth(node)
      while levels.count < depth { levels.append([]) }
      levels[depth - 1].append(node)
    }
    for level in levels {
      for node in level { keptNodes.formUnion(parts(of: window(node)).map(resolved)) }
      keptNodes.formUnion(level)
      for node in level { for part in parts(of: window(node)) { _ = operand(part) } }
      tracks(of: level)
      finishSection()
    }
  }

  func window(_ node: Expression.ID) -> Window { program.windows[Int(pool[node].payload)] }

  private func parts(of window: Window) -> [Expression.ID] {
    ([window.argument, window.filter] + window.keys + window.excludingSame).filter { $0 >= 0 }
  }

  /// All windows below a node, also those that other windows read.
  private func collect(_ root: Expression.ID, _ windows: inout Set<Expression.ID>) {
    var seen: Set<Expression.ID> = []
    var open = [root]
    while let node = open.popLast() {
      guard node >= 0, seen.insert(node).inserted else { continue }
      if pool[node].operation == .window {
        let window = self.window(node)
        guard window.reach != .baseline else {
          // Asked of what was learned; but its keys are this record's, and a zscore's own value is.
          open += window.keys + (window.function == .zscore ? [window.argument] : [])
          continue
        }
        windows.insert(node)
      }
      open += below(node)
    }
  }

  /// What a node is made of, also inside of its window or fold.
  func below(_ node: Expression.ID) -> [Expression.ID] {
    let expression = pool[node]
    switch expression.operation {
    case .field, .previousField, .elementField, .constant, .missing, .list, .corrected, .behind, .modelScore: return []
    case .window: return parts(of: window(node))
    case .fold:
      let fold = program.folds[Int(expression.payload)]
      return [fold.argument, fold.filter, fold.key].filter { $0 >= 0 }
    default: return [expression.first, expression.second, expression.third].filter { $0 >= 0 }
    }
  }

  /// One more than that of the deepest window that it reads.
  private mutating func windowDepth(_ node: Expression.ID) -> Int {
    if let known = windowDepths[node] { return known }
    var depth = 0
    for part in below(node) { depth = max(depth, windowDepth(part)) }
    if pool[node].operation == .window, window(node).reach != .baseline { depth += 1 }
    windowDepths[node] = depth
    return depth
  }

  // MARK: Details

  /// What is dear or cannot be computed for a few records by themselves.
  private(set) var detailLeaves: [Expression.ID] = []

  private mutating func keepLeaves(of root: Expression.ID) {
    var open = [root]
    var seen: Set<Expression.ID> = []
    while let next = open.popLast() {
      let node = resolved(next)
      guard node >= 0, seen.insert(node).inserted else { continue }
      switch pool[node].operation {
      case .window, .nativeField, .fold, .baseline, .modelScore, .field, .previousField, .corrected, .behind:
        keptNodes.insert(node)
        detailLeaves.append(node)
      default: open += below(node)
      }
    }
  }

  private mutating func details(of index: Int) -> Plan.Details? {
    let rule = program.rules[index]
    // A builder of its own, to which all leaves are given and nothing else is known.
    var inner = PlanBuilder(program, schema: schema, symbols: symbols)
    var gathered: [(from: Register, to: Register)] = []
    for node in leaves(of: details(of: rule)) {
      guard let from = kept[node] else { continue }
      guard !from.isConstant else {
        inner.kept[node] = from
        continue
      }
      var to = from
      to.register = inner.newKept(isFlag: from.register.isFlag, scope: 0, mayBeInsufficient: from.register.mayBeInsufficient)
      inner.kept[node] = to
      gathered.append((from.register, to.register))
    }
    inner.keptNodes = Set(details(of: rule).map(inner.resolved))
    let loss = rule.loss >= 0 ? inner.operand(rule.loss) : nil
    var holes: [(operand: Operand, type: ValueType)] = []
    for part in rule.because.parts {
      if case .hole(let id, _) = part { holes.append((inner.operand(id), pool[id].type)) }
    }
    let evidence = evidence(of: rule).map { (name: $0.name, operand: inner.operand($0.node), type: pool[$0.node].type) }
    inner.finishSection()
    return Plan.Details(plan: inner.plan, loss: loss, holes: holes, evidence: evidence, gathered: gathered)
  }

  private func leaves(of roots: [Expression.ID]) -> [Expression.ID] {
    var result: [Expression.ID] = []
    var seen: Set<Expression.ID> = []
    var open = roots
    while let next = open.popLast() {
      let node = resolved(next)
      guard node >= 0, seen.insert(node).inserted else { continue }
      if kept[node] != nil { result.append(node) } else { open += below(node) }
    }
    return result.sorted()
  }

  // MARK: Levels of lists

  /// Which elements a node reads that nothing inside of it binds, a bit a level.
  mutating func freeLevels(_ node: Expression.ID) -> UInt8 {
    if let known = freeLevelsKnown[node] { return known }
    let expression = pool[node]
    var levels: UInt8 = 0
    if expression.operation == .elementField {
      levels = 1 << UInt8(expression.second)
    } else if expression.operation != .window {
      for part in below(node) { levels |= freeLevels(part) }
      if expression.operation == .fold { levels &= ~(1 << UInt8(program.folds[Int(expression.payload)].level)) }
    }
    freeLevelsKnown[node] = levels
    return levels
  }
}
