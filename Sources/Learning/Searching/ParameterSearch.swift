public import Forest

/// Successive halving: many candidates are grown a little, the better ones further, the best few all the way.
///
/// What grows is the number of rounds. Candidates that learn slowly would lose an early comparison for that alone, so with a share of the
/// rounds a candidate learns as much faster. The base takes part in the last comparison, so what is chosen is on the validation rows never
/// worse than what would have been taken without a search.
public struct ParameterSearch: Sendable {
  public struct Options: Hashable, Sendable {
    public var candidates = 27
    /// Of so many candidates one goes on to the next stage.
    public var keepOneOf = 3
    public var roundsMax = 300
    /// A training stops when so many rounds in a row bettered nothing on the validation rows.
    public var patienceRounds = 30
    public var stoppingMetric = TrainingParameters.Metric.averagePrecision
    /// Of wall time; nil for as long as it takes.
    public var seconds: Double?
    public var seed: UInt64 = 1

    public init() {}
  }

  /// What a candidate is worth in a fold; nil where that cannot be said.
  public typealias Measure = (_ fold: Int, _ validationScores: [Double]) throws(LearningError) -> Double?

  private let space: SearchSpace
  private let folds: [SearchFold]
  private let trainer: any ForestTrainer
  private let options: Options

  public init(
    _ space: SearchSpace, folds: [SearchFold], trainer: any ForestTrainer, options: Options = Options()
  ) throws(LearningError) {
    guard !folds.isEmpty else {
      throw LearningError(.setting, "a search needs at least one fold to measure candidates in; give one")
    }
    guard options.candidates >= 1, options.keepOneOf >= 2, options.roundsMax >= 1, options.patienceRounds >= 1,
      options.seconds.map({ $0 > 0 }) ?? true
    else {
      throw LearningError(
        .setting,
        "a search takes at least 1 candidate, of which one of 2 or more goes on, 1 round, 1 round of patience and some time; it was given "
          + "\(options.candidates), \(options.keepOneOf), \(options.roundsMax), \(options.patienceRounds)"
          + (options.seconds.map { " and \($0) s" } ?? ""))
    }
    (self.space, self.folds, self.trainer, self.options) = (space, folds, trainer, options)
  }

  /// Average precision decides.
  public func run(
    clock: () -> Double, progress: (SearchProgress) -> TrainingDecision = { _ in .goOn }
  ) throws(LearningError) -> SearchOutcome {
    try run(
      clock: clock,
      measure: { fold, scores throws(LearningError) in
        try ScoredRows(scores: scores, labels: folds[fold].validationLabels).averagePrecision
      }, progress: progress)
  }

  /// - clock: seconds, from wherever it counts.
  /// - measure: more is better.
  /// - progress: called after each round; it can end the search with what there is, or cancel it.
  public func run(
    clock: () -> Double, measure: Measure, progress: (SearchProgress) -> TrainingDecision
  ) throws(LearningError) -> SearchOutcome {
    let stages = SearchStages(candidates: space.candidates(options.candidates, seed: options.seed), options: options)
    let course = SearchCourse(options: options, workMax: stages.work * folds.count, start: clock())
    var trials: [SearchTrial] = []
    var going = Array(stages.candidates.indices)
    search: for stage in 0..<stages.count {
      for (place, candidate) in going.enumerated() {
        course.show(stage: stage + 1, of: stages.count, candidate: place + 1, of: going.count)
        let rounds = stages.rounds(stage)
        let parameters = stages.parameters(candidate, stage: stage)
        guard let trial = try trial(candidate, stage, parameters, rounds, course, clock, measure, progress) else { break search }
        trials.append(trial)
        course.note(trial)
      }
      going = stages.survivors(trials.filter { $0.stage == stage })
    }
    return try outcome(trials, stages, course, clock)
  }

  /// Nil where the time is up, or the caller wants no more.
  private func trial(
    _ candidate: Int, _ stage: Int, _ parameters: TrainingParameters, _ rounds: Int, _ course: SearchCourse,
    _ clock: () -> Double,
    _ measure: Measure, _ progress: (SearchProgress) -> TrainingDecision
  ) throws(LearningError) -> SearchTrial? {
    var trial = SearchTrial(
      candidate: candidate, stage: stage, parameters: parameters, score: 0, foldScores: [], foldRounds: [])
    for (place, fold) in folds.enumerated() {
      let trained: TrainedForest
      do {
        trained = try trainer.train(fold.training, validation: fold.validation, parameters: parameters) { _ in
          course.round(clock: clock, progress: progress)
        }
      } catch {
        if course.isCancelled { throw LearningError(.cancelled, "the search was cancelled, and nothing is kept of it") }
        if course.isOver { return nil }
        throw LearningError(.model, error.message)
      }
      course.skip(rounds - trained.progress.count)
      let forest: Forest
      do { forest = try Forest(xgboost: trained.model) } catch { throw LearningError(.model, error.message) }
      guard let score = try measure(place, fold.validationRows.scores(forest)), !score.isNaN else {
        throw LearningError(
          .model, "fold \(place + 1) says nothing of a candidate's worth; give rows with frauds and honest ones in each fold")
      }
      trial.foldScores.append(score)
      trial.foldRounds.append(trained.rounds)
    }
    trial.score = trial.foldScores.reduce(0, +) / Double(folds.count)
    return trial
  }

  private func outcome(
    _ trials: [SearchTrial], _ stages: SearchStages, _ course: SearchCourse, _ clock: () -> Double
  ) throws(LearningError) -> SearchOutcome {
    // The first training is let to its end whatever the time, so only the caller can have ended it.
    guard let last = trials.map(\.stage).max(), let best = stages.best(trials.filter { $0.stage == last }) else {
      throw LearningError(.cancelled, "the search was ended before its first training was, so there is nothing to choose from")
    }
    var parameters = stages.parameters(best.candidate, stage: stages.count - 1)
    // Where the last stage was not reached, as many rounds as it took at the rate that was tried.
    if last < stages.count - 1 { parameters.learningRate = best.parameters.learningRate }
    parameters.rounds = max(1, best.foldRounds.sorted()[best.foldRounds.count / 2])
    (parameters.metric, parameters.patienceRounds) = (nil, nil)
    let tried = Set(trials.map(\.candidate)).count
    let origin = best.candidate == 0 ? "it is the one that is taken without a search" : "found in \(trials.count) trials"
    var reason = "the best of \(tried) candidates, \(origin)"
    if course.isOver {
      let cause = course.isOutOfTime ? "its \(options.seconds ?? 0) s were up" : "it was told to"
      reason += "; the search ended in stage \(last + 1) of \(stages.count) because \(cause), so another run may choose otherwise"
    }
    return SearchOutcome(
      parameters: parameters, score: best.score, trials: trials, isCutShort: course.isOver, seconds: clock() - course.start,
      reason: reason)
  }
}
