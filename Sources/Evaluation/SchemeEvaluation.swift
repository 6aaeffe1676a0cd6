/// Every figure of one scheme.
public struct SchemeEvaluation: Sendable {
  public let scheme: String
  public let isInFindings: Bool
  public let isInTruth: Bool
  public let flags: FlagCounts
  public let averagePrecision: AveragePrecision?
  public let money: MoneyMeasures
  /// Nil where there is nothing that has a score.
  public let calibration: Calibration?
  public let isCalibrated: Bool
  public let points: [OperatingPoint]
  public let recallAtPrecision95: Double?
  public let precisionAtRecall93: Double?
  public let precisionAtRecall97: Double?
  public let inspected: [(count: Int, recall: Double?)]
  public let variants: [Breakdown]
  public let reps: [Breakdown]
  public let bootstrap: Bootstrap
  /// Frauds whose record is not among the findings.
  public let unranked: Int

  public struct Options: Sendable {
    public var inspected: [Int]
    public var samples: Int
    public var seed: UInt64

    public init(inspected: [Int] = [100, 500], samples: Int = 1_000, seed: UInt64 = 1) {
      (self.inspected, self.samples, self.seed) = (inspected, samples, seed)
    }
  }

  /// What is known of all records, where findings hold only some.
  public struct Population: Sendable {
    public var records: Int
    /// By rep.
    public var reps: [String: Int]

    public init(records: Int, reps: [String: Int]) { (self.records, self.reps) = (records, reps) }
  }

  /// - Parameters:
  ///   - isRanking: the findings hold every record, so that those that are not flagged are known too.
  public init(
    _ records: JudgedRecords, isInFindings: Bool = true, isInTruth: Bool = true, isRanking: Bool = true,
    population: Population? = nil, options: Options
  ) {
    (scheme, self.isInFindings, self.isInTruth) = (records.scheme, isInFindings, isInTruth)
    let ranking = Ranking(records)
    let unranked = ranking.frauds - ranking.ranked
    // A fraud that is not among the findings was a record all the same.
    let known = population?.records ?? (isRanking && isInFindings ? records.count + unranked : nil)
    flags = FlagCounts(records, population: known)
    averagePrecision = AveragePrecision(ranking)
    money = MoneyMeasures(records)
    calibration = Calibration(ranking)
    isCalibrated = records.isCalibrated
    points = ranking.points
    recallAtPrecision95 = ranking.recall(atPrecision: 0.95)
    precisionAtRecall93 = ranking.precision(atRecall: 0.93)
    precisionAtRecall97 = ranking.precision(atRecall: 0.97)
    inspected = options.inspected.map { ($0, ranking.recall(inspected: $0)) }
    variants = Breakdown.byVariant(records)
    let byRep = Breakdown.byRep(records, population: population?.reps)
    reps = isRanking || population != nil ? byRep : byRep.map(\.withoutRecords)
    bootstrap = Bootstrap(records, ranking, samples: options.samples, seed: options.seed, population: known)
    self.unranked = unranked
  }
}

extension Breakdown {
  /// Where only what was flagged is known, how many records there are is not.
  fileprivate var withoutRecords: Breakdown {
    var part = self
    part.records = nil
    return part
  }
}
