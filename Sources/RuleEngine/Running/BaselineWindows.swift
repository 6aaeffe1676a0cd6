import RuleLanguage

/// Aggregates over the history that the baseline was made from, by window and keys.
public struct BaselineWindows: Sendable {
  private var values: [Int: [[Value]: Value]]
  /// Of a zscore what the record's own value is measured by.
  private var totals: [Int: [[Value]: ExactTotals]] = [:]
  /// What a window comes to over no records.
  private var empty: [Int: Value]

  public init() { (values, empty) = ([:], [:]) }

  mutating func set(_ window: Int, _ values: [[Value]: Value], empty: Value) {
    self.values[window] = values
    self.empty[window] = empty
  }

  mutating func set(_ window: Int, totals: [[Value]: ExactTotals]) { self.totals[window] = totals }

  func totals(of window: Int, keys: [Value]) -> ExactTotals? { totals[window]?[keys] }

  /// Missing where nothing was learned.
  func value(of window: Int, keys: [Value]) -> Value {
    values[window]?[keys] ?? empty[window] ?? .missing(.absent)
  }
}
