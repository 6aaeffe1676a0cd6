import CommandLineKit
import Detection
import Pricing
import Records
import RuleEngine
import RuleLanguage

/// A history in memory, priced once, over which any number of versions of the rules are run.
struct BacktestHistory {
  let invocation: Invocation
  let batch: RecordBatch
  let symbols: SymbolTable
  let surroundings: RunSurroundings
  let isBaselineNamed: Bool
  private(set) var outline: HistoryOutline

  /// Reads the source to its end; the baseline is the one that was named, or is learned from it.
  init(_ run: inout RecordReading, _ invocation: Invocation, _ rules: LoadedRules) throws {
    var batches: [RecordBatch] = []
    try run.run { batches.append($0) }
    guard let whole = RecordBatch.joined(batches), whole.count > 0 else {
      throw CommandFailure(.badData, "\(run.source.name): there is no record to run rules over")
    }
    self.invocation = invocation
    symbols = run.source.records.symbols
    let deciding = Deciding(invocation, rules, symbols: symbols)
    let known = try deciding.known(of: whole)
    isBaselineNamed = known.isNamed
    batch = whole.priced(known.prices, symbols: symbols)
    surroundings = deciding.surroundings(known.prices)
    outline = HistoryOutline(hasTime: whole.schema.timeField != nil)
  }

  var schema: Schema { batch.schema }

  /// Rules with what they know of the baseline, ready to run.
  func ready(_ rules: LoadedRules) throws -> ReadyRules {
    let deciding = Deciding(invocation, rules, symbols: symbols)
    let windows = try deciding.baselineWindows(batch, surroundings, isNamed: isBaselineNamed)
    return ReadyRules(program: rules.program, schema: rules.schema, baselineWindows: windows)
  }

  func engine(_ rules: ReadyRules) -> HistoryEngine {
    HistoryEngine(
      rules.program, schema: rules.schema, surroundings: surroundings, symbols: symbols, baselineWindows: rules.baselineWindows,
      workers: .ofThisMachine)
  }

  mutating func tally(_ rules: ReadyRules) -> Tally {
    let engine = engine(rules)
    let maker = FindingMaker(rules.program, schema: rules.schema, rules: engine.rules, symbols: symbols)
    var tally = Tally(rules.program, schema: rules.schema)
    var outline = outline
    let isFirst = outline.times.isEmpty
    engine.decide(batch) { decisions in
      if isFirst { outline.add(decisions) }
      tally.add(decisions, in: batch, maker)
    }
    self.outline = outline
    return tally
  }

  /// What rules say about some records on which they fired.
  ///
  /// - wanted: records by the rule's id.
  func sentences(_ rules: ReadyRules, _ wanted: [String: Set<Int32>]) -> [String: [Int32: String]] {
    let asked = Set(rules.program.rules.indices.filter { wanted[rules.program.rules[$0].id]?.isEmpty == false })
    guard !asked.isEmpty else { return [:] }
    var part = rules
    part.program = rules.program.only(rules: asked, features: [])
    var result: [String: [Int32: String]] = [:]
    var start: Int32 = 0
    engine(part).decide(batch) { decisions in
      let end = start + Int32(decisions.count)
      for (place, index) in decisions.rules.enumerated() {
        let id = part.program.rules[index].id
        for record in wanted[id] ?? [] where (start..<end).contains(record) {
          result[id, default: [:]][record] = decisions.sentence(place, Int(record - start))
        }
      }
      start = end
    }
    return result
  }

  // MARK: Words about a record

  func date(_ record: Int32) -> String { schema.timeField == nil ? "" : BacktestHistory.text(outline.times[Int(record)]) }

  static func text(_ time: Int64) -> String {
    let instant = Instant(microseconds: time)
    return time % Instant.microsecondsPerDay == 0 ? "\(instant.date)" : "\(instant)"
  }

  /// Who it is about: the record's first key.
  func who(_ record: Int32) -> String {
    guard let field = schema.fields.firstIndex(where: { $0.type == .key }), batch.columns[field].validity[Int(record)] else {
      return ""
    }
    return symbols.text(of: batch.columns[field].keys[Int(record)])
  }
}

struct ReadyRules {
  var program: Program
  let schema: Int
  let baselineWindows: BaselineWindows
}

extension Program {
  /// What each rule means, by its id.
  var hashesByRule: [String: String] {
    var content = ContentHash(self)
    return Dictionary(rules.map { ($0.id, content.of($0)) }) { first, _ in first }
  }
}
