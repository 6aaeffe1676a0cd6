public import Forest
public import Records

/// The Fraud Detection Handbook's protocol, done: parameters are chosen once, on weeks before the first one, and with them a model is
/// learned anew for each week and tested on the days after its delay.
public struct HandbookTraining: Sendable {
  public struct Options: Sendable {
    public var weeks = 1
    /// How many weeks parameters are chosen by, at most: a short history may have fewer before its start.
    public var selectionWeeks = 4
    /// How many times trees are grown, from other seeds.
    public var forests = 3
    /// How long after a record its label is known, in microseconds.
    public var labelDelay: Int64 = 0
    public var basis = DecisionThreshold.Basis.alertsPerDay(10)
    public var leastChance = 0.0
    public var search = ParameterSearch.Options()
    public var workers = Workers.alone

    public init() {}
  }

  let frame: TrainingFrame
  /// What is learned from.
  let labels: [Double]
  /// What is tested against, and what blocks a card once it is known.
  let isFraud: [Bool]
  private let rules: [Double]?
  private let trainer: any ForestTrainer
  private let setting: HandbookProtocol
  private let options: Options

  /// - frame: its labels are learned from.
  /// - rules: what the rules alone say of each row, from 0 to 1.
  public init(
    _ frame: TrainingFrame, isFraud: [Bool], rules: [Double]?, trainer: any ForestTrainer, protocol setting: HandbookProtocol,
    options: Options
  ) throws(LearningError) {
    guard let labels = frame.labels else {
      throw LearningError(.misfit, "there is no label to learn from; say which column holds it, or let rules label the records")
    }
    guard frame.entities != nil else {
      throw LearningError(
        .misfit,
        "the handbook's protocol leaves out cards that are known to be compromised, and no column says whose card a record is; declare a key "
          + "in the schema")
    }
    guard isFraud.count == frame.rowCount, rules.map({ $0.count == frame.rowCount }) ?? true else {
      throw LearningError(
        .misfit, "the truth or the rules' scores are not \(frame.rowCount), as many as there are rows; give one for each")
    }
    (self.frame, self.labels, self.isFraud, self.rules) = (frame, labels, isFraud, rules)
    (self.trainer, self.setting, self.options) = (trainer, setting, options)
  }

  public func run(
    clock: () -> Double, progress: (SearchProgress) -> TrainingDecision
  ) throws(LearningError) -> HandbookOutcome {
    try setting.requireDays(frame, weeks: options.weeks)
    let splits = try setting.splits(frame, isFraud: isFraud, weeks: options.weeks)
    let folds = try selectionFolds()
    let search = try chosen(folds, clock, progress)
    let grower = ForestGrower(trainer, search.parameters, count: options.forests)
    let choice = try BlendChoice(folds, grower, workers: options.workers, measure: worth(folds))
    let results = options.workers.map(splits, inPiecesOf: 1) { split in
      Result { () throws(LearningError) in
        let learned = try learned(split, grower, choice.share)
        return (week: try tested(learned, split), learned: learned, split: split)
      }
    }
    var weeks: [(week: HandbookWeek, learned: HandbookLearned, split: TimeSplit)] = []
    for result in results { weeks.append(try result.get()) }
    guard let last = weeks.last else { throw LearningError(.setting, "no week was asked for; ask for at least one") }
    return HandbookOutcome(
      model: try registered(last.learned, last.split, folds, search, choice), weeks: weeks.map(\.week),
      selectionWeeks: folds.count)
  }

  // MARK: Choosing

  private func selectionFolds() throws(LearningError) -> [TrainingFold] {
    var splits: [TimeSplit] = []
    for weeks in stride(from: options.selectionWeeks, through: 1, by: -1) where splits.isEmpty {
      let earlier = try? setting.selectionSplits(frame, isFraud: isFraud, folds: weeks)
      splits = earlier ?? []
    }
    // A week that begins before the history does is none.
    let first = frame.times.min().map { Instant(microseconds: $0).date.instant.microseconds } ?? 0
    splits.removeAll { $0.trainTimes.lowerBound < first }
    var folds: [TrainingFold] = []
    for split in splits {
      if let fold = try TrainingFold(frame, split, encoding: encodingOptions) { folds.append(fold) }
    }
    guard !folds.isEmpty else {
      throw LearningError(
        .tooFew,
        "before the days that are tested on there is no week with frauds to choose parameters by; choose a later start or give a longer history"
      )
    }
    return folds
  }

  private func chosen(
    _ folds: [TrainingFold], _ clock: () -> Double, _ progress: (SearchProgress) -> TrainingDecision
  ) throws(LearningError) -> SearchOutcome {
    let space = HandbookTraining.space(rounds: options.search.roundsMax, seed: UInt32(truncatingIfNeeded: options.search.seed))
    let search = try ParameterSearch(
      space, folds: folds.map(\.fold), trainer: trainer, options: options.search, workers: options.workers)
    return try search.run(clock: clock, measure: worth(folds), progress: progress)
  }

  /// All three figures are to be good, and none is worth more than another.
  private func worth(_ folds: [TrainingFold]) -> ParameterSearch.Measure {
    { place, scores throws(LearningError) in
      let rows = folds[place].rows
      let figures = try HandbookFigures(frame, rows, scores, labels: rows.map { labels[$0] })
      return figures.areaUnderCurve + figures.averagePrecision + figures.cardPrecision
    }
  }

  /// Exact splits beside bins: an amount above which everything is fraud lies in the tail, where bins are wide.
  static func space(rounds: Int, seed: UInt32) -> SearchSpace {
    var base = TrainingParameters(rounds: rounds, treeMethod: .exact, depthMax: 3, learningRate: 0.1, seed: seed)
    (base.threads, base.binsMax, base.rowShare, base.featureShare) = (1, 4_096, 0.7, 0.6)
    var space = SearchSpace(base: base)
    space.treeMethods = [.exact, .exact, .exact, .hist]
    space.depths = [2, 3, 4, 5]
    space.learningRates = [0.03, 0.05, 0.1, 0.2]
    space.childWeights = [1, 3, 10]
    space.rowShares = [0.6, 0.7, 0.8]
    space.featureShares = [0.5, 0.75, 1]
    space.ridgePenalties = [1, 5, 20]
    space.lossReductions = [0, 0.5, 1]
    space.binCounts = []
    return space
  }

  private var encodingOptions: FeatureEncoding.Options {
    var encoding = FeatureEncoding.Options()
    encoding.labelDelay = options.labelDelay
    return encoding
  }

  // MARK: A week

  /// What was learned from a week.
  private struct HandbookLearned {
    var encoding: FeatureEncoding
    var train: EncodedRows
    var blend: ModelBlend
  }

  private func learned(_ split: TimeSplit, _ grower: ForestGrower, _ lineShare: Double) throws(LearningError) -> HandbookLearned {
    let train = frame.rows(split.train)
    try train.requireBothClasses()
    let (encoding, rows) = try FeatureEncoding.fit(train, options: encodingOptions)
    return HandbookLearned(
      encoding: encoding, train: rows, blend: try grower.blend(rows, split.train.map { labels[$0] }, lineShare: lineShare))
  }

  private func tested(_ learned: HandbookLearned, _ split: TimeSplit) throws(LearningError) -> HandbookWeek {
    let truth = split.test.map { isFraud[$0] ? 1.0 : 0 }
    let trainLabels = split.train.map { labels[$0] }
    let test = try learned.encoding.rows(of: frame.rows(split.test))
    var defaults = TrainingParameters(treeMethod: .exact)
    defaults.threads = 1
    let usual = try ForestGrower(trainer, defaults, count: 1).blend(learned.train, trainLabels, lineShare: 0)
    let line = try LogisticRegression.fit(learned.train, labels: trainLabels)
    var contenders: [(HandbookContender, [Double])] = [
      (.model, try learned.blend.scores(test)), (.defaults, try usual.scores(test)), (.line, try line.scores(test)),
    ]
    if let rules { contenders.append((.rules, split.test.map { rules[$0] })) }
    var figures: [HandbookContender: HandbookFigures] = [:]
    for (contender, scores) in contenders {
      figures[contender] = try HandbookFigures(frame, split.test, scores, labels: truth)
    }
    return HandbookWeek(
      split: split, frauds: truth.count { $0 == 1 }, figures: figures,
      perfectCardPrecision: try HandbookFigures.cardPrecision(frame, split.test, truth, labels: truth).perfect ?? 0)
  }

  // MARK: What is kept

  /// The last week's model, with chances and a threshold from the weeks that its parameters were chosen by.
  private func registered(
    _ learned: HandbookLearned, _ split: TimeSplit, _ folds: [TrainingFold], _ search: SearchOutcome, _ choice: BlendChoice
  ) throws(LearningError) -> TrainedModel {
    let scores = choice.scores
    let rows = folds.flatMap(\.rows)
    let calibration = try ScoreCalibration.fit(scores: scores, labels: rows.map { labels[$0] })
    let threshold = try DecisionThreshold.chosen(
      by: options.basis, chances: calibration.chances(scores), rows: rows, of: frame, leastChance: options.leastChance)
    let chances = calibration.chances(try learned.blend.scores(learned.encoding.rows(of: frame.rows(split.test))))
    return TrainedModel(
      encoding: learned.encoding, blend: learned.blend, calibration: calibration,
      threshold: threshold, search: search, split: split, constantColumns: [],
      test: try ModelTest(
        frame, rows: split.test, chances: chances, labels: split.test.map { isFraud[$0] ? 1 : 0 }, threshold: threshold,
        samples: 0),
      baseline: nil)
  }
}
