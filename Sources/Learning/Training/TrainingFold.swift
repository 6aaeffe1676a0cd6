import Forest

/// A stretch to learn from and a later one to measure on, encoded by what was known at the time.
struct TrainingFold {
  let fold: SearchFold
  /// Rows of the frame that are measured on.
  let rows: [Int]
  private let train: EncodedRows
  private let trainLabels: [Double]
  private let validation: EncodedRows

  /// Nil where either stretch has less than one fraud in the mean, or less than one honest row: it says nothing of any candidate.
  init?(_ frame: TrainingFrame, _ split: TimeSplit, encoding options: FeatureEncoding.Options) throws(LearningError) {
    let labels = frame.labels ?? []
    let testLabels = split.test.map { labels[$0] }
    trainLabels = split.train.map { labels[$0] }
    guard TrainingFold.hasBothClasses(trainLabels), TrainingFold.hasBothClasses(testLabels) else { return nil }
    rows = split.test
    let encoded = try FeatureEncoding.fit(frame.rows(split.train), options: options)
    train = encoded.rows
    validation = try encoded.encoding.rows(of: frame.rows(split.test))
    fold = try SearchFold(train: train, trainLabels: trainLabels, validation: validation, validationLabels: testLabels)
  }

  /// What trees that were grown on the earlier stretch say of the later one, and what a line says that was drawn there.
  func margins(_ grower: ForestGrower) throws(LearningError) -> (trees: [Double], line: [Double]?) {
    var trees = [Double](repeating: 0, count: rows.count)
    let forests = try grower.forests(train, trainLabels)
    for bytes in forests {
      let forest: Forest
      do { forest = try Forest(xgboost: bytes) } catch { throw LearningError(.model, "\(error)") }
      for (row, margin) in try validation.margins(forest).enumerated() { trees[row] += Double(margin) / Double(forests.count) }
    }
    return (trees, try grower.line(train, trainLabels)?.margins(validation))
  }

  private static func hasBothClasses(_ labels: [Double]) -> Bool {
    let frauds = labels.reduce(0, +)
    return frauds >= 1 && Double(labels.count) - frauds >= 1
  }
}

extension DecisionThreshold {
  /// By a budget or a cost, on rows of a frame.
  static func chosen(
    by basis: Basis, chances: [Double], rows: [Int], of frame: TrainingFrame, leastChance: Double
  ) throws(LearningError) -> DecisionThreshold {
    let times = rows.map { frame.times[$0] }
    switch basis {
    case .alertsPerDay(let budget):
      return try .within(alertsPerDay: budget, scores: chances, times: times, leastScore: leastChance)
    case .reviewCost(let cost):
      guard let amounts = frame.amounts else {
        throw LearningError(.misfit, "what a review costs is weighed against what is at stake, and the records have no amount")
      }
      return try .paying(reviewCost: cost, scores: chances, chances: chances, losses: rows.map { amounts[$0] }, times: times)
    }
  }
}
