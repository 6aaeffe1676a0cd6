import Alerts
import CommandLineKit
import Detection
import Foundation
import Records

/// Alerts and cases in words and in columns.
enum AlertText {
  static func time(_ moment: Instant?) -> String {
    guard let moment else { return "" }
    return moment.microseconds % Instant.microsecondsPerDay == 0 ? "\(moment.date)" : "\(moment)"
  }

  static func percent(_ score: Double) -> String { "\(Int((score * 100).rounded()))%" }

  static func caseTitle(_ identity: CaseIdentity) -> String {
    "\(identity.scheme), \(identity.entity ?? "nobody named"), \(identity.period?.description ?? "without a time")"
  }

  static func money(_ amounts: [AlertCase.Amount]) -> String {
    amounts.map { $0.total?.text(in: $0.currency) ?? "\($0.currency.code) beyond all bounds" }.joined(separator: " and ")
  }

  // MARK: tables

  static let header = ["alert", "at", "who", "scheme", "severity", "score", "loss", "status", "record", "reason"]

  static func row(_ alert: Alert) -> [TextTable.Cell] {
    let said = alert.sighting
    return [
      .text(AlertKey.short(alert.key)), .text(time(said.at)), .text(said.entity ?? ""), .text(said.scheme),
      .text(said.severity.rawValue), .number(percent(said.score)), .number(said.loss?.text(in: said.currency) ?? ""),
      .text(alert.standing), .text(said.record), .text(said.reason),
    ]
  }

  static let caseHeader = [
    "case", "period", "who", "scheme", "severity", "alerts", "open", "confirmed", "dismissed", "suppressed", "loss", "first",
    "last",
    "status",
  ]

  static func row(_ found: AlertCase) -> [TextTable.Cell] {
    let counts = [found.counts.all, found.counts.open, found.counts.confirmed, found.counts.dismissed, found.counts.suppressed]
    return [
      .text(AlertLookup.shown(found.identity)), .text(found.identity.period?.description ?? ""),
      .text(found.identity.entity ?? ""), .text(found.identity.scheme), .text(found.severity.rawValue),
    ] + counts.map { .number(groupedInThousands(String($0))) } + [
      .number(money(found.amounts)), .text(time(found.first)), .text(time(found.last)), .text(found.status.rawValue),
    ]
  }

  // MARK: for programs

  /// An alert's own, then what a line of findings has.
  static func values(_ alert: Alert) -> [(String, JSONValue)] {
    let said = alert.sighting
    return [
      ("alert", .text(alert.key)), ("case", .text(said.caseIdentity.key)), ("status", .text(alert.standing)),
      ("source", .text(said.source)), ("first_stored", .text(alert.firstStored.description)),
      ("last_stored", .text(alert.lastStored.description)), ("sightings", .integer(alert.sightingCount)),
    ] + values(said)
  }

  /// What a line of findings has.
  static func values(_ said: Sighting) -> [(String, JSONValue)] {
    [
      ("row", .integer(Int(said.row))), ("id", .text(said.record)), ("at", .optional(said.at?.description)),
      ("entity", .optional(said.entity)), ("scheme", .text(said.scheme)), ("flagged", .flag(true)),
      ("score", .number(said.score)),
      ("calibrated", .flag(said.isCalibrated)), ("severity", .text(said.severity.rawValue)),
      ("rules", .array(said.rules.map { .text($0) })), ("model", .optional(said.model)),
      ("loss", .optional(said.loss?.description)), ("currency", .text(said.currency.code)), ("reason", .text(said.reason)),
      ("evidence", evidence(said.evidence)), ("rules_hash", .text(said.hashes.rules)),
      ("baseline_hash", .optional(said.hashes.baseline)), ("model_hash", .optional(said.hashes.model)),
    ]
  }

  static func values(_ found: AlertCase) -> [(String, JSONValue)] {
    let amounts = found.amounts.map { amount -> JSONValue in
      .object([("currency", .text(amount.currency.code)), ("loss", .optional(amount.total?.description))])
    }
    return [
      ("case", .text(found.key)), ("period", .optional(found.identity.period?.description)),
      ("entity", .optional(found.identity.entity)), ("scheme", .text(found.identity.scheme)),
      ("status", .text(found.status.rawValue)), ("severity", .text(found.severity.rawValue)),
      ("alerts", .integer(found.counts.all)), ("open", .integer(found.counts.open)),
      ("confirmed", .integer(found.counts.confirmed)), ("dismissed", .integer(found.counts.dismissed)),
      ("suppressed", .integer(found.counts.suppressed)), ("losses", .array(amounts)),
      ("first", .optional(found.first?.description)), ("last", .optional(found.last?.description)),
    ]
  }

  /// As it stands, where it still is JSON; a file of tables may have been changed by others.
  private static func evidence(_ text: String) -> JSONValue {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8))) == nil ? .text(text) : .verbatim(text)
  }

  static func plain(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .text(let text): text
    case .array(let parts) where parts.allSatisfy { if case .text = $0 { true } else { false } }:
      parts.map(plain).joined(separator: " ")
    default: value.rendered
    }
  }
}

/// Rows on their way out, in the format that was asked for.
struct AlertRows {
  let header: [String]
  var table: [[TextTable.Cell]] = []
  var values: [[(String, JSONValue)]] = []

  func write(_ format: String, names: [String], _ terminal: Terminal) throws {
    switch format {
    case "jsonl": for row in values { try terminal.write(JSONValue.object(row).rendered + "\n") }
    case "csv":
      try terminal.write(names.joined(separator: ",") + "\n")
      for row in values { try terminal.write(row.map { csvCell(AlertText.plain($0.1)) }.joined(separator: ",") + "\n") }
    default: if !table.isEmpty { try terminal.write(TextTable(header: header, rows: table).render(terminal)) }
    }
  }
}
