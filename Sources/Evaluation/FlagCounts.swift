/// How right the flags are, and how much of what is to be found they find.
public struct FlagCounts: Hashable, Sendable {
  public var flagged = 0
  /// Flagged and fraudulent.
  public var right = 0
  public var frauds = 0
  /// Honest records that were looked at; nil where nobody knows how many.
  public var honest: Int?

  public init() {}

  /// - population: how many records there are, where findings hold only some of them.
  public init(_ records: JudgedRecords, population: Int?) {
    frauds = records.frauds.count
    for place in records.rows.indices where records.isFlagged[place] {
      flagged += 1
      if records.isFraud(place) { right += 1 }
    }
    honest = population.map { $0 - frauds }
  }

  public var wrong: Int { flagged - right }
  /// Nil where nothing was flagged.
  public var precision: Double? { flagged > 0 ? Double(right) / Double(flagged) : nil }
  /// Nil where nothing was to be found.
  public var recall: Double? { frauds > 0 ? Double(right) / Double(frauds) : nil }
  /// The harmonic mean of both; 0 where nothing right was flagged, nil where there is nothing to find and nothing was flagged.
  public var f1: Double? { flagged + frauds > 0 ? 2 * Double(right) / Double(flagged + frauds) : nil }
  /// Of 100,000 honest records how many are flagged.
  public var falseAlarmsPer100000: Double? {
    guard let honest, honest > 0 else { return nil }
    return Double(wrong) / Double(honest) * 100_000
  }
}
