import Foundation
import Learning
import Records

/// Numbers of a run as a person reads them.
enum MeasureText {
  static func number(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return String(Int64(value)) }
    return String(format: value.magnitude < 0.001 || value.magnitude >= 1e9 ? "%.3g" : "%.4f", value)
  }

  static func interval(_ interval: ClosedRange<Double>?) -> String {
    interval.map { "\(number($0.lowerBound)) to \(number($0.upperBound))" } ?? "-"
  }

  static func interval(_ amount: RunAmount?) -> String {
    guard let amount, let interval = amount.interval else { return "-" }
    return "\(interval.lowerBound.text(in: amount.currency)) to \(interval.upperBound.text(in: amount.currency))"
  }

  /// With a sign, so that it is not taken for a value.
  static func difference(_ difference: Double?) -> String {
    guard let difference else { return "-" }
    return (difference > 0 ? "+" : "") + number(difference)
  }

  static func difference(_ difference: Money?, _ currency: Currency?) -> String {
    guard let difference, let currency else { return "-" }
    return (difference > .zero ? "+" : "") + difference.text(in: currency)
  }

  static func relation(_ relation: ModelComparison.Relation?) -> String {
    switch relation {
    case .apart: "apart"
    case .overlapping: "overlap"
    case nil: "-"
    }
  }

  static func duration(microseconds: Int64) -> String {
    let seconds = Double(microseconds) / 1e6
    return seconds < 120 ? String(format: "%.1f s", seconds) : String(format: "%.1f min", seconds / 60)
  }

  /// A text of somebody's in one line.
  static func line(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }
}
