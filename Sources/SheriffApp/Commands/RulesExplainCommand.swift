import CommandLineKit
import Diagnostics
import Records
import RuleEngine
import RuleLanguage

let rulesExplainCommand = Command(
  "explain", "why rules say of one record what they say, and what would make a silent one fire",
  discussion:
    "Takes each rule's condition apart: every expression with its value at the record, why something is unknown, and which earlier "
    + "records stand behind each window. Of a silent rule it looks for the nearest change of one field that would make it fire. "
    + "Everything is decided as `sheriff scan` decides over the same source.",
  arguments: [
    RecordReading.argument,
    Argument("record", "the record's id, or row:N; of several versions of an id the newest is explained"),
  ],
  options: [
    Option("rule", value: "ID", "only this rule, whatever its status; else all that are live or in the shadow"),
    RecordReading.baseline,
    RecordReading.catalog,
    Option("json", "the same as one JSON object"),
  ] + RecordReading.options,
  examples: [
    "sheriff rules explain orders.csv row:172", "sheriff rules explain orders.csv row:172 --rule padding.deep_discount",
    "sheriff rules explain payments.csv P-10311 --json",
  ], action: explainRecord)

private func explainRecord(_ invocation: Invocation) throws -> ExitCode {
  try RecordExplaining(invocation, source: invocation.arguments[0], record: invocation.arguments[1])
    .write(rules: invocation.text("rule").map { [$0] } ?? [], isJSON: invocation.flag("json"))
  return .fine
}
