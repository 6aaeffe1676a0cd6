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

  /// What somebody could reach at most who knew how the history was made.
  struct Limit: Codable, Sendable {
    var averagePrecision: Double?
    var precisionAtRecall93: Double?
    var precisionAtRecall97: Double?
    /// Frauds that are no likelier than honest orders, even to him.
    var hidden: Int
  }

  /// What a stream found, each order decided when it came.
  struct Stream: Codable, Sendable {
    enum Hold: Codable, Sendable { case after(Int64), never, tooFew }

    var flagged: Int
    var precision: Double?
    /// Found within the record that shows it.
    var recall: Double?
    var averagePrecision: Double?
    /// After so many orders precision holds.
    var hold: Hold
    /// From there on.
    var holding: Warm?
    /// Once so many orders have passed.
    var warm: [Warm]
  }

  /// Once a stream has seen so many orders.
  struct Warm: Codable, Sendable {
    var after: Int64
    var frauds: Int
    var precision: Double?
    var recall: Double?
  }

  struct Scheme: Codable, Sendable {
    var scheme: String
    var frauds: Int
    var found: Figures
    var naive: Figures
    var limit: Limit?
    /// Nil where histories were not decided as streams too.
    var stream: Stream?
    /// Nil where no model was learned.
    var models: Models?
  }

  struct Interval: Codable, Sendable {
    var value: Double
    var low: Double?
    var high: Double?
  }

  /// Average precisions on the last orders, which no model learned from.
  struct Models: Codable, Sendable {
    var orders: Int?
    var frauds: Int?
    var fromVotes: Interval?
    var fromTruth: Interval?
    var rules: Interval?
    /// Rules, and the model that learned from their votes.
    var both: Interval?
    /// Of what the truth makes of a model, how much votes make of it.
    var share: Interval?
    /// What the model brings to the rules.
    var gain: Interval?
    /// Why there is no model.
    var failure: String?
  }

  var setting: Int
  var words: String
  var orders: Int
  var honest: Int
  /// Reading, learning and deciding; not the drawing of the history.
  var seconds: Double
  /// The same as a stream.
  var streamSeconds: Double?
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
