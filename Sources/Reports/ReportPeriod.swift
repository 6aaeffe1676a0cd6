public import Records

/// Which records are told about, by their own time; open at both ends unless somebody says.
public struct ReportPeriod: Hashable, Sendable {
  public var from: Instant?
  /// The first moment that is too late.
  public var before: Instant?

  public init(from: Instant? = nil, before: Instant? = nil) { (self.from, self.before) = (from, before) }

  public var isBounded: Bool { from != nil || before != nil }

  /// A record without a time belongs to a period only where it has no ends.
  public func contains(_ moment: Instant?) -> Bool {
    guard let moment else { return !isBounded }
    return from.map { moment >= $0 } ?? true && before.map { moment < $0 } ?? true
  }

  /// As long, and just before; nil where the period has no two ends. Whole months are compared with whole months.
  public var previous: ReportPeriod? {
    guard let from, let before, from < before else { return nil }
    let (start, end) = (from.date, before.date)
    if start.day == 1, end.day == 1, from == start.instant, before == end.instant {
      let months = (end.year - start.year) * 12 + end.month - start.month
      let first = start.year * 12 + start.month - 1 - months
      if let date = CivilDate(year: first / 12, month: first % 12 + 1, day: 1) {
        return ReportPeriod(from: date.instant, before: from)
      }
    }
    let (length, overflow) = before.microseconds.subtractingReportingOverflow(from.microseconds)
    let (earlier, under) = from.microseconds.subtractingReportingOverflow(length)
    return overflow || under ? nil : ReportPeriod(from: Instant(microseconds: earlier), before: from)
  }
}
