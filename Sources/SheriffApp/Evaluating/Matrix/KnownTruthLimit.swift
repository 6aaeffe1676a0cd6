/// What even a judge could find who knew the company's prices, ladder and habits: an order whose padding looks like an
/// ordinary discount is found by nobody. Accuracy is to be read against it.
enum KnownTruthLimit {
  /// The highest average precision that a scheme allows in a setting; nil where it has not been worked out.
  static func limit(for setting: MatrixSetting, scheme: String) -> Double? { nil }
}
