/// What the words of the notebooks say of a history: numbers come from the run that wrote them, and from nowhere else.
public struct HistoryFacts: Sendable {
  public struct Scheme: Sendable {
    public var name: String
    public var flagged: Int
    /// As a person reads it; empty where no rule says what was lost.
    public var loss: String
    /// How its labels came about; nil where it has none.
    public var labels: String?
    public var model: Model?
    /// Why there is no model; empty where there is one.
    public var withoutModel: String
    /// Fraudulent records in truth; nil where that is not known.
    public var frauds: Int?

    public init(
      name: String, flagged: Int, loss: String, labels: String?, model: Model?, withoutModel: String, frauds: Int?
    ) {
      (self.name, self.flagged, self.loss, self.labels) = (name, flagged, loss, labels)
      (self.model, self.withoutModel, self.frauds) = (model, withoutModel, frauds)
    }
  }

  /// Who scored, and on what it may be judged.
  public struct Model: Sendable {
    public var parameters: String
    public var chances: String
    public var threshold: String
    public var learnedFrom: Int
    public var testedOn: Int

    public init(parameters: String, chances: String, threshold: String, learnedFrom: Int, testedOn: Int) {
      (self.parameters, self.chances, self.threshold) = (parameters, chances, threshold)
      (self.learnedFrom, self.testedOn) = (learnedFrom, testedOn)
    }
  }

  /// How the history is cut for figures.
  public enum Period: String, Sendable {
    case day = "D", month = "M", quarter = "Q", year = "Y"

    public var word: String {
      switch self {
      case .day: "day"
      case .month: "month"
      case .quarter: "quarter"
      case .year: "year"
      }
    }

    /// So that a figure has between a few and some sixty bars.
    public init(days: Int64) {
      self = days <= 62 ? .day : days <= 1_900 ? .month : days <= 5_500 ? .quarter : .year
    }
  }

  public var source = ""
  /// The table of the records, which is named like their schema.
  public var records = ""
  public var count = 0
  /// The first day and the last; nil where records have no time.
  public var days: (first: String, last: String)?
  public var period = Period.month
  public var who: String?
  public var people = 0
  /// The field of the amount that is at stake.
  public var amount: String?
  public var currency = "USD"
  /// Whether records have a total at list, a charge and lines.
  public var isOfOrders = false
  /// Whether lines have prices that were learned or given.
  public var hasPrices = false
  public var ladder: [String] = []
  /// Of what a discount is taken.
  public var ladderMode = ""
  public var baseline = ""
  public var schemes: [Scheme] = []
  public var hasTruth = false
  public var hasFeatures = false
  /// The registered model that scored; nil where one was trained for the export, or none.
  public var modelReference: String?
  /// Text columns that are not written, since nothing but a rule asks for them.
  public var leftOut: [String] = []
  /// Rules that the query answers, and those that it leaves out.
  public var sparkRules = 0
  public var sparkLeftOut = 0
  public var command = ""

  public init() {}

  public var modelled: [Scheme] { schemes.filter { $0.model != nil } }
}
