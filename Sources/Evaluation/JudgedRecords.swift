public import Records

/// One scheme's findings held against the truth: a record a place, in the order in which they came.
public struct JudgedRecords: Sendable {
  public struct Fraud: Sendable {
    public var row: Int64
    /// In ten-thousandths; exact, of any size.
    public var loss: Int128
    public var rep: String
    public var variant: String
    /// Where the record stands among those that were found or ranked; nil where it is not among them.
    public internal(set) var place: Int?

    init(row: Int64, loss: Int128, rep: String, variant: String) {
      (self.row, self.loss, self.rep, self.variant) = (row, loss, rep, variant)
    }
  }

  public let scheme: String
  public internal(set) var rows: [Int64] = []
  public internal(set) var scores: [Double] = []
  public internal(set) var isFlagged: [Bool] = []
  public internal(set) var isCalibrated = true
  /// What each finding says was lost; nil where it says nothing.
  public internal(set) var losses: [Money?] = []
  /// Who each is about, among `names`; -1 where nobody says.
  public internal(set) var entities: [Int32] = []
  public internal(set) var names: [String] = []
  public internal(set) var frauds: [Fraud] = []
  /// Of each record its place among the frauds; -1 of an honest one.
  public internal(set) var fraudPlaces: [Int32] = []

  public init(scheme: String) { self.scheme = scheme }

  public var count: Int { rows.count }
  public func isFraud(_ place: Int) -> Bool { fraudPlaces[place] >= 0 }

  public mutating func add(row: Int64, score: Double, isFlagged: Bool, loss: Money?, entity: Int32) {
    rows.append(row)
    scores.append(score)
    self.isFlagged.append(isFlagged)
    losses.append(loss)
    entities.append(entity)
  }

  /// Finds each fraud's record.
  ///
  /// - frauds: each of another row.
  mutating func join(_ frauds: [Fraud]) {
    self.frauds = frauds
    fraudPlaces = [Int32](repeating: -1, count: count)
    let wanted = Dictionary(uniqueKeysWithValues: frauds.enumerated().map { ($1.row, $0) })
    guard !wanted.isEmpty else { return }
    for place in rows.indices {
      guard let fraud = wanted[rows[place]] else { continue }
      self.frauds[fraud].place = place
      fraudPlaces[place] = Int32(fraud)
    }
  }

  /// The same without the records up to a row: what is measured once a stream has learned enough.
  public func after(row: Int64) -> JudgedRecords {
    var rest = JudgedRecords(scheme: scheme)
    (rest.names, rest.isCalibrated) = (names, isCalibrated)
    for place in rows.indices where rows[place] > row {
      rest.add(
        row: rows[place], score: scores[place], isFlagged: isFlagged[place], loss: losses[place], entity: entities[place])
    }
    rest.join(
      frauds.filter { $0.row > row }.map { Fraud(row: $0.row, loss: $0.loss, rep: $0.rep, variant: $0.variant) })
    return rest
  }

  /// The same records and truth under another judge's scores and flags, record by record.
  public func judged(by judge: (_ row: Int64) -> (score: Double, isFlagged: Bool)) -> JudgedRecords {
    var other = self
    for place in rows.indices {
      (other.scores[place], other.isFlagged[place]) = judge(rows[place])
      other.losses[place] = nil
    }
    other.isCalibrated = false
    return other
  }
}
