import Forest
import Records

/// How much of a straight line is to stand beside the trees: whatever served best on later rows than those that were learned from.
struct BlendChoice {
  /// Of several that serve alike the least.
  private static let shares = [0, 0.1, 0.2, 0.3, 0.4]

  let share: Double
  /// Of the folds' later rows, one fold after the other, with that share.
  let scores: [Double]

  /// - measure: what scores are worth in a fold, more being better.
  init(
    _ folds: [TrainingFold], _ grower: ForestGrower, workers: Workers, measure: ParameterSearch.Measure
  ) throws(LearningError) {
    let results = workers.map(folds, inPiecesOf: 1) { fold in
      Result { () throws(LearningError) in try fold.margins(grower) }
    }
    var margins: [(trees: [Double], line: [Double]?)] = []
    for result in results { margins.append(try result.get()) }
    // A line that could not be drawn somewhere is drawn nowhere.
    let hasLine = margins.allSatisfy { $0.line != nil }
    var best: (share: Double, worth: Double, scores: [Double])?
    for share in hasLine ? BlendChoice.shares : [0] {
      let scores = margins.map { ModelBlend.scores(trees: $0.trees, line: share > 0 ? $0.line : nil, share: share) }
      var worth = 0.0
      for (fold, scores) in scores.enumerated() { worth += try measure(fold, scores) ?? 0 }
      if best.map({ worth > $0.worth }) ?? true { best = (share, worth, Array(scores.joined())) }
    }
    (share, scores) = (best?.share ?? 0, best?.scores ?? [])
  }
}

/// Grows what a blend is made of.
struct ForestGrower: Sendable {
  let trainer: any ForestTrainer
  let parameters: TrainingParameters
  /// From so many seeds. One where nothing is left to chance.
  let count: Int

  init(_ trainer: any ForestTrainer, _ parameters: TrainingParameters, count: Int) {
    (self.trainer, self.parameters) = (trainer, parameters)
    self.count = parameters.rowShare < 1 || parameters.featureShare < 1 ? count : 1
  }

  func forests(_ rows: EncodedRows, _ labels: [Double]) throws(LearningError) -> [[UInt8]] {
    let set = try rows.trainingSet(labels: labels)
    var forests: [[UInt8]] = []
    for place in 0..<count {
      var parameters = parameters
      parameters.seed &+= UInt32(place)
      do { forests.append(try trainer.train(set, parameters: parameters).model) } catch {
        throw LearningError(.model, error.message)
      }
    }
    return forests
  }

  /// Nil where no line can be drawn, as through one class.
  func line(_ rows: EncodedRows, _ labels: [Double]) -> LogisticRegression? { try? LogisticRegression.fit(rows, labels: labels) }

  func blend(_ rows: EncodedRows, _ labels: [Double], lineShare: Double) throws(LearningError) -> ModelBlend {
    let line = lineShare > 0 ? line(rows, labels) : nil
    return try ModelBlend(forestBytes: forests(rows, labels), line: line, lineShare: line == nil ? 0 : lineShare)
  }
}
