import Diagnostics

/// A result as JSON: objects keep the order of their keys.
enum JSONValue: Sendable {
  case null
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case array([JSONValue])
  case object([(String, JSONValue)])
  /// A value that is written as JSON already.
  case verbatim(String)

  static func optional(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }
  static func optional(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }

  var rendered: String {
    switch self {
    case .null: "null"
    case .text(let text): jsonString(text)
    case .integer(let integer): String(integer)
    case .flag(let flag): String(flag)
    // Plain digits where a person would write them.
    case .number(let number):
      number == number.rounded() && number.magnitude < 1e15 ? String(Int64(number)) : number.isFinite ? "\(number)" : "null"
    case .verbatim(let json): json
    case .array(let parts): "[" + parts.map(\.rendered).joined(separator: ",") + "]"
    case .object(let parts): "{" + parts.map { "\(jsonString($0.0)):\($0.1.rendered)" }.joined(separator: ",") + "}"
    }
  }
}
