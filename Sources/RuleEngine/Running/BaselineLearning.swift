public import Records
public import RuleLanguage

extension BaselineWindows {
  /// What a program's windows `in baseline` come to over a history.
  public static func learn(
    _ program: Program, schema: Int, from history: RecordBatch, surroundings: RunSurroundings, symbols: SymbolTable
  ) -> BaselineWindows {
    var learned = BaselineWindows()
    var depths: [Int: [Int]] = [:]
    for (index, window) in program.windows.enumerated() where window.reach == .baseline && window.schema == schema {
      depths[program.baselineDepth(of: window), default: []].append(index)
    }
    // A window that reads another window `in baseline` is learned after it.
    for depth in depths.keys.sorted() {
      for index in depths[depth] ?? [] {
        let learner = BaselineLearner(program, schema: schema, window: index, surroundings, symbols, learned)
        learner.learn(history, into: &learned)
      }
    }
    return learned
  }

  /// Whether a program has any.
  public static func areAsked(by program: Program, schema: Int) -> Bool {
    program.windows.contains { $0.reach == .baseline && $0.schema == schema }
  }
}

extension Program {
  fileprivate func baselineDepth(of window: Window) -> Int {
    let parts = ([window.argument, window.filter] + window.keys).filter { $0 >= 0 }
    return parts.map { baselineDepth(of: $0) }.max() ?? 0
  }

  private func baselineDepth(of node: Expression.ID) -> Int {
    let expression = expressions[node]
    var below = [expression.first, expression.second, expression.third]
    var own = 0
    switch expression.operation {
    case .field, .previousField, .elementField, .constant, .list: return 0
    case .window:
      let window = windows[Int(expression.payload)]
      below = [window.argument, window.filter] + window.keys + window.excludingSame
      own = window.reach == .baseline ? 1 : 0
    case .fold:
      let fold = folds[Int(expression.payload)]
      below = [fold.argument, fold.filter, fold.key]
    default: break
    }
    return own + (below.filter { $0 >= 0 }.map { baselineDepth(of: $0) }.max() ?? 0)
  }
}

/// Learns one window: all records of the history in their newest versions, by key.
private struct BaselineLearner {
  private let program: Program
  private let index: Int
  private let window: Window
  private let engine: StreamEngine
  private let aggregation: Aggregation
  private let type: ValueType

  init(
    _ program: Program, schema: Int, window index: Int, _ surroundings: RunSurroundings, _ symbols: SymbolTable,
    _ learned: BaselineWindows
  ) {
    (self.program, self.index, window) = (program, index, program.windows[index])
    let parts = window.keys + [window.argument, window.filter].filter { $0 >= 0 }
    let plan = PlanBuilder.plan(program, schema: schema, symbols: symbols, of: parts)
    engine = StreamEngine(plan, surroundings, symbols, learned)
    var track = TrackPlan(keys: [], filter: nil, arguments: [], excluded: [], spans: [])
    if window.argument >= 0 { track.arguments = [plan.asked[window.keys.count]] }
    let frame = engine.frame
    aggregation = Aggregation(track: track) { frame.isLess($0, $1, $2) }
    type = program.expressions.nodes.first { $0.operation == .window && Int($0.payload) == index }?.type ?? .integer
  }

  private struct Row {
    var keys: [Value]
    var argument: Int64?
    var sequence: Int64
  }

  func learn(_ history: RecordBatch, into learned: inout BaselineWindows) {
    var rows: [Row] = []
    var newest: [Int32: Int] = [:]
    var start = 0
    while start < history.count {
      let range = start..<min(history.count, start + Frame.rowsMax)
      let decisions = engine.decide(history, range)
      for record in 0..<range.count { take(record, decisions, &rows, &newest) }
      start = range.upperBound
    }
    var groups: [[Value]: [Row]] = [:]
    for row in rows where row.sequence >= 0 { groups[row.keys, default: []].append(row) }
    if window.function == .zscore { return learned.set(index, totals: groups.mapValues(totals)) }
    learned.set(index, groups.mapValues(value), empty: value([]))
  }

  private func take(_ record: Int, _ decisions: Decisions, _ rows: inout [Row], _ newest: inout [Int32: Int]) {
    let arrivals = decisions.arrivals
    let slot = arrivals.version(record).slot
    if arrivals.version(record).supersededSequence >= 0, let old = newest.removeValue(forKey: slot) { rows[old].sequence = -1 }
    guard arrivals.kind(record) == .decided else { return }
    let asked = engine.plan.asked
    let frame = decisions.frame
    let keys = window.keys.indices.map { frame.value(asked[$0], program.expressions[window.keys[$0]].type, record) }
    guard !keys.contains(where: \.isMissing) else { return }
    if window.filter >= 0, frame.value(asked[asked.count - 1], .flag, record) != .flag(true) { return }
    var row = Row(keys: keys, argument: nil, sequence: arrivals.sequence(record))
    if window.argument >= 0 { row.argument = TrackView.Column(asked[window.keys.count], frame).value(record) }
    if slot >= 0 { newest[slot] = rows.count }
    rows.append(row)
  }

  private func totals(_ rows: [Row]) -> ExactTotals {
    let isNumber = Kind(program.expressions[window.argument].type) == .number
    return rows.reduce(into: ExactTotals()) { totals, row in
      guard let value = row.argument else { return }
      if isNumber { totals.add(number: number(value), squares: true) } else { totals.add(whole: value, squares: true) }
    }
  }

  private func value(_ rows: [Row]) -> Value {
    let width = EntryLayout.arguments + 1
    let words = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, rows.count * width))
    defer { words.deallocate() }
    words.initialize(repeating: 0, count: max(1, rows.count * width))
    let entries = rows.indices.map { words + $0 * width }
    for (entry, row) in zip(entries, rows) {
      entry[EntryLayout.sequence] = row.sequence
      entry[EntryLayout.marks] = row.argument == nil ? 0 : 1
      entry[EntryLayout.arguments] = row.argument ?? 0
    }
    let aggregate = AggregatePlan(
      function: window.function, argument: window.argument >= 0 ? 0 : -1, share: window.share, requires: 0, type: type,
      argumentType: window.argument >= 0 ? program.expressions[window.argument].type : .integer, result: .none)
    switch aggregation.result(aggregate, entries, base: nil, current: .missing) {
    case .value(let bits): return Value(bits, type, engine.frame.texts)
    case .missing: return .missing(.absent)
    case .insufficient: return .missing(.insufficient)
    }
  }
}
