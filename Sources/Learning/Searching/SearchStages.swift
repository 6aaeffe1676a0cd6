import Forest

/// Which candidates come how far.
struct SearchStages {
  let candidates: [TrainingParameters]
  private let options: ParameterSearch.Options
  let count: Int

  private static let roundsMin = 5
  private static let earlyCheckpoints = 3
  private static let lastCheckpoints = 20

  init(candidates: [TrainingParameters], options: ParameterSearch.Options) {
    (self.candidates, self.options) = (candidates, options)
    var (left, count) = (candidates.count, 1)
    while left > options.keepOneOf {
      left = (left + options.keepOneOf - 1) / options.keepOneOf
      count += 1
    }
    self.count = count
  }

  func rounds(_ stage: Int) -> Int {
    var rounds = options.roundsMax
    for _ in stage + 1..<max(count, stage + 1) { rounds /= options.keepOneOf }
    return min(options.roundsMax, max(Self.roundsMin, rounds))
  }

  /// With fewer rounds a candidate learns faster, up to half at a time, or as fast as it does anyhow.
  func parameters(_ candidate: Int, stage: Int) -> TrainingParameters {
    var parameters = candidates[candidate]
    let rounds = rounds(stage)
    let faster = parameters.learningRate * Double(options.roundsMax) / Double(rounds)
    parameters.learningRate = min(faster, max(0.5, parameters.learningRate))
    parameters.rounds = rounds
    // A few rounds are over before they could be stopped.
    parameters.metric = stage == count - 1 ? options.stoppingMetric : nil
    parameters.patienceRounds = nil
    return parameters
  }

  /// After how many rounds it is asked what a candidate is worth.
  func checkpoints(_ stage: Int) -> [Int] {
    let rounds = rounds(stage)
    // Trees that are dropped now and then change those before them, so only all of them together say anything.
    guard candidates[0].dropoutRate == nil else { return [rounds] }
    let points = min(rounds, stage == count - 1 ? Self.lastCheckpoints : Self.earlyCheckpoints)
    return (1...points).map { rounds * $0 / points }
  }

  /// The rounds of all stages, at most.
  var work: Int {
    var (going, work) = (candidates.count, 0)
    for stage in 0..<count {
      work += going * rounds(stage)
      going = min(candidates.count, (going + options.keepOneOf - 1) / options.keepOneOf + 1)
    }
    return work
  }

  /// The better ones of a stage, the best first; and the base, wherever it came.
  func survivors(_ trials: [SearchTrial]) -> [Int] {
    let ranked = trials.sorted { ($1.score, $0.candidate) < ($0.score, $1.candidate) }.map(\.candidate)
    let kept = Array(ranked.prefix((ranked.count + options.keepOneOf - 1) / options.keepOneOf))
    return kept.contains(0) ? kept : kept + [0]
  }

  func best(_ trials: [SearchTrial]) -> SearchTrial? {
    trials.min { ($1.score, $0.candidate) < ($0.score, $1.candidate) }
  }
}
