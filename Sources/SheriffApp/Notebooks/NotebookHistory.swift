import CommandLineKit
import Detection
import Evaluation
import Labelling
import Learning
import Pricing
import Records
import RuleEngine
import RuleLanguage
import XGBoostTrainer

/// All that is exported of a history: decided once in hindsight and once as it came, labelled, and scored by a model.
struct NotebookHistory {
  typealias Told = (finding: Finding, hashes: DecisionHashes)

  let history: LearningHistory
  /// Before anything is left out of them.
  let features: [ModelFeatures.Feature]
  /// Features that are a condition of a rule, which whoever learns from its votes must not see.
  let conditions: Set<String>
  /// As the rules read them, with prices filled in.
  let records: RecordBatch
  /// Where the decided records stand among them.
  let places: [Int]
  let findings: [Told]
  /// As each record came, by nothing but those before it.
  let stream: [Told]
  let labels: HistoryLabels
  let truth: TruthFile?
  let models: NotebookModels
  let symbols: SymbolTable
  let sourceName: String
  let isBaselineNamed: Bool

  var program: Program { history.rules.program }
  var schema: Schema { records.schema }
  var orders: OrderFields? { OrderFields(schema) }
  var ladder: Ladder { history.prices?.ladder ?? .none }

  /// The field whose amount is at stake: an order's charge, else the first.
  var amount: Int? { orders?.charged ?? schema.fields.firstIndex { if case .money = $0.type { true } else { false } } }
  /// Whom records are about, as findings name them.
  var who: Int? { schema.fields.firstIndex { $0.type == .key } }
  var currency: Currency {
    if let amount, case .money(let currency) = schema.fields[amount].type { currency } else { .usDollar }
  }

  init(_ invocation: Invocation, source name: String, truth truthPath: String?) throws {
    var run = try RecordReading(invocation, source: name)
    var batches: [RecordBatch] = []
    let schema = run.source.schema
    let gathered = Gathered(run.source.records.symbols)
    let label = schema.fields.first { $0.isLabel && $0.type == .flag }?.name
    var history = try LearningHistory(
      invocation, run.source, label: { _ in label }, isLearnedFromVotes: false, needsFeatures: false,
      batches: {
        try run.run { batches.append($0) }
        return batches
      },
      besides: { rules, decisions, batch, start, hashes in try gathered.add(invocation, rules, decisions, batch, start, hashes) })
    guard let records = gathered.records else {
      throw CommandFailure(.badData, "\(name): there is no record to write of")
    }
    self.records = records
    (places, findings, symbols, sourceName) = (gathered.places, gathered.findings, history.symbols, name)
    isBaselineNamed = invocation.text("baseline") != nil
    features = history.features.features
    conditions = history.features.conditions(history.rules.program, schema: history.rules.schema)
    try history.leaveOut(conditions)
    self.history = history
    stream = try NotebookHistory.asItCame(invocation, history, schema, batches)
    labels = try HistoryLabels(votesOf: history, schemes: nil, fraudMax: 0.2, seed: 1)
    truth = try NotebookHistory.truth(truthPath, history)
    models = try NotebookModels(invocation, history, labels, truth, gathered.model, gathered.opinions)
  }

  private static func asItCame(
    _ invocation: Invocation, _ history: LearningHistory, _ schema: Schema, _ batches: [RecordBatch]
  ) throws -> [Told] {
    var told: [Told] = []
    var scanning = Scanning(
      Deciding(invocation, history.rules, symbols: history.symbols), schema: schema, isStream: true, all: false)
    try scanning.run({ read in for batch in batches { try read(batch) } }) { told.append(($0, $1)) }
    return told
  }

  /// From a file; else from the records' own label, where there is one scheme that it can be about.
  private static func truth(_ path: String?, _ history: LearningHistory) throws -> TruthFile? {
    let rows = history.collection.rows
    if let path {
      let truth = try TruthFile(path, .usDollar)
      let known = Set(rows)
      guard truth.rows.isEmpty || truth.rows.contains(where: { known.contains($0.row) }) else {
        throw CommandFailure(
          .badData, "\(path): no row of it is in \(history.sourceName)", hints: ["is it the truth about another history?"])
      }
      return truth
    }
    guard let labels = history.columnLabels, history.votes.schemes.count == 1 else { return nil }
    return TruthFile(
      rows: zip(rows, labels).compactMap { row, label in
        label == true ? TruthRow(row: row, scheme: history.votes.schemes[0], loss: nil) : nil
      })
  }

  /// What was gathered while the history was decided.
  private final class Gathered {
    private let symbols: SymbolTable
    private(set) var records: RecordBatch?
    private(set) var places: [Int] = []
    private(set) var findings: [Told] = []
    private(set) var opinions: [String: [ModelOpinion]] = [:]
    private(set) var model: ModelScoring?
    private var making: FindingMaking?

    init(_ symbols: SymbolTable) { self.symbols = symbols }

    func add(
      _ invocation: Invocation, _ rules: LoadedRules, _ decisions: Decisions, _ batch: RecordBatch, _ start: Int,
      _ hashes: DecisionHashes
    ) throws {
      if records == nil {
        records = batch
        model = try NotebookModels.named(invocation, rules)
      }
      places += (0..<decisions.count).filter { decisions.kind($0) == .decided }.map { start + $0 }
      var making = self.making ?? FindingMaking(rules, symbols: symbols)
      findings += making.findings(decisions, in: batch, from: start).map { ($0, hashes) }
      self.making = making
      for (scheme, said) in try model?.opinions(decisions).byScheme ?? [:] {
        opinions[scheme, default: []] += said.compactMap { $0 }
      }
    }
  }
}
