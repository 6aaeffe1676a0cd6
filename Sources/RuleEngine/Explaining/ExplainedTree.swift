import Records
import RuleLanguage

/// Takes a rule's expressions apart at one record, each name once.
struct ExplainedTree {
  let program: Program
  let text: ExpressionText
  let values: [Expression.ID: Value]
  let windows: [Expression.ID: ExplainedWindow]
  private let walk: ExpressionWalk
  private var defined: Set<Expression.ID> = []

  init(
    _ program: Program, _ walk: ExpressionWalk, values: [Expression.ID: Value], windows: [Expression.ID: ExplainedWindow]
  ) {
    (self.program, self.walk, self.values, self.windows) = (program, walk, values, windows)
    text = ExpressionText(program)
  }

  mutating func node(_ id: Expression.ID, isSkipped: Bool = false) -> ExplainedNode {
    let expression = program.expressions[id]
    let name = text.name(of: id)
    var node = ExplainedNode(
      name: name, expression: text.definition(id), type: expression.type, value: values[id] ?? constantValue(id),
      state: .known)
    if isSkipped {
      node.state = .skipped
      return node
    }
    if case .missing(let cause) = node.value, expression.type.isScalar {
      let reason = reason(id)
      node.state = cause == .insufficient ? .insufficient(reason) : .unknown(reason)
    }
    if name != nil, expression.operation != .field, !defined.insert(id).inserted {
      node.isRepeated = true
      return node
    }
    node.window = windows[carried(id)]
    node.parts = parts(id, expression)
    return node
  }

  func constantValue(_ id: Expression.ID) -> Value {
    let expression = program.expressions[id]
    guard expression.operation == .constant else { return .missing(.absent) }
    let payload = expression.payload
    switch expression.type {
    case .money: return .money(payload)
    case .percent, .number: return .number(number(payload))
    case .duration: return .duration(payload)
    case .time: return .time(payload)
    case .text, .key: return .text(program.expressions.texts[Int(payload)])
    case .flag: return .flag(payload == 1)
    default: return .integer(payload)
    }
  }

  // MARK: Parts

  private mutating func parts(_ id: Expression.ID, _ expression: Expression) -> [ExplainedNode] {
    switch expression.operation {
    case .and, .or: return chain(id, expression.operation)
    case .otherwise:
      let hasFirst = values[expression.first]?.isMissing == false
      return shown([expression.first]) + shown([expression.second], isSkipped: hasFirst)
    case .choose:
      let condition = values[expression.first] ?? .missing(.absent)
      return shown([expression.first])
        + shown([expression.second], isSkipped: condition == .flag(false) || condition.isMissing)
        + shown([expression.third], isSkipped: condition == .flag(true) || condition.isMissing)
    case .feature, .widen:
      // What only carries a name or a type is passed over.
      return isPlain(expression.first)
        ? parts(expression.first, program.expressions[expression.first]) : shown([expression.first])
    case .not where isWrittenAsOne(expression.first):
      // `no line in lines: …` and `not in` are one line with what they deny.
      return parts(expression.first, program.expressions[expression.first])
    case .inList, .isMissing, .negate: return shown([expression.first])
    case .call: return shown(program.expressions.arguments(id).filter { program.expressions[$0].operation != .constant })
    case .baseline, .native: return shown(program.expressions.arguments(id))
    case .nativeField: return shown([expression.first])
    case .window: return shown(walk.window(id).map { ExpressionWalk.ownParts(of: $0) } ?? [])
    case .field, .previousField, .elementField, .fold, .list, .constant, .missing, .corrected, .behind, .modelScore: return []
    default: return shown([expression.first, expression.second])
    }
  }

  private func isPlain(_ node: Expression.ID) -> Bool { text.name(of: node) == nil }

  private func isWrittenAsOne(_ node: Expression.ID) -> Bool {
    guard isPlain(node) else { return false }
    let inner = program.expressions[node]
    return inner.operation == .inList
      || inner.operation == .fold && program.folds[Int(inner.payload)].function == .exists
  }

  /// The expression that a feature's name stands for.
  private func carried(_ node: Expression.ID) -> Expression.ID {
    var node = node
    while program.expressions[node].operation == .feature, isPlain(program.expressions[node].first) {
      node = program.expressions[node].first
    }
    return node
  }

  private mutating func shown(_ nodes: [Expression.ID], isSkipped: Bool = false) -> [ExplainedNode] {
    nodes.filter { $0 >= 0 && isWorthALine($0) && !(defined.contains($0) && !program.expressions[$0].type.isScalar) }.map {
      node($0, isSkipped: isSkipped)
    }
  }

  private func isWorthALine(_ node: Expression.ID) -> Bool {
    switch program.expressions[node].operation {
    // What the line above says in full.
    case .constant, .list: false
    case .baseline: program.expressions[node].type.isScalar
    default: true
    }
  }

  /// What `and` or `or` joins is one list; what stands behind the one that decides decided nothing.
  private mutating func chain(_ id: Expression.ID, _ operation: Operation) -> [ExplainedNode] {
    var result: [ExplainedNode] = []
    var isDecided = false
    for link in links(id, operation) {
      result.append(node(link, isSkipped: isDecided))
      if !isDecided, values[link] == .flag(operation == .or) { isDecided = true }
    }
    return result
  }

  private func links(_ id: Expression.ID, _ operation: Operation) -> [Expression.ID] {
    let expression = program.expressions[id]
    return [expression.first, expression.second].flatMap { part in
      program.expressions[part].operation == operation && isPlain(part) ? links(part, operation) : [part]
    }
  }

  // MARK: Why

  func reason(_ id: Expression.ID) -> String {
    UnknownReason(program: program, text: text, values: values).reason(id) { window in
      guard let explained = windows[window] else { return "the baseline's history has no such record" }
      if let problem = explained.problem { return problem }
      let function = walk.window(window)?.function
      let count = function == .count || function == .previous ? explained.count : explained.values
      if count < explained.required { return "insufficient: \(count) of \(explained.required) records" }
      if function == .zscore {
        if let argument = walk.window(window)?.argument, values[argument]?.isMissing != false { return reason(argument) }
        return count < 2 ? "it takes two records to tell how values spread" : "all records have the same value"
      }
      return count == 0 ? "the window holds no record that has a value" : "overflow: the result is too large"
    }
  }

  /// What made a condition come out as it did, as far down as one part alone did it.
  func decisive(_ id: Expression.ID) -> Expression.ID {
    let expression = program.expressions[id]
    guard let value = values[id] else { return id }
    switch expression.operation {
    case .and where value == .flag(false), .or where value == .flag(true):
      return links(id, expression.operation).first { values[$0] == value }.map(decisive) ?? id
    case .and where value.isMissing, .or where value.isMissing:
      return links(id, expression.operation).first { values[$0]?.isMissing == true }.map(decisive) ?? id
    default: return id
    }
  }
}
