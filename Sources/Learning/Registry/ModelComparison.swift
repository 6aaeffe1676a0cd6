public import Records

/// Two versions side by side, with the runs they came from.
public struct ModelComparison: Sendable {
  public struct Side: Sendable {
    public var version: ModelVersion
    public var run: TrainingRun

    public init(_ version: ModelVersion, _ run: TrainingRun) { (self.version, self.run) = (version, run) }
  }

  /// How two intervals lie to each other. Intervals that overlap do not say that two models are alike.
  public enum Relation: String, Sendable { case apart, overlapping }

  /// A measure of either or both.
  public struct Row<Value: Sendable>: Sendable {
    public var name: String
    public var first: Value?
    public var second: Value?
  }

  public let first: Side
  public let second: Side

  public init(_ first: Side, _ second: Side) { (self.first, self.second) = (first, second) }

  public var metrics: [Row<RunMetric>] { paired(first.run.metrics, second.run.metrics, by: \.name) }
  public var amounts: [Row<RunAmount>] { paired(first.run.amounts, second.run.amounts, by: \.name) }

  /// Only those that differ.
  public var parameters: [Row<String>] {
    paired(first.run.parameters, second.run.parameters, by: \.name)
      .map { Row(name: $0.name, first: $0.first?.value, second: $0.second?.value) }.filter { $0.first != $0.second }
  }

  /// Only those that one side has alone, or whose type differs.
  public var features: [Row<ModelFeature>] {
    paired(first.version.features, second.version.features, by: \.name).filter { $0.first != $0.second }
  }

  /// Whether both learned from the same data; nil where a run does not say.
  public var isSameData: Bool? {
    guard let one = first.run.dataHash, let other = second.run.dataHash else { return nil }
    return one == other
  }

  /// In the order of the first, then what only the second has.
  private func paired<Value>(_ ones: [Value], _ others: [Value], by name: KeyPath<Value, String>) -> [Row<Value>] {
    let byName = Dictionary(others.map { ($0[keyPath: name], $0) }) { first, _ in first }
    let known = Set(ones.map { $0[keyPath: name] })
    return ones.map { Row(name: $0[keyPath: name], first: $0, second: byName[$0[keyPath: name]]) }
      + others.filter { !known.contains($0[keyPath: name]) }.map { Row(name: $0[keyPath: name], first: nil, second: $0) }
  }
}

extension ModelComparison.Row where Value == RunMetric {
  /// The second less the first.
  public var difference: Double? {
    guard let first, let second else { return nil }
    return second.value - first.value
  }

  public var relation: ModelComparison.Relation? {
    guard let one = first?.interval, let other = second?.interval else { return nil }
    return one.overlaps(other) ? .overlapping : .apart
  }
}

extension ModelComparison.Row where Value == RunAmount {
  /// The second less the first; nil where the currencies differ.
  public var difference: Money? {
    guard let first, let second, first.currency == second.currency else { return nil }
    return second.value.subtracting(first.value)
  }

  public var relation: ModelComparison.Relation? {
    guard difference != nil, let one = first?.interval, let other = second?.interval else { return nil }
    return one.overlaps(other) ? .overlapping : .apart
  }
}
