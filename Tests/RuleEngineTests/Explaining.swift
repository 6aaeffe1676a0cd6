import EngineHarness
import Records
import RuleEngine
import RuleLanguage
import SystemZones

/// Rules over a small schema and a history written by hand, to be explained.
struct ExplainedTrial {
  let pair: GeneratedPair
  let history: RecordBatch
  let symbols: SymbolTable
  let surroundings = HarnessWords.surroundings(zone: SystemZones.zone)
  let baselineWindows: BaselineWindows

  private static let schema = """
    schema orders {
      id        id
      at        time
      rep       key
      customer  key
      region    key
      online    flag
      list      money
      charged   money
      rate      percent
      weight    number
      pieces    integer
      wait      duration
      lines     [line]    from columns not named above where quantity > 0
    }

    record line {
      product   key
      quantity  integer
      price     money
    }
    """

  /// - records: one a line, as JSON; each gets the next row.
  init(_ rules: String, _ records: [String]) throws {
    var row = 0
    let lines = records.map { record in
      row += 1
      return "{\"@row\": \(row), \(record)}"
    }
    let text =
      "== about\nseed 1\n== schema\n\(ExplainedTrial.schema)\n== rules\npackage t\nuse schema orders\n\(rules)\n== history\n"
      + lines.joined(separator: "\n") + "\n"
    try self.init(GeneratedPair(text: text))
  }

  init(_ pair: GeneratedPair) throws {
    self.pair = pair
    let built = try pair.history(batchSize: 64)
    symbols = built.symbols
    let nothing = BatchBuilder(schema: pair.schema).take(end: .init(source: "nothing"))
    history = RecordBatch.joined(built.batches) ?? nothing
    baselineWindows = BaselineWindows.learn(
      pair.program, schema: 0, from: RecordBatch.joined(built.learned) ?? nothing, surroundings: surroundings, symbols: symbols)
  }

  func explanations(of record: Int) -> [RuleExplanation]? {
    let rules = pair.program.rules.indices.filter { pair.program.rules[$0].status != .retired }
    return Explainer(
      pair.program, schema: 0, surroundings: surroundings, symbols: symbols, baselineWindows: baselineWindows
    ).explain(rules, of: record, in: history)
  }

  /// The first rule at the last record.
  func explanation() throws -> RuleExplanation? { explanations(of: history.count - 1)?.first }

  /// Each rule's outcome at a record, and its loss where it fired, as the engine has them.
  func decided(_ history: RecordBatch, _ record: Int) -> [(outcome: RuleOutcome, loss: Value?)]? {
    let engine = StreamEngine(
      pair.program, schema: 0, surroundings: surroundings, symbols: symbols, baselineWindows: baselineWindows)
    var result: [(outcome: RuleOutcome, loss: Value?)]?
    var start = 0
    engine.decide(history) { decisions in
      defer { start += decisions.count }
      let place = record - start
      guard (0..<decisions.count).contains(place), decisions.kind(place) == .decided else { return }
      result = decisions.rules.indices.map { rule in
        let outcome = decisions.outcome(rule, place)
        let hasLoss = outcome == .fired && pair.program.rules[decisions.rules[rule]].loss >= 0
        return (outcome, hasLoss ? decisions.loss(rule, place) : nil)
      }
    }
    return result
  }

  /// The history with another value in one cell.
  func history(with value: Value, in field: String, of record: Int) -> RecordBatch? {
    guard let field = history.schema.field(named: field) else { return nil }
    var changed = history
    switch (history.columns[field].values, value) {
    case (.money(var values), .money(let new)):
      values[record] = new
      changed.columns[field].values = .money(values)
    case (.integer(var values), .integer(let new)):
      values[record] = new
      changed.columns[field].values = .integer(values)
    case (.duration(var values), .duration(let new)):
      values[record] = new
      changed.columns[field].values = .duration(values)
    case (.number(var values), .number(let new)):
      values[record] = new
      changed.columns[field].values = .number(values)
    case (.flag(var values), .flag(let new)):
      values[record] = new
      changed.columns[field].values = .flag(values)
    case (.key(var values), .text(let new)):
      values[record] = symbols.intern(new)
      changed.columns[field].values = .key(values)
    default: return nil
    }
    // What was missing has a value now.
    var validity = Bitmap()
    for place in 0..<history.count { validity.append(place == record || history.columns[field].validity[place]) }
    changed.columns[field].validity = validity
    return changed
  }
}

extension ExplainedNode {
  /// It and all below it.
  var all: [ExplainedNode] { [self] + parts.flatMap(\.all) }

  /// As indented lines with values, to be compared with what a person expects.
  func lines(_ depth: Int = 0) -> [String] {
    let said =
      switch state {
      case .known: type.isScalar ? value.readableText(type) : "-"
      case .skipped: "skipped"
      case .unknown(let reason): "unknown: \(reason)"
      case .insufficient(let reason): reason
      }
    return ["\(String(repeating: "  ", count: depth))\(text) -> \(said)"] + parts.flatMap { $0.lines(depth + 1) }
  }
}
