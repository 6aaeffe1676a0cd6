import Forest

/// When a training that betters nothing any more is to stop. What was grown until then is kept: how many of the rounds serve best is
/// decided by what the search is after, which need not be what tells that it is time to stop.
struct SearchPatience {
  private let rounds: Int
  private let isGain: Bool
  private var best: (round: Int, metric: Double)?

  init(_ options: ParameterSearch.Options) { (rounds, isGain) = (options.patienceRounds, options.stoppingMetric.isGain) }

  mutating func isSpent(_ progress: TrainingProgress) -> Bool {
    guard let metric = progress.validationMetric, !metric.isNaN else { return false }
    guard let best else {
      self.best = (progress.round, metric)
      return false
    }
    if isGain ? metric > best.metric : metric < best.metric { self.best = (progress.round, metric) }
    return progress.round - best.round >= rounds
  }
}
