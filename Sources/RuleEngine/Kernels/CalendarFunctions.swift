import Records
import RuleLanguage

/// Functions of a wall clock.
extension Frame {
  func calendarFunction(_ code: FunctionCode, _ step: Step) {
    let zone = zone(named: texts.text(step.operands[1].constant))
    let isFlag = step.kind == .flag
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    combineValidity(step, result, count, isRestricting: false)
    for row in 0..<count where result.isValid(row) {
      guard let value = WallClock(value(step.operands[0], row), zone)?.value(of: code) else {
        result.putMissing(row, insufficient: false)
        continue
      }
      if isFlag { result.set(row, in: result.truth, value == 1) } else { result.values[row] = value }
    }
  }

  func zone(named name: String) -> Zone {
    if let zone = zones[name] { return zone }
    let zone = surroundings.zone(name)
    zones[name] = zone
    return zone
  }
}

/// A moment as a clock on a wall somewhere shows it.
struct WallClock {
  let zone: Zone
  let local: Instant

  /// Nil where 64 bits do not hold what the clock shows.
  init?(_ instant: Int64, _ zone: Zone) {
    guard let local = zone.local(instant) else { return nil }
    (self.zone, self.local) = (zone, Instant(microseconds: local))
  }

  /// Monday 0 to Sunday 6; the first of January 1970 was a Thursday.
  static func weekday(_ day: Int64) -> Int64 { ((day + 3) % 7 + 7) % 7 }

  /// Nil where the moment that is asked for lies before the first of all.
  func value(of code: FunctionCode) -> Int64? {
    let day = local.day
    let ofDay = local.timeOfDay
    switch code {
    case .hour: return ofDay / 3_600_000_000
    case .minute: return ofDay / 60_000_000 % 60
    case .weekday: return WallClock.weekday(day) + 1
    case .weekend: return WallClock.weekday(day) >= 5 ? 1 : 0
    case .date: return WallClock.moment(day, 0, zone)
    case .week: return WallClock.week(day)
    default: break
    }
    let date = CivilDate(daysSince1970: day)
    switch code {
    case .year: return Int64(date.year)
    case .quarter: return Int64((date.month - 1) / 3 + 1)
    case .month: return Int64(date.month)
    case .daysToMonthEnd: return Int64(CivilDate.days(in: date.month, of: date.year) - date.day)
    case .daysToQuarterEnd:
      let last = (date.month - 1) / 3 * 3 + 3
      var days = CivilDate.days(in: date.month, of: date.year) - date.day
      for month in date.month..<last { days += CivilDate.days(in: month + 1, of: date.year) }
      return Int64(days)
    default: return Int64(date.day)
    }
  }

  /// ISO: a week belongs to the year that its Thursday lies in.
  private static func week(_ day: Int64) -> Int64 {
    let thursday = day - weekday(day) + 3
    let year = CivilDate(daysSince1970: thursday).year
    return (thursday - firstDay(of: year)) / 7 + 1
  }

  /// The moment when the clock shows a time of a day; nil where 64 bits do not hold the day's beginning or the moment.
  static func moment(_ day: Int64, _ ofDay: Int64, _ zone: Zone) -> Int64? {
    let (midnight, isBeyond) = day.multipliedReportingOverflow(by: Instant.microsecondsPerDay)
    return isBeyond ? nil : zone.instant(ofLocal: midnight &+ ofDay)
  }

  /// Of any year, also beyond those that can be written.
  static func firstDay(of year: Int) -> Int64 { days(year: year, month: 1) }

  /// The first day of a month, whose number may lie outside of 1 to 12.
  static func days(year: Int, month: Int) -> Int64 {
    let months = Int64(year) * 12 + Int64(month) - 1
    let (year, month) = (floorDivided(months, by: 12), months - floorDivided(months, by: 12) * 12)
    // Counted from March, so that a leap day is its year's last.
    let shifted = month < 2 ? year - 1 : year
    let era = floorDivided(shifted, by: 400)
    let ofEra = shifted - era * 400
    let ofYear = (153 * (month < 2 ? month + 10 : month - 2) + 2) / 5
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}

/// A difference that stays at the first or the last of all times where it would lie beyond.
@inline(__always)
func saturatingDifference(_ time: Int64, _ length: Int64) -> Int64 {
  let (value, isBeyond) = time.subtractingReportingOverflow(length)
  return isBeyond ? (length > 0 ? .min : .max) : value
}

@inline(__always)
func floorDivided(_ value: Int64, by divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor != 0 && (value < 0) != (divisor < 0) ? quotient - 1 : quotient
}
