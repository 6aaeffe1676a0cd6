/// What a figure should reach, where there are enough frauds to tell.
struct MatrixTarget: Sendable {
  enum Outcome: Equatable {
    case reached, missed
    /// Nobody could reach it, not even who knew how the history was made: this is the most there is.
    case beyondReach(Double?)
    case unknown
  }

  struct Test: Sendable {
    /// In words.
    var words: String
    /// Whether a row reaches it; nil where it cannot be said.
    var isReached: @Sendable (MatrixRow.Scheme) -> Bool?
    /// What the known truth allows of the same figure, and what is wanted of it; nil where truth sets no limit.
    var limit: (@Sendable (MatrixRow.Limit) -> (most: Double?, wanted: Double))?
  }

  var scheme: String
  var tests: [Test]

  static let fraudsMin = 50
  /// Among the orders that models are tested on.
  static let testFraudsMin = 20
  static let calibrationErrorMax = 0.02

  static let all = [
    MatrixTarget(
      scheme: "rep-padding",
      tests: [
        Test(
          words: "average precision ≥ 0.97", isReached: { row in row.found.averagePrecision.map { $0 >= 0.97 } },
          limit: { ($0.averagePrecision, 0.97) }),
        Test(
          words: "precision ≥ 0.95 at recall ≥ 0.93, at the flags",
          isReached: { flags($0, precision: 0.95, recall: 0.93) }, limit: { ($0.precisionAtRecall93, 0.95) }), calibrated,
      ]),
    MatrixTarget(
      scheme: "admin-injected",
      tests: [
        Test(
          words: "precision ≥ 0.98 at recall ≥ 0.97, at the flags",
          isReached: { flags($0, precision: 0.98, recall: 0.97) }, limit: { ($0.precisionAtRecall97, 0.98) }), calibrated,
      ]),
  ]

  private static let calibrated = Test(
    words: "calibration error < 0.02", isReached: { row in row.found.calibrationError.map { $0 < calibrationErrorMax } })

  private static func flags(_ row: MatrixRow.Scheme, precision: Double, recall: Double) -> Bool? {
    // Nothing flagged is no precision, and finds nothing.
    guard let found = row.found.recall else { return nil }
    return (row.found.precision ?? 0) >= precision && found >= recall
  }
}

extension MatrixTarget.Test {
  func outcome(_ row: MatrixRow.Scheme) -> MatrixTarget.Outcome {
    guard let isReached = isReached(row) else { return .unknown }
    if isReached { return .reached }
    guard let limit, let known = row.limit else { return .missed }
    let (most, wanted) = limit(known)
    return (most ?? 0) < wanted ? .beyondReach(most) : .missed
  }
}
