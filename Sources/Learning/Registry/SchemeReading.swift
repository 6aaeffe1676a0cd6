/// What a run kept of one scheme, read back. Runs of earlier programs kept less, so anything may be missing.
public struct SchemeReading: Sendable {
  public let names: RunNames
  public let run: TrainingRun
  private let metrics: [String: RunMetric]
  private let amounts: [String: RunAmount]
  private let texts: [String: String]
  private let curves: [String: RunCurve]

  public var scheme: String { names.scheme }

  public init(_ scheme: String, _ run: TrainingRun, _ curves: [RunCurve]) {
    names = RunNames(scheme)
    self.run = run
    metrics = Dictionary(run.metrics.map { ($0.name, $0) }) { first, _ in first }
    amounts = Dictionary(run.amounts.map { ($0.name, $0) }) { first, _ in first }
    texts = Dictionary(run.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    self.curves = Dictionary(curves.map { ($0.name, $0) }) { first, _ in first }
  }

  /// Those that something was measured of.
  public var sides: [RunSide] {
    RunSide.allCases.filter { side in run.metrics.contains { names.parts($0.name)?.side == side } }
  }

  /// What was measured of a side, in the order in which it was kept.
  public func figures(_ side: RunSide) -> [(name: String, metric: RunMetric)] {
    run.metrics.compactMap { metric in names.parts(metric.name).flatMap { $0.side == side ? ($0.what, metric) : nil } }
  }

  public func figure(_ name: String, _ side: RunSide = .model) -> RunMetric? { metrics[names.name(name, side)] }
  public func amount(_ name: String, _ side: RunSide = .model) -> RunAmount? { amounts[names.name(name, side)] }
  public func text(_ name: String) -> String? { texts[names.name(name)] }
  public func curve(_ name: String, _ side: RunSide = .model) -> RunCurve? { curves[names.name(name, side)] }
  public func points(_ name: String, _ side: RunSide = .model) -> [RunCurve.Point] { curve(name, side)?.points ?? [] }

  /// What moves the chances, the weightiest first.
  public var weights: [RunWeight] { run.weights.filter { $0.scheme == scheme } }

  /// The scores of the search's candidates, stage by stage.
  public var searchStages: [[RunCurve.Point]] {
    var stages: [[RunCurve.Point]] = []
    while let curve = curve(RunNames.search(stage: stages.count + 1)) { stages.append(curve.points) }
    return stages
  }
}
