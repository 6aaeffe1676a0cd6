import CommandLineKit
import Detection
import Diagnostics
import Evaluation
import Files
import Labelling
import Learning
import Notebooks
import PostgresStore
import Pricing
import Records
import RuleLanguage

/// A history as a folder of notebooks, tables and SQL.
struct NotebookExport {
  let history: NotebookHistory
  private let tables: NotebookTables
  private let records: NotebookRecords
  private let query: NotebookQuery

  init(_ history: NotebookHistory, withTexts: Bool) {
    self.history = history
    query = NotebookQuery(history.program, schema: history.history.rules.schema)
    tables = NotebookTables(history: history, spark: query, withTexts: withTexts)
    records = NotebookRecords(history: history, withTexts: withTexts)
  }

  /// Each file is written beside its place and moved there when it is whole; what an earlier export left and this one does not
  /// write is removed.
  func write(to folder: String) throws -> [String] {
    let (facts, tables) = (facts, tables.all)
    try NotebookExport.check(tables)
    let set = NotebookSet(facts)
    var written: [String] = []
    func write(_ name: String, _ body: (OutputFile) throws(SourceError) -> Void) throws {
      try reading { () throws(SourceError) in
        let file = try OutputFile(path: "\(folder)/\(name)")
        try body(file)
        try file.finish()
      }
      written.append(name)
    }
    for part in ["data", "sql", "databricks"] {
      try reading { () throws(SourceError) in try OutputFile.makeFolder("\(folder)/\(part)") }
    }
    for table in tables {
      try write("data/\(table.name).csv") { file throws(SourceError) in
        try file.write(table.header)
        for row in 0..<table.count { try file.write(table.line(row)) }
      }
    }
    try write("data/schema.json") { file throws(SourceError) in try file.write(package(tables, facts).json) }
    try write("sql/\(facts.records).spark.sql") { file throws(SourceError) in try file.write(query.text) }
    for notebook in set.notebooks(for: .jupyter) {
      try write("\(notebook.name).ipynb") { file throws(SourceError) in try file.write(JupyterText.render(notebook)) }
    }
    for notebook in set.notebooks(for: .databricks) {
      try write("databricks/\(notebook.name).py") { file throws(SourceError) in try file.write(DatabricksText.render(notebook)) }
    }
    try write("README.md") { file throws(SourceError) in try file.write(set.readMe) }
    try write("run.py") { file throws(SourceError) in try file.write(NotebookSet.runScript) }
    for stale in ["ladder", "features", "truth"].map({ "data/\($0).csv" }) where !written.contains(stale) {
      try reading { () throws(SourceError) in try FileTree.remove("\(folder)/\(stale)") }
    }
    return written
  }

  /// A schema may call its own things as the export calls its.
  private static func check(_ tables: [DataTable]) throws {
    func twice(_ names: [String]) -> String? {
      Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.min()
    }
    let hints = ["name it otherwise in a copy of the schema, and name that with --schema"]
    if let name = twice(tables.map(\.name)) {
      throw CommandFailure(.badData, "two tables would be called `\(name)`: the schema has one of that name too", hints: hints)
    }
    for table in tables {
      guard let name = twice(table.columns.map(\.name)) else { continue }
      throw CommandFailure(
        .badData, "two columns of `\(table.name)` would be called `\(name)`: the schema has one of that name too", hints: hints)
    }
  }

  private func package(_ tables: [DataTable], _ facts: HistoryFacts) -> DataPackage {
    func optional(_ text: String?) -> String { text.map(jsonString) ?? "null" }
    func list(_ texts: [String]) -> String { "[" + texts.map(jsonString).joined(separator: ", ") + "]" }
    let schema = history.schema
    return DataPackage(
      title: "\(facts.records) of \(facts.source), as sheriff reads and judges them", tables: tables,
      about: [
        ("records", jsonString(facts.records)), ("time", optional(schema.timeField.map { schema.fields[$0].name })),
        ("who", optional(facts.who)), ("amount", optional(facts.amount)), ("currency", jsonString(facts.currency)),
        ("period", jsonString(facts.period.rawValue)), ("lists", list(schema.lists.map(\.name))),
        ("left_out", list(facts.leftOut)),
        ("rules_hash", optional(history.history.hashes.rules)), ("baseline_hash", optional(history.history.hashes.baseline)),
      ])
  }

  private var facts: HistoryFacts {
    let (schema, orders) = (history.schema, history.orders)
    var facts = HistoryFacts()
    // An address may have a password in it.
    facts.source =
      history.sourceName.contains("://") ? PostgresAlertStore.name(of: history.sourceName) : history.sourceName
    facts.records = schema.name
    facts.count = history.places.count
    if schema.timeField != nil, let first = history.history.collection.times.min(),
      let last = history.history.collection.times.max()
    {
      let (from, to) = (Instant(microseconds: first), Instant(microseconds: last))
      facts.days = (from.date.description, to.date.description)
      facts.period = HistoryFacts.Period(days: to.day - from.day)
    }
    facts.who = history.who.map { schema.fields[$0].name }
    facts.amount = history.amount.map { schema.fields[$0].name }
    facts.currency = history.currency.code
    facts.isOfOrders = orders != nil
    facts.hasPrices =
      orders.map { orders in
        let names = Set(schema.lists[orders.lines].fields.map(\.name))
        return names.isSuperset(of: ["price", "cost", "usual", "since"]) && schema.lists[orders.lines].name == "lines"
          && schema.field(named: "cost") != nil
      } ?? false
    facts.ladder = history.ladder.steps.map { $0.description }
    facts.ladderMode = history.ladder.mode.rawValue
    facts.baseline =
      history.isBaselineNamed ? "the baseline that was named" : orders == nil ? "" : "learned from the history itself"
    facts.schemes = schemes
    facts.hasTruth = history.truth != nil
    facts.modelReference = history.models.reference
    facts.leftOut = records.leftOut
    (facts.sparkRules, facts.sparkLeftOut) = (query.columns.count, query.reasons.count)
    facts.command = "sheriff notebook export \(facts.source)"
    return facts
  }

  private var schemes: [HistoryFacts.Scheme] {
    let (votes, labels, models) = (history.history.votes, history.labels, history.models)
    let names = Set(history.history.ruleScores.keys).union(votes.schemes).union(models.byScheme.keys).sorted()
    return names.map { name in
      let own = history.findings.filter { $0.finding.scheme == name }
      // A sum for a person to read: beyond money's bounds it is not said.
      let loss = own.compactMap(\.finding.loss).reduce(Money.zero as Money?) { $0?.adding($1) }
      let known = history.truth?.rows.count { $0.scheme == name } ?? 0
      return HistoryFacts.Scheme(
        name: name, flagged: own.count,
        loss: own.contains { ($0.finding.loss?.tenThousandths ?? 0) > 0 }
          ? loss.map { "\($0.text(places: 2, grouping: true)) \(history.currency.code)" } ?? "" : "",
        labels: labels.reasons[name], model: models.trained.first { $0.scheme == name }.map(model),
        withoutModel: models.without[name] ?? "", frauds: known > 0 ? known : nil)
    }
  }

  private func model(_ learned: LearnedScheme) -> HistoryFacts.Model {
    let model = learned.model
    return HistoryFacts.Model(
      parameters: model.search.reason, chances: model.calibration.reason, threshold: model.threshold.reason,
      learnedFrom: model.split.train.count, testedOn: model.split.test.count)
  }
}
