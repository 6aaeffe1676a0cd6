import CommandLineKit
import Detection
import Records
import RuleEngine
import RuleLanguage

let rulesBenchCommand = Command(
  "bench", "time and memory by rule, so that the dear one is seen",
  discussion:
    "Reads the history into memory and decides over it again and again: all rules and features together, each alone, and all without "
    + "it. Alone is above what a pack without rules takes; the share is what would be saved without it, less than alone where its "
    + "windows are shared. A measurement of this machine at this moment: compare only what one run says.",
  arguments: [RecordReading.argument],
  options: [
    Option("repeat", value: "N", "how many times each is measured; the median counts", default: "5"),
    RecordReading.baseline,
    RecordReading.catalog,
    Option("json", "the result as one JSON object"),
  ] + RecordReading.options,
  examples: ["sheriff rules bench history/orders.csv", "sheriff rules bench payments.csv --repeat 9 --json"], action: benchRules)

private func benchRules(_ invocation: Invocation) throws -> ExitCode {
  let repetitions = try invocation.integer("repeat", in: 1...1_000) ?? 5
  var run = try RecordReading(invocation, source: invocation.arguments[0])
  let rules = try LoadedRules(invocation, for: run.source.schema)
  let history = try BacktestHistory(&run, invocation, rules)
  var bench = RuleBench(history, try history.ready(rules))
  let clock = ContinuousClock()
  let start = clock.now
  var bar = ProgressBar("measuring", total: nil, terminal: invocation.terminal) { clock.now - start }
  bench.measure(repetitions) { bar.update(Int64($0)) }
  bar.finish()
  try invocation.terminal.write(
    invocation.flag("json")
      ? bench.json(invocation.arguments[0]).rendered + "\n" : bench.text(invocation.arguments[0], invocation.terminal))
  return .fine
}
