public import Records

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
  public var notes: String

  public init(
    name: String, started: Instant, durationMicroseconds: Int64, status: Status = .finished, dataHash: String? = nil,
    rulesHash: String? = nil, baselineHash: String? = nil, parameters: [RunParameter] = [], metrics: [RunMetric] = [],
    amounts: [RunAmount] = [], notes: String = ""
  ) {
    (self.name, self.started, self.durationMicroseconds, self.status) = (name, started, durationMicroseconds, status)
    (self.dataHash, self.rulesHash, self.baselineHash) = (dataHash, rulesHash, baselineHash)
    (self.parameters, self.metrics, self.amounts, self.notes) = (parameters, metrics, amounts, notes)
  }
}
