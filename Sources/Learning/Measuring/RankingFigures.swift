/// How well scores rank rows whose labels are known, each figure with its interval. The scores need not be chances.
public struct RankingFigures: Sendable {
  public let area: FigureIntervals.Interval?
  public let averagePrecision: FigureIntervals.Interval?
  /// Of the first so many rows that are looked at, the share of all frauds among them.
  public let recalls: [(inspected: Int, interval: FigureIntervals.Interval)]

  /// - clusters: whose each row is, where rows of one come up together.
  /// - inspected: counts of as many rows as there are, or more, are left out: all rows hold all frauds.
  public init(_ rows: ScoredRows, clusters: [Int32]?, inspected: [Int], intervals: FigureIntervals = FigureIntervals()) {
    let counts = inspected.filter { $0 < rows.rowCount }.sorted()
    let walk = RankingWalk(rows, amounts: nil, inspected: counts)
    let all = intervals.intervals(rows: rows.rowCount, clusters: clusters) { weights in
      let figures = walk.figures(weights: weights)
      return [figures.areaUnderCurve, figures.averagePrecision] + figures.recall
    }
    guard all.count == counts.count + 2 else {
      (area, averagePrecision, recalls) = (nil, nil, [])
      return
    }
    (area, averagePrecision) = (all[0], all[1])
    recalls = zip(counts, all.dropFirst(2)).compactMap { count, interval in interval.map { (count, $0) } }
  }
}
