import Alerts
import CommandLineKit
import Records

let alertsSuppressCommand = Command(
  "suppress", "keep open alerts out of sight for a while",
  discussion:
    "Whatever is named has to fit: with --scheme and --rep the alerts of that person in that scheme. Nothing is lost: alerts are stored all the same, "
    + "`--status suppressed` lists them, and after the day they are seen again.",
  options: [
    Option("scheme", value: "NAME", "alerts of this scheme"), Option("rule", value: "ID", "where this rule fired, package.rule"),
    Option("entity", value: "NAME", "about this person, or whoever the records' first key names"),
    Option("rep", value: "NAME", "the same as --entity"), Option("record", value: "ID", "about this record"),
    Option("until", value: "DATE", "the last day, in UTC"), Option("why", value: "TEXT", "the reason, kept for ever"),
    Option("by", value: "WHO", "who decides it; default the system's name of the user"),
  ],
  examples: [
    "sheriff alerts suppress --scheme rep-padding --rep \"Ann Archer\" --until 2026-12-31 --why \"her new prices are not loaded yet\""
  ], action: suppress)

let alertsUnsuppressCommand = Command(
  "unsuppress", "end a suppression before its day", arguments: [Argument("number", "as `sheriff alerts suppressions` shows it")],
  options: [
    Option("why", value: "TEXT", "the reason, kept for ever"),
    Option("by", value: "WHO", "who decides it; default the system's name of the user"),
  ], examples: ["sheriff alerts unsuppress 3 --why \"the prices are loaded\""], action: unsuppress)

let alertsSuppressionsCommand = Command(
  "suppressions", "what is kept out of sight, by whom, why and until when",
  options: [Option("all", "also those that are over"), formatOption],
  examples: ["sheriff alerts suppressions", "sheriff alerts suppressions --all --format json"], action: listSuppressions)

private func suppress(_ invocation: Invocation) throws -> ExitCode {
  let now = Instant.ofClock()
  _ = try invocation.required("until")
  guard let last = try AlertFilterOptions.date("until", invocation) else { return .usage }
  if let rep = invocation.text("rep"), let entity = invocation.text("entity"), rep != entity {
    throw invocation.usage("--rep and --entity name two people, and an alert is about one")
  }
  let suppression = Suppression(
    scheme: invocation.text("scheme"), rule: invocation.text("rule"), entity: invocation.text("entity") ?? invocation.text("rep"),
    record: invocation.text("record"), why: try invocation.required("why"), who: try signer(invocation), made: now,
    until: CivilDate(daysSince1970: last.daysSince1970 + 1).instant)
  try alerting { () throws(AlertError) in try suppression.check() }
  let store = try AlertOpening.existing(invocation)
  let (id, hidden) = try alerting { () throws(AlertError) in
    let open = try store.count(AlertFilter(standing: .open), at: now)
    let id = try store.suppress(suppression)
    return (id, open - (try store.count(AlertFilter(standing: .open), at: now)))
  }
  try invocation.terminal.write(
    "suppression \(id), to the end of \(last): \(Words.counted(hidden, "open alert")) out of sight\n")
  return .fine
}

private func unsuppress(_ invocation: Invocation) throws -> ExitCode {
  guard let id = Int(invocation.arguments[0]) else {
    throw invocation.usage("`\(invocation.arguments[0])` is no suppression's number; `sheriff alerts suppressions` shows them")
  }
  let ending = Suppression.Ending(who: try signer(invocation), why: try invocation.required("why"), at: .ofClock())
  let store = try AlertOpening.existing(invocation)
  try alerting { () throws(AlertError) in try store.endSuppression(id, ending) }
  try invocation.terminal.write("suppression \(id) is over\n")
  return .fine
}

private func listSuppressions(_ invocation: Invocation) throws -> ExitCode {
  let store = try AlertOpening.existing(invocation)
  let now = Instant.ofClock()
  let all = try alerting { () throws(AlertError) in try store.suppressions() }
  let shown = invocation.flag("all") ? all : all.filter { $0.holds(at: now) }
  if invocation.text("format") == "json" {
    let values = shown.map { suppression -> JSONValue in
      .object([
        ("number", .integer(suppression.id ?? 0)), ("holds", .flag(suppression.holds(at: now))),
        ("scheme", .optional(suppression.scheme)), ("rule", .optional(suppression.rule)),
        ("entity", .optional(suppression.entity)),
        ("record", .optional(suppression.record)), ("why", .text(suppression.why)), ("who", .text(suppression.who)),
        ("made", .text(suppression.made.description)), ("until", .text(suppression.until.description)),
        ("ended", .optional(suppression.ending?.at.description)), ("ended_by", .optional(suppression.ending?.who)),
        ("ended_why", .optional(suppression.ending?.why)),
      ])
    }
    try invocation.terminal.write(JSONValue.array(values).rendered + "\n")
    return .fine
  }
  guard !shown.isEmpty else {
    invocation.terminal.say(all.isEmpty ? "nothing is suppressed" : "nothing is suppressed now; --all shows what was")
    return .fine
  }
  let rows = shown.map { suppression -> [TextTable.Cell] in
    let parts = [
      suppression.scheme, suppression.rule.map { "rule \($0)" }, suppression.entity, suppression.record.map { "record \($0)" },
    ]
    let state = suppression.ending.map { "ended by \($0.who): \($0.why)" } ?? (now < suppression.until ? "holds" : "is over")
    return [
      .number("\(suppression.id ?? 0)"), .text(parts.compactMap { $0 }.joined(separator: ", ")),
      .text("\(suppression.made.date)"),
      .text("\(CivilDate(daysSince1970: suppression.until.day - 1))"), .text(suppression.who), .text(suppression.why),
      .text(state),
    ]
  }
  let header = ["number", "what", "made", "until", "who", "why", "state"]
  try invocation.terminal.write(TextTable(header: header, rows: rows).render(invocation.terminal))
  return .fine
}
