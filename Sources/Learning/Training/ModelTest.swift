/// How well chances rank and fit rows whose labels are known, with intervals over samples of the entities.
public struct ModelTest: Sendable {
  public struct Figure: Sendable {
    public var name: String
    public var value: Double
    public var range: ClosedRange<Double>?
  }

  public let rows: [Int]
  public let chances: [Double]
  public let labels: [Double]
  public let figures: [Figure]
  public let reliability: ReliabilityCurve?

  public var frauds: Double { labels.reduce(0, +) }

  public subscript(_ name: String) -> Figure? { figures.first { $0.name == name } }

  /// How many of the first rows are looked at, where figures say how much that finds.
  static let inspected = [100, 500]

  /// - rows: of the frame, as many as there are chances and labels.
  public init(
    _ frame: TrainingFrame, rows: [Int], chances: [Double], labels: [Double], threshold: DecisionThreshold?, samples: Int
  ) throws(LearningError) {
    (self.rows, self.chances, self.labels) = (rows, chances, labels)
    let scored = try ScoredRows(scores: chances, labels: labels)
    let clusters = frame.entities.map { entities in rows.map { entities[$0] } }
    let intervals = FigureIntervals(samples: samples)
    var figures: [Figure] = []
    func add(_ name: String, _ figure: (_ weights: [Double]?) -> Double?) {
      guard let interval = intervals.interval(rows: rows.count, clusters: clusters, figure) else { return }
      figures.append(Figure(name: name, value: interval.value, range: interval.range))
    }
    add("average precision") { scored.averagePrecision(weights: $0) }
    add("area under curve") { scored.areaUnderCurve(weights: $0) }
    for count in ModelTest.inspected where count < rows.count {
      add("recall of \(count) inspected") { scored.recall(inspected: count, weights: $0) }
    }
    if let threshold {
      let alerts = chances.map { threshold.isAlert($0) ? 1.0 : 0 }
      add("precision of alerts") { ModelTest.share(of: labels, among: alerts, $0) }
      add("recall of alerts") { ModelTest.share(of: alerts, among: labels, $0) }
    }
    reliability = ReliabilityCurve(chances: chances, labels: labels)
    if let error = reliability?.expectedError { figures.append(Figure(name: "calibration error", value: error)) }
    if let brier = scored.brier { figures.append(Figure(name: "brier", value: brier)) }
    self.figures = figures
  }

  private static func share(of part: [Double], among all: [Double], _ weights: [Double]?) -> Double? {
    var (both, sum) = (0.0, 0.0)
    for row in all.indices {
      both += (weights?[row] ?? 1) * all[row] * part[row]
      sum += (weights?[row] ?? 1) * all[row]
    }
    return sum > 0 ? both / sum : nil
  }
}
