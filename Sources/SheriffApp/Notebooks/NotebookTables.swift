import Detection
import Evaluation
import Labelling
import Learning
import Notebooks
import Pricing
import Records
import RuleLanguage

/// The tables of an export, in the order in which a reader meets them.
struct NotebookTables {
  let history: NotebookHistory
  let spark: NotebookQuery
  /// Whether free texts of the records are written.
  let withTexts: Bool

  var all: [DataTable] {
    let records = NotebookRecords(history: history, withTexts: withTexts)
    return [records.table] + records.lists + [ladder, features, rules, votes, labels, scores].compactMap { $0 }
      + [
        findings(
          "findings", "What the rules hold against a record in a scheme, with the whole history at hand", history.findings),
        findings("stream", "The same as each record came, decided by nothing but those before it", history.stream),
      ] + [truth].compactMap { $0 }
  }

  private var rows: [Int64] { history.history.collection.rows }
  private static let row = "the record's number in its source, from 1"

  private var ladder: DataTable? {
    guard history.orders != nil else { return nil }
    let steps = history.ladder.steps
    return DataTable(
      "ladder", "The steps of ordinary discounts, as they were learned from the orders", count: steps.count, key: ["percent"],
      columns: [
        .init("percent", .number, unit: "percent", "the step, taken from each \(history.ladder.mode.rawValue)") {
          NotebookTables.number(Double(steps[$0].millionths) / 10_000)
        },
        .init("support", .integer, unit: "orders", "how many orders have just this gap") { "\(steps[$0].support)" },
        .init("in_use", .text, "when it was in use; empty: throughout") { steps[$0].inUse ?? "" },
      ])
  }

  private var features: DataTable? {
    guard !history.features.isEmpty, let frame = try? history.history.collection.frame() else { return nil }
    let kept = zip(history.features, frame.columns).filter { withTexts || $0.0.type != .text }
    return DataTable(
      "features", "What a model sees of each record: the features that the rule files declare", count: rows.count, key: ["row"],
      columns: [rowColumn] + kept.map { column($0, $1) })
  }

  private func column(_ feature: ModelFeatures.Feature, _ values: FrameColumn) -> DataTable.Column {
    let units = [unit(of: feature.type), history.conditions.contains(feature.name) ? "a condition of a rule" : ""]
    let unit = units.filter { !$0.isEmpty }.joined(separator: ", ")
    let meaning = "the feature \(feature.name), of type \(feature.type.name)"
    switch values.values {
    case .numbers(let numbers):
      return .init(feature.name, .number, unit: unit, meaning) { numbers[$0].isNaN ? "" : NotebookTables.number(numbers[$0]) }
    case .categories(let codes, let texts):
      return .init(feature.name, feature.type == .key ? .key : .text, unit: unit, meaning) {
        codes[$0] < 0 ? "" : texts[Int(codes[$0])]
      }
    }
  }

  private func unit(of type: ValueType) -> String {
    switch type {
    case .money(let currency): currency.code
    case .percent: "share"
    case .duration: "seconds"
    case .flag: "1 or 0"
    default: ""
    }
  }

  private var rules: DataTable {
    let (program, counts) = (history.program, history.history.counts)
    let own = program.rules.indices.filter { program.rules[$0].schema == history.history.rules.schema }
    func count(_ place: Int) -> DecisionCounts.OfRule { counts.rules[own[place]] ?? DecisionCounts.OfRule() }
    func rule(_ place: Int) -> Program.Rule { program.rules[own[place]] }
    return DataTable(
      "rules", "Each rule, how often it said what, and whether Spark SQL says it too", count: own.count, key: ["rule"],
      columns: [
        .init("rule", .text, "package and name") { rule($0).id },
        .init("title", .text, "what it looks for") { rule($0).title },
        .init("scheme", .text, "the kind of fraud; empty: every scheme of its package") { rule($0).scheme },
        .init("vote", .text, "fraud or legit; empty: it votes for neither") { rule($0).vote?.rawValue ?? "" },
        .init("severity", .text, "low to critical") { rule($0).severity.rawValue },
        .init("status", .text, "only live rules vote") { rule($0).status.rawValue },
        .init("fired", .integer, unit: "records", "on how many it fired") { "\(count($0).fired)" },
        .init("unknown", .integer, unit: "records", "on how many it could not tell") { "\(count($0).unknown)" },
        .init("insufficient", .integer, unit: "records", "on how many it had too little history") { "\(count($0).insufficient)" },
        .init("suppressed", .integer, unit: "records", "on how many it fired and was suppressed") { "\(count($0).suppressed)" },
        .init("spark", .text, "its column in the answer of the Spark query; empty: it is left out") {
          spark.columns[rule($0).id] ?? ""
        },
        .init("spark_reason", .text, "why it is left out there") { spark.reasons[rule($0).id] ?? "" },
      ])
  }

  private var votes: DataTable {
    var cast: [(row: Int64, rule: String, scheme: String, vote: Int8)] = []
    for scheme in history.history.votes.schemes {
      guard let votes = try? history.history.votes.votes(on: scheme) else { continue }
      for (rule, column) in zip(votes.rules, votes.columns) {
        for (record, vote) in column.enumerated() where vote != Vote.abstain {
          cast.append((rows[record], rule.name, scheme, vote))
        }
      }
    }
    return DataTable(
      "votes", "Which live rule fired on which record, and what that says of a scheme", count: cast.count,
      key: ["row", "scheme", "rule"],
      columns: [
        .init("row", .integer, NotebookTables.row) { "\(cast[$0].row)" }, .init("rule", .text, "who votes") { cast[$0].rule },
        .init("scheme", .text, "on what") { cast[$0].scheme },
        .init("vote", .text, "fraud or legit") { cast[$0].vote == Vote.fraud ? "fraud" : "legit" },
      ])
  }

  private var labels: DataTable {
    let chances = history.labels.chances
    let count = rows.count
    return DataTable(
      "labels", "How likely each record is fraud of a scheme, by all rules' votes together", count: chances.count * count,
      key: ["row", "scheme"],
      columns: [
        .init("row", .integer, NotebookTables.row) { "\(rows[$0 % count])" },
        .init("scheme", .text, "of what") { chances[$0 / count].scheme },
        .init("chance", .number, "from 0 to 1") { place in
          chances[place / count].labels[place % count].map { NotebookTables.chance($0) } ?? ""
        },
      ])
  }

  private var scores: DataTable {
    let schemes = Set(history.history.ruleScores.keys).union(history.models.byScheme.keys).sorted()
    let (count, models, own) = (rows.count, history.models.byScheme, history.history)
    func scheme(_ place: Int) -> String { schemes[place / count] }
    func model(_ place: Int) -> NotebookModels.Scored? { models[scheme(place)] }
    return DataTable(
      "scores", "How suspicious each record is in a scheme, by the rules alone and by the model", count: schemes.count * count,
      key: ["row", "scheme"],
      columns: [
        .init("row", .integer, NotebookTables.row) { "\(rows[$0 % count])" }, .init("scheme", .text, "of what") { scheme($0) },
        .init("rules", .number, "the highest score of the scheme's rules, from 0 to 1; not calibrated") { place in
          own.ruleScores[scheme(place)].map { NotebookTables.chance($0[place % count]) } ?? ""
        },
        .init("rules_alert", .flag, "whether the rules make an alert of it") { place in
          "\(own.ruleAlerts[scheme(place)]?[place % count] ?? false)"
        },
        .init(
          "part", .text, "learned: the model has seen its label; tested: it has not; scored: a registered model, which may have"
        ) {
          model($0)?.parts[$0 % count]?.rawValue ?? ""
        },
        .init("model", .number, "the model's calibrated chance, from 0 to 1; empty where it learned from the record") { place in
          model(place)?.chances[place % count].map { NotebookTables.chance($0) } ?? ""
        },
        .init("model_alert", .flag, "whether it passes the model's threshold") { "\(model($0)?.alerts[$0 % count] ?? false)" },
      ])
  }

  private func findings(_ name: String, _ meaning: String, _ told: [NotebookHistory.Told]) -> DataTable {
    DataTable(
      name, meaning, count: told.count, key: ["row", "scheme"],
      columns: [
        .init("row", .integer, NotebookTables.row) { "\(told[$0].finding.row)" },
        .init("id", .text, "the record's identity") { told[$0].finding.id },
      ] + time(told) + [
        .init("entity", .key, "whom it is about") { told[$0].finding.entity ?? "" },
        .init("scheme", .text, "the kind of fraud") { told[$0].finding.scheme },
        .init("severity", .text, "low to critical") { told[$0].finding.severity?.rawValue ?? "" },
        .init("score", .number, "from 0 to 1; not calibrated") { NotebookTables.chance(told[$0].finding.score) },
        .init("rules", .text, "those that fired, parted by spaces") { told[$0].finding.rules.joined(separator: " ") },
        .init("loss", .money, unit: history.currency.code, "what the leading rule says was lost") {
          told[$0].finding.loss?.description ?? ""
        },
        .init("reason", .text, "the leading rule's sentence") { told[$0].finding.reason },
      ])
  }

  private func time(_ told: [NotebookHistory.Told]) -> [DataTable.Column] {
    guard let field = history.schema.timeField else { return [] }
    return [
      .init(history.schema.fields[field].name, .time, unit: "UTC", "the record's time") {
        told[$0].finding.time?.description ?? ""
      }
    ]
  }

  private var truth: DataTable? {
    guard let known = history.truth?.rows else { return nil }
    return DataTable(
      "truth", "The fraudulent records, by somebody who knows", count: known.count, key: ["row", "scheme"],
      columns: [
        .init("row", .integer, NotebookTables.row) { "\(known[$0].row)" },
        .init("scheme", .text, "the kind of fraud") { known[$0].scheme },
        .init("loss", .money, unit: history.currency.code, "what was lost; empty where nobody says") {
          known[$0].loss?.description ?? ""
        },
        .init("rep", .key, "who did it, where that is known") { known[$0].rep },
        .init("variant", .text, "which kind of the scheme") { known[$0].variant },
      ])
  }

  private var rowColumn: DataTable.Column {
    let rows = rows
    return .init("row", .integer, NotebookTables.row) { "\(rows[$0])" }
  }

  /// Plain digits where a person would write them.
  static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : "\(value)"
  }

  /// To a millionth: what lies beyond differs between processors, and decides nothing.
  static func chance(_ value: Double) -> String { number((value * 1e6).rounded() / 1e6) }
}
