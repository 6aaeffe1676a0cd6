import Alerts
import CommandLineKit
import Records

let alertsCommand = Command(
  "alerts", "the alerts that were stored: cases, verdicts, suppressions",
  subcommands: [
    Command(
      "list", "alerts, the latest first",
      discussion:
        "Without --status only those that wait for a verdict. A table has a page of 50; the other formats have all, unless --limit says otherwise.",
      options: AlertFilterOptions.options + [
        AlertFilterOptions.standing("how they stand", default: "open"),
        Option(
          "sort", value: "ORDER", "what comes first", default: "time", allowed: AlertQuery.Order.allCases.map(\.rawValue)),
        Option("cases", "cases instead of alerts, as `sheriff alerts cases`"),
      ] + pageOptions,
      examples: [
        "sheriff alerts list", "sheriff alerts list --scheme rep-padding --rep \"Gregory Matson\" --min-loss 500",
        "sheriff alerts list --status confirmed --format csv",
      ], action: listAlerts),
    Command(
      "cases", "one person in one scheme in one month: how many alerts, how much money, how they stand",
      discussion: "Only alerts that pass the options are counted.",
      options: AlertFilterOptions.options + [
        AlertFilterOptions.standing("how the counted alerts stand", default: "all"),
        Option("sort", value: "ORDER", "what comes first", default: "time", allowed: CaseQuery.Order.allCases.map(\.rawValue)),
      ] + pageOptions,
      examples: ["sheriff alerts cases --sort loss", "sheriff alerts cases --from 2024-01-01 --to 2024-03-31"], action: listCases),
    Command(
      "show", "one alert with all that was said and decided, or one case with its alerts",
      arguments: [Argument("id", "an alert's first digits or its record's id, or case- and a case's first digits")],
      options: [formatOption], examples: ["sheriff alerts show 3f09ab12cd", "sheriff alerts show case-77aa0b3c51"],
      action: showAlert),
    alertsConfirmCommand, alertsDismissCommand, alertsExplainCommand, alertsSuppressCommand, alertsUnsuppressCommand,
    alertsSuppressionsCommand, alertsVerdictsCommand,
  ])

private let pageOptions = [
  Option("limit", value: "N", "how many at most"),
  Option("page", value: "N", "which of the pages", default: "1"),
  Option("format", value: "FORMAT", "how it is written", default: "table", allowed: ["table", "jsonl", "csv"]),
]

private struct Page {
  let number: Int
  let limit: Int
  let format: String

  private static let usual = 50

  init(_ invocation: Invocation) throws {
    format = invocation.text("format") ?? "table"
    let said = try invocation.integer("limit", in: 1...10_000_000)
    number = try invocation.integer("page", in: 1...10_000_000) ?? 1
    // Programs take all there is; a person reads a page.
    limit = said ?? (format == "table" || number > 1 ? Page.usual : 1_000_000_000)
  }

  var offset: Int { (number - 1) * limit }

  func say(_ shown: Int, of count: Int, _ noun: String, _ plural: String, _ invocation: Invocation) {
    guard !invocation.flag("quiet") else { return }
    let all = Words.counted(count, noun, plural)
    if count == 0 {
      invocation.terminal.say("no \(noun) passes")
    } else if shown == 0 {
      invocation.terminal.say("\(all); page \(number) is past the last")
    } else if shown < count {
      invocation.terminal.say("\(offset + 1) to \(offset + shown) of \(all); go on with --page \(number + 1)")
    } else if format == "table" {
      invocation.terminal.say(all)
    }
  }
}

private func listAlerts(_ invocation: Invocation) throws -> ExitCode {
  if invocation.flag("cases") { return try listCases(invocation) }
  let store = try AlertOpening.existing(invocation)
  let filter = try AlertFilterOptions.filter(invocation, store)
  let page = try Page(invocation)
  let order = invocation.text("sort").flatMap { AlertQuery.Order(rawValue: $0) } ?? .time
  let now = Instant.ofClock()
  let (alerts, count) = try alerting { () throws(AlertError) in
    let query = AlertQuery(filter, order: order, limit: page.limit, offset: page.offset)
    return (try store.alerts(query, at: now), try store.count(filter, at: now))
  }
  var rows = AlertRows(header: AlertText.header)
  for alert in alerts {
    if page.format == "table" { rows.table.append(AlertText.row(alert)) } else { rows.values.append(AlertText.values(alert)) }
  }
  try rows.write(page.format, names: alertColumns, invocation.terminal)
  page.say(alerts.count, of: count, "alert", "alerts", invocation)
  return .fine
}

private func listCases(_ invocation: Invocation) throws -> ExitCode {
  let store = try AlertOpening.existing(invocation)
  let filter = try AlertFilterOptions.filter(invocation, store)
  let page = try Page(invocation)
  let order = invocation.text("sort").map { CaseQuery.Order(rawValue: $0) ?? .time } ?? .time
  let all = try alerting { () throws(AlertError) in
    try store.cases(CaseQuery(filter, order: order, limit: .max, offset: 0), at: .ofClock())
  }
  let cases = Array(all.dropFirst(page.offset).prefix(page.limit))
  var rows = AlertRows(header: AlertText.caseHeader)
  for found in cases {
    if page.format == "table" { rows.table.append(AlertText.row(found)) } else { rows.values.append(AlertText.values(found)) }
  }
  try rows.write(page.format, names: caseColumns, invocation.terminal)
  page.say(cases.count, of: all.count, "case", "cases", invocation)
  return .fine
}

private let alertColumns = [
  "alert", "case", "status", "source", "first_stored", "last_stored", "sightings", "row", "id", "at", "entity", "scheme",
  "flagged",
  "score", "calibrated", "severity", "rules", "model", "loss", "currency", "reason", "evidence", "rules_hash", "baseline_hash",
  "model_hash",
]

private let caseColumns = [
  "case", "period", "entity", "scheme", "status", "severity", "alerts", "open", "confirmed", "dismissed", "suppressed", "losses",
  "first", "last",
]

private func showAlert(_ invocation: Invocation) throws -> ExitCode {
  let store = try AlertOpening.existing(invocation)
  let isJSON = invocation.text("format") == "json"
  switch try AlertLookup(store, invocation).found(invocation.arguments[0]) {
  case .alert(let alert):
    let history = try alerting { () throws(AlertError) in try store.history(ofAlert: alert.key) }
    let page = AlertPage(alert: alert, history: history)
    try invocation.terminal.write(isJSON ? page.json + "\n" : page.text(invocation.terminal))
  case .case(let identity):
    var filter = AlertFilter()
    filter.caseKey = identity.key
    let now = Instant.ofClock()
    let (cases, alerts) = try alerting { () throws(AlertError) in
      (try store.cases(CaseQuery(filter), at: now), try store.alerts(AlertQuery(filter, limit: isJSON ? .max : 200), at: now))
    }
    // Every alert of it was told anew of another person or time.
    guard let found = cases.first else {
      throw CommandFailure(.inputMissing, "no alert is in this case any more: \(AlertText.caseTitle(identity))")
    }
    if isJSON {
      let value = JSONValue.object([
        ("case", .object(AlertText.values(found))), ("alerts", .array(alerts.map { .object(AlertText.values($0)) })),
      ])
      try invocation.terminal.write(value.rendered + "\n")
    } else {
      let title = "\(AlertLookup.shown(identity))  \(AlertText.caseTitle(identity))"
      try invocation.terminal.write(invocation.terminal.styled(title, .bold) + "\n\n")
      try invocation.terminal.write(
        TextTable(header: AlertText.caseHeader, rows: [AlertText.row(found)]).render(invocation.terminal))
      try invocation.terminal.write(
        "\n" + TextTable(header: AlertText.header, rows: alerts.map { AlertText.row($0) }).render(invocation.terminal))
      if alerts.count < found.counts.all { invocation.terminal.say("and \(found.counts.all - alerts.count) more") }
    }
  }
  return .fine
}
