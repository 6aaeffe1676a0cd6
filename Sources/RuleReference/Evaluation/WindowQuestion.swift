import RuleLanguage

/// What a window asks at one record: the keys that another record has to share, and those that it must not.
struct WindowQuestion {
  let window: Window
  let keys: [Value]
  let excluded: [Value]

  /// Nil where one of the record's keys is missing.
  init?(_ window: Window, at record: Int, in evaluation: Evaluation) {
    self.window = window
    keys = window.keys.map { evaluation.value(of: $0, at: record) }
    excluded = window.excludingSame.map { evaluation.value(of: $0, at: record) }
    if (keys + excluded).contains(where: \.isMissing) { return nil }
  }

  /// Whether another record has the keys and passes the filter, both computed when it came.
  func isAbout(_ other: Int, in evaluation: Evaluation) -> Bool {
    for place in keys.indices where evaluation.value(of: window.keys[place], at: other) != keys[place] { return false }
    return window.filter < 0 || evaluation.value(of: window.filter, at: other).isTrue
  }

  /// Whether another record is told apart by what it must not share. Without an `excluding` every record is.
  func isApart(_ other: Int, in evaluation: Evaluation) -> Bool {
    if excluded.isEmpty { return true }
    let theirs = window.excludingSame.map { evaluation.value(of: $0, at: other) }
    return !theirs.contains(where: \.isMissing) && theirs != excluded
  }
}
