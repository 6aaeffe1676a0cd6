import Forest

/// How far a search has come, whether its time is up, and what the caller wants.
final class SearchCourse {
  private let options: ParameterSearch.Options
  private let workMax: Int
  private var work = 0
  private var shown: SearchProgress
  private var trials = 0
  private var bestScore: Double?
  let start: Double

  private(set) var isOutOfTime = false
  private(set) var isEnded = false
  private(set) var isCancelled = false

  var isOver: Bool { isOutOfTime || isEnded }

  init(options: ParameterSearch.Options, workMax: Int, start: Double) {
    (self.options, self.workMax, self.start) = (options, max(1, workMax), start)
    shown = SearchProgress(stage: 1, stages: 1, candidate: 1, candidates: 1, share: 0, seconds: 0)
  }

  func show(stage: Int, of stages: Int, candidate: Int, of candidates: Int) {
    // Scores of two stages are not of one kind.
    if stage != shown.stage { bestScore = nil }
    (shown.stage, shown.stages, shown.candidate, shown.candidates) = (stage, stages, candidate, candidates)
  }

  func note(_ trial: SearchTrial) {
    trials += 1
    bestScore = max(bestScore ?? trial.score, trial.score)
  }

  /// Whether the stage has had its part of the time.
  func isStageOver(_ stage: Int, of stages: Int, now: Double) -> Bool {
    guard let seconds = options.seconds else { return false }
    return now - start >= seconds * Double(stage + 1) / Double(stages)
  }

  /// Rounds that an early end made needless.
  func skip(_ rounds: Int) { work += max(0, rounds) }

  /// After a round: whether there is another one.
  func round(clock: () -> Double, progress: (SearchProgress) -> TrainingDecision) -> TrainingDecision {
    work += 1
    shown.seconds = clock() - start
    shown.share = min(1, Double(work) / Double(workMax))
    shown.bestScore = bestScore
    switch progress(shown) {
    case .goOn: break
    case .stop:
      isEnded = true
      return .cancel
    case .cancel:
      isCancelled = true
      return .cancel
    }
    // One training is let to its end, so that there is something to choose.
    if trials > 0, let seconds = options.seconds, shown.seconds > seconds {
      isOutOfTime = true
      return .cancel
    }
    return .goOn
  }
}
