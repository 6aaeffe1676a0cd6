import Evaluation
public import Forest

/// Which parameters are tried: for each a few values, of which a candidate draws one.
public struct SearchSpace: Sendable {
  /// What is tried first, and what stands where a list is empty.
  public var base: TrainingParameters
  public var treeMethods: [TrainingParameters.TreeMethod] = []
  public var depths = [3, 4, 5, 6, 8]
  public var learningRates = [0.03, 0.05, 0.1, 0.2, 0.3]
  public var childWeights = [1.0, 5, 20]
  public var rowShares = [0.6, 0.8, 1]
  public var featureShares = [0.5, 0.75, 1]
  public var ridgePenalties = [0.5, 1, 5, 20]
  public var lossReductions = [0, 0.5, 2]
  /// Finer ones see further into the tail of a value that is rarely high.
  public var binCounts = [256, 1_024, 4_096]
  public var positiveWeights: [Double] = []

  public init(base: TrainingParameters) { self.base = base }

  /// The values as they are, and frauds that weigh as much as they are, as much as the honest rows together, or half way between.
  ///
  /// - frauds: how many of the rows are fraud, or how many in the mean where that is estimated.
  public init(base: TrainingParameters, frauds: Double, rows: Int) {
    self.init(base: base)
    let ratio = (Double(rows) - frauds) / max(frauds, 1)
    if ratio > 1 { positiveWeights = [1, ratio.squareRoot(), min(ratio, 1e6)] }
  }

  /// The base and others, none of them twice; the same for the same seed. Fewer than asked for where there are no more.
  func candidates(_ count: Int, seed: UInt64) -> [TrainingParameters] {
    var candidates = [base]
    var seen: Set<TrainingParameters> = [base]
    var random = SeededRandom(seed)
    var draws = 0
    while candidates.count < count, draws < count * 50 {
      draws += 1
      var candidate = base
      candidate.treeMethod = treeMethods.randomElement(using: &random) ?? base.treeMethod
      candidate.depthMax = depths.randomElement(using: &random) ?? base.depthMax
      candidate.learningRate = learningRates.randomElement(using: &random) ?? base.learningRate
      candidate.childWeightMin = childWeights.randomElement(using: &random) ?? base.childWeightMin
      candidate.rowShare = rowShares.randomElement(using: &random) ?? base.rowShare
      candidate.featureShare = featureShares.randomElement(using: &random) ?? base.featureShare
      candidate.ridgePenalty = ridgePenalties.randomElement(using: &random) ?? base.ridgePenalty
      candidate.lossReductionMin = lossReductions.randomElement(using: &random) ?? base.lossReductionMin
      candidate.binsMax = binCounts.randomElement(using: &random) ?? base.binsMax
      candidate.positiveWeight = positiveWeights.randomElement(using: &random) ?? base.positiveWeight
      if seen.insert(candidate).inserted { candidates.append(candidate) }
    }
    return candidates
  }
}
