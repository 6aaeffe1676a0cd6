/// Grows forests from rows. Blocks until it is done; call it from a queue of its own.
public protocol ForestTrainer: Sendable {
  /// The same rows, parameters and seed give the same bytes.
  ///
  /// - validation: rows that are not learned from, on which the metric is taken as well.
  /// - progress: called after each round; what it answers decides whether there is another.
  func train(
    _ rows: TrainingSet, validation: TrainingSet?, parameters: TrainingParameters,
    progress: (TrainingProgress) -> TrainingDecision
  ) throws(TrainingError) -> TrainedForest
}

extension ForestTrainer {
  public func train(
    _ rows: TrainingSet, validation: TrainingSet? = nil, parameters: TrainingParameters
  ) throws(TrainingError) -> TrainedForest {
    try train(rows, validation: validation, parameters: parameters) { _ in .goOn }
  }
}

public enum TrainingDecision: Sendable {
  case goOn
  /// No further round; what was grown is kept.
  case stop
  /// No further round; nothing is kept, and `train` throws `cancelled`.
  case cancel
}

/// How far training has come, after a round.
public struct TrainingProgress: Hashable, Sendable {
  /// From 1.
  public var round: Int
  public var rounds: Int
  /// The metric on the rows that are learned from, and on those for validation; nil where none was asked for.
  public var trainingMetric: Double?
  public var validationMetric: Double?

  public init(round: Int, rounds: Int, trainingMetric: Double? = nil, validationMetric: Double? = nil) {
    (self.round, self.rounds) = (round, rounds)
    (self.trainingMetric, self.validationMetric) = (trainingMetric, validationMetric)
  }
}

/// A model as bytes that `Forest` reads, and how it came about.
public struct TrainedForest: Hashable, Sendable {
  /// XGBoost's UBJSON.
  public var model: [UInt8]
  /// Rounds that the model holds.
  public var rounds: Int
  /// All rounds that were run, also those that were let go of.
  public var progress: [TrainingProgress]

  public init(model: [UInt8], rounds: Int, progress: [TrainingProgress]) {
    (self.model, self.rounds, self.progress) = (model, rounds, progress)
  }
}
