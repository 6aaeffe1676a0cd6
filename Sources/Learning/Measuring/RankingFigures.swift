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
    let all = intervals.intervals(rows: rows.rowCount, clusters: clusters) { rows.figures(counts, weights: $0) }
    guard all.count == counts.count + 2 else {
      (area, averagePrecision, recalls) = (nil, nil, [])
      return
    }
    (area, averagePrecision) = (all[0], all[1])
    recalls = zip(counts, all.dropFirst(2)).compactMap { count, interval in interval.map { (count, $0) } }
  }
}

extension ScoredRows {
  /// The area under the curve, average precision, and the recall of so many inspected, in one walk down the rows: an interval takes hundreds of them.
  func figures(_ inspected: [Int], weights: [Double]?) -> [Double?] {
    var (rows, frauds, honest, pairs, precisions) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var found = inspected.map { _ in 0.0 }
    forEachTie(weights: weights) { tie in
      if rows < Double(inspected.last ?? 0), tie.rows > 0 {
        for (place, count) in inspected.enumerated() where rows < Double(count) {
          found[place] += tie.frauds * min(1, (Double(count) - rows) / tie.rows)
        }
      }
      rows += tie.rows
      pairs += tie.honest * (frauds + tie.frauds / 2)
      frauds += tie.frauds
      honest += tie.honest
      if tie.frauds > 0 { precisions += tie.frauds * frauds / rows }
    }
    guard frauds > 0 else { return [nil, nil] + inspected.map { _ in nil } }
    return [honest > 0 ? pairs / frauds / honest : nil, precisions / frauds] + found.map { $0 / frauds }
  }
}
