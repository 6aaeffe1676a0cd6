import Records
import RuleLanguage

/// Computes what the explained record would come to with another value in one of its fields, after the same past.
///
/// What windows hold is looked up by what the changed record asks for; a window that reads nothing of the field stays as it is.
final class RecordTrial {
  private let program: Program
  private let past: PastRecords
  private let membership: WindowMembership
  private let recount: WindowRecount
  private let record: RecordBatch
  private let symbols: SymbolTable
  let frame: Frame
  /// In levels: each reads only windows of those before it.
  private let levels: [[Expression.ID]]
  private let places: [Expression.ID: Operand]
  private let registers: [Expression.ID: Register]
  private let previous: [Int: Value]
  private let corrected: Value
  private let behind: Value
  /// The fields of the current record that a window reads.
  private let fields: [Expression.ID: Set<Int>]
  private var known: [Asked: WindowMembership.Answer] = [:]

  private struct Asked: Hashable {
    var node: Expression.ID
    var question: WindowMembership.Question
  }

  /// - Parameters:
  ///   - nodes: what is computed, operands first; whatever windows ask the record for is among them.
  ///   - record: a batch of just the explained record.
  init(
    _ program: Program, schema: Int, nodes: [Expression.ID], record: RecordBatch, past: PastRecords,
    surroundings: RunSurroundings,
    symbols: SymbolTable, baselineWindows: BaselineWindows
  ) {
    (self.program, self.past, self.record, self.symbols) = (program, past, record, symbols)
    membership = WindowMembership(past: past, zone: surroundings.zone)
    let walk = ExpressionWalk(program, schema: schema, symbols: symbols)
    let windows = walk.windowsInOrder(nodes)
    var builder = PlanBuilder(program, schema: schema, symbols: symbols)
    var registers: [Expression.ID: Register] = [:]
    // Windows are given, and everything else is computed from them.
    for window in windows {
      let kind = Kind(program.expressions[window].type)
      let register = builder.newKept(isFlag: kind == .flag, scope: 0, mayBeInsufficient: true)
      registers[window] = register
      builder.kept[window] = Operand(register: register, kind: kind)
    }
    let resolved = nodes.map { builder.resolved($0) }
    builder.keptNodes.formUnion(resolved)
    var places: [Expression.ID: Operand] = [:]
    for (node, root) in zip(nodes, resolved) { places[node] = builder.lower(root, 0) }
    builder.finishSection()
    (self.registers, self.places) = (registers, places)
    frame = Frame(builder.plan, surroundings, baselineWindows, symbols: symbols, rows: 64)
    recount = WindowRecount(program: program, frame: frame)
    var previous: [Int: Value] = [:]
    var corrected = Value.flag(false)
    var behind = Value.duration(0)
    for (node, value) in past.current {
      let expression = program.expressions[node]
      if expression.operation == .previousField { previous[Int(expression.payload)] = value }
      if expression.operation == .corrected { corrected = value }
      if expression.operation == .behind { behind = value }
    }
    (self.previous, self.corrected, self.behind) = (previous, corrected, behind)
    levels = RecordTrial.levels(windows, walk)
    var fields: [Expression.ID: Set<Int>] = [:]
    for window in windows { fields[window] = RecordTrial.fields(of: walk.closure(of: [window], current: true), program) }
    self.fields = fields
  }

  private static func levels(_ windows: [Expression.ID], _ walk: ExpressionWalk) -> [[Expression.ID]] {
    var levels: [[Expression.ID]] = []
    var depths: [Expression.ID: Int] = [:]
    // Operands stand before what is made of them, so the inner window's depth is known.
    for node in windows {
      let inner = walk.closure(of: walk.window(node).map { ExpressionWalk.ownParts(of: $0) } ?? [], current: true)
      let depth = (inner.compactMap { depths[$0] }.max() ?? -1) + 1
      depths[node] = depth
      while levels.count <= depth { levels.append([]) }
      levels[depth].append(node)
    }
    return levels
  }

  /// The fields of the record that some expressions read.
  static func fields(of nodes: [Expression.ID], _ program: Program) -> Set<Int> {
    Set(nodes.filter { program.expressions[$0].operation == .field }.map { Int(program.expressions[$0].payload) })
  }

  var texts: Texts { frame.texts }

  // MARK: Computing

  /// What some expressions come to with another value in a field; as it is where no field is named.
  func values(of nodes: [Expression.ID], changing field: Int?, to value: Value) -> [Value] {
    var changed = record
    if let field { changed.columns[field] = Column(value, like: record.columns[field], symbols) }
    frame.load(changed, 0..<1, symbols: symbols)
    loadVersions()
    for (node, register) in registers { put(past.current[node] ?? .missing(.absent), register) }
    for level in levels {
      // As many windows as nothing changed for are there already.
      let open = field.map { field in level.filter { fields[$0]?.contains(field) == true } } ?? level
      guard !open.isEmpty else { continue }
      run()
      for node in open { if let register = registers[node] { put(windowValue(node), register) } }
    }
    run()
    return nodes.map(read)
  }

  private func run() { for section in frame.plan.sections { frame.run(section.steps) } }

  private func loadVersions() {
    if !frame.plan.corrected.isNone { put(corrected, frame.plan.corrected) }
    if !frame.plan.behind.isNone { put(behind, frame.plan.behind) }
    for field in frame.plan.fields where field.isPrevious { put(previous[field.field] ?? .missing(.absent), field.register) }
  }

  private func put(_ value: Value, _ register: Register) { frame.put(value, 0, into: frame.lane(register)) }

  private func read(_ node: Expression.ID) -> Value {
    guard node >= 0, let operand = places[node] else { return .missing(.absent) }
    return frame.value(operand, program.expressions[node].type, 0)
  }

  /// Good for the values that were computed last.
  func isMissing(_ node: Expression.ID) -> Bool { read(node).isMissing }

  private func bits(_ node: Expression.ID) -> Int64? {
    let value = read(node)
    return value.isMissing ? nil : value.bits(frame.texts)
  }

  // MARK: Windows

  /// What a window asks as the record stands in the frame.
  private func question(_ window: Window) -> WindowMembership.Question {
    WindowMembership.Question(
      keys: window.keys.map(bits), excluded: window.excludingSame.map(bits),
      passes: window.filter < 0 || window.includesCurrent && read(window.filter) == .flag(true))
  }

  /// The records that a window holds; good for the values that were computed last.
  func answer(_ node: Expression.ID) -> WindowMembership.Answer {
    let window = program.windows[Int(program.expressions[node].payload)]
    let asked = Asked(node: node, question: question(window))
    if let answer = known[asked] { return answer }
    let answer = membership.answer(window, asked.question)
    known[asked] = answer
    return answer
  }

  /// The arguments of the records that a window holds.
  func arguments(_ node: Expression.ID, _ answer: WindowMembership.Answer) -> [Int64?] {
    guard case .records(let records) = answer else { return [] }
    let window = program.windows[Int(program.expressions[node].payload)]
    guard window.argument >= 0 else { return records.map { _ in nil } }
    return records.map { $0 == past.last ? bits(window.argument) : past.columns[window.argument]?[$0] }
  }

  /// The window's value over the records that it holds, aggregated anew.
  func windowValue(_ node: Expression.ID) -> Value {
    let window = program.windows[Int(program.expressions[node].payload)]
    let answer = answer(node)
    let own = window.function == .zscore ? read(window.argument) : .missing(.absent)
    return recount.value(node, answer, values: arguments(node, answer), own: own)
  }
}

extension Column {
  /// A column of one value, of another column's type.
  init(_ value: Value, like other: Column, _ symbols: SymbolTable) {
    var validity = Bitmap()
    validity.append(!value.isMissing)
    let texts = Texts(symbols)
    let bits = value.bits(texts)
    let values: Values =
      switch other.values {
      case .money: .money([bits])
      case .number: .number([RuleEngine.number(bits)])
      case .integer: .integer([bits])
      case .time: .time([bits])
      case .duration: .duration([bits])
      case .key: .key([Symbol(id: UInt32(truncatingIfNeeded: bits))])
      case .flag: .flag([bits == 1])
      case .text:
        if case .text(let text) = value { .text(TextColumn(of: text)) } else { .text(TextColumn(of: "")) }
      }
    self.init(values: values, validity: validity)
  }
}

extension TextColumn {
  fileprivate init(of text: String) {
    self.init()
    var text = text
    text.withUTF8 { append($0) }
  }
}
