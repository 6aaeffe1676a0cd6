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
    Argument("source", "a file, pattern, folder of tables, - or postgres:// address"),
    Argument("record", "the record's id, or row:N; of several versions of an id the newest is explained"),
  ],
  options: [
    Option("rule", value: "ID", "only this rule, whatever its status; else all that are live or in the shadow"),
    Option("baseline", value: "NAME", "decide with a baseline that was learned before"),
    Option("catalog", value: "FILE", "a price list, product,price,cost, in place of learned prices"),
    Option("json", "the same as one JSON object"),
  ] + RecordReading.options,
  examples: [
    "sheriff rules explain orders.csv row:172", "sheriff rules explain orders.csv row:172 --rule padding.deep_discount",
    "sheriff rules explain payments.csv P-10311 --json",
  ], action: explainRecord)

private func explainRecord(_ invocation: Invocation) throws -> ExitCode {
  var run = try RecordReading(invocation, source: invocation.arguments[0])
  let loaded = try LoadedRules(invocation, for: run.source.schema)
  let rules = try rulesToExplain(invocation, loaded)
  var batches: [RecordBatch] = []
  try run.run { batches.append($0) }
  let wanted = invocation.arguments[1]
  guard let whole = RecordBatch.joined(batches) else { throw noSuchRecord(wanted, invocation, nil) }
  let found = FoundRecord(wanted, in: whole)
  guard let found else { throw noSuchRecord(wanted, invocation, whole) }
  let symbols = run.source.records.symbols
  let prepared = try Deciding(invocation, loaded, symbols: symbols).prepared(whole)
  let explainer = Explainer(
    loaded.program, schema: loaded.schema, surroundings: prepared.surroundings, symbols: symbols,
    baselineWindows: prepared.windows)
  guard let (record, explanations) = found.newestDecided({ explainer.explain(rules, of: $0, in: prepared.records) }) else {
    throw CommandFailure(
      .badData, "`\(wanted)` was never decided: it was deleted, or says nothing but that it is gone",
      hints: ["name another row of it as row:N"])
  }
  let explained = ExplainedRecord(
    id: whole.identity(of: record), row: whole.rows[record], notes: found.notes(on: record, in: whole), explanations: explanations
  )
  let text =
    invocation.flag("json")
    ? ExplanationJSON(program: loaded.program).text(explained)
    : ExplanationText(program: loaded.program, terminal: invocation.terminal).text(explained)
  try invocation.terminal.write(text)
  return .fine
}

private func rulesToExplain(_ invocation: Invocation, _ loaded: LoadedRules) throws -> [Int] {
  let program = loaded.program
  let all = program.rules.indices.filter { program.rules[$0].schema == loaded.schema }
  guard let name = invocation.text("rule") else {
    let rules = all.filter { program.rules[$0].status == .live || program.rules[$0].status == .shadow }
    guard !rules.isEmpty else {
      throw CommandFailure(.badData, "no rule about `\(program.schemas[loaded.schema].name)` is live or in the shadow")
    }
    return rules
  }
  let ids = all.map { program.rules[$0].id }
  let exact = all.filter { program.rules[$0].id == name }
  let short = all.filter { program.rules[$0].id.hasSuffix(".\(name)") }
  if exact.count == 1 || short.count == 1 { return exact.isEmpty ? short : exact }
  let hint = closestMatch(to: name, among: ids).map { "did you mean \($0)?" } ?? "there are \(ids.joined(separator: ", "))"
  throw CommandFailure(.usage, "no rule about `\(program.schemas[loaded.schema].name)` is called `\(name)`", hints: [hint])
}

private func noSuchRecord(_ wanted: String, _ invocation: Invocation, _ whole: RecordBatch?) -> CommandFailure {
  let example = whole.flatMap {
    $0.count > 0 ? "a record of it is `\($0.identity(of: 0))`; any may be named by its row, as row:1" : nil
  }
  return CommandFailure(
    .inputMissing, "\(invocation.arguments[0]): there is no record `\(wanted)`", hints: [example ?? "there are no records"])
}
