extension ModelTest {
  /// How many points of a curve are kept: enough for any page, and few enough to be kept with every run.
  public static let pointsMax = 200

  /// Recall and precision at each threshold; a large tie is gone through as chance would cut it, since the way through it bends.
  public func precisionAndRecall() -> [RunCurve.Point] {
    var points: [RunCurve.Point] = []
    forEachStep { inspected, found, _ in
      guard frauds > 0, inspected > 0 else { return }
      if points.isEmpty { points.append(.init(0, min(1, found / inspected))) }
      points.append(.init(min(1, found / frauds), min(1, found / inspected)))
    }
    return RunCurve.thinned(points, to: ModelTest.pointsMax) { $0.x }
  }

  /// The share of the frauds found among the first so many.
  public func fraudsFound() -> [RunCurve.Point] {
    gains { found, _ in frauds > 0 ? min(1, found / frauds) : nil }
  }

  /// The share of the money at stake.
  public func moneyFound() -> [RunCurve.Point] {
    let lost = moneyAtStake
    return gains { _, caught in lost > 0 ? min(1, caught / lost) : nil }
  }

  /// In ten-thousandths, for shares; sums of money are exact elsewhere.
  private var moneyAtStake: Double {
    guard let losses else { return 0 }
    return labels.indices.reduce(0.0) { $0 + labels[$1] * Double(max(0, losses[$1])) }
  }

  private func gains(_ share: (_ found: Double, _ caught: Double) -> Double?) -> [RunCurve.Point] {
    var points = [RunCurve.Point(0, 0)]
    forEachStep { inspected, found, caught in
      if let share = share(found, caught) { points.append(.init(inspected, max(share, points[points.count - 1].y))) }
    }
    guard points.count > 1 else { return [] }
    // Nobody inspects all: the first hundreds matter as much as all that follows.
    return RunCurve.thinned(points, to: ModelTest.pointsMax) { ($0.x + 10).squareRoot().squareRoot() }
  }

  private static let stepsInTie = 12

  /// From the highest score down; in between in a large tie.
  private func forEachStep(_ body: (_ inspected: Double, _ found: Double, _ caught: Double) -> Void) {
    let order = scored.order
    var (inspected, found, caught) = (0.0, 0.0, 0.0)
    var place = 0
    while place < order.count {
      var end = place
      var (frauds, money) = (0.0, 0.0)
      while end < order.count, chances[order[end]] == chances[order[place]] {
        frauds += labels[order[end]]
        if let losses { money += labels[order[end]] * Double(max(0, losses[order[end]])) }
        end += 1
      }
      let rows = Double(end - place)
      let steps = min(end - place, ModelTest.stepsInTie)
      for step in 1...steps {
        // It bends most where the tie begins.
        let share = Double(step * step) / Double(steps * steps)
        body(inspected + rows * share, found + frauds * share, caught + money * share)
      }
      inspected += rows
      found += frauds
      caught += money
      place = end
    }
  }

  // MARK: Chances

  /// Where bins of chances end that a reader can tell apart where fraud is rare.
  static let chanceBins = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 1]

  /// The share of the frauds, or of the honest records, whose chance lies in each bin; a point at each bin's end.
  public func chances(ofFrauds isFraud: Bool) -> [RunCurve.Point] {
    var weights = [Double](repeating: 0, count: ModelTest.chanceBins.count)
    for row in chances.indices {
      let bin = ModelTest.chanceBins.firstIndex { chances[row] <= $0 } ?? weights.count - 1
      weights[bin] += isFraud ? labels[row] : 1 - labels[row]
    }
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return [] }
    return zip(ModelTest.chanceBins, weights).map { .init($0, $1 / sum) }
  }

  private static let chanceGap = 0.2

  /// Chances beside what became of them, and how far that may lie off: in bins each of which expects about as many frauds as the others,
  /// so that high chances, of which there are few, are told apart.
  public func reliabilityPoints(bins binsMax: Int = 10) -> [(chance: Double, share: Double, range: ClosedRange<Double>)] {
    let order = Array(scored.order.reversed())
    let wanted = chances.reduce(0) { $0 + max(0, $1) } / Double(max(1, binsMax))
    var points: [(chance: Double, share: Double, range: ClosedRange<Double>)] = []
    var (rows, expected, found) = (0.0, 0.0, 0.0)
    for (place, row) in order.enumerated() {
      rows += 1
      expected += chances[row]
      found += labels[row]
      let isLast = place + 1 == order.count
      // Rows of one chance stay together, and those of quite another one apart.
      guard isLast || chances[order[place + 1]] != chances[row] else { continue }
      guard isLast || expected >= wanted || chances[order[place + 1]] - chances[row] > ModelTest.chanceGap else { continue }
      points.append((expected / rows, min(1, found / rows), Wilson.interval(found, of: rows)))
      (rows, expected, found) = (0, 0, 0)
    }
    return points
  }
}
