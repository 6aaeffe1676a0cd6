/// How a model's scores become chances, and why in this way.
public struct ScoreCalibration: Hashable, Sendable, Codable {
  public enum Method: Hashable, Sendable, Codable {
    case isotonic(IsotonicCalibration)
    case platt(PlattCalibration)
  }

  public let method: Method
  /// In words, for whoever reads the model.
  public let reason: String

  /// With fewer rows of either class than this, steps are drawn by single rows.
  public static let isotonicRowsMin = 50.0

  /// Fitted on rows that the model did not learn from.
  public static func fit(scores: [Double], labels: [Double], weights: [Double]? = nil) throws(LearningError) -> ScoreCalibration {
    try check(scores, labels, weights)
    let frauds = scores.indices.reduce(0.0) { $0 + (weights?[$1] ?? 1) * labels[$1] }
    let honest = scores.indices.reduce(0.0) { $0 + (weights?[$1] ?? 1) * (1 - labels[$1]) }
    let known = "\(Int(frauds.rounded())) frauds and \(Int(honest.rounded())) honest records"
    if min(frauds, honest) >= isotonicRowsMin {
      return ScoreCalibration(
        method: .isotonic(try IsotonicCalibration.fit(scores: scores, labels: labels, weights: weights)),
        reason: "by steps that never fall, from \(known)")
    }
    return ScoreCalibration(
      method: .platt(try PlattCalibration.fit(scores: scores, labels: labels, weights: weights)),
      reason: "by a curve of two numbers, since \(known) are too few for steps; \(Int(isotonicRowsMin)) of either are needed")
  }

  /// How far a step rises at most: so little that even where fraud is one in thousands the chances do not add up to another fraud, and
  /// enough that records of one step keep the order in which the model has them.
  private static let rise = 1e-6

  public func chance(_ score: Double) -> Double {
    switch method {
    case .isotonic(let steps):
      steps.chance(score) * (1 - Self.rise) + Self.rise * (0.5 + score / (2 * (1 + score.magnitude)))
    case .platt(let curve): curve.chance(score)
    }
  }

  public func chances(_ scores: [Double]) -> [Double] { scores.map { chance($0) } }

  static func check(_ scores: [Double], _ labels: [Double], _ weights: [Double]?) throws(LearningError) {
    guard scores.count == labels.count, weights.map({ $0.count == scores.count }) ?? true else {
      throw LearningError(
        .misfit,
        "\(scores.count) scores, \(labels.count) labels and \(weights?.count ?? scores.count) weights; give one of each for each row"
      )
    }
    if let row = scores.firstIndex(where: { !$0.isFinite }) {
      throw LearningError(
        .misfit, "row \(row + 1): its score is \(scores[row]) and cannot be calibrated; leave out what was not scored")
    }
    try TrainingFrame.checkLabels(labels, rows: scores.count)
    if let weights, let row = weights.firstIndex(where: { !($0.isFinite && $0 >= 0) }) {
      throw LearningError(.misfit, "row \(row + 1): its weight is \(weights[row]); a weight is 0 or more")
    }
    let frauds = scores.indices.reduce(0.0) { $0 + (weights?[$1] ?? 1) * labels[$1] }
    let honest = scores.indices.reduce(0.0) { $0 + (weights?[$1] ?? 1) * (1 - labels[$1]) }
    guard frauds > 0, honest > 0 else {
      throw LearningError(
        .oneClass,
        "of the \(scores.count) rows that scores are to be calibrated by, \(frauds > 0 ? "all are" : "not one is") fraud; "
          + "give a longer stretch of time")
    }
  }
}
