import Foundation
import Records
import RuleLanguage

/// How values and shares are written where only their size matters.
enum AnomalyText {
  /// - value: as a frame holds it: money in whole units, durations in seconds.
  static func value(_ value: Double, _ type: ValueType) -> String {
    guard value.isFinite, value.magnitude < 1e11 else { return "\(value)" }
    return switch type {
    case .money: Value.money(Int64((value * Double(Money.unit)).rounded())).text(.cents, type)
    case .percent: Value.number(value).text(.usual, type)
    case .duration: Value.duration(Int64((value * 1e6).rounded())).text(.usual, type)
    case .integer where value == value.rounded(): Value.integer(Int64(value)).text(.usual, type)
    default: number(value)
    }
  }

  /// Three digits that count, and all that stand before the point.
  private static func number(_ value: Double) -> String {
    guard value != 0, value.magnitude >= 1e-4 else { return value == 0 ? "0" : "\(Float(value))" }
    let places = max(0, 2 - Int(log10(value.magnitude).rounded(.down)))
    return Words.places(value, value == value.rounded() ? 0 : places)
  }

  /// With as many places as it takes to tell it from none and from all.
  static func percent(_ share: Double) -> String {
    let far = min(share, 1 - share)
    guard far > 0 else { return Words.percent(share, 0) }
    return Words.percent(share, min(6, max(0, Int((-log10(far)).rounded(.up)) - 2)))
  }
}
