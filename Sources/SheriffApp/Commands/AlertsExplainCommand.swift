import Alerts
import CommandLineKit
import Records
import RuleLanguage

let alertsExplainCommand = Command(
  "explain", "why an alert was raised: the reason, the evidence, its rules as they are written, and what to look at",
  discussion:
    "With --source the record is read and decided again, and each rule's condition is taken apart as `sheriff rules explain` does.",
  arguments: [Argument("alert", "its first digits, or its record's id")],
  options: [
    Option("source", value: "SOURCE", "where the record is, to decide it again"),
    RecordReading.baseline,
    RecordReading.catalog,
  ] + RecordReading.options,
  examples: ["sheriff alerts explain 3f09ab12cd", "sheriff alerts explain row:172 --source history/orders.csv"],
  action: explainAlert)

private func explainAlert(_ invocation: Invocation) throws -> ExitCode {
  let store = try AlertOpening.existing(invocation)
  let alert = try AlertLookup(store, invocation).alert(invocation.arguments[0])
  let history = try alerting { () throws(AlertError) in try store.history(ofAlert: alert.key) }
  let terminal = invocation.terminal
  try terminal.write(AlertPage(alert: alert, history: history).text(terminal))
  for rule in alert.sighting.rules { try terminal.write("\n" + told(rule, try load(invocation), terminal)) }
  if alert.sighting.rules.isEmpty {
    try terminal.write("\n  no rule fired; a model raised it: `sheriff models show` says what it was learned from\n")
  }
  guard let source = invocation.text("source") else { return .fine }
  if try SourceName.of(source, invocation) != alert.sighting.source {
    terminal.say("the alert is about \(alert.sighting.source); what follows is of \(source)")
  }
  try terminal.write("\n")
  try RecordExplaining(invocation, source: source, record: alert.sighting.record).write(
    rules: alert.sighting.rules, isJSON: false)
  return .fine
}

/// The rules as they are now; none where there are no rules at hand.
private func load(_ invocation: Invocation) throws -> RuleLoad? { try? RuleFiles([], invocation).load() }

private func told(_ id: String, _ load: RuleLoad?, _ terminal: Terminal) -> String {
  guard let load, let rule = load.program.rules.first(where: { $0.id == id }), let source = load.text(ofRule: id) else {
    return "\(terminal.styled(id, .bold))\n  is not among the rules at hand; name their folder with --rules\n"
  }
  var text = "\(terminal.styled(id, .bold))  \(rule.title)\n"
  if !rule.documentation.isEmpty {
    text += "  what to look at: " + rule.documentation.split(separator: "\n").joined(separator: "\n  ") + "\n"
  }
  text += "  \(rule.status.rawValue), kept by \(rule.owner.isEmpty ? "nobody" : rule.owner); \(source.path) as it is now\n\n"
  for line in source.text.split(separator: "\n", omittingEmptySubsequences: false) { text += "    \(line)\n" }
  return text
}
