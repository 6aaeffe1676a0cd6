import Forest

/// Which round it is, whether there is another, and which were worth keeping.
struct TrainingRun {
  private let parameters: TrainingParameters
  private(set) var progress: [TrainingProgress] = []
  private(set) var isOver = false
  private var best: (round: Int, metric: Double)?

  init(_ parameters: TrainingParameters) { self.parameters = parameters }

  /// Rounds that are done.
  var round: Int { progress.count }

  var roundsKept: Int { parameters.patienceRounds == nil ? round : best?.round ?? round }

  mutating func stop() { isOver = true }

  /// - metrics: on the training rows, then on those for validation.
  mutating func finishRound(_ metrics: [Double]) -> TrainingProgress {
    let now = TrainingProgress(
      round: round + 1, rounds: parameters.rounds, trainingMetric: metrics.first, validationMetric: metrics.dropFirst().first)
    progress.append(now)
    if now.round == parameters.rounds { isOver = true }
    if let patience = parameters.patienceRounds, let metric = now.validationMetric {
      // A metric that is no number betters nothing.
      let isBetter = best.map { parameters.metric?.isGain == true ? metric > $0.metric : metric < $0.metric } ?? !metric.isNaN
      if isBetter { best = (now.round, metric) }
      if now.round - (best?.round ?? 0) >= patience { isOver = true }
    }
    return now
  }
}
