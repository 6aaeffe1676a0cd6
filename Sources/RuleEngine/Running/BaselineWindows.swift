import RuleLanguage

/// Aggregates over the history that the baseline was made from, by window and keys.
public struct BaselineWindows: Sendable {
  private var values: [Int: [[Value]: Value]]
  /// What a window comes to over no records.
  private var empty: [Int: Value]

  public init() { (values, empty) = ([:], [:]) }

  mutating func set(_ window: Int, _ values: [[Value]: Value], empty: Value) {
    self.values[window] = values
    self.empty[window] = empty
  }

  /// Missing where a key is, or where nothing was learned.
  func value(of window: Int, keys: [Value]) -> Value {
    if keys.contains(where: \.isMissing) { return .missing(.absent) }
    return values[window]?[keys] ?? empty[window] ?? .missing(.absent)
  }
}
