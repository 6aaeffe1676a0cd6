import CommandLineKit
import Detection
import Records
import RuleLanguage

let rulesBacktestCommand = Command(
  "backtest", "what a pack of rules would have caught in a history, and against another version of it",
  discussion:
    "Runs the rules over the whole history: alerts a week, losses, overlaps; with --against also what another version finds more or "
    + "less; with --sweep what other values of a param would find. How right the alerts are is said where there are labels: a label "
    + "field of the schema, as far as it was known when the history ended, or --truth. Without --baseline what is ordinary is "
    + "learned from the source itself, once for all versions. Weeks are from Monday to Sunday in UTC.",
  arguments: [RecordReading.argument],
  options: [
    Option("against", value: "DIR|REV", "another version of the rules: a folder, or a git revision of the rules' folder"),
    Option("truth", value: "FILE", "the fraudulent rows: a CSV file with row, scheme and loss; all others are honest"),
    RecordReading.baseline,
    RecordReading.catalog,
    Option(
      "sweep", value: "PARAM=LOW..HIGH:STEP",
      "run with each of these values of a param; padding.deepest where several have the name"
    ), Option("samples", value: "N", "how many gained and lost records are shown of each rule", default: "5"),
    Option("json", "the result as one JSON object"),
  ] + RecordReading.options,
  examples: [
    "sheriff rules backtest history/orders.csv --truth history/truth.csv",
    "sheriff rules backtest history/orders.csv --against main~1",
    "sheriff rules backtest history/orders.csv --against rules-of-last-year --samples 10 --json",
    "sheriff rules backtest history/orders.csv --truth history/truth.csv --sweep deepest=5%..40%:5%",
  ], action: backtestRules)

private func backtestRules(_ invocation: Invocation) throws -> ExitCode {
  let samples = try invocation.integer("samples", in: 0...10_000) ?? 5
  var run = try RecordReading(invocation, source: invocation.arguments[0])
  // All that can be wrong with rules is said before a long file is read.
  let rules = try LoadedRules(invocation, for: run.source.schema)
  let other = try invocation.text("against").map { try OtherVersion($0, invocation, for: run.source.schema) }
  let sweep = try invocation.text("sweep").map { try ParamSweep($0, rules, invocation) }
  let truth = try invocation.text("truth").map { (path: $0, file: try TruthFile($0, run.source.schema.currency)) }
  var history = try BacktestHistory(&run, invocation, rules)
  let ready = try history.ready(rules)
  let tally = history.tally(ready)
  let labels =
    truth.map {
      Labels(
        truth: $0.file.labels, name: $0.path, rows: history.batch.rows, currency: history.schema.currency, history.outline)
    } ?? Labels(history.batch, history.outline)
  var backtest = Backtest(source: invocation.arguments[0], history: history, tally: tally, labels: labels)
  if let other {
    let before = try history.ready(other.rules)
    let beforeTally = history.tally(before)
    backtest.against = Backtest.Against(
      other.name, history, now: (ready, tally), before: (before, beforeTally), samples: samples)
  }
  if let sweep { backtest.sweep = Backtest.Sweep(param: sweep.param, rows: try sweep.run(&history, labels)) }
  let text =
    invocation.flag("json")
    ? BacktestJSON(backtest: backtest).value.rendered + "\n"
    : BacktestTables(backtest: backtest, terminal: invocation.terminal).text
  try invocation.terminal.write(text)
  return .fine
}

extension Schema {
  /// That of its first amount.
  fileprivate var currency: Currency {
    for field in fields { if case .money(let currency) = field.type { return currency } }
    return .usDollar
  }
}
