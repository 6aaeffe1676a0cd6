import EngineHarness
import Records
import RuleLanguage

/// What many seeds bring, gathered once: every thing that was seen, by a name.
struct Survey: Sendable {
  static let full = Survey(.full, seeds: 0..<2_000)
  static let sql = Survey(.sql, seeds: 0..<700)

  private(set) var pairs = 0
  private(set) var refusals: [GeneratedPair.Refusal] = []
  /// Cells that were no values.
  private(set) var problems: [String] = []
  private(set) var seen: Set<String> = []
  private var operations: Set<UInt8> = []
  private var events: Set<HistoryEvent> = []
  private var absent: Set<FieldType> = []
  private var deliveries: Set<RecordOperation> = []

  private init(_ profile: Profile, seeds: Range<UInt64>) {
    for seed in seeds {
      let pair = GeneratedPair(seed: seed, profile: profile)
      pairs += 1
      refusals += pair.refusals
      do {
        let built = try pair.history(batchSize: Int(seed % 50) + 1)
        if built.batches.reduce(0, { $0 + $1.count }) != pair.records.count { problems.append("seed \(seed): records were lost") }
      } catch {
        problems.append("seed \(seed): \(error)")
      }
      note(pair)
    }
  }

  private mutating func note(_ pair: GeneratedPair) {
    let program = pair.program
    seen.insert("schema \(pair.schema.name)")
    for expression in program.expressions.nodes {
      if operations.insert(expression.operation.rawValue).inserted { seen.insert("operation \(expression.operation)") }
      if expression.operation == .call { seen.insert("function \(program.functions[Int(expression.payload)].name)") }
      if expression.operation == .window { note(program.windows[Int(expression.payload)], program) }
      if expression.operation == .fold { note(program.folds[Int(expression.payload)], program) }
    }
    for rule in program.rules {
      for part in rule.because.parts { if case .hole(_, let format) = part { seen.insert("format \(format)") } }
      seen.insert("vote \(rule.vote.map { "\($0)" } ?? "none")")
      seen.insert("severity \(rule.severity)")
      seen.insert("status \(rule.status)")
      if rule.score >= 0 { seen.insert("score") }
      if rule.loss >= 0 { seen.insert("loss") }
      if rule.isSecondPass { seen.insert("second pass") }
    }
    if !program.suppressions.isEmpty { seen.insert("suppression") }
    if !pair.learned.isEmpty { seen.insert("learned history") }
    for record in pair.records {
      for event in record.events where events.insert(event).inserted { seen.insert("event \(event)") }
      if deliveries.insert(record.operation).inserted { seen.insert("delivered as \(record.operation)") }
      note(record, pair.schema)
    }
  }

  private mutating func note(_ window: Window, _ program: Program) {
    let function = window.function
    switch window.reach {
    case .duration: seen.insert("window \(function) over duration")
    case .months(_, let zone):
      seen.insert("window \(function) over months")
      seen.insert("zone \(zone)")
    case .lastRecords: seen.insert("window \(function) over last")
    case .allBefore: seen.insert("window \(function) over all before")
    case .calendar(let unit, let start, let zone):
      seen.insert("window \(function) over calendar")
      seen.insert("unit \(unit)\(start == 1 ? "" : " fiscal")")
      seen.insert("zone \(zone)")
    case .baseline: seen.insert("window \(function) over baseline")
    }
    if window.argument >= 0 {
      let argument = program.expressions[window.argument]
      seen.insert("window \(function) of \(argument.type.isMoney ? "money" : argument.type.name)")
      if argument.operation == .feature { seen.insert("window of a feature") }
    }
    seen.insert("\(min(window.keys.count, 3)) keys")
    if window.filter >= 0 { seen.insert("filter") }
    if window.delay > 0 { seen.insert("delay") }
    if window.includesCurrent { seen.insert("including current") }
    if window.requires > 0 { seen.insert("requires") }
    if !window.excludingSame.isEmpty { seen.insert("excluding \(min(window.excludingSame.count, 2))") }
    if program.expressions.traits[Int(max(window.argument, 0))].contains(.readsLabel), window.argument >= 0 {
      seen.insert("label")
    }
  }

  private mutating func note(_ fold: Fold, _ program: Program) {
    seen.insert("fold \(fold.function)")
    if fold.filter >= 0 { seen.insert("fold with filter") }
    if fold.level > 0 { seen.insert("fold in fold") }
  }

  private mutating func note(_ record: GeneratedRecord, _ schema: Schema) {
    for (field, cell) in zip(schema.fields, record.cells) where cell == nil && !field.isRequired {
      if absent.insert(field.type).inserted { seen.insert("missing \(field.type.name)") }
    }
    guard let time = schema.timeField, let cell = record.cells[time] else { return }
    let year = Int(cell.prefix(4)) ?? 0
    seen.insert(year < 1970 ? "before 1970" : year > 2100 ? "after 2100" : "in between")
    if cell.dropFirst(5).hasPrefix("02-29") { seen.insert("29 February") }
  }
}

extension ValueType {
  var isMoney: Bool { if case .money = self { true } else { false } }
}
