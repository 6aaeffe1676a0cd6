import Alerts
import CommandLineKit
import Detection
import Foundation
import Records

/// One alert as somebody reads it: what is said of it, what was said before, what was decided.
struct AlertPage {
  let alert: Alert
  let history: AlertHistory

  func text(_ terminal: Terminal) -> String {
    let said = alert.sighting
    var text = terminal.styled("alert \(AlertKey.short(alert.key))", .bold) + "  \(alert.standing)\n"
    text += "  \(AlertPage.line(said.reason))\n\n"
    let lines: [(String, String?)] = [
      ("record", "\(said.record) (row \(said.row))"), ("source", said.source), ("at", AlertText.time(said.at)),
      ("who", said.entity),
      ("scheme", said.scheme), ("severity", said.severity.rawValue),
      ("score", AlertText.percent(said.score) + (said.isCalibrated ? "" : ", not calibrated")),
      ("model", said.model.map { AlertText.percent($0) }), ("loss", said.loss?.text(in: said.currency)),
      ("rules", said.rules.joined(separator: ", ")), ("case", AlertLookup.shown(said.caseIdentity)),
      ("stored", "\(alert.firstStored)"), ("id", alert.key),
    ]
    for case (let name, let value?) in lines where !value.isEmpty { text += AlertPage.entry(name, value) }
    text += "\n  evidence\n" + AlertPage.evidence(said.evidence)
    text += "\n  history\n"
    for (time, entry) in events.sorted(by: { $0.0 < $1.0 }) { text += "  \(time)  \(entry)\n" }
    return text
  }

  /// What happened, in the order of the times; of one time first what was said.
  private var events: [(Instant, String)] {
    let said = history.sightings.enumerated().map { index, entry -> (Instant, String) in
      let sighting = entry.sighting
      let money = sighting.loss.map { ", \($0.text(in: sighting.currency))" } ?? ""
      let by = sighting.rules.isEmpty ? "a model" : sighting.rules.joined(separator: ", ")
      let hashes = "rules \(sighting.hashes.rules.prefix(8))" + (sighting.hashes.model.map { ", model \($0.prefix(8))" } ?? "")
      return (entry.stored, "\(index == 0 ? "flagged" : "flagged anew") by \(by)\(money) (\(hashes))")
    }
    return said
      + history.verdicts.map { ($0.at, "\($0.ruling.rawValue) by \(AlertPage.line($0.who)): \(AlertPage.line($0.why))") }
  }

  var json: String {
    let sightings = history.sightings.map { entry -> JSONValue in
      let said = entry.sighting
      return .object([
        ("stored", .text(entry.stored.description)), ("rules", .array(said.rules.map { .text($0) })),
        ("score", .number(said.score)),
        ("loss", .optional(said.loss?.description)), ("currency", .text(said.currency.code)), ("reason", .text(said.reason)),
        ("rules_hash", .text(said.hashes.rules)), ("baseline_hash", .optional(said.hashes.baseline)),
        ("model_hash", .optional(said.hashes.model)),
      ])
    }
    let verdicts = history.verdicts.map { verdict -> JSONValue in
      .object([
        ("verdict", .text(verdict.ruling.rawValue)), ("who", .text(verdict.who)), ("why", .text(verdict.why)),
        ("at", .text(verdict.at.description)),
      ])
    }
    return JSONValue.object(AlertText.values(alert) + [("history", .array(sightings)), ("verdicts", .array(verdicts))]).rendered
  }

  static func entry(_ name: String, _ value: String) -> String {
    "  \(name)\(String(repeating: " ", count: max(1, 10 - name.count)))\(line(value))\n"
  }

  /// In one line, and nothing in it that a terminal would obey.
  static func line(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  /// The values by name; JSON keeps no order, so they are sorted.
  static func evidence(_ json: String) -> String {
    guard let values = try? JSONDecoder().decode([String: EvidenceValue].self, from: Data(json.utf8)) else {
      return "  \(line(json))\n"
    }
    guard !values.isEmpty else { return "  none was kept\n" }
    let width = values.keys.map(\.count).max() ?? 0
    return values.sorted { $0.key < $1.key }.map { name, value in
      "  \(line(name))\(String(repeating: " ", count: width - name.count))  \(line(value.text))\n"
    }.joined()
  }

  private struct EvidenceValue: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        text = "not known"
      } else if let flag = try? container.decode(Bool.self) {
        text = flag ? "yes" : "no"
      } else if let number = try? container.decode(Int64.self) {
        text = String(number)
      } else if let number = try? container.decode(Double.self) {
        text = MeasureText.number(number)
      } else {
        text = try container.decode(String.self)
      }
    }
  }
}
