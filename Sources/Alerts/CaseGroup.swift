public import Records

/// Alerts of a case that have currency and standing in common.
public struct CaseGroup: Hashable, Sendable {
  /// The store's own number of the case.
  public var id: Int64
  public var identity: CaseIdentity
  public var currency: Currency
  public var status: Alert.Status
  public var isHidden: Bool
  public var count: Int
  /// As `AmountSum` has them; nil where nothing was lost.
  public var high: Int64?
  public var low: Int64
  public var first: Instant?
  public var last: Instant?
  public var severity: AlertSeverity

  public init(
    id: Int64, identity: CaseIdentity, currency: Currency, status: Alert.Status, isHidden: Bool, count: Int, high: Int64?,
    low: Int64, first: Instant?, last: Instant?, severity: AlertSeverity
  ) {
    (self.id, self.identity, self.currency, self.status, self.isHidden) = (id, identity, currency, status, isHidden)
    (self.count, self.high, self.low, self.first, self.last, self.severity) = (count, high, low, first, last, severity)
  }

  /// The cases that groups add up to, in no order.
  public static func cases(of groups: [CaseGroup]) -> [AlertCase] {
    var cases: [Int64: CaseSum] = [:]
    for group in groups { cases[group.id, default: CaseSum(identity: group.identity)].add(group) }
    return cases.values.map(\.value)
  }
}

/// A case while its groups come in.
private struct CaseSum {
  let identity: CaseIdentity
  private var counts = AlertCase.Counts()
  private var sums: [String: (currency: Currency, high: Int64, low: Int64)] = [:]
  private var first: Instant?
  private var last: Instant?
  private var severity = AlertSeverity.low

  init(identity: CaseIdentity) { self.identity = identity }

  mutating func add(_ group: CaseGroup) {
    switch group.status {
    case .confirmed: counts.confirmed += group.count
    case .dismissed: counts.dismissed += group.count
    case .open: if group.isHidden { counts.suppressed += group.count } else { counts.open += group.count }
    }
    if let high = group.high {
      let known = sums[group.currency.code] ?? (group.currency, 0, 0)
      sums[group.currency.code] = (group.currency, known.high + high, known.low + group.low)
    }
    if let moment = group.first { first = min(first ?? moment, moment) }
    if let moment = group.last { last = max(last ?? moment, moment) }
    severity = max(severity, group.severity)
  }

  var value: AlertCase {
    let amounts = sums.values.sorted { $0.currency.code < $1.currency.code }.map {
      AlertCase.Amount(currency: $0.currency, total: AmountSum(high: $0.high, low: $0.low).total)
    }
    return AlertCase(identity: identity, counts: counts, amounts: amounts, first: first, last: last, severity: severity)
  }
}
