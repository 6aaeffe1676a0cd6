import Records
import RuleLanguage

/// What a clock and a calendar on the wall of a zone show, and when.
struct WallClock {
  let zone: Zone

  private static let day = Instant.microsecondsPerDay

  /// What the clock shows at a moment, as if it were UTC; nil where that is beyond all times.
  func local(_ instant: Int64) -> Int64? { zone.local(instant) }

  /// The moment when a local day begins; nil where that is beyond all times.
  func begin(ofDay day: Int64) -> Int64? {
    let (local, isBeyond) = day.multipliedReportingOverflow(by: WallClock.day)
    return isBeyond ? nil : zone.instant(ofLocal: local)
  }

  /// The moment when the day, week, month, quarter or year of a moment begins; nil where that is beyond all times.
  func begin(of unit: Window.Reach.Unit, fiscalStart: Int, at instant: Int64) -> Int64? {
    guard let local = local(instant) else { return nil }
    let day = Instant(microseconds: local).day
    let date = CivilDate(daysSince1970: day)
    switch unit {
    case .day: return begin(ofDay: day)
    case .week: return begin(ofDay: day - Int64(WallClock.weekday(day) - 1))
    case .month: return begin(ofDay: WallClock.day(year: date.year, month: date.month, day: 1))
    case .quarter: return begin(ofDay: WallClock.firstDay(of: date, months: 3, from: fiscalStart))
    case .year: return begin(ofDay: WallClock.firstDay(of: date, months: 12, from: fiscalStart))
    }
  }

  /// The moment so many months earlier on the wall, the day no later than the month's last; nil where it is beyond all times.
  func moment(_ months: Int, monthsBefore instant: Int64) -> Int64? {
    guard let local = local(instant) else { return nil }
    let day = Instant(microseconds: local).day
    let timeOfDay = WallClock.timeOfDay(local)
    let date = CivilDate(daysSince1970: day)
    let (year, month) = WallClock.month(date.year, date.month, back: months)
    let earlier = WallClock.day(year: year, month: month, day: min(date.day, CivilDate.days(in: month, of: year)))
    let (midnight, isBeyond) = earlier.multipliedReportingOverflow(by: WallClock.day)
    return isBeyond ? nil : zone.instant(ofLocal: midnight + timeOfDay)
  }

  // MARK: Dates

  /// Microseconds since the local day began, as the clock shows them.
  static func timeOfDay(_ local: Int64) -> Int64 { remainder(local, by: day) }

  /// Monday is 1, Sunday 7. 1970-01-01 was a Thursday.
  static func weekday(_ day: Int64) -> Int { Int(remainder(day + 3, by: 7)) + 1 }

  /// The ISO week: that of the year in which the week's Thursday lies.
  static func week(_ day: Int64) -> Int {
    let thursday = day + Int64(4 - weekday(day))
    let firstDay = self.day(year: CivilDate(daysSince1970: thursday).year, month: 1, day: 1)
    return Int((thursday - firstDay) / 7) + 1
  }

  /// Days since 1970, of any year: those that `CivilDate` does not take are looked up whole cycles of 400 years away.
  static func day(year: Int, month: Int, day: Int) -> Int64 {
    let cycles = (year >= 2000 ? year - 2000 : year - 2399) / 400
    guard let date = CivilDate(year: year - cycles * 400, month: month, day: day) else {
      preconditionFailure("there is no \(year)-\(month)-\(day)")
    }
    return date.daysSince1970 + Int64(cycles) * 146_097
  }

  /// The first day of the quarter or year that a date lies in, where they are counted from a month.
  private static func firstDay(of date: CivilDate, months: Int, from start: Int) -> Int64 {
    let (year, month) = self.month(date.year, date.month, back: (date.month - start + 12) % months)
    return day(year: year, month: month, day: 1)
  }

  private static func month(_ year: Int, _ month: Int, back months: Int) -> (year: Int, month: Int) {
    let index = Int64(year) * 12 + Int64(month - 1) - Int64(months)
    let place = remainder(index, by: 12)
    return (Int((index - place) / 12), Int(place) + 1)
  }

  /// What a division rounded towards the past leaves.
  private static func remainder(_ dividend: Int64, by divisor: Int64) -> Int64 {
    let remainder = dividend % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
