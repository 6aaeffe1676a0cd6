/// Rows with what a model says of each and what each was: a row counts as fraud as far as its label is one.
///
/// Where scores are equal nothing is known of their order, so a tie is taken whole, or as chance would cut it.
public struct ScoredRows: Sendable {
  public let scores: [Double]
  /// From 0 to 1.
  public let labels: [Double]
  /// Rows from the highest score down.
  let order: [Int]

  public init(scores: [Double], labels: [Double]) throws(LearningError) {
    guard scores.count == labels.count else {
      throw LearningError(.misfit, "\(scores.count) scores for \(labels.count) labels; give one for each row")
    }
    if let row = scores.firstIndex(where: \.isNaN) {
      throw LearningError(.misfit, "row \(row + 1) has no score; leave out what was not scored")
    }
    try TrainingFrame.checkLabels(labels, rows: scores.count)
    (self.scores, self.labels) = (scores, labels)
    order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
  }

  public var rowCount: Int { scores.count }

  /// Equal scores, the highest first.
  struct Tie {
    var rows = 0.0
    var frauds = 0.0
    var honest: Double { rows - frauds }
  }

  /// - weights: how often each row counts; once where there are none.
  func forEachTie(weights: [Double]? = nil, _ body: (Tie) -> Void) {
    var tie = Tie()
    for (place, row) in order.enumerated() {
      if place > 0, scores[row] != scores[order[place - 1]] {
        body(tie)
        tie = Tie()
      }
      let weight = weights?[row] ?? 1
      tie.rows += weight
      tie.frauds += weight * labels[row]
    }
    if !order.isEmpty { body(tie) }
  }

  /// The chance that a fraud has a higher score than an honest row, equal scores counted half. Nil with one class only.
  public var areaUnderCurve: Double? { areaUnderCurve(weights: nil) }

  public func areaUnderCurve(weights: [Double]?) -> Double? {
    var (frauds, honest, pairs) = (0.0, 0.0, 0.0)
    forEachTie(weights: weights) { tie in
      pairs += tie.honest * (frauds + tie.frauds / 2)
      frauds += tie.frauds
      honest += tie.honest
    }
    return frauds > 0 && honest > 0 ? pairs / frauds / honest : nil
  }

  /// The precision at each threshold, weighed by the frauds that it adds, as scikit-learn defines it. Nil without fraud.
  public var averagePrecision: Double? { averagePrecision(weights: nil) }

  public func averagePrecision(weights: [Double]?) -> Double? {
    var (rows, frauds, sum) = (0.0, 0.0, 0.0)
    forEachTie(weights: weights) { tie in
      rows += tie.rows
      frauds += tie.frauds
      if tie.frauds > 0 { sum += tie.frauds * frauds / rows }
    }
    return frauds > 0 ? sum / frauds : nil
  }

  /// The share of the frauds among the first so many rows; a tie that is cut counts as chance would cut it. Nil without fraud.
  public func recall(inspected: Int, weights: [Double]? = nil) -> Double? {
    var (left, found, frauds) = (Double(inspected), 0.0, 0.0)
    forEachTie(weights: weights) { tie in
      frauds += tie.frauds
      guard left > 0, tie.rows > 0 else { return }
      found += tie.frauds * min(1, left / tie.rows)
      left -= tie.rows
    }
    return frauds > 0 ? found / frauds : nil
  }

  /// The share of the frauds among the first so many.
  public func precision(inspected: Int, weights: [Double]? = nil) -> Double? {
    var (left, found, taken) = (Double(inspected), 0.0, 0.0)
    forEachTie(weights: weights) { tie in
      guard left > 0, tie.rows > 0 else { return }
      found += tie.frauds * min(1, left / tie.rows)
      taken += min(left, tie.rows)
      left -= tie.rows
    }
    return taken > 0 ? found / taken : nil
  }

  /// The mean distance, squared, between score and label. Only of scores that are chances.
  public var brier: Double? { brier(weights: nil) }

  public func brier(weights: [Double]?) -> Double? {
    var (sum, rows) = (0.0, 0.0)
    for row in scores.indices {
      let weight = weights?[row] ?? 1
      sum += weight * (scores[row] - labels[row]) * (scores[row] - labels[row])
      rows += weight
    }
    return rows > 0 ? sum / rows : nil
  }
}
