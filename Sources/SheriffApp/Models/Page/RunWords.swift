import Exploration
import Learning
import Records

/// Figures of a run as a page says them.
enum RunWords {
  /// Whether a figure is a share of something that is counted, and so a percentage.
  static func isShare(_ name: String) -> Bool {
    ["recall", "precision of", "money caught", "card precision"].contains { name.hasPrefix($0) }
  }

  static func value(_ name: String, _ value: Double) -> String {
    isShare(name) ? Words.percent(value) : Words.places(value, value != 0 && value.magnitude < 0.01 ? 4 : 3)
  }

  static func cell(_ name: String, _ metric: RunMetric?) -> Story.Cell {
    guard let metric else { return .number("-") }
    return .estimate(value(name, metric.value), range: metric.interval.map { range(name, $0) } ?? "")
  }

  /// `0.790 to 0.834`.
  static func range(_ name: String, _ interval: ClosedRange<Double>) -> String {
    "\(value(name, interval.lowerBound)) to \(value(name, interval.upperBound))"
  }

  static func count(_ value: Double) -> String { Words.places(value, value == value.rounded() ? 0 : 1) }

  static func places(_ value: Double) -> String { Words.places(value, 3) }

  /// In a name that stands above a table or a curve.
  static func date(_ seconds: Double) -> CivilDate { Instant(microseconds: Int64(seconds * 1e6)).date }

  /// What stretches of time are called by their beginnings: months where all but the first begin with one.
  static func stretches(_ seconds: [Double]) -> [String] {
    let dates = seconds.map(date)
    let isMonthly = dates.count > 1 && dates.dropFirst().allSatisfy { $0.day == 1 }
    return dates.map { isMonthly ? String("\($0)".prefix(7)) : "\($0)" }
  }
}
