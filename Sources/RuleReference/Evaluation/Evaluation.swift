import Records
import RuleLanguage

/// What the program's expressions come to at the records of one history.
///
/// A value depends only on its record and on those before it, so it may be asked for in any order. Each is computed once for
/// each record and kept: a window asks for the same keys and arguments again and again, and features stand below features.
final class Evaluation {
  let program: Program
  let schema: Int
  let surroundings: RunSurroundings
  let history: History
  let reading: RecordReading
  /// The history that the baseline was made from, where it is another one.
  private let baseline: Evaluation?

  let nodes: [Expression]
  /// By expression: whether it has another value at each element of a list.
  private let readsElement: [Bool]
  private let windows: [Window]
  /// By record and expression.
  private var known: [[Value?]]
  private var knownResults: [[Expression.ID: [Value]]]

  init(_ interpreter: ReferenceInterpreter, _ batches: [RecordBatch], baseline: Evaluation?) {
    (program, schema, surroundings) = (interpreter.program, interpreter.schema, interpreter.surroundings)
    reading = RecordReading(symbols: interpreter.symbols)
    let name = program.schemas[schema].name
    history = History(batches.filter { $0.schema.name == name }, reading: reading)
    self.baseline = baseline
    (nodes, windows) = (program.expressions.nodes, program.windows)
    readsElement = program.expressions.traits.map { $0.contains(.readsElement) }
    known = history.records.map { _ in [] }
    knownResults = history.records.map { _ in [:] }
  }

  /// In the baseline's own history a window over the baseline sees that history.
  var baselineHistory: Evaluation { baseline ?? self }

  /// - elements: for each list that is walked around the expression where its element stands in the batch.
  func value(of id: Expression.ID, at record: Int, _ elements: [Int] = []) -> Value {
    if readsElement[Int(id)] { return compute(id, at: record, elements) }
    if known[record].isEmpty { known[record] = Array(repeating: nil, count: nodes.count) }
    if let value = known[record][Int(id)] { return value }
    let value = compute(id, at: record, [])
    known[record][Int(id)] = value
    return value
  }

  private func compute(_ id: Expression.ID, at record: Int, _ elements: [Int]) -> Value {
    let node = nodes[Int(id)]
    switch node.operation {
    case .constant: return constant(node)
    case .missing, .list, .native, .argument: return .missing(.absent)
    case .field: return field(node, of: record)
    case .previousField: return history.records[record].before.map { field(node, of: $0) } ?? .missing(.absent)
    case .elementField: return elementField(node, at: record, elements)
    case .corrected: return .flag(history.records[record].before != nil)
    case .behind: return .duration(saturatingDifference(history.records[record].clock, history.records[record].time))
    case .modelScore: return surroundings.modelScore?(history.records[record].row).map { .of($0) } ?? .missing(.absent)
    case .window: return value(of: windows[Int(node.payload)], node.type, at: record)
    case .fold: return value(of: program.folds[Int(node.payload)], node.type, at: record, elements)
    case .feature: return value(of: node.first, at: record, elements)
    case .call: return call(id, at: record, elements)
    case .nativeField: return nativeField(node, at: record, elements)
    case .baseline: return baselineValue(id, at: record, elements)
    case .and: return Logic.all([value(of: node.first, at: record, elements), value(of: node.second, at: record, elements)])
    case .or: return Logic.any([value(of: node.first, at: record, elements), value(of: node.second, at: record, elements)])
    case .choose: return choice(node, at: record, elements)
    case .otherwise:
      let first = value(of: node.first, at: record, elements)
      return first.isMissing ? value(of: node.second, at: record, elements) : first
    case .isMissing: return .flag(value(of: node.first, at: record, elements).isMissing)
    case .negate, .not, .widen, .inList: return unary(node, value(of: node.first, at: record, elements))
    default:
      return binary(node, value(of: node.first, at: record, elements), value(of: node.second, at: record, elements))
    }
  }

  private func constant(_ node: Expression) -> Value {
    switch node.type {
    case .number, .percent: return .of(Double(bitPattern: UInt64(bitPattern: node.payload)))
    case .text, .key: return .text(program.expressions.texts[Int(node.payload)])
    case .flag: return .flag(node.payload == 1)
    default: return .of(node.payload, node.type)
    }
  }

  // MARK: Fields

  func batch(of record: Int) -> RecordBatch { history.batches[history.records[record].batch] }

  /// A condition about records of another schema has nothing to read here.
  private func field(_ node: Expression, of record: Int) -> Value {
    guard Int(node.first) == schema else { return .missing(.absent) }
    return reading.value(of: batch(of: record).columns[Int(node.payload)], at: history.records[record].position)
  }

  private func elementField(_ node: Expression, at record: Int, _ elements: [Int]) -> Value {
    guard Int(node.third) == schema, Int(node.second) < elements.count else { return .missing(.absent) }
    let list = batch(of: record).lists[Int(node.first)]
    return reading.value(of: list.columns[Int(node.payload)], at: elements[Int(node.second)])
  }

  // MARK: Operations

  private func unary(_ node: Expression, _ operand: Value) -> Value {
    if case .missing = operand { return operand }
    switch node.operation {
    case .not: return .flag(!operand.isTrue)
    case .widen: return operand.whole.map { .of(Double($0)) } ?? .missing(.absent)
    case .inList: return .flag(program.lists[Int(node.payload)].members.contains(spelled(operand)))
    default: return Arithmetic.negated(operand, node.type)
    }
  }

  private func binary(_ node: Expression, _ first: Value, _ second: Value) -> Value {
    if let why = Missing.among([first, second]) { return .missing(why) }
    switch node.operation {
    case .add, .subtract, .multiply, .divide: return Arithmetic.result(node.operation, first, second, node.type)
    case .like:
      guard case (.text(let first), .text(let second)) = (first, second) else { return .missing(.absent) }
      return .flag(TextFunctions.lower(first) == TextFunctions.lower(second))
    default: return Order.holds(node.operation, first, second)
    }
  }

  private func choice(_ node: Expression, at record: Int, _ elements: [Int]) -> Value {
    let condition = value(of: node.first, at: record, elements)
    if condition.isMissing { return condition }
    return value(of: condition.isTrue ? node.second : node.third, at: record, elements)
  }

  /// As lists keep their members: texts as they are, everything else by what a constant of it holds.
  private func spelled(_ value: Value) -> String {
    switch value {
    case .text(let text): text
    case .flag(let flag): flag ? "1" : "0"
    case .number(let number): String(Int64(bitPattern: number.bitPattern))
    default: value.whole.map { String($0) } ?? ""
    }
  }

  // MARK: Calls

  /// The language's functions: of a missing argument each of them is missing.
  private func call(_ id: Expression.ID, at record: Int, _ elements: [Int]) -> Value {
    let function = program.functions[Int(nodes[Int(id)].payload)]
    let arguments = program.expressions.arguments(id).map { value(of: $0, at: record, elements) }
    if let why = Missing.among(arguments) { return .missing(why) }
    if function.isOfCalendar {
      guard case (.time(let time), .text(let zone)) = (arguments[0], arguments[1]) else { return .missing(.absent) }
      return CalendarFunctions.value(function.name, at: time, in: surroundings.zone(zone)) ?? .missing(.absent)
    }
    return NumberFunctions.value(function.name, arguments, nodes[Int(id)].type)
      ?? TextFunctions.value(function.name, arguments) ?? .missing(.absent)
  }

  private func baselineValue(_ id: Expression.ID, at record: Int, _ elements: [Int]) -> Value {
    if case .opaque = nodes[Int(id)].type { return .missing(.absent) }
    let name = program.baselineNames[Int(nodes[Int(id)].payload)].name
    let arguments = program.expressions.arguments(id).map { value(of: $0, at: record, elements) }
    if let why = Missing.among(arguments) { return .missing(why) }
    return surroundings.baseline.value(of: name, arguments).held
  }

  private func nativeField(_ node: Expression, at record: Int, _ elements: [Int]) -> Value {
    let fields = nativeResult(node.first, at: record, elements)
    return node.payload < fields.count ? fields[Int(node.payload)].held : .missing(.absent)
  }

  /// Of a function that nobody computes there are no fields.
  private func nativeResult(_ id: Expression.ID, at record: Int, _ elements: [Int]) -> [Value] {
    let native = program.natives[Int(nodes[Int(id)].payload)]
    guard let computation = surroundings.natives[native.name] else { return [] }
    if !readsElement[Int(id)], let fields = knownResults[record][id] { return fields }
    let arguments = zip(program.expressions.arguments(id), native.parameters).map { argument, parameter in
      nativeArgument(argument, parameter, at: record, elements)
    }
    let fields = computation.result(arguments)
    if !readsElement[Int(id)] { knownResults[record][id] = fields }
    return fields
  }

  private func nativeArgument(
    _ id: Expression.ID, _ parameter: Registry.Parameter, at record: Int, _ elements: [Int]
  ) -> NativeArgument {
    let node = nodes[Int(id)]
    if case .opaque(let name) = node.type { return .baseline(name) }
    guard case .list(let names) = parameter else { return .value(value(of: id, at: record, elements)) }
    guard Int(-2 - node.third) == schema else { return .elements([]) }
    let field = program.schemas[schema].lists[Int(node.payload)]
    let list = batch(of: record).lists[Int(node.payload)]
    let columns = names.compactMap { field.field(named: $0) }.map { list.columns[$0] }
    return .elements(
      list.elements(of: history.records[record].position).map { element in columns.map { reading.value(of: $0, at: element) } })
  }
}
