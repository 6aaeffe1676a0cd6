/// What is held against the same later records.
public enum RunSide: String, Sendable, CaseIterable {
  case model = "model"
  case rules = "rules alone"
  case both = "rules and model"
  case line = "logistic regression"
}

/// Under which names a run keeps what was measured of a scheme: whoever writes it and whoever draws it years later read them here.
public struct RunNames: Hashable, Sendable {
  public let scheme: String

  public init(_ scheme: String) { self.scheme = scheme }

  /// Of a figure or a curve: `fraud: average precision` is the model's, `fraud, rules alone: average precision` is not.
  public func name(_ what: String, _ side: RunSide = .model) -> String {
    side == .model ? "\(scheme): \(what)" : "\(scheme), \(side.rawValue): \(what)"
  }

  /// What a name of this scheme says, and of which side; nil where it is another's.
  public func parts(_ name: String) -> (what: String, side: RunSide)? {
    for side in RunSide.allCases {
      let start = self.name("", side)
      if name.hasPrefix(start) { return (String(name.dropFirst(start.count)), side) }
    }
    return nil
  }

  // MARK: Figures

  public static let averagePrecision = "average precision"
  /// How far average precision lies above another side's, over the same samples.
  public static func above(_ side: RunSide) -> String { "average precision above \(side.rawValue)" }
  public static let testRecords = "records in the test"
  public static let testFrauds = "frauds in the test"
  /// The sum of the chances.
  public static let expectedFrauds = "frauds expected in the test"
  public static let testDays = "days in the test"
  public static let alerts = "alerts in the test"
  public static let alertsPerDayMax = "alerts a day that can be looked at"
  public static let learnedRecords = "records learned from"
  public static let records = "records in the history"
  public static let frauds = "frauds in the history"

  // MARK: Amounts

  public static let moneyAtStake = "money at stake in the test"
  public static let moneyCaught = "money caught by alerts in the test"

  // MARK: Curves

  public static let precisionAndRecall = "precision and recall"
  public static let fraudsFound = "frauds found by inspected"
  public static let moneyFound = "money caught by inspected"
  public static let reliability = "reliability"
  public static let chancesOfFrauds = "chances of frauds"
  public static let chancesOfHonest = "chances of honest records"
  public static let learningCurve = "learning curve"
  public static func byTime(_ what: String) -> String { "\(what) by time" }
  public static func search(stage: Int) -> String { "search, stage \(stage)" }
  /// The ends of a curve's interval.
  public static func low(_ curve: String) -> String { "\(curve), low" }
  public static func high(_ curve: String) -> String { "\(curve), high" }

  // MARK: Texts

  public static let learnedFrom = "learned from"
  public static let testedOn = "tested on"
  public static let testedAgainst = "tested against"
  public static let threshold = "threshold"
  public static let thresholdReason = "threshold follows from"
  public static let chancesReason = "chances follow from"
  public static let searchReason = "parameters follow from"
  public static let budget = "budget"
  public static let moneyReason = "money is"
}
