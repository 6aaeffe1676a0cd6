import Evaluation
public import Forest
public import Records

/// From labelled rows to a model that is chosen, calibrated, given a threshold and held against rows that it has not seen.
///
/// Time goes one way: parameters are chosen and scores are calibrated on rows behind those that were learned from, and the test is on
/// rows behind all of these.
public struct ModelTraining: Sendable {
  public struct Options: Sendable {
    /// Of the rows, the last ones.
    public var testShare = 0.25
    public var folds = 2
    /// How many times trees are grown, from other seeds.
    public var forests = 1
    /// How long after a record its label is known, in microseconds.
    public var labelDelay: Int64 = 0
    public var basis = DecisionThreshold.Basis.alertsPerDay(10)
    /// Nobody looks at what is likelier honest than this, whatever the budget.
    public var leastChance = 0.05
    public var search = ParameterSearch.Options()
    public var samples = 200
    public var workers = Workers.alone
    /// Whether it is asked too what a longer history would be worth, and what moves the chances.
    public var isExplained = true

    public init() {}
  }

  private let frame: TrainingFrame
  let trainer: any ForestTrainer
  let options: Options

  /// - frame: its labels are learned from.
  public init(_ frame: TrainingFrame, trainer: any ForestTrainer, options: Options = Options()) {
    (self.frame, self.trainer, self.options) = (frame, trainer, options)
  }

  /// - truth: what the test's rows are held against where it is known; else their labels.
  /// - losses: by row of the frame, in ten-thousandths; what is at stake in it where they are not given.
  public func run(
    truth: [Double]? = nil, losses: [Int64]? = nil, clock: () -> Double, progress: (SearchProgress) -> TrainingDecision
  ) throws(LearningError) -> TrainedModel {
    guard let labels = frame.labels else {
      throw LearningError(.misfit, "there is no label to learn from; say which column holds it, or let rules label the records")
    }
    try frame.rows(frame.rowsByTime).requireBothClasses()
    let split = try TimeSplit.lastShare(options.testShare, of: frame, delay: options.labelDelay)
    let constant = frame.rows(split.train).constantColumns
    let learned = frame.dropping(Set(constant))
    try learned.rows(split.train).requireLearnable()

    let folds = try folds(learned, split)
    let outcome = try chosen(labels, split, folds.map(\.fold), clock, progress)
    // By the folds' later rows, which the model of each fold has not learned from.
    let grower = ForestGrower(trainer, outcome.parameters, count: options.forests)
    let choice = try BlendChoice(folds, grower, workers: options.workers) { place, scores throws(LearningError) in
      try ScoredRows(scores: scores, labels: folds[place].rows.map { labels[$0] }).averagePrecision
    }
    let scores = choice.scores
    let laterRows = folds.flatMap(\.rows)
    let calibration = try ScoreCalibration.fit(scores: scores, labels: laterRows.map { labels[$0] })

    let (encoding, rows) = try FeatureEncoding.fit(learned.rows(split.train), options: encodingOptions)
    let blend = try grower.blend(rows, split.train.map { labels[$0] }, lineShare: choice.share)
    let threshold = try DecisionThreshold.chosen(
      by: options.basis, chances: calibration.chances(scores), rows: laterRows, of: frame, leastChance: options.leastChance)
    let test = try encoding.rows(of: learned.rows(split.test))
    let margins = try blend.scores(test)
    let answers = split.test.map { (truth ?? labels)[$0] }
    let tested = try ModelTest(
      frame, rows: split.test, chances: calibration.chances(margins), labels: answers, alerting: .threshold(threshold),
      losses: losses, times: split.testTimes, samples: options.samples)
    var trained = TrainedModel(
      encoding: encoding, blend: blend, calibration: calibration, threshold: threshold,
      search: outcome, split: split, constantColumns: constant, test: tested, baseline: nil)
    // The honest yardstick: what a straight line through the same numbers finds.
    if let line = blend.line ?? grower.line(rows, split.train.map({ labels[$0] })) {
      trained.baseline = try ModelTest(
        frame, rows: split.test, chances: try line.scores(test), labels: answers, alerting: .looks(Int(tested.alertCount)),
        losses: losses,
        times: split.testTimes, samples: options.samples)
    }
    if options.isExplained {
      trained.learningCurve = try learningCurve(
        learned, split, grower, lineShare: choice.share, truth: truth ?? labels, whole: margins)
      trained.weights = try FeatureWeight.all(of: blend, encoding, test, seed: options.search.seed)
    }
    return trained
  }

  var encodingOptions: FeatureEncoding.Options {
    var encoding = FeatureEncoding.Options()
    encoding.labelDelay = options.labelDelay
    return encoding
  }

  // MARK: Choosing

  private func folds(_ frame: TrainingFrame, _ split: TimeSplit) throws(LearningError) -> [TrainingFold] {
    let cut = try PrequentialFolds(frame, rows: split.train, folds: options.folds, delay: options.labelDelay)
    var folds: [TrainingFold] = []
    for part in cut.splits {
      if let fold = try TrainingFold(frame, part, encoding: encodingOptions) { folds.append(fold) }
    }
    guard !folds.isEmpty else {
      throw LearningError(
        .tooFew,
        "frauds are so few that no stretch of time has some to learn from and later ones to choose a model by; give a longer history"
      )
    }
    return folds
  }

  private func chosen(
    _ labels: [Double], _ split: TimeSplit, _ folds: [SearchFold], _ clock: () -> Double,
    _ progress: (SearchProgress) -> TrainingDecision
  ) throws(LearningError) -> SearchOutcome {
    var base = TrainingParameters(
      rounds: options.search.roundsMax, learningRate: 0.1, seed: UInt32(truncatingIfNeeded: options.search.seed))
    base.threads = 1
    let space = SearchSpace(
      base: base, frauds: split.train.reduce(0) { $0 + labels[$1] }, rows: split.train.count)
    return try ParameterSearch(space, folds: folds, trainer: trainer, options: options.search, workers: options.workers)
      .run(clock: clock, progress: progress)
  }
}
