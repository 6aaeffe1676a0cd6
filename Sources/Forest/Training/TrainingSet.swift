/// Rows to learn from: a value for each feature, NaN where it is missing, and what each row was in truth.
public struct TrainingSet: Sendable {
  public enum Layout: Sendable { case rowMajor, columnMajor }

  public let features: [FeatureDescription]
  public let layout: Layout
  public let values: [Float]
  public let labels: [Float]
  /// How much each row counts; all alike where there are none.
  public let weights: [Float]?

  public var rowCount: Int { labels.count }

  /// Refuses what no trainer could learn from, and says which row and feature it is.
  public init(
    features: [FeatureDescription], values: [Float], layout: Layout = .rowMajor, labels: [Float], weights: [Float]? = nil
  ) throws(TrainingError) {
    (self.features, self.layout, self.values, self.labels, self.weights) = (features, layout, values, labels, weights)
    try checkShape()
    try checkLabels()
    try checkValues()
  }

  private func checkShape() throws(TrainingError) {
    guard !features.isEmpty, !labels.isEmpty else {
      throw TrainingError(
        .badData, "there are \(labels.count) rows and \(features.count) features; at least one of each is needed")
    }
    let (expected, overflow) = labels.count.multipliedReportingOverflow(by: features.count)
    guard !overflow, values.count == expected else {
      throw TrainingError(
        .badData,
        "\(values.count) values for \(labels.count) rows of \(features.count) features; give one for each, NaN where it is missing"
      )
    }
    if let weights, weights.count != labels.count {
      throw TrainingError(.badData, "\(weights.count) weights for \(labels.count) rows; give one for each row, or none")
    }
    var seen: Set<String> = []
    for feature in features {
      guard !feature.name.isEmpty, !feature.name.utf8.contains(where: { $0 < 0x20 || "[]<".utf8.contains($0) }) else {
        throw TrainingError(
          .badData, "the feature name \"\(feature.name)\" is empty or has one of [ ] < in it; rename the feature")
      }
      guard seen.insert(feature.name).inserted else {
        throw TrainingError(.badData, "two features are called \"\(feature.name)\"; rename one of them")
      }
    }
  }

  private func checkLabels() throws(TrainingError) {
    if let row = labels.firstIndex(where: { !$0.isFinite }) {
      throw TrainingError(.badData, "row \(row + 1): its label is \(labels[row]); leave out rows without a label")
    }
    guard let weights else { return }
    if let row = weights.firstIndex(where: { !($0.isFinite && $0 >= 0) }) {
      throw TrainingError(.badData, "row \(row + 1): its weight is \(weights[row]); a weight is 0 or more")
    }
    if !weights.contains(where: { $0 > 0 }) { throw TrainingError(.badData, "every weight is 0; nothing can be learned") }
  }

  private func checkValues() throws(TrainingError) {
    for (index, feature) in features.enumerated() {
      let start = layout == .rowMajor ? index : index * rowCount
      let step = layout == .rowMajor ? features.count : 1
      for row in 0..<rowCount {
        let value = values[start + row * step]
        if value.isInfinite {
          throw TrainingError(
            .badData, "row \(row + 1), \(feature.name): the value is infinite; give NaN where a value is missing")
        }
        // Beyond 2^24 a 32-bit float skips whole numbers, so two categories would become one.
        if feature.kind == .categorical, !value.isNaN, !(value >= 0 && value < 16_777_216 && value == value.rounded(.towardZero))
        {
          throw TrainingError(
            .badData, "row \(row + 1), \(feature.name): \(value) is no category; categories are whole numbers from 0 to 16777215")
        }
      }
    }
  }
}
