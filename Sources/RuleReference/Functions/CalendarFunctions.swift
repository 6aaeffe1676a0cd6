import Records
import RuleLanguage

/// The functions of a time on the wall of a zone.
enum CalendarFunctions {
  /// Nil where the function is none of the calendar's.
  static func value(_ name: String, at instant: Int64, in zone: Zone) -> Value? {
    let clock = WallClock(zone: zone)
    guard let local = clock.local(instant) else { return .missing(.absent) }
    let day = Instant(microseconds: local).day
    let date = CivilDate(daysSince1970: day)
    let second = WallClock.timeOfDay(local) / Instant.microsecondsPerSecond
    switch name {
    case "year": return .integer(Int64(date.year))
    case "quarter": return .integer(Int64((date.month + 2) / 3))
    case "month": return .integer(Int64(date.month))
    case "week": return .integer(Int64(WallClock.week(day)))
    case "day": return .integer(Int64(date.day))
    case "weekday": return .integer(Int64(WallClock.weekday(day)))
    case "weekend": return .flag(WallClock.weekday(day) >= 6)
    case "hour": return .integer(second / 3_600)
    case "minute": return .integer(second / 60 % 60)
    case "date": return clock.begin(ofDay: day).map { .time($0) } ?? .missing(.absent)
    case "days_to_month_end": return .integer(daysLeft(date, untilEndOf: date.month, day))
    case "days_to_quarter_end": return .integer(daysLeft(date, untilEndOf: (date.month + 2) / 3 * 3, day))
    default: return nil
    }
  }

  private static func daysLeft(_ date: CivilDate, untilEndOf month: Int, _ day: Int64) -> Int64 {
    WallClock.day(year: date.year, month: month, day: CivilDate.days(in: month, of: date.year)) - day
  }
}
