public import Records

/// How much a feature moves the chances of one of a run's models.
public struct RunWeight: Hashable, Sendable {
  public var scheme: String
  public var feature: String
  /// In logarithms of odds.
  public var weight: Double
  /// Which way, in words.
  public var direction: String

  public init(scheme: String, feature: String, weight: Double, direction: String) {
    (self.scheme, self.feature, self.weight, self.direction) = (scheme, feature, weight, direction)
  }
}

/// One training: from what, how, and what came out. Recorded also where it came to nothing.
public struct TrainingRun: Hashable, Sendable {
  public enum Status: String, Sendable, CaseIterable { case finished, failed, interrupted }

  /// Given by the registry; nil until the run is recorded.
  public var id: Int?
  public var name: String
  public var started: Instant
  public var durationMicroseconds: Int64
  public var status: Status
  /// What the run learned from.
  public var dataHash: String?
  public var rulesHash: String?
  public var baselineHash: String?
  public var parameters: [RunParameter]
  /// The most telling first: lists show that one.
  public var metrics: [RunMetric]
  public var amounts: [RunAmount]
  /// By scheme, the weightiest first.
  public var weights: [RunWeight]
  public var notes: String

  public init(
    name: String, started: Instant, durationMicroseconds: Int64, status: Status = .finished, dataHash: String? = nil,
    rulesHash: String? = nil, baselineHash: String? = nil, parameters: [RunParameter] = [], metrics: [RunMetric] = [],
    amounts: [RunAmount] = [], weights: [RunWeight] = [], notes: String = ""
  ) {
    (self.name, self.started, self.durationMicroseconds, self.status) = (name, started, durationMicroseconds, status)
    (self.dataHash, self.rulesHash, self.baselineHash) = (dataHash, rulesHash, baselineHash)
    (self.parameters, self.metrics, self.amounts, self.weights) = (parameters, metrics, amounts, weights)
    self.notes = notes
  }
}
