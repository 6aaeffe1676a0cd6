public import Records

/// The calendar month, in UTC, that a case is about.
public struct CasePeriod: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Months since the year 0.
  public let months: Int

  public init(months: Int) { self.months = months }

  public init(of moment: Instant) {
    let date = moment.date
    months = date.year * 12 + date.month - 1
  }

  public static func < (left: CasePeriod, right: CasePeriod) -> Bool { left.months < right.months }

  public var year: Int { months >= 0 ? months / 12 : (months - 11) / 12 }
  public var month: Int { months - year * 12 + 1 }

  public var description: String {
    let year = String(year)
    return String(repeating: "0", count: max(0, 4 - year.utf8.count)) + year + (month < 10 ? "-0" : "-") + String(month)
  }
}

/// What alerts have in common that are looked at together: one person in one scheme in one month.
///
/// A month and not a pause between alerts ends a case: which case an alert belongs to then follows from the alert alone, however late or in
/// whatever order it comes, and no two cases are ever joined behind an analyst's back. A new month begins a new case; one that was decided
/// is open again where another alert falls into its month.
public struct CaseIdentity: Hashable, Sendable {
  public var scheme: String
  /// Nil where a record names nobody.
  public var entity: String?
  /// Nil where a record has no time.
  public var period: CasePeriod?

  public init(scheme: String, entity: String?, period: CasePeriod?) {
    (self.scheme, self.entity, self.period) = (scheme, entity, period)
  }

  public var key: String { AlertKey.case(self) }
}

/// Alerts of one case, counted.
public struct AlertCase: Hashable, Sendable {
  public enum Status: String, Sendable { case open, confirmed, dismissed, mixed, suppressed }

  /// What the alerts of one currency lost by their rules.
  public struct Amount: Hashable, Sendable {
    public var currency: Currency
    /// Nil where the sum is beyond what money can be.
    public var total: Money?

    public init(currency: Currency, total: Money?) { (self.currency, self.total) = (currency, total) }
  }

  public struct Counts: Hashable, Sendable {
    public var open = 0
    public var confirmed = 0
    public var dismissed = 0
    public var suppressed = 0

    public init() {}

    public var all: Int { open + confirmed + dismissed + suppressed }
  }

  public var identity: CaseIdentity
  public var counts: Counts
  /// In the order of the currencies' codes; those in which something was lost.
  public var amounts: [Amount]
  public var first: Instant?
  public var last: Instant?
  public var severity: AlertSeverity

  public init(
    identity: CaseIdentity, counts: Counts, amounts: [Amount], first: Instant?, last: Instant?, severity: AlertSeverity
  ) {
    (self.identity, self.counts, self.amounts) = (identity, counts, amounts)
    (self.first, self.last, self.severity) = (first, last, severity)
  }

  public var key: String { identity.key }

  /// What was put out of sight is not waited for.
  public var status: Status {
    switch (counts.open > 0, counts.confirmed > 0, counts.dismissed > 0) {
    case (true, false, false): .open
    case (false, true, false): .confirmed
    case (false, false, true): .dismissed
    case (false, false, false): .suppressed
    default: .mixed
    }
  }
}

/// Amounts of one currency on their way to a sum, in two parts, so that no count of them runs over.
public struct AmountSum: Hashable, Sendable {
  public static let lowBits: Int64 = 20
  private var high: Int64 = 0
  private var low: Int64 = 0

  public init() {}

  /// - Parameters:
  ///   - high: the sum of the amounts shifted right by `lowBits`.
  ///   - low: the sum of what that leaves over.
  public init(high: Int64, low: Int64) { (self.high, self.low) = (high, low) }

  public mutating func add(_ amount: Money) {
    high += amount.tenThousandths >> AmountSum.lowBits
    low += amount.tenThousandths & (1 << AmountSum.lowBits - 1)
  }

  public mutating func add(_ other: AmountSum) {
    high += other.high
    low += other.low
  }

  /// Nil beyond the bounds of money.
  public var total: Money? {
    let (scaled, overflow) = high.multipliedReportingOverflow(by: 1 << AmountSum.lowBits)
    let (sum, over) = scaled.addingReportingOverflow(low)
    return overflow || over ? nil : Money(tenThousandths: sum)
  }
}
