extension AveragePrecision {
  /// Of things that were scored, so many alike at a time; nil where there is no fraud among them.
  public init?(_ scored: [(score: Double, count: Int, frauds: Int)]) {
    let all = scored.reduce(0) { $0 + $1.frauds }
    guard all > 0 else { return nil }
    (expected, pessimistic, byThreshold) = (0, 0, 0)
    let sorted = scored.sorted { $0.score > $1.score }
    var (above, fraudsAbove, next) = (0, 0, 0)
    while next < sorted.count {
      var (count, frauds) = (0, 0)
      let score = sorted[next].score
      while next < sorted.count, sorted[next].score == score {
        count += sorted[next].count
        frauds += sorted[next].frauds
        next += 1
      }
      add(above: above, fraudsAbove: fraudsAbove, count: count, frauds: frauds)
      above += count
      fraudsAbove += frauds
    }
    divide(by: all)
  }
}
