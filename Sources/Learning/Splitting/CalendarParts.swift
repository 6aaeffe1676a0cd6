import Records

/// A stretch of time cut where a calendar cuts it, so that a reader can say "in May it was worse".
enum CalendarParts {
  private enum Unit: CaseIterable { case years, quarters, months, weeks, days }

  private static let partsMin = 4

  /// By the longest of years, quarters, months, weeks and days that makes at least four parts, days where none does. The first part and
  /// the last may be shorter than the others. Empty where the calendar does not reach.
  static func of(_ times: Range<Int64>) -> [Range<Int64>] {
    guard let first = CivilDate(year: 2, month: 1, day: 1), let last = CivilDate(year: 9998, month: 12, day: 31), !times.isEmpty,
      times.lowerBound >= first.instant.microseconds, times.upperBound <= last.instant.microseconds
    else { return [] }
    for unit in Unit.allCases {
      let cuts = cuts(times, unit)
      if cuts.count + 1 >= partsMin { return joined(times, cuts) }
    }
    return joined(times, cuts(times, .days))
  }

  private static func joined(_ times: Range<Int64>, _ cuts: [Int64]) -> [Range<Int64>] {
    zip([times.lowerBound] + cuts, cuts + [times.upperBound]).map { $0..<$1 }
  }

  /// Where units begin inside of the stretch.
  private static func cuts(_ times: Range<Int64>, _ unit: Unit) -> [Int64] {
    var cuts: [Int64] = []
    var date = next(Instant(microseconds: times.lowerBound).date, unit)
    while let begin = date?.instant.microseconds, begin < times.upperBound {
      cuts.append(begin)
      date = date.flatMap { next($0, unit) }
    }
    return cuts
  }

  /// The first day of the unit after the one that a day is in.
  private static func next(_ date: CivilDate, _ unit: Unit) -> CivilDate? {
    func months(_ count: Int) -> CivilDate? {
      let month = (date.month - 1) / count * count + count
      return CivilDate(year: date.year + month / 12, month: month % 12 + 1, day: 1)
    }
    switch unit {
    case .years: return months(12)
    case .quarters: return months(3)
    case .months: return months(1)
    case .weeks:
      // 1970-01-01 was a Thursday; weeks begin on Mondays.
      let days = date.daysSince1970
      let sinceMonday = ((days + 3) % 7 + 7) % 7
      return CivilDate(daysSince1970: days - sinceMonday + 7)
    case .days: return CivilDate(daysSince1970: date.daysSince1970 + 1)
    }
  }
}
