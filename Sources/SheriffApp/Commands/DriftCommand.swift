import CommandLineKit
import Drift
import Learning
import Pricing
import Records

let driftCommand = Command(
  "drift", "whether records still are as they were when a model learned, or earlier in the source",
  discussion:
    "Features, scores, alerts and what each rule says, then and now, what moved most first. A model brings along what it learned from; a rule "
    + "that no model knows is held against the source's own past: what came before --from, else the first 10,000 records. With --baseline its "
    + "ladder and prices are held against those that the source tells. Exit 1 only under --fail-on.",
  arguments: [RecordReading.argument],
  options: [
    Option("model", value: "NAME", "the model whose past the records are held against", default: "none"),
    Option("baseline", value: "NAME", "decide with a baseline that was learned before, and hold it against the source's"),
    RecordReading.catalog,
    Option("from", value: "DATE", "only records from this day on"),
    Option("to", value: "DATE", "only records up to this day, all of it"),
    Option("format", value: "FORMAT", "how it is written", default: "table", allowed: ["table", "json"]),
    Option("fail-on", value: "VERDICT", "exit 1 where something has moved so far", allowed: ["moving", "moved"]),
  ] + RecordReading.options,
  examples: [
    "sheriff drift orders.csv --model orders", "sheriff drift orders.csv --model orders --from 2016-09-01 --fail-on moved",
    "sheriff drift orders.csv --baseline winter --format json",
  ], action: drift)

private func drift(_ invocation: Invocation) throws -> ExitCode {
  let from = try AlertFilterOptions.date("from", invocation)?.instant
  let before = try AlertFilterOptions.date("to", invocation).map { CivilDate(daysSince1970: $0.daysSince1970 + 1).instant }
  if let from, let before, from >= before { throw invocation.usage("--from lies after --to") }
  var run = try RecordReading(invocation, source: invocation.arguments[0])
  let rules = try LoadedRules(invocation, for: run.source.schema)
  let model = try ModelScoring.named(invocation, rules)
  if let model, model.artefact.past == nil {
    invocation.terminal.say(
      "\(model.version.reference) was registered before distributions were kept: of its features and scores drift cannot be told; "
        + "train it anew with `sheriff learn`")
  }
  var deciding = Deciding(invocation, rules, symbols: run.source.records.symbols)
  if let model { deciding.use(model) }
  var batches: [RecordBatch] = []
  try run.run { batches.append($0) }
  let feed = DriftFeed(rules, model)
  var history = HistoryDrift(feed, past: model?.artefact.past, from: from, before: before)
  try deciding.history(batches) { decisions, _, _, _ in
    _ = try model?.opinions(decisions)
    history.add(decisions)
  }
  guard history.records > 0 else {
    throw CommandFailure(
      .badData, "\(run.source.name): there is no record to look at" + (from ?? before == nil ? "" : " in that time"),
      hints: from ?? before == nil ? [] : ["give other days with --from and --to"])
  }
  let past = model?.artefact.past
  let words = DriftWords(types: feed.types, which: "these") { subject in
    past?.distribution(of: subject) != nil ? "when the model learned" : "of those before"
  }
  let report = DriftReport(
    model: model.map { "\($0.version.reference)" }, rows: history.rows, records: history.records, words: words,
    baseline: try baseline(deciding, batches, run.source, invocation))
  if invocation.text("format") == "json" {
    try invocation.terminal.write(report.json)
  } else {
    try report.print(invocation.terminal)
  }
  let limit = invocation.text("fail-on").flatMap { DriftVerdict(rawValue: $0) }
  return limit.map { limit in report.rows.contains { $0.comparison.verdict >= limit } } ?? false ? .found : .fine
}

/// What the named baseline knows against what the source tells; nil where none was named.
private func baseline(
  _ deciding: Deciding, _ batches: [RecordBatch], _ source: OpenedSource, _ invocation: Invocation
) throws -> BaselineDrift? {
  guard let named = try deciding.namedBaseline(), let fields = OrderFields(source.schema),
    let whole = RecordBatch.joined(batches)
  else { return nil }
  var orders = OrderHistory()
  orders.append(whole, fields)
  guard orders.count > 0 else { return nil }
  let learning = OrderLearning(
    orders, symbols: deciding.symbols, catalogue: try catalogue(invocation), workers: .ofThisMachine)
  let today = Baseline(
    name: "today", schema: source.schema.name, source: source.name, learning: learning, symbols: deciding.symbols)
  return BaselineDrift(named, today)
}
