public import Forest

/// One candidate, grown to so many rounds in each fold.
public struct SearchTrial: Hashable, Sendable {
  /// From 0; the base is candidate 0.
  public var candidate: Int
  /// From 0.
  public var stage: Int
  public var parameters: TrainingParameters
  /// How many rounds served best, in the mean over the folds.
  public var rounds: Int
  /// With so many rounds, in the mean over the folds.
  public var score: Double
  public var foldScores: [Double]
}

/// How far a search has come.
public struct SearchProgress: Hashable, Sendable {
  /// From 1.
  public var stage: Int
  public var stages: Int
  /// From 1.
  public var candidate: Int
  public var candidates: Int
  /// Of the rounds that there are at most; fewer are run where trainings stop early or candidates are left out.
  public var share: Double
  /// Of the stage.
  public var bestScore: Double?
  public var seconds: Double
}

/// What a search found.
public struct SearchOutcome: Hashable, Sendable {
  /// The best ones, with as many rounds as served best, for a training on all rows.
  public var parameters: TrainingParameters
  /// On the validation rows that it was chosen by, so it promises a little too much.
  public var score: Double
  public var trials: [SearchTrial]
  /// Whether the time was up before all was tried. Only where it was not, the same seed and rows give the same parameters.
  public var isCutShort: Bool
  public var seconds: Double
  /// In words, for whoever reads the model.
  public var reason: String
}
