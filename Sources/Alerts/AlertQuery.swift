public import Records

/// Which alerts are meant. Whatever is said has to fit.
public struct AlertFilter: Hashable, Sendable {
  public enum Standing: String, Hashable, CaseIterable, Sendable { case open, confirmed, dismissed, suppressed, all }

  public var scheme: String?
  /// A rule's name, with its package.
  public var rule: String?
  public var entity: String?
  public var source: String?
  public var record: String?
  /// So severe or more.
  public var severity: AlertSeverity?
  /// Of the records' own time; what has none is not meant where either is said.
  public var from: Instant?
  /// The first moment that is too late.
  public var before: Instant?
  /// So much or more, whatever the currency.
  public var lossLeast: Money?
  public var standing: Standing
  /// The case's key.
  public var caseKey: String?

  public init(standing: Standing = .all) { self.standing = standing }

  public func passes(_ alert: Alert) -> Bool {
    let said = alert.sighting
    return (scheme == nil || scheme == said.scheme) && (entity == nil || entity == said.entity)
      && (source == nil || source == said.source) && (record == nil || record == said.record)
      && (rule.map { said.rules.contains($0) } ?? true) && (severity.map { said.severity >= $0 } ?? true)
      && (from.map { from in said.at.map { $0 >= from } ?? false } ?? true)
      && (before.map { before in said.at.map { $0 < before } ?? false } ?? true)
      && (lossLeast.map { least in said.loss.map { $0 >= least } ?? false } ?? true)
      && (standing == .all || standing.rawValue == alert.standing)
      && (caseKey == nil || caseKey == said.caseIdentity.key)
  }
}

/// A page of alerts in some order.
public struct AlertQuery: Hashable, Sendable {
  public enum Order: String, Hashable, CaseIterable, Sendable { case time, loss, score, severity, stored }

  public var filter: AlertFilter
  /// The largest or latest first; of equals the one that was stored later.
  public var order: Order
  public var limit: Int
  public var offset: Int

  public init(_ filter: AlertFilter = AlertFilter(), order: Order = .time, limit: Int = 50, offset: Int = 0) {
    (self.filter, self.order, self.limit, self.offset) = (filter, order, limit, offset)
  }
}

/// A page of cases. Only alerts that pass the filter are counted in them.
public struct CaseQuery: Hashable, Sendable {
  public enum Order: String, Hashable, CaseIterable, Sendable { case time, loss, count, severity }

  public var filter: AlertFilter
  public var order: Order
  public var limit: Int
  public var offset: Int

  public init(_ filter: AlertFilter = AlertFilter(), order: Order = .time, limit: Int = 50, offset: Int = 0) {
    (self.filter, self.order, self.limit, self.offset) = (filter, order, limit, offset)
  }

  /// A page of these, in the query's order; of equals the one whose key comes first.
  public func page(of cases: [AlertCase]) -> [AlertCase] {
    let keyed = cases.map { (place: $0.place(in: order), key: $0.key, value: $0) }
    let sorted = keyed.sorted { left, right in
      left.place == right.place ? left.key < right.key : left.place > right.place
    }
    return sorted.dropFirst(offset).prefix(limit).map(\.value)
  }
}

extension AlertCase {
  /// Sums of several currencies are in no order among each other; the largest of them counts. A sum beyond all bounds is the largest.
  fileprivate func place(in order: CaseQuery.Order) -> Int64 {
    switch order {
    case .time: last?.microseconds ?? .min
    case .loss: amounts.map { $0.total?.tenThousandths ?? .max }.max() ?? .min
    case .count: Int64(counts.all)
    case .severity: Int64(severity.rank)
    }
  }
}
