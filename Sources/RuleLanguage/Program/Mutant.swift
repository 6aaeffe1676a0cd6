/// A rule with one small mistake in it, such as a slip of the hand would make. Examples that do not notice it do not pin
/// the rule down.
public struct Mutant: Sendable {
  /// What was changed, `>` to `>=`, 30d to 60d.
  public var change: String
  /// The expression at fault, as it was.
  public var node: Expression.ID
  /// The program with the mistake, for the one rule.
  public var program: Program
}

extension Program {
  /// Every small mistake in a rule's condition and loss.
  public func mutants(of rule: Int) -> [Mutant] {
    var maker = MutantMaker(self, rule)
    return maker.all()
  }
}

private struct MutantMaker {
  private let original: Program
  private let rule: Int
  private var mutants: [Mutant] = []

  init(_ program: Program, _ rule: Int) { (original, self.rule) = (program, rule) }

  mutating func all() -> [Mutant] {
    let roots = [original.rules[rule].when, original.rules[rule].loss].filter { $0 >= 0 }
    for node in reachable(roots).sorted() { mutate(node) }
    return mutants
  }

  private func reachable(_ roots: [Expression.ID]) -> Set<Expression.ID> {
    var seen: Set<Expression.ID> = []
    var open = roots
    while let node = open.popLast() {
      guard node >= 0, seen.insert(node).inserted else { continue }
      open += below(original.expressions[node])
    }
    return seen
  }

  private func below(_ node: Expression) -> [Expression.ID] {
    switch node.operation {
    case .field, .previousField, .elementField, .constant, .missing, .list, .corrected, .behind, .modelScore: return []
    case .window:
      let window = original.windows[Int(node.payload)]
      return [window.argument, window.filter] + window.keys + window.excludingSame
    case .fold:
      let fold = original.folds[Int(node.payload)]
      return [fold.argument, fold.filter, fold.key]
    default: return [node.first, node.second, node.third]
    }
  }

  // MARK: Mistakes

  private static let slips: [Operation: Operation] = [
    .less: .atMost, .atMost: .less, .greater: .atLeast, .atLeast: .greater, .equal: .notEqual, .notEqual: .equal, .and: .or,
    .or: .and, .add: .subtract, .subtract: .add,
  ]

  private static let signs: [Operation: String] = [
    .less: "<", .atMost: "<=", .greater: ">", .atLeast: ">=", .equal: "==", .notEqual: "!=", .and: "and", .or: "or", .add: "+",
    .subtract: "-",
  ]

  private mutating func mutate(_ id: Expression.ID) {
    let node = original.expressions[id]
    if let slip = MutantMaker.slips[node.operation], let from = MutantMaker.signs[node.operation],
      let to = MutantMaker.signs[slip]
    {
      var changed = node
      changed.operation = slip
      add("`\(from)` became `\(to)`", id) { $0.expressions.add(changed) }
    }
    switch node.operation {
    case .and, .or:
      let word = node.operation == .and ? "and" : "or"
      add("what follows `\(word)` was left out", id) { _ in node.first }
      add("what stands before `\(word)` was left out", id) { _ in node.second }
    case .not: add("`not` was left out", id) { _ in node.first }
    case .less, .atMost, .greater, .atLeast: threshold(id, node)
    case .window: window(id, node)
    case .fold: fold(id, node)
    default: break
    }
  }

  /// A tenth more and less, and one more and less of what is counted.
  private mutating func threshold(_ id: Expression.ID, _ node: Expression) {
    let limit = original.expressions[node.second]
    guard limit.operation == .constant, limit.type.isOrdered, limit.type != .text, limit.type != .time else { return }
    for isMore in [true, false] {
      var other = limit
      if limit.type == .number || limit.type == .percent {
        let value = Double(bitPattern: UInt64(bitPattern: limit.payload))
        let step = value == 0 ? 0.01 : value.magnitude / 10
        other.payload = Int64(bitPattern: (isMore ? value + step : value - step).bitPattern)
      } else {
        let tenth = Int64(clamping: limit.payload.magnitude / 10)
        let step = max(limit.type == .integer ? 1 : limit.type.isMoney ? 100 : 1_000_000, tenth)
        let (value, overflow) =
          isMore ? limit.payload.addingReportingOverflow(step) : limit.payload.subtractingReportingOverflow(step)
        guard !overflow else { continue }
        other.payload = value
      }
      add("the threshold is a little \(isMore ? "higher" : "lower")", id) { program in
        var changed = node
        changed.second = program.expressions.add(other)
        return program.expressions.add(changed)
      }
    }
  }

  private mutating func window(_ id: Expression.ID, _ node: Expression) {
    let window = original.windows[Int(node.payload)]
    func change(_ what: String, _ body: (inout Window) -> Void) {
      var other = window
      body(&other)
      add(what, id) { program in
        program.windows.append(other)
        var changed = node
        changed.payload = Int64(program.windows.count - 1)
        return program.expressions.add(changed)
      }
    }
    switch window.reach {
    case .duration(let length):
      change("the window is twice as long") { $0.reach = .duration(length.multipliedReportingOverflow(by: 2).partialValue) }
      if length > 1 { change("the window is half as long") { $0.reach = .duration(length / 2) } }
    case .lastRecords(let count):
      change("the window holds one record more") { $0.reach = .lastRecords(count + 1) }
      if count > 1 { change("the window holds one record less") { $0.reach = .lastRecords(count - 1) } }
    case .months(let count, let zone): change("the window is a month longer") { $0.reach = .months(count + 1, zone: zone) }
    default: break
    }
    if window.delay == 0 {
      change("the current record is \(window.includesCurrent ? "left out" : "included")") { $0.includesCurrent.toggle() }
    }
    if window.filter >= 0 { change("the window's filter was left out") { $0.filter = Expression.none } }
    if !window.excludingSame.isEmpty { change("`excluding same` was left out") { $0.excludingSame = [] } }
    if !window.keys.isEmpty { change("`by` was left out") { $0.keys = [] } }
    if window.requires > 0 {
      change("one record more is required") { $0.requires += 1 }
      change("one record less is required") { $0.requires -= 1 }
    }
    let swaps: [Window.Function: Window.Function] = [.min: .max, .max: .min, .first: .last, .last: .first]
    if let other = swaps[window.function] {
      change("`\(window.function.rawValue)` became `\(other.rawValue)`") { $0.function = other }
    }
  }

  private mutating func fold(_ id: Expression.ID, _ node: Expression) {
    let fold = original.folds[Int(node.payload)]
    func change(_ what: String, _ body: (inout Fold) -> Void) {
      var other = fold
      body(&other)
      add(what, id) { program in
        program.folds.append(other)
        var changed = node
        changed.payload = Int64(program.folds.count - 1)
        return program.expressions.add(changed)
      }
    }
    if fold.filter >= 0 { change("the filter was left out") { $0.filter = Expression.none } }
    let swaps: [Fold.Function: Fold.Function] = [.exists: .every, .every: .exists, .min: .max, .max: .min]
    if let other = swaps[fold.function] {
      change("`\(fold.function.rawValue)` became `\(other.rawValue)`") { $0.function = other }
    }
  }

  // MARK: Putting it in

  private mutating func add(_ change: String, _ target: Expression.ID, _ replacement: (inout Program) -> Expression.ID) {
    var program = original
    let new = replacement(&program)
    guard new != target else { return }
    var known: [Expression.ID: Expression.ID] = [target: new]
    let when = rewritten(program.rules[rule].when, &known, &program)
    let loss = rewritten(program.rules[rule].loss, &known, &program)
    program.rules[rule].when = when
    program.rules[rule].loss = loss
    mutants.append(Mutant(change: change, node: target, program: program))
  }

  /// The expression with everything above the changed node made anew.
  private func rewritten(
    _ id: Expression.ID, _ known: inout [Expression.ID: Expression.ID], _ program: inout Program
  ) -> Expression.ID {
    guard id >= 0 else { return id }
    if let result = known[id] { return result }
    var node = original.expressions[id]
    switch node.operation {
    case .field, .previousField, .elementField, .constant, .missing, .list, .corrected, .behind, .modelScore: break
    case .window:
      var window = original.windows[Int(node.payload)]
      window.argument = rewritten(window.argument, &known, &program)
      window.filter = rewritten(window.filter, &known, &program)
      window.keys = window.keys.map { rewritten($0, &known, &program) }
      window.excludingSame = window.excludingSame.map { rewritten($0, &known, &program) }
      if window != original.windows[Int(node.payload)] {
        program.windows.append(window)
        node.payload = Int64(program.windows.count - 1)
      }
    case .fold:
      var fold = original.folds[Int(node.payload)]
      fold.argument = rewritten(fold.argument, &known, &program)
      fold.filter = rewritten(fold.filter, &known, &program)
      fold.key = rewritten(fold.key, &known, &program)
      if fold != original.folds[Int(node.payload)] {
        program.folds.append(fold)
        node.payload = Int64(program.folds.count - 1)
      }
    default:
      node.first = rewritten(node.first, &known, &program)
      node.second = rewritten(node.second, &known, &program)
      node.third = rewritten(node.third, &known, &program)
    }
    let result = node == original.expressions[id] ? id : program.expressions.add(node, original.expressions.traits[Int(id)])
    known[id] = result
    return result
  }
}
