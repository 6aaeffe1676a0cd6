import Forest

/// Rows to learn from and later rows to be measured on.
public struct SearchFold: Sendable {
  let training: TrainingSet
  let validation: TrainingSet
  let validationLabels: [Double]
  private let validationRows: EncodedRows

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

  /// What the first rounds of a forest are worth, for so many of them at a time.
  ///
  /// - checkpoints: rounds, rising; beyond those that there are the forest is what it is.
  func scores(
    of forest: Forest, at checkpoints: [Int], treesPerRound: Int, _ measure: ([Double]) throws(LearningError) -> Double
  ) throws(LearningError) -> [Double] {
    var margins = [Float](repeating: forest.baseMargin, count: validationRows.rowCount)
    var trees = 0
    var scores: [Double] = []
    for rounds in checkpoints {
      let wanted = min(rounds * treesPerRound, forest.treeCount)
      if wanted == trees, let last = scores.last {
        scores.append(last)
        continue
      }
      // Each tree is walked once: what the next ones say is added.
      let added = try validationRows.margins(forest.part(trees..<wanted, baseMargin: 0))
      for row in margins.indices { margins[row] += added[row] }
      trees = wanted
      scores.append(try measure(margins.map { Double(forest.response(toMargin: $0)) }))
    }
    return scores
  }
}
