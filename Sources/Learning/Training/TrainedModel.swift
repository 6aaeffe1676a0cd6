/// A model with all that makes decisions of its margins, and how it did on rows that came after those it learned from.
public struct TrainedModel: Sendable {
  public var encoding: FeatureEncoding
  public var blend: ModelBlend
  public var calibration: ScoreCalibration
  public var threshold: DecisionThreshold
  public var search: SearchOutcome
  public var split: TimeSplit
  /// Columns that never changed among the rows to learn from, and were left out.
  public var constantColumns: [String]
  public var test: ModelTest
  /// How logistic regression did on the same rows; nil where it could not be fitted.
  public var baseline: ModelTest?
  /// By how much of the history it was learned from, the shortest first; empty where that was not asked.
  public var learningCurve: [LearningCurvePoint] = []
  /// What moves its chances, the weightiest first; empty where that was not asked.
  public var weights: [FeatureWeight] = []
}
