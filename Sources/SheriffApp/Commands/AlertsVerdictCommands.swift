import Alerts
import CommandLineKit
import Files
import Records

private let verdictOptions =
  AlertFilterOptions.options + [
    AlertFilterOptions.standing("of those that a filter names, how they stand now", default: "open"),
    Option("why", value: "TEXT", "the reason, kept for ever"),
    Option("by", value: "WHO", "who decides it; default the system's name of the user"),
    Option("yes", "do it also where a case or a filter names more than one"),
  ]

private let verdictDiscussion =
  "Alerts are named by their ids, or all that wait in a case or pass a filter at once. A verdict may be changed; each is kept. Verdicts are what "
  + "`sheriff labels --verdicts store` and `sheriff learn --verdicts store` read."

let alertsConfirmCommand = Command(
  "confirm", "say that alerts are fraud", discussion: verdictDiscussion,
  arguments: [Argument("id", "alerts' first digits or records, cases as case-…", arity: .any)], options: verdictOptions,
  examples: [
    "sheriff alerts confirm 3f09ab12cd --why \"the goods were never delivered\"",
    "sheriff alerts confirm case-77aa0b3c51 --why \"he has admitted it\" --yes",
  ], action: { try judge($0, .confirmed) })

let alertsDismissCommand = Command(
  "dismiss", "say that alerts are no fraud", discussion: verdictDiscussion,
  arguments: [Argument("id", "alerts' first digits or records, cases as case-…", arity: .any)], options: verdictOptions,
  examples: [
    "sheriff alerts dismiss row:172 --why \"agreed with the customer in writing\"",
    "sheriff alerts dismiss --rule padding.deep_discount --to 2023-12-31 --why \"before the new price list\" --yes",
  ], action: { try judge($0, .dismissed) })

private func judge(_ invocation: Invocation, _ ruling: AlertVerdict.Ruling) throws -> ExitCode {
  let verdict = AlertVerdict(ruling, who: try signer(invocation), why: try invocation.required("why"), at: .ofClock())
  let isFiltered = AlertFilterOptions.isAnySaid(invocation)
  guard !(isFiltered && !invocation.arguments.isEmpty) else {
    throw invocation.usage("name alerts by their ids or by a filter, not by both")
  }
  guard isFiltered || !invocation.arguments.isEmpty else {
    throw invocation.usage("name alerts by their ids, by --case or by a filter")
  }
  let store = try AlertOpening.existing(invocation)
  var filters: [AlertFilter] = isFiltered ? [try AlertFilterOptions.filter(invocation, store)] : []
  var alerts: [Alert] = []
  let lookup = AlertLookup(store, invocation)
  for text in invocation.arguments {
    switch try lookup.found(text) {
    case .alert(let alert): alerts.append(alert)
    case .case(let identity):
      var filter = AlertFilter(standing: invocation.text("status").flatMap { AlertFilter.Standing(rawValue: $0) } ?? .open)
      filter.caseKey = identity.key
      filters.append(filter)
    }
  }
  for filter in filters {
    alerts += try alerting { () throws(AlertError) in try store.alerts(AlertQuery(filter, limit: .max), at: verdict.at) }
  }
  var seen: Set<String> = []
  alerts = alerts.filter { seen.insert($0.key).inserted }
  guard !alerts.isEmpty else {
    throw CommandFailure(
      .inputMissing, "no alert passes, so nothing was decided",
      hints: ["of a case or a filter only open alerts are taken, unless --status says otherwise"])
  }
  if !filters.isEmpty, alerts.count > 1, !invocation.flag("yes") {
    throw CommandFailure(
      .usage,
      "\(Words.counted(alerts.count, "alert"))\(lost(alerts)) would be \(ruling.rawValue); nothing was decided",
      hints: ["look at them with `sheriff alerts list`, then say --yes"])
  }
  let counts = try alerting { () throws(AlertError) in try store.judge(alerts.map(\.key), verdict) }
  var text = "\(Words.counted(counts.changed, "alert")) \(ruling.rawValue)"
  if counts.unchanged > 0 { text += ", \(groupedInThousands(String(counts.unchanged))) so already" }
  try invocation.terminal.write(text + "\n")
  return .fine
}

/// What they come to, by currency.
private func lost(_ alerts: [Alert]) -> String {
  var sums: [String: (currency: Currency, sum: AmountSum)] = [:]
  for alert in alerts {
    guard let loss = alert.sighting.loss else { continue }
    sums[alert.sighting.currency.code, default: (alert.sighting.currency, AmountSum())].sum.add(loss)
  }
  let amounts = sums.values.sorted { $0.currency.code < $1.currency.code }.map {
    AlertCase.Amount(currency: $0.currency, total: $0.sum.total)
  }
  return amounts.isEmpty ? "" : ", \(AlertText.money(amounts)) by their rules,"
}

let alertsVerdictsCommand = Command(
  "verdicts", "the verdicts that hold, as `labels` and `learn` read them",
  discussion:
    "A CSV file of id, scheme and verdict, fraud or legit. Records of two sources may have one id, so a file is of one source.",
  options: [
    Option("out", value: "FILE", "where they are written; else standard output"),
    Option("of-source", value: "SOURCE", "of this source, where several have verdicts"),
  ], examples: ["sheriff alerts verdicts --out verdicts.csv"], action: writeVerdicts)

private func writeVerdicts(_ invocation: Invocation) throws -> ExitCode {
  let store = try AlertOpening.existing(invocation)
  let source = try AlertFilterOptions.filter(invocation, store).source
  let verdicts = try alerting { () throws(AlertError) in try store.verdicts(ofSource: source) }
  let sources = Set(verdicts.map(\.source)).sorted()
  guard sources.count < 2 else {
    throw invocation.usage("verdicts are on several sources, \(sources.joined(separator: ", ")); name one with --of-source")
  }
  let lines = verdicts.map { "\(csvCell($0.record)),\(csvCell($0.scheme)),\($0.ruling == .confirmed ? "fraud" : "legit")\n" }
  let text = "id,scheme,verdict\n" + lines.joined()
  if let path = invocation.text("out") {
    try reading { () throws(SourceError) in try OutputFile.write(text, to: path) }
  } else {
    try invocation.terminal.write(text)
  }
  if !invocation.flag("quiet") { invocation.terminal.say(Words.counted(verdicts.count, "verdict")) }
  return .fine
}
