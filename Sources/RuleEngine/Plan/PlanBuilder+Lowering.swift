import Records
import RuleLanguage

/// From the program's nodes to steps over lanes.
extension PlanBuilder {
  /// Where a node's value lies for the items of a scope; steps that compute it are added where there are none yet.
  mutating func lower(_ unresolved: Expression.ID, _ scope: Int32) -> Operand {
    let node = resolved(unresolved)
    let expression = pool[node]
    if let constant = constant(expression) { return constant }
    let home = homeScope(node, scope)
    if home != scope { return spread(node, from: home, to: scope) }
    if scope == 0, let operand = kept[node] { return operand }
    let place = Place(node: node, scope: scope)
    if let operand = computed[place] { return operand }
    let operand = compute(node, expression, scope)
    if scope == 0, keptNodes.contains(node), operand.isConstant || operand.register.isKept { kept[node] = operand }
    computed[place] = operand
    return operand
  }

  private func constant(_ expression: Expression) -> Operand? {
    guard expression.operation == .constant else { return nil }
    let kind = Kind(expression.type)
    let payload =
      kind == .text ? Int64(symbols.intern(pool.texts[Int(expression.payload)]).id) : expression.payload
    return Operand(register: .none, kind: kind, constant: payload)
  }

  // MARK: Scopes

  /// The scope in which a node can be computed once for all that are further in.
  private mutating func homeScope(_ node: Expression.ID, _ scope: Int32) -> Int32 {
    let levels = freeLevels(node)
    let depth = levels == 0 ? 0 : 8 - levels.leadingZeroBitCount
    var home = scope
    while self.depth(of: home) > depth { home = plan.scopes[Int(home)].parent }
    return home
  }

  private func depth(of scope: Int32) -> Int {
    var depth = 0
    var scope = scope
    while scope > 0 {
      scope = plan.scopes[Int(scope)].parent
      depth += 1
    }
    return depth
  }

  private mutating func spread(_ node: Expression.ID, from home: Int32, to scope: Int32) -> Operand {
    let place = Place(node: node, scope: scope)
    if let operand = computed[place] { return operand }
    let parent = plan.scopes[Int(scope)].parent
    let outer = lower(node, parent)
    if outer.isConstant { return outer }
    let result = step(outer.kind, scope, node, .spread, [outer])
    computed[place] = result
    return result
  }

  mutating func scope(of list: Int, in parent: Int32) -> Int32 {
    let scope = Plan.Scope(parent: parent, list: list)
    if let index = plan.scopes.firstIndex(of: scope) { return Int32(index) }
    plan.scopes.append(scope)
    plan.keptLanes.append(Plan.LaneCount())
    return Int32(plan.scopes.count - 1)
  }

  // MARK: Registers

  mutating func newKept(isFlag: Bool, scope: Int32, mayBeInsufficient: Bool) -> Register {
    let lane: Int
    if isFlag {
      lane = plan.keptLanes[Int(scope)].flags
      plan.keptLanes[Int(scope)].flags += 1
    } else {
      lane = plan.keptLanes[Int(scope)].values
      plan.keptLanes[Int(scope)].values += 1
    }
    return Register(lane: Int32(lane), scope: scope, isFlag: isFlag, isKept: true, mayBeInsufficient: mayBeInsufficient)
  }

  private mutating func newRegister(_ kind: Kind, _ scope: Int32, _ node: Expression.ID, _ mayBeInsufficient: Bool) -> Register {
    if scope == 0, keptNodes.contains(node) {
      return newKept(isFlag: kind == .flag, scope: scope, mayBeInsufficient: mayBeInsufficient)
    }
    temporaries += 1
    return Register(
      lane: Int32(temporaries), scope: scope, isFlag: kind == .flag, mayBeInsufficient: mayBeInsufficient)
  }

  private mutating func step(
    _ kind: Kind, _ scope: Int32, _ node: Expression.ID, _ work: Step.Work, _ operands: [Operand]
  ) -> Operand {
    var mayBeInsufficient = operands.contains { $0.register.mayBeInsufficient }
    if case .isMissing = work { mayBeInsufficient = false }
    // What a fold leaves out is no reason for it to be missing, but quantifiers hand on what is unknown.
    if case .fold(let fold) = work {
      mayBeInsufficient =
        (fold.function == .exists || fold.function == .every || fold.function == .atGreatest || fold.function == .atSmallest)
        && fold.argument?.register.mayBeInsufficient == true
    }
    let result = newRegister(kind, scope, node, mayBeInsufficient)
    section.steps.append(Step(work: work, kind: kind, result: result, operands: operands, node: node))
    return Operand(register: result, kind: kind)
  }

  // MARK: Nodes

  private mutating func compute(_ node: Expression.ID, _ expression: Expression, _ scope: Int32) -> Operand {
    let kind = Kind(expression.type)
    switch expression.operation {
    case .constant, .feature, .argument, .native, .list: preconditionFailure("is lowered with what uses it")
    case .missing: return step(kind, scope, node, .missing, [])
    case .field: return field(Int(expression.payload), kind, isPrevious: false)
    case .previousField: return field(Int(expression.payload), kind, isPrevious: true)
    case .corrected:
      if plan.corrected.isNone { plan.corrected = newKept(isFlag: true, scope: 0, mayBeInsufficient: false) }
      return Operand(register: plan.corrected, kind: .flag)
    case .behind:
      if plan.behind.isNone { plan.behind = newKept(isFlag: false, scope: 0, mayBeInsufficient: false) }
      return Operand(register: plan.behind, kind: kind)
    case .elementField: return elementField(Int(expression.payload), kind, scope)
    case .modelScore: return step(kind, scope, node, .modelScore, [])
    case .negate: return step(kind, scope, node, .negate, [lower(expression.first, scope)])
    case .widen: return step(kind, scope, node, .widen, [lower(expression.first, scope)])
    case .not: return step(kind, scope, node, .not, [lower(expression.first, scope)])
    case .isMissing: return step(kind, scope, node, .isMissing, [lower(expression.first, scope)])
    case .inList: return step(kind, scope, node, .inList(Int(expression.payload)), [lower(expression.first, scope)])
    case .choose:
      return step(kind, scope, node, .choose, [expression.first, expression.second, expression.third].map { lower($0, scope) })
    case .call: return step(kind, scope, node, .function(Int(expression.payload)), pool.arguments(node).map { lower($0, scope) })
    case .baseline:
      return step(kind, scope, node, .baseline(Int(expression.payload)), pool.arguments(node).map { lower($0, scope) })
    case .nativeField: return nativeField(node, expression, scope)
    case .window:
      let window = window(node)
      if window.reach == .baseline {
        // A zscore measures the record's own value.
        let own = window.function == .zscore ? [window.argument] : []
        return step(kind, scope, node, .baselineWindow(Int(expression.payload)), (window.keys + own).map { lower($0, scope) })
      }
      let register = newKept(isFlag: kind == .flag, scope: 0, mayBeInsufficient: true)
      return Operand(register: register, kind: kind)
    case .fold: return fold(node, expression, kind, scope)
    default:
      var operands = [lower(expression.first, scope), lower(expression.second, scope)]
      // Two constants meet where one of them is a feature; kernels want a lane at least.
      if operands.allSatisfy(\.isConstant), operands[0].kind != .flag { operands[0] = filled(operands[0], scope) }
      return step(kind, scope, node, work(expression.operation), operands)
    }
  }

  private mutating func filled(_ constant: Operand, _ scope: Int32) -> Operand {
    temporaries += 1
    let register = Register(lane: Int32(temporaries), scope: scope, isFlag: false, mayBeInsufficient: false)
    section.steps.append(Step(work: .fill, kind: constant.kind, result: register, operands: [constant], node: -1))
    return Operand(register: register, kind: constant.kind)
  }

  private func work(_ operation: Operation) -> Step.Work {
    switch operation {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .equal: .compare(.equal)
    case .notEqual: .compare(.notEqual)
    case .less: .compare(.less)
    case .atMost: .compare(.atMost)
    case .greater: .compare(.greater)
    case .atLeast: .compare(.atLeast)
    case .like: .like
    case .and: .and
    case .or: .or
    case .otherwise: .otherwise
    default: preconditionFailure("has an operand too many or too few")
    }
  }

  private mutating func field(_ field: Int, _ kind: Kind, isPrevious: Bool) -> Operand {
    if let known = plan.fields.first(where: { $0.field == field && $0.isPrevious == isPrevious }) {
      return Operand(register: known.register, kind: kind)
    }
    let register = newKept(isFlag: kind == .flag, scope: 0, mayBeInsufficient: false)
    plan.fields.append(.init(field: field, isPrevious: isPrevious, register: register))
    return Operand(register: register, kind: kind)
  }

  private mutating func elementField(_ field: Int, _ kind: Kind, _ scope: Int32) -> Operand {
    if let known = plan.elementFields.first(where: { $0.field == field && $0.register.scope == scope }) {
      return Operand(register: known.register, kind: kind)
    }
    let register = newKept(isFlag: kind == .flag, scope: scope, mayBeInsufficient: false)
    plan.elementFields.append(.init(field: field, register: register))
    return Operand(register: register, kind: kind)
  }

  private mutating func fold(_ node: Expression.ID, _ expression: Expression, _ kind: Kind, _ scope: Int32) -> Operand {
    let fold = program.folds[Int(expression.payload)]
    let inner = self.scope(of: fold.list, in: scope)
    let argument = fold.argument >= 0 ? lower(fold.argument, inner) : nil
    let filter = fold.filter >= 0 ? lower(fold.filter, inner) : nil
    let key = fold.key >= 0 ? lower(fold.key, inner) : nil
    let work = FoldWork(
      function: fold.function, scope: inner, argument: argument,
      argumentType: fold.argument >= 0 ? pool[fold.argument].type : .integer, filter: filter, key: key,
      keyType: fold.key >= 0 ? pool[fold.key].type : .integer)
    return step(kind, scope, node, .fold(work), [argument, filter, key].compactMap { $0 })
  }

  /// The call is made once for all its fields that anything reads.
  private mutating func nativeField(_ node: Expression.ID, _ expression: Expression, _ scope: Int32) -> Operand {
    let call = expression.first
    let native = program.natives[Int(pool[call].payload)]
    let place = Place(node: call, scope: scope)
    if nativeCalls[place] == nil {
      var work = NativeWork(name: native.name, scope: scope, arguments: [], results: [])
      for (argument, parameter) in zip(pool.arguments(call), native.parameters) {
        work.arguments.append(nativeArgument(argument, parameter, scope))
      }
      for (index, field) in native.fields.enumerated() {
        let register = newKept(isFlag: Kind(field.type) == .flag, scope: scope, mayBeInsufficient: true)
        work.results.append((index, field.type, register))
      }
      nativeCalls[place] = work.results.map(\.register)
      section.steps.append(Step(work: .native(work), kind: .whole, result: .none, operands: [], node: call))
    }
    let register = nativeCalls[place]?[Int(expression.payload)] ?? .none
    let operand = Operand(register: register, kind: Kind(expression.type))
    if scope == 0 { kept[node] = operand }
    return operand
  }

  private mutating func nativeArgument(
    _ node: Expression.ID, _ parameter: Registry.Parameter, _ scope: Int32
  ) -> NativeWork.Argument {
    let expression = pool[node]
    if case .list(let fields) = parameter {
      let list = Int(expression.payload)
      let places = fields.compactMap { program.schemas[schema].lists[list].field(named: $0) }
      return .elements(list: list, fields: places)
    }
    if expression.operation == .baseline, case .opaque = expression.type {
      return .baseline(program.baselineNames[Int(expression.payload)].name)
    }
    return .value(lower(node, scope), expression.type)
  }
}
