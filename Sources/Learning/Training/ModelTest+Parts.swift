extension ModelTest {
  /// A stretch of the test: what holds over all of it may be the mean of a good month and a bad one.
  public struct Part: Sendable {
    public var times: Range<Int64>
    public var records: Int
    public var frauds: Double
    public var figures: [Figure]

    public subscript(_ name: String) -> Figure? { figures.first { $0.name == name } }

    static func all(
      _ frame: TrainingFrame, rows: [Int], _ scored: ScoredRows, alerts: [Double], within times: Range<Int64>,
      _ intervals: FigureIntervals
    ) throws(LearningError) -> [Part] {
      let stretches = CalendarParts.of(times)
      guard stretches.count > 1 else { return [] }
      var places = [[Int]](repeating: [], count: stretches.count)
      for (place, row) in rows.enumerated() {
        // The last stretch that begins at it or before.
        var (low, high) = (0, stretches.count)
        while high - low > 1 {
          let middle = (low + high) / 2
          if stretches[middle].lowerBound <= frame.times[row] { low = middle } else { high = middle }
        }
        places[low].append(place)
      }
      var parts: [Part] = []
      for (times, places) in zip(stretches, places) where !places.isEmpty {
        let labels = places.map { scored.labels[$0] }
        let own = try ScoredRows(scores: places.map { scored.scores[$0] }, labels: labels)
        let walk = RankingWalk(own, amounts: nil, inspected: [])
        let alerted = AlertFigures(alerts: alerts.isEmpty ? [] : places.map { alerts[$0] }, labels: labels, losses: nil)
        let clusters = frame.entities.map { entities in places.map { entities[rows[$0]] } }
        let drawn = intervals.samples(rows: places.count, clusters: clusters) { weights in
          [walk.figures(weights: weights).averagePrecision] + alerted.values(weights)
        }
        let names = ["average precision"] + AlertFigures.names
        parts.append(
          Part(
            times: times, records: places.count, frauds: labels.reduce(0, +),
            figures: names.enumerated().compactMap { place, name in
              drawn.flatMap { intervals.interval($0, place) }.map { Figure(name, $0) }
            }))
      }
      return parts
    }
  }
}
