import Diagnostics
import Records
import RuleLanguage

/// Findings as files: one JSON object a line, or a row of a CSV.
public enum FindingText {
  public static let columns = [
    "row", "id", "at", "entity", "scheme", "flagged", "score", "calibrated", "severity", "rules", "model", "loss", "currency",
    "reason", "evidence", "rules_hash", "baseline_hash", "model_hash",
  ]

  public static func json(_ finding: Finding, _ hashes: DecisionHashes) -> String {
    let values = values(finding, hashes)
    return "{" + zip(columns, values).map { "\"\($0)\":\($1.json)" }.joined(separator: ",") + "}\n"
  }

  public static func csv(_ finding: Finding, _ hashes: DecisionHashes) -> String {
    values(finding, hashes).map { quoted($0.plain) }.joined(separator: ",") + "\n"
  }

  public static let csvHeader = columns.joined(separator: ",") + "\n"

  private struct Cell {
    var json: String
    var plain: String

    init(text: String?) { (json, plain) = (text.map(jsonString) ?? "null", text ?? "") }
    init(raw: String) { (json, plain) = (raw, raw) }
  }

  private static func values(_ finding: Finding, _ hashes: DecisionHashes) -> [Cell] {
    var rules = Cell(raw: "[" + finding.rules.map(jsonString).joined(separator: ",") + "]")
    rules.plain = finding.rules.joined(separator: " ")
    return [
      Cell(raw: String(finding.row)), Cell(text: finding.id), Cell(text: finding.time?.description), Cell(text: finding.entity),
      Cell(text: finding.scheme), Cell(raw: String(finding.isFlagged)), Cell(raw: number(finding.score)),
      Cell(raw: String(finding.isCalibrated)), Cell(text: finding.severity?.rawValue), rules,
      finding.model.map { Cell(raw: number($0)) } ?? Cell(text: nil), Cell(text: finding.loss?.description),
      Cell(text: finding.currency.code), Cell(text: finding.reason), Cell(raw: evidence(finding)), Cell(text: hashes.rules),
      Cell(text: hashes.baseline), Cell(text: hashes.model),
    ]
  }

  /// Plain digits where a person would write them.
  private static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : "\(value)"
  }

  /// The values that the fired rules used, as a JSON object.
  public static func evidence(_ finding: Finding) -> String {
    let parts = finding.evidence.map { entry in "\(jsonString(entry.name)):\(json(entry.value))" }
    return "{" + parts.joined(separator: ",") + "}"
  }

  /// Exact: amounts as decimal text, as everywhere.
  private static func json(_ value: Value) -> String {
    switch value {
    case .missing: "null"
    case .money(let amount): jsonString(Money(unchecked: amount).description)
    case .number(let value): number(value)
    case .integer(let integer): String(integer)
    case .duration(let microseconds): number(Double(microseconds) / 1_000_000)
    case .time(let microseconds): jsonString(Instant(microseconds: microseconds).description)
    case .text(let text): jsonString(text)
    case .flag(let flag): String(flag)
    }
  }

  private static func quoted(_ text: String) -> String {
    text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
