public import Forest
public import Records

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
    /// In the last stage a training stops when so many rounds in a row bettered nothing on the validation rows.
    public var patienceRounds = 50
    /// What has to get better. Logarithmic loss costs little to take; figures of ranks are sorted anew each round.
    public var stoppingMetric = TrainingParameters.Metric.logLoss
    /// Of wall time, shared out evenly among the stages; nil for as long as it takes.
    public var seconds: Double?
    public var seed: UInt64 = 1

    public init() {}
  }

  /// What scores are worth in a fold, more being better; nil where that cannot be said.
  public typealias Measure = @Sendable (_ fold: Int, _ validationScores: [Double]) throws(LearningError) -> Double?

  private let space: SearchSpace
  private let folds: [SearchFold]
  private let trainer: any ForestTrainer
  private let options: Options
  private let workers: Workers

  /// - workers: so many candidates are grown at once, each by a thread of its own: the threads of one training would wait for each other
  ///   after every level of every tree, and where others use the machine too that takes more time than it saves.
  public init(
    _ space: SearchSpace, folds: [SearchFold], trainer: any ForestTrainer, options: Options = Options(), workers: Workers = .alone
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
    self.workers = workers
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
  /// - progress: called after each round; it can end the search with what there is, or cancel it.
  public func run(
    clock: () -> Double, measure: Measure, progress: (SearchProgress) -> TrainingDecision
  ) throws(LearningError) -> SearchOutcome {
    try withoutActuallyEscaping(clock) { clock throws(LearningError) in
      try withoutActuallyEscaping(progress) { progress throws(LearningError) in
        let stages = SearchStages(candidates: space.candidates(options.candidates, seed: options.seed), options: options)
        return try run(
          stages, SearchCourse(options: options, workMax: stages.work * folds.count, clock: clock, progress: progress), measure)
      }
    }
  }

  private func run(_ stages: SearchStages, _ course: SearchCourse, _ measure: Measure) throws(LearningError) -> SearchOutcome {
    var trials: [SearchTrial] = []
    var leftOut = 0
    var going = Array(stages.candidates.indices)
    search: for stage in 0..<stages.count {
      for place in stride(from: 0, to: going.count, by: workers.count) {
        // The first of a stage are its best, so those that there is no time for are missed least.
        if place > 0, course.isStageOver(stage, of: stages.count) {
          leftOut += going.count - place
          break
        }
        course.show(stage: stage + 1, of: stages.count, candidate: place + 1, of: going.count)
        let together = Array(going[place..<min(place + workers.count, going.count)])
        let ended = workers.map(together, inPiecesOf: 1) { candidate in
          Result { () throws(LearningError) in try trial(candidate, stage, stages, course, measure) }
        }
        for result in ended {
          guard let trial = try result.get() else { break search }
          trials.append(trial)
          course.note(trial)
        }
      }
      going = stages.survivors(trials.filter { $0.stage == stage })
    }
    return try outcome(trials, leftOut: leftOut, stages, course)
  }

  /// Nil where the time is up, or the caller wants no more.
  private func trial(
    _ candidate: Int, _ stage: Int, _ stages: SearchStages, _ course: SearchCourse, _ measure: Measure
  ) throws(LearningError) -> SearchTrial? {
    let parameters = stages.parameters(candidate, stage: stage)
    let checkpoints = stages.checkpoints(stage)
    var scores: [[Double]] = []
    for (place, fold) in folds.enumerated() {
      guard let forest = try grown(fold, parameters, course) else { return nil }
      scores.append(
        try fold.scores(of: forest, at: checkpoints, treesPerRound: parameters.treesPerRound) { scores throws(LearningError) in
          guard let score = try measure(place, scores), !score.isNaN else {
            throw LearningError(
              .model, "fold \(place + 1) says nothing of a candidate's worth; give rows with frauds and honest ones in each fold")
          }
          return score
        })
    }
    let means = checkpoints.indices.map { point in scores.reduce(0) { $0 + $1[point] } / Double(folds.count) }
    // Of equal ones the fewest rounds.
    let best = means.indices.reduce(0) { means[$1] > means[$0] ? $1 : $0 }
    return SearchTrial(
      candidate: candidate, stage: stage, parameters: parameters, rounds: checkpoints[best], score: means[best],
      foldScores: scores.map { $0[best] })
  }

  private func grown(
    _ fold: SearchFold, _ parameters: TrainingParameters, _ course: SearchCourse
  ) throws(LearningError) -> Forest? {
    var patience = SearchPatience(options)
    do {
      let validation = parameters.metric == nil ? nil : fold.validation
      let trained = try trainer.train(fold.training, validation: validation, parameters: parameters) { round in
        switch course.round() {
        case .goOn: patience.isSpent(round) ? .stop : .goOn
        case let end: end
        }
      }
      course.skip(parameters.rounds - trained.progress.count)
      return try Forest(xgboost: trained.model)
    } catch let error as TrainingError {
      if course.isCancelled { throw LearningError(.cancelled, "the search was cancelled, and nothing is kept of it") }
      if course.isOver { return nil }
      throw LearningError(.model, error.message)
    } catch { throw LearningError(.model, "\(error)") }
  }

  private func outcome(
    _ trials: [SearchTrial], leftOut: Int, _ stages: SearchStages, _ course: SearchCourse
  ) throws(LearningError) -> SearchOutcome {
    // The first training is let to its end whatever the time, so only the caller can have ended it.
    guard let last = trials.map(\.stage).max(), let best = stages.best(trials.filter { $0.stage == last }) else {
      throw LearningError(.cancelled, "the search was ended before its first training was, so there is nothing to choose from")
    }
    var parameters = best.parameters
    (parameters.rounds, parameters.metric) = (best.rounds, nil)
    let origin = best.candidate == 0 ? "it is the one that is taken without a search" : "found in \(trials.count) trials"
    var reason = "the best of \(Set(trials.map(\.candidate)).count) candidates, \(origin)"
    if course.isEnded { reason += "; the search was told to end in stage \(last + 1) of \(stages.count)" }
    if course.isOutOfTime || leftOut > 0 {
      reason +=
        "; \(options.seconds ?? 0) s were too short for all, so \(leftOut) trials were left out, and another run may choose otherwise"
    }
    return SearchOutcome(
      parameters: parameters, score: best.score, trials: trials, isCutShort: course.isOver || leftOut > 0,
      seconds: course.seconds, reason: reason)
  }
}
