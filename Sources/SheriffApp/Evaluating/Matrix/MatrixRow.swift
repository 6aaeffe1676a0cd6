import Evaluation

/// What one setting came to. Rows are kept while a matrix is made, so that one that was interrupted goes on.
struct MatrixRow: Codable, Sendable {
  struct Figures: Codable, Sendable {
    var flagged: Int
    var precision: Double?
    var recall: Double?
    var averagePrecision: Double?
    var averagePrecisionLow: Double?
    var averagePrecisionHigh: Double?
    var precisionAtRecall93: Double?
    var precisionAtRecall97: Double?
    var calibrationError: Double?
    /// Of 100,000 orders without any fraud, how many are flagged.
    var falseAlarms: Double?
    var moneyFound: Double?
  }

  /// Once a stream has seen so many orders.
  struct Warm: Codable, Sendable {
    var after: Int
    var frauds: Int
    var precision: Double?
    var recall: Double?
  }

  struct Scheme: Codable, Sendable {
    var scheme: String
    var frauds: Int
    var found: Figures
    var naive: Figures
    var limit: Double?
    var warm: [Warm]
  }

  var setting: Int
  var words: String
  var orders: Int
  var honest: Int
  /// Reading, learning and deciding; not the drawing of the history.
  var seconds: Double
  var schemes: [Scheme]

  var hasFraud: Bool { honest < orders }
}

extension MatrixRow.Figures {
  init(_ scheme: SchemeEvaluation, falseAlarms: Double?) {
    let average = scheme.bootstrap.intervals[.averagePrecision]
    self.init(
      flagged: scheme.flags.flagged, precision: scheme.flags.precision, recall: scheme.flags.recall,
      averagePrecision: scheme.averagePrecision?.expected, averagePrecisionLow: average?.lowerBound,
      averagePrecisionHigh: average?.upperBound, precisionAtRecall93: scheme.precisionAtRecall93,
      precisionAtRecall97: scheme.precisionAtRecall97, calibrationError: scheme.calibration?.expectedError,
      falseAlarms: falseAlarms, moneyFound: scheme.money.foundShare)
  }
}

/// What a figure should reach, where there are enough frauds to tell.
struct MatrixTarget: Sendable {
  var scheme: String
  /// In words, and whether a row reaches it; nil where it cannot be said.
  var tests: [(words: String, isReached: @Sendable (MatrixRow.Scheme) -> Bool?)]

  static let fraudsMin = 50
  static let calibrationErrorMax = 0.02

  static let all = [
    MatrixTarget(
      scheme: "rep-padding",
      tests: [
        ("average precision ≥ 0.97", { row in row.found.averagePrecision.map { $0 >= 0.97 } }),
        ("precision ≥ 0.95 at recall ≥ 0.93, at the flags", { flags($0, precision: 0.95, recall: 0.93) }), calibrated,
      ]),
    MatrixTarget(
      scheme: "admin-injected",
      tests: [("precision ≥ 0.98 at recall ≥ 0.97, at the flags", { flags($0, precision: 0.98, recall: 0.97) }), calibrated]),
  ]

  private static let calibrated: (words: String, isReached: @Sendable (MatrixRow.Scheme) -> Bool?) = (
    "calibration error < 0.02", { row in row.found.calibrationError.map { $0 < calibrationErrorMax } }
  )

  private static func flags(_ row: MatrixRow.Scheme, precision: Double, recall: Double) -> Bool? {
    // Nothing flagged is no precision, and finds nothing.
    guard let found = row.found.recall else { return nil }
    return (row.found.precision ?? 0) >= precision && found >= recall
  }
}
