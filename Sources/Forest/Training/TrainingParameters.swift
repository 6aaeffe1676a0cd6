/// How a forest is to be grown. Typed, so that no misspelt parameter is passed over in silence.
public struct TrainingParameters: Hashable, Sendable {
  public enum TreeMethod: String, Sendable { case hist, approx, exact }
  public enum Growth: String, Sendable { case depthwise, lossguide }
  public enum Monotony: Int, Sendable { case decreasing = -1, any = 0, increasing = 1 }
  public enum Metric: String, Sendable, CaseIterable {
    case logLoss = "logloss"
    case areaUnderCurve = "auc"
    case averagePrecision = "aucpr"
    case errorRate = "error"
    case rootMeanSquare = "rmse"
    case meanAbsolute = "mae"
    case poisson = "poisson-nloglik"

    /// Whether a larger value is better.
    public var isGain: Bool { self == .areaUnderCurve || self == .averagePrecision }
  }

  public var objective: ForestObjective
  public var rounds: Int
  /// Drops trees while it grows others where it is set: the share of trees that are dropped in a round.
  public var dropoutRate: Double?
  public var treeMethod: TreeMethod
  public var growth = Growth.depthwise
  public var depthMax: Int
  /// No bound where it is 0.
  public var leavesMax = 0
  public var learningRate: Double
  public var childWeightMin: Double
  public var lossReductionMin: Double
  public var ridgePenalty: Double
  public var rowShare: Double
  public var featureShare: Double
  /// How much more a row with label 1 counts than one with 0.
  public var positiveWeight: Double
  /// The answer before the first tree, in the objective's own terms; the library's choice where it is nil.
  public var baseScore: Double?
  /// One for each feature, or none at all.
  public var monotony: [Monotony] = []
  public var binsMax = 256
  /// Features with fewer categories are split one category against the others.
  public var oneHotCategoriesMax = 4
  public var treesPerRound = 1
  public var metric: Metric?
  /// Stops when so many rounds in a row did not better the metric on the validation rows, and keeps the rounds up to the best.
  public var patienceRounds: Int?
  public var seed: UInt32
  public var threads: Int

  public init(
    objective: ForestObjective = .binaryLogistic, rounds: Int = 100, treeMethod: TreeMethod = .hist, depthMax: Int = 6,
    learningRate: Double = 0.3, childWeightMin: Double = 1, lossReductionMin: Double = 0, ridgePenalty: Double = 1,
    rowShare: Double = 1, featureShare: Double = 1, positiveWeight: Double = 1, baseScore: Double? = nil, seed: UInt32 = 0,
    threads: Int = 1
  ) {
    (self.objective, self.rounds, self.treeMethod, self.depthMax) = (objective, rounds, treeMethod, depthMax)
    (self.learningRate, self.childWeightMin, self.lossReductionMin) = (learningRate, childWeightMin, lossReductionMin)
    (self.ridgePenalty, self.rowShare, self.featureShare) = (ridgePenalty, rowShare, featureShare)
    (self.positiveWeight, self.baseScore, self.seed, self.threads) = (positiveWeight, baseScore, seed, threads)
  }
}
