import Forest

/// Rows to learn from and later rows to be measured on.
public struct SearchFold: Sendable {
  let training: TrainingSet
  let validation: TrainingSet
  let validationRows: EncodedRows
  let validationLabels: [Double]

  public var validationRowCount: Int { validationLabels.count }

  /// - weights: how much each row to learn from counts; all alike where there are none.
  public init(
    train: EncodedRows, trainLabels: [Double], weights: [Float]? = nil, validation: EncodedRows, validationLabels: [Double]
  ) throws(LearningError) {
    for (what, labels) in [("to learn from", trainLabels), ("for validation", validationLabels)] {
      let frauds = labels.reduce(0, +)
      guard frauds > 0, frauds < Double(labels.count) else {
        throw LearningError(
          .oneClass,
          "of the \(labels.count) rows \(what) \(frauds > 0 ? "all are" : "not one is") fraud, so no parameters can be told from others; "
            + "give a longer history")
      }
    }
    training = try train.trainingSet(labels: trainLabels, weights: weights)
    self.validation = try validation.trainingSet(labels: validationLabels)
    (validationRows, self.validationLabels) = (validation, validationLabels)
  }
}
