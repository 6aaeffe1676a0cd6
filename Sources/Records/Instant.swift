/// A moment: microseconds since 1970-01-01T00:00:00Z, proleptic Gregorian, no leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
  public let microseconds: Int64

  public static let microsecondsPerSecond: Int64 = 1_000_000
  public static let microsecondsPerDay: Int64 = 86_400_000_000

  @inlinable
  public init(microseconds: Int64) { self.microseconds = microseconds }

  @inlinable
  public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

  /// Whole days since 1970-01-01, rounded towards the past.
  @inlinable
  public var day: Int64 {
    let quotient = microseconds / Instant.microsecondsPerDay
    return microseconds % Instant.microsecondsPerDay < 0 ? quotient - 1 : quotient
  }

  /// Microseconds since the day began. The first of all days begins before the first moment, so it is no difference of two.
  @inlinable
  public var timeOfDay: Int64 {
    let remainder = microseconds % Instant.microsecondsPerDay
    return remainder < 0 ? remainder + Instant.microsecondsPerDay : remainder
  }
}

/// A date of the proleptic Gregorian calendar.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let year: Int
  public let month: Int
  public let day: Int

  /// Nil where there is no such date, and outside of the years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= CivilDate.days(in: month, of: year) else {
      return nil
    }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The date so many days after 1970-01-01.
  public init(daysSince1970 days: Int64) {
    // Years are counted from March, so that a leap day is a year's last; an era is 400 years, 146,097 days.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  public var daysSince1970: Int64 {
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  public static func isLeap(year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  public static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  public var description: String { "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))" }

  public var instant: Instant { Instant(microseconds: daysSince1970 * Instant.microsecondsPerDay) }
}

extension Instant: CustomStringConvertible {
  public var date: CivilDate { CivilDate(daysSince1970: day) }

  /// ISO 8601 in UTC, with a fraction only where there is one: `2016-08-27T00:00:00Z`.
  public var description: String {
    let ofDay = timeOfDay
    let second = ofDay / Instant.microsecondsPerSecond
    var text =
      "\(date)T\(padded(Int(second / 3600), to: 2)):\(padded(Int(second / 60 % 60), to: 2)):\(padded(Int(second % 60), to: 2))"
    var fraction = padded(Int(ofDay % Instant.microsecondsPerSecond), to: 6)
    while fraction.last == "0" { fraction.removeLast() }
    if !fraction.isEmpty { text += "." + fraction }
    return text + "Z"
  }
}

func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
