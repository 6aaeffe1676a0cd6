import Records

/// What the same parameters come to, learned from the latest part of the rows that there were to learn from, and held against the same
/// later rows: whether a longer history would have helped.
public struct LearningCurvePoint: Sendable {
  /// Of the rows to learn from.
  public var share: Double
  public var rows: Int
  public var averagePrecision: FigureIntervals.Interval
}

extension ModelTraining {
  private static let shares = [0.125, 0.25, 0.5]

  /// Together the smaller parts are as long as most of the last training again. Parts that nothing can be learned from are left out.
  ///
  /// - frame: with the columns that were learned from.
  /// - whole: what the model says of the test's rows.
  func learningCurve(
    _ frame: TrainingFrame, _ split: TimeSplit, _ grower: ForestGrower, lineShare: Double, truth: [Double], whole: [Double]
  ) throws(LearningError) -> [LearningCurvePoint] {
    let answers = split.test.map { truth[$0] }
    let clusters = frame.entities.map { entities in split.test.map { entities[$0] } }
    let (test, encodingOptions, samples) = (frame.rows(split.test), encodingOptions, options.samples)
    @Sendable func measured(_ scores: [Double]) throws(LearningError) -> FigureIntervals.Interval? {
      let walk = RankingWalk(try ScoredRows(scores: scores, labels: answers), amounts: nil, inspected: [])
      return FigureIntervals(samples: samples).interval(rows: answers.count, clusters: clusters) {
        walk.figures(weights: $0).averagePrecision
      }
    }
    @Sendable func point(_ share: Double) throws(LearningError) -> LearningCurvePoint? {
      // By time, as the rows of a split are.
      let rows = Array(split.train.suffix(Int((Double(split.train.count) * share).rounded())))
      let part = frame.rows(rows)
      let learned = part.dropping(Set(part.constantColumns))
      guard !learned.columns.isEmpty, (try? learned.requireLearnable()) != nil else { return nil }
      let (encoding, encoded) = try FeatureEncoding.fit(learned, options: encodingOptions)
      let blend = try grower.blend(encoded, rows.map { (frame.labels ?? [])[$0] }, lineShare: lineShare)
      return try measured(blend.scores(encoding.rows(of: test))).map {
        LearningCurvePoint(share: share, rows: rows.count, averagePrecision: $0)
      }
    }
    let results = options.workers.map(ModelTraining.shares, inPiecesOf: 1) { share in
      Result { () throws(LearningError) in try point(share) }
    }
    var points: [LearningCurvePoint] = []
    for result in results { if let point = try result.get() { points.append(point) } }
    guard let precision = try measured(whole) else { return [] }
    return points + [LearningCurvePoint(share: 1, rows: split.train.count, averagePrecision: precision)]
  }
}
