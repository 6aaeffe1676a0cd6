import Forest
import Synchronization

/// How far a search has come, whether its time is up, and what the caller wants. Several trainings report to it at once.
final class SearchCourse: Sendable {
  private struct State {
    var work = 0
    var shown = SearchProgress(stage: 1, stages: 1, candidate: 1, candidates: 1, share: 0, seconds: 0)
    var trials = 0
    var bestScore: Double?
    var isOutOfTime = false
    var isEnded = false
    var isCancelled = false
  }

  private let options: ParameterSearch.Options
  private let workMax: Int
  private let start: Double
  private let state = Mutex(State())
  // The caller's own are asked by one training at a time: under the lock.
  nonisolated(unsafe) private let clock: () -> Double
  nonisolated(unsafe) private let progress: (SearchProgress) -> TrainingDecision

  var isOver: Bool { state.withLock { $0.isOutOfTime || $0.isEnded } }
  var isOutOfTime: Bool { state.withLock { $0.isOutOfTime } }
  var isEnded: Bool { state.withLock { $0.isEnded } }
  var isCancelled: Bool { state.withLock { $0.isCancelled } }
  var seconds: Double { state.withLock { _ in clock() - start } }

  init(
    options: ParameterSearch.Options, workMax: Int, clock: @escaping () -> Double,
    progress: @escaping (SearchProgress) -> TrainingDecision
  ) {
    (self.options, self.workMax, self.clock, self.progress) = (options, max(1, workMax), clock, progress)
    start = clock()
  }

  func show(stage: Int, of stages: Int, candidate: Int, of candidates: Int) {
    state.withLock { state in
      // Scores of two stages are not of one kind.
      if stage != state.shown.stage { state.bestScore = nil }
      (state.shown.stage, state.shown.stages) = (stage, stages)
      (state.shown.candidate, state.shown.candidates) = (candidate, candidates)
    }
  }

  func note(_ trial: SearchTrial) {
    state.withLock { state in
      state.trials += 1
      state.bestScore = max(state.bestScore ?? trial.score, trial.score)
    }
  }

  /// Whether the stage has had its part of the time.
  func isStageOver(_ stage: Int, of stages: Int) -> Bool {
    guard let limit = options.seconds else { return false }
    return seconds >= limit * Double(stage + 1) / Double(stages)
  }

  /// Rounds that an early end made needless.
  func skip(_ rounds: Int) { state.withLock { $0.work += max(0, rounds) } }

  /// After a round: whether there is another one.
  func round() -> TrainingDecision { state.withLock { round(&$0) } }

  private func round(_ state: inout State) -> TrainingDecision {
    guard !state.isEnded, !state.isCancelled else { return .cancel }
    state.work += 1
    state.shown.seconds = clock() - start
    state.shown.share = min(1, Double(state.work) / Double(workMax))
    state.shown.bestScore = state.bestScore
    switch progress(state.shown) {
    case .goOn: break
    case .stop:
      state.isEnded = true
      return .cancel
    case .cancel:
      state.isCancelled = true
      return .cancel
    }
    // One training is let to its end, so that there is something to choose.
    if state.trials > 0, let limit = options.seconds, state.shown.seconds > limit {
      state.isOutOfTime = true
      return .cancel
    }
    return .goOn
  }
}
