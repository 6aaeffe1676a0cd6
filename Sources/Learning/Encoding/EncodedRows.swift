public import Forest

/// Rows as a model sees them: a number for each feature, row by row, NaN where it is missing.
public struct EncodedRows: Hashable, Sendable {
  public let features: [FeatureDescription]
  public let values: [Float]
  public let rowCount: Int

  init(features: [FeatureDescription], values: [Float], rowCount: Int) {
    (self.features, self.values, self.rowCount) = (features, values, rowCount)
  }

  /// Numbers that are encoded already, as those of a table without categories.
  public init(features: [FeatureDescription], values: [Float]) throws(LearningError) {
    guard !features.isEmpty, values.count.isMultiple(of: features.count) else {
      throw LearningError(
        .misfit, "\(values.count) values do not make whole rows of \(features.count) features; give one for each")
    }
    if let place = values.firstIndex(where: \.isInfinite) {
      let (row, feature) = place.quotientAndRemainder(dividingBy: features.count)
      throw LearningError(
        .misfit, "row \(row + 1), \(features[feature].name): the value is infinite; give NaN where a value is missing")
    }
    self.init(features: features, values: values, rowCount: values.count / features.count)
  }

  public var width: Int { features.count }
  public var names: [String] { features.map(\.name) }

  public func value(_ row: Int, _ feature: Int) -> Float { values[row * width + feature] }

  public func rows(_ rows: [Int]) -> EncodedRows {
    var chosen: [Float] = []
    chosen.reserveCapacity(rows.count * width)
    for row in rows { chosen.append(contentsOf: values[row * width..<(row + 1) * width]) }
    return EncodedRows(features: features, values: chosen, rowCount: rows.count)
  }

  /// The same rows in the form that trainers take.
  ///
  /// - weights: how much each row counts; all alike where there are none.
  public func trainingSet(labels: [Double], weights: [Float]? = nil) throws(LearningError) -> TrainingSet {
    do {
      return try TrainingSet(features: features, values: values, labels: labels.map { Float($0) }, weights: weights)
    } catch { throw LearningError(.misfit, error.message) }
  }

  /// Refuses rows that have other features than a model learned from, or the same in another order.
  func requireFeatures(_ expected: [String]) throws(LearningError) {
    guard names != expected else { return }
    let first = zip(names, expected).first { $0 != $1 }.map { "\"\($0.0)\" stands where \"\($0.1)\" should" }
    throw LearningError(
      .columns,
      "the model learned from \(expected.count) features and the rows have \(width): \(first ?? "the first ones agree"); encode the rows by the "
        + "encoding that is kept with the model")
  }

  /// What a forest says of each row, as a chance where that is what it learned.
  public func scores(_ forest: Forest) throws(LearningError) -> [Double] {
    try margins(forest).map { Double(forest.response(toMargin: $0)) }
  }

  func margins(_ forest: Forest) throws(LearningError) -> [Float] {
    try requireFeatures(forest.features.map(\.name))
    var margins = [Float](repeating: 0, count: rowCount)
    do {
      var span = margins.mutableSpan
      try ForestScorer(forest).margins(values.span, into: &span)
    } catch { throw LearningError(.model, error.message) }
    return margins
  }
}
