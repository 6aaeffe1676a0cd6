/// How well chances rank and fit rows whose labels are known, with intervals over samples of the entities.
public struct ModelTest: Sendable {
  public struct Figure: Sendable {
    public var name: String
    public var value: Double
    public var range: ClosedRange<Double>?

    init(_ name: String, _ interval: FigureIntervals.Interval) {
      (self.name, value, range) = (name, interval.value, interval.range)
    }

    init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
  }

  public let rows: [Int]
  public let chances: [Double]
  public let labels: [Double]
  /// What each row would cost if it were fraud and passed, in ten-thousandths.
  public let losses: [Int64]?
  public let figures: [Figure]
  public let reliability: ReliabilityCurve?
  /// How much of each row is looked at; of a tie that is cut in part.
  public let alerts: [Double]
  public let parts: [Part]
  /// Of ranks, over the same samples for all that is tested on the same rows.
  private let samples: FigureSamples?
  private let intervals: FigureIntervals

  public let frauds: Double
  let scored: ScoredRows
  public var alertCount: Double { alerts.reduce(0, +) }

  public subscript(_ name: String) -> Figure? { figures.first { $0.name == name } }

  /// How many of the first rows are looked at, where figures say how much that finds.
  static let inspected = [100, 500]

  /// What alerts are.
  public enum Alerting: Sendable {
    /// What passes it.
    case threshold(DecisionThreshold)
    /// So many of the highest scores.
    case looks(Int)
    /// As somebody else decides, row by row.
    case decided([Bool])
  }

  /// - rows: of the frame, as many as there are chances and labels.
  /// - losses: by row of the frame; what is at stake in it where they are not given.
  /// - times: of the test; from its first row to its last where they are not given.
  public init(
    _ frame: TrainingFrame, rows: [Int], chances: [Double], labels: [Double], alerting: Alerting?, losses: [Int64]? = nil,
    times: Range<Int64>? = nil, samples: Int
  ) throws(LearningError) {
    (self.rows, self.chances, self.labels) = (rows, chances, labels)
    let scored = try ScoredRows(scores: chances, labels: labels)
    (self.scored, frauds) = (scored, labels.reduce(0, +))
    let losses = (losses ?? frame.amounts).map { losses in rows.map { losses[$0] } }
    let clusters = frame.entities.map { entities in rows.map { entities[$0] } }
    let alerts: [Double] =
      switch alerting {
      case .threshold(let threshold): chances.map { threshold.isAlert($0) ? 1 : 0 }
      case .looks(let looks): scored.alerts(looks: looks)
      case .decided(let isAlert): isAlert.map { $0 ? 1 : 0 }
      case nil: []
      }
    let inspected = ModelTest.inspected.filter { $0 < rows.count }
    let walk = RankingWalk(scored, amounts: losses, inspected: inspected)
    let alertFigures = AlertFigures(alerts: alerts, labels: labels, losses: losses)
    let intervals = FigureIntervals(samples: samples)
    let names =
      ["average precision", "area under curve"] + inspected.map { "recall of \($0) inspected" }
      + inspected.map { "money caught of \($0) inspected" } + AlertFigures.names + ["brier"]
    let drawn = intervals.samples(rows: rows.count, clusters: clusters) { weights in
      let ranked = walk.figures(weights: weights)
      return [ranked.averagePrecision, ranked.areaUnderCurve] + ranked.recall + ranked.money + alertFigures.values(weights)
        + [scored.brier(weights: weights)]
    }
    let sizes = ModelTest.sizes(frauds: frauds, alerts: alerts.reduce(0, +), inspected)
    var figures = names.enumerated().compactMap { place, name -> Figure? in
      drawn.flatMap { intervals.interval($0, place) }.map { Figure(name, ModelTest.widened($0, of: sizes[name])) }
    }
    let span = times ?? ModelTest.span(frame, rows)
    if let cards = try CardPrecision(frame, rows: rows, scores: chances, labels: labels, within: span),
      let interval = intervals.interval(cards)
    {
      figures.insert(
        Figure("card precision at \(cards.cardsPerDay)", interval),
        at: figures.firstIndex { $0.name.contains("alerts") } ?? figures.count)
    }
    reliability = ReliabilityCurve(chances: chances, labels: labels)
    if let error = reliability?.expectedError {
      figures.insert(
        Figure("calibration error", error), at: figures.firstIndex { $0.name == "brier" } ?? figures.count)
    }
    parts = try Part.all(frame, rows: rows, scored, alerts: alerts, within: span, intervals)
    (self.figures, self.alerts, self.losses, self.samples, self.intervals) = (figures, alerts, losses, drawn, intervals)
  }

  /// - threshold: what passes it is an alert.
  public init(
    _ frame: TrainingFrame, rows: [Int], chances: [Double], labels: [Double], threshold: DecisionThreshold?, samples: Int
  ) throws(LearningError) {
    try self.init(
      frame, rows: rows, chances: chances, labels: labels, alerting: threshold.map { .threshold($0) }, samples: samples)
  }

  /// How far this ranks above another on the same rows, as average precision.
  public func averagePrecision(above other: ModelTest) -> FigureIntervals.Interval? {
    guard let samples, let others = other.samples, rows == other.rows else { return nil }
    return intervals.difference(samples, above: others, 0)
  }

  /// Of how many records a figure is a share.
  private static func sizes(frauds: Double, alerts: Double, _ inspected: [Int]) -> [String: Double] {
    var sizes = ["precision of alerts": alerts, "recall of alerts": frauds]
    for count in inspected { sizes["recall of \(count) inspected"] = frauds }
    return sizes
  }

  /// Where all are right, or none, every sample says so too, as if it were certain; there Wilson's interval says more.
  private static func widened(_ interval: FigureIntervals.Interval, of size: Double?) -> FigureIntervals.Interval {
    guard let size, let range = interval.range, range.lowerBound == range.upperBound else { return interval }
    return .init(value: interval.value, range: Wilson.interval(interval.value * size, of: size))
  }

  private static func span(_ frame: TrainingFrame, _ rows: [Int]) -> Range<Int64> {
    let times = rows.lazy.map { frame.times[$0] }
    guard let first = times.min(), let last = times.max() else { return 0..<0 }
    return first..<TimeSplit.after(last)
  }
}
