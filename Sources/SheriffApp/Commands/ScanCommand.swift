import CommandLineKit
import Detection
import Diagnostics
import Files
import Records
import RuleEngine
import RuleLanguage

let scanCommand = Command(
  "scan", "decide over a history: what the rules find, who, how much, and why",
  discussion:
    "Without --baseline what is ordinary is learned from the source itself. With --as-stream each record is decided with nothing but "
    + "those before it, as the monitor would have. Exit 1 only under --fail-on.",
  arguments: [RecordReading.argument],
  options: [
    RecordReading.baseline,
    RecordReading.catalog,
    Option("as-stream", "decide on each record with what came before it only"),
    Option("model", value: "NAME", "the model that scores beside the rules", default: "none"),
    Option("all", "one line for every record and scheme, flagged or not"),
    Option("format", value: "FORMAT", "how findings are written", default: "table", allowed: ["table", "jsonl", "csv"]),
    Option("out", value: "FILE", "where findings are written; else standard output"),
    Option(
      "fail-on", value: "SEVERITY", "exit 1 where something this severe is found",
      allowed: Program.Rule.Severity.allCases.map(\.rawValue)),
    AlertSinks.option, SourceName.option,
  ] + RecordReading.options,
  examples: [
    "sheriff scan history/orders.csv", "sheriff scan orders.jsonl --baseline winter --format jsonl --out findings.jsonl",
    "sheriff scan postgres://user@host/shop --fail-on high", "sheriff scan history/orders.csv --sink store",
  ], action: scan)

private func scan(_ invocation: Invocation) throws -> ExitCode {
  var run = try RecordReading(invocation, source: invocation.arguments[0])
  let rules = try LoadedRules(invocation, for: run.source.schema)
  let deciding = Deciding(invocation, rules, symbols: run.source.records.symbols)
  let model = try ModelScoring.named(invocation, rules)
  let writer = try FindingWriter(invocation)
  let sinks = try AlertSinks(invocation, source: invocation.arguments[0])
  var scanning = Scanning(
    deciding, schema: run.source.schema, isStream: invocation.flag("as-stream"), all: invocation.flag("all"),
    model: model)
  try scanning.run({ try run.run($0) }) { finding, hashes in
    try writer.write(finding, hashes)
    try sinks.write(finding, hashes)
  }
  try writer.finish()
  try sinks.finish()
  if !invocation.flag("quiet") {
    ScanSummary(scanning.deciding.counts, rules.program, writer).say(invocation.terminal)
    for line in sinks.told { invocation.terminal.say(line) }
  }
  return writer.hasFailed ? .found : .fine
}
