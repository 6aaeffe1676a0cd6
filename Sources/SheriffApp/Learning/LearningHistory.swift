import CommandLineKit
import Detection
import Diagnostics
import Labelling
import Learning
import Pricing
import Records
import RuleEngine
import RuleLanguage

/// A history decided on once, with all that a model learns from gathered on the way.
struct LearningHistory {
  let rules: LoadedRules
  private(set) var features: ModelFeatures
  private var leftOut: Set<String> = []
  let sourceName: String
  private(set) var collection: FeatureCollection
  private(set) var votes: VoteCollection
  /// By scheme what the rules alone say of each record, from 0 to 1.
  private(set) var ruleScores: [String: [Double]] = [:]
  /// By scheme whether the rules alone make an alert of each record.
  private(set) var ruleAlerts: [String: [Bool]] = [:]
  private(set) var hashes: DecisionHashes
  /// What was ordinary in it.
  private(set) var prices: BaselinePrices?
  /// How often each rule said what.
  private(set) var counts = DecisionCounts()
  /// Whose record each is, and what is at stake in it.
  private(set) var entities: [Int32]?
  private(set) var amounts: [Int64]?
  /// What the label's column says; nil where it says nothing.
  private(set) var columnLabels: [Bool?]?
  /// How long after a record its label is known.
  let labelDelay: Int64

  /// The label's column.
  let labelName: String?
  /// Whose names the entities are.
  let symbols: SymbolTable

  /// - labelColumn: read beside the features where it is named.
  init(_ invocation: Invocation, labelColumn: String?) throws {
    try self.init(invocation, label: { _ in labelColumn }, isLearnedFromVotes: labelColumn == nil)
  }

  /// - label: the column to read beside the features, of the schema that the source turned out to have.
  /// - isLearnedFromVotes: whether rules must not find their own conditions among the features.
  /// - isJudgedByRules: whether it is gathered what the rules say of each record.
  init(
    _ invocation: Invocation, label labelColumn: (Schema) throws -> String?, isLearnedFromVotes: Bool,
    isJudgedByRules: Bool = true
  ) throws {
    var run = try RecordReading(invocation, source: invocation.arguments[0])
    try self.init(
      invocation, run.source, label: labelColumn, isLearnedFromVotes: isLearnedFromVotes, isJudgedByRules: isJudgedByRules
    ) {
      var batches: [RecordBatch] = []
      try run.run { batches.append($0) }
      return batches
    }
  }

  /// - needsFeatures: whether a history without a feature is refused, since nothing can be learned from it.
  /// - batches: all records of the source; asked for once it is sure that something can be learned.
  /// - besides: is handed every decision too, and by which of these rules it was made.
  init(
    _ invocation: Invocation, _ source: OpenedSource, label labelColumn: (Schema) throws -> String?, isLearnedFromVotes: Bool,
    isJudgedByRules: Bool = true, needsFeatures: Bool = true, isQuiet: Bool? = nil, batches read: () throws -> [RecordBatch],
    besides: ((LoadedRules, Decisions, RecordBatch, Int, DecisionHashes) throws -> Void)? = nil
  ) throws {
    let schema = source.schema
    symbols = source.records.symbols
    labelName = try labelColumn(schema)
    let label = try labelName.map { try LearningHistory.label($0, schema) }
    rules = try LoadedRules(invocation, for: schema)
    sourceName = source.name
    labelDelay = label.flatMap { schema.fields[$0].knownAfter } ?? 0
    let program = rules.program
    let schemes = Set(program.rules.filter { $0.vote != nil }.map(\.scheme))
    // A label that is read from the history was made by no rule.
    features = ModelFeatures(program, schema: rules.schema, schemes: isLearnedFromVotes ? schemes.sorted() : [])
    guard !features.features.isEmpty || !needsFeatures else {
      throw CommandFailure(
        .badData, "the rules for \(schema.name) declare no feature to learn from",
        hints: ["declare some: `feature gap = list - charged`", "name other rules with --rules"])
    }
    collection = FeatureCollection(features.features)
    votes = VoteCollection(program, schema: rules.schema)

    let batches = try read()
    var deciding = Deciding(invocation, rules, symbols: symbols, isQuiet: isQuiet)
    deciding.features = features.places
    hashes = deciding.hashes
    let reader = RecordSides(schema, label: label)
    var (collection, votes, sides, scores) = (collection, votes, RecordSides.Gathered(), ruleScores)
    var alerts = ruleAlerts
    var maker: FindingMaker?
    let (schemaPlace, symbols, rules) = (rules.schema, symbols, rules)
    try deciding.history(batches) { decisions, batch, start, hashes in
      try besides?(rules, decisions, batch, start, hashes)
      collection.add(decisions)
      votes.add(decisions, batch, from: start)
      reader.add(decisions, batch, from: start, to: &sides)
      guard isJudgedByRules else { return }
      let findings = maker ?? FindingMaker(program, schema: schemaPlace, rules: decisions.rules, symbols: symbols)
      maker = findings
      for finding in findings.findings(decisions, in: batch, from: start, all: true) {
        scores[finding.scheme, default: []].append(finding.score)
        alerts[finding.scheme, default: []].append(finding.isFlagged)
      }
    }
    (self.collection, self.votes, ruleScores, hashes) = (collection, votes, scores, deciding.hashes)
    (counts, prices) = (deciding.counts, deciding.prices)
    ruleAlerts = alerts
    entities = reader.entity == nil ? nil : sides.entities
    amounts = reader.amount == nil ? nil : sides.amounts
    columnLabels = label == nil ? nil : sides.labels
    guard collection.count > 0 else { throw CommandFailure(.badData, "\(sourceName): there is no record to learn from") }
  }

  private static func label(_ name: String, _ schema: Schema) throws -> Int {
    // By the schema's name for it, or by the header's.
    let mapped = schema.mappings.lazy.compactMap { $0.fields.firstIndex { $0 == [name] } }.first
    guard let field = schema.fields.firstIndex(where: { $0.name == name }) ?? mapped else {
      let flags = schema.fields.filter { $0.type == .flag }.map(\.name)
      throw CommandFailure(
        .badData, "\(schema.name) has no field `\(name)` to learn from",
        hints: [
          flags.isEmpty
            ? "no field is a flag; declare one in the schema: `label fraud flag`"
            : "its flags are \(flags.joined(separator: ", "))"
        ])
    }
    guard schema.fields[field].type == .flag else {
      throw CommandFailure(
        .badData, "the field `\(name)` is no flag, and a label says yes or no",
        hints: ["declare it in the schema as `label \(name) flag`"])
    }
    return field
  }

  /// The records that have a label, and which of the history's they are.
  func frame(labels: [Double?]) throws(LearningError) -> (frame: TrainingFrame, records: [Int]) {
    let records = labels.indices.filter { labels[$0] != nil }
    let whole = try collection.frame(labels: labels.map { $0 ?? 0 }, entities: entities, amounts: amounts).dropping(leftOut)
    return (records.count == labels.count ? whole : whole.rows(records), records)
  }

  /// All records, without labels.
  func frame() throws(LearningError) -> TrainingFrame {
    try collection.frame(entities: entities, amounts: amounts).dropping(leftOut)
  }

  /// Takes features away by name.
  mutating func leaveOut(_ names: Set<String>) throws {
    let known = features.features.map(\.name)
    if let unknown = names.sorted().first(where: { !known.contains($0) }) {
      throw CommandFailure(
        .inputMissing, "there is no feature `\(unknown)`",
        hints: [
          closestMatch(to: unknown, among: known).map { "did you mean \($0)?" } ?? "there are \(known.joined(separator: ", "))"
        ])
    }
    leftOut = names
    features.features.removeAll { names.contains($0.name) }
  }

  /// What the features say of all records.
  var dataHash: String {
    var text = "\(collection.count)"
    if let frame = try? collection.frame() {
      for column in frame.columns { text += " \(column.name) \(column.values.hashText)" }
    }
    return SHA256.hash(text)
  }
}

/// What stands in the records beside their features.
private struct RecordSides {
  struct Gathered {
    var entities: [Int32] = []
    var amounts: [Int64] = []
    var labels: [Bool?] = []
  }

  let entity: Int?
  let amount: Int?
  private let label: Int?

  init(_ schema: Schema, label: Int?) {
    self.label = label
    entity = schema.fields.firstIndex { $0.type == .key }
    amount = schema.fields.firstIndex { if case .money = $0.type { true } else { false } }
  }

  func add(_ decisions: Decisions, _ batch: RecordBatch, from start: Int, to gathered: inout Gathered) {
    for record in 0..<decisions.count where decisions.kind(record) == .decided {
      let row = start + record
      if let entity {
        let column = batch.columns[entity]
        gathered.entities.append(column.validity[row] ? Int32(bitPattern: column.keys[row].id) : -1)
      }
      if let amount {
        let column = batch.columns[amount]
        gathered.amounts.append(column.validity[row] ? column.money[row] : 0)
      }
      if let label {
        let column = batch.columns[label]
        gathered.labels.append(column.validity[row] ? column.flags[row] : nil)
      }
    }
  }
}

extension FrameColumn.Values {
  /// A digest of the values; of categories, of their texts in the order of the rows.
  fileprivate var hashText: String {
    switch self {
    case .numbers(let numbers):
      SHA256.hash(numbers.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } })
    case .categories(let codes, let texts):
      SHA256.hash(texts.joined(separator: "\n") + codes.map { "\($0)" }.joined(separator: " "))
    }
  }
}
