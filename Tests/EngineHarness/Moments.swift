import Records

/// A zone, and moments at which its clocks do something unusual.
struct ZoneFacts: Sendable {
  let name: String
  /// Offsets from UTC that were in force at some time, in microseconds.
  let offsets: [Int64]
  /// When clocks were put on or back.
  let changes: [Int64]

  private init(_ name: String, minutes: [Int64], changes: [String]) {
    self.name = name
    offsets = minutes.map { $0 * 60_000_000 }
    self.changes = changes.map(Moments.microseconds)
  }

  static let utc = ZoneFacts("UTC", minutes: [0], changes: [])

  static func all(_ profile: Profile) -> [ZoneFacts] { profile.hasReturningDays ? all : all.filter { $0.name != returning } }

  private static let returning = "America/St_Johns"

  private static let all = [
    ZoneFacts(
      "Europe/Paris", minutes: [60, 120],
      changes: [
        "2018-03-25T01:00Z", "2018-10-28T01:00Z", "2024-03-31T01:00Z", "2024-10-27T01:00Z", "1976-03-28T00:00Z",
        "2030-10-27T01:00Z",
      ]),
    // Clocks jumped over midnight; in February midnight came twice.
    ZoneFacts(
      "America/Sao_Paulo", minutes: [-180, -120],
      changes: ["2018-11-04T03:00Z", "2018-02-18T02:00Z", "2017-10-15T03:00Z", "2019-02-17T02:00Z"]),
    ZoneFacts("Asia/Kathmandu", minutes: [330, 345], changes: ["1985-12-31T18:30Z"]),
    // 2011-12-30 never was.
    ZoneFacts(
      "Pacific/Apia", minutes: [-660, -600, 780, 840],
      changes: ["2011-12-30T10:00Z", "2012-03-31T14:00Z", "2011-09-24T14:00Z"]),
    ZoneFacts(
      "Africa/Cairo", minutes: [120, 180],
      changes: [
        "2010-04-29T22:00Z", "2010-08-10T21:00Z", "2010-09-09T22:00Z", "2010-09-30T21:00Z", "2014-05-15T22:00Z",
        "2023-04-27T22:00Z", "2023-10-26T21:00Z",
      ]),
    // Put its clocks back a minute after midnight, so that a day came back after its end.
    ZoneFacts(
      returning, minutes: [-210, -150],
      changes: ["2009-11-01T02:31Z", "2010-11-07T02:31Z", "2010-03-14T03:31Z", "2006-10-29T02:31Z"]),
    // Puts its clocks on by half an hour.
    ZoneFacts("Australia/Lord_Howe", minutes: [630, 660], changes: ["2019-04-06T15:00Z", "2019-10-05T15:30Z"]),
  ]
}

/// Moments where calendars have corners.
enum Moments {
  static func microseconds(_ text: String) -> Int64 {
    let parsed = Array(text.utf8).withUnsafeBufferPointer { CellParser.time($0) }
    precondition(parsed != nil, text)
    return parsed ?? 0
  }

  static let calendar = [
    "2024-02-29T00:00Z", "2024-02-28T23:59:59.999999Z", "2024-03-01T00:00Z", "2023-02-28T12:00Z", "2023-03-01T00:00Z",
    "2023-12-31T23:59:59.999999Z", "2024-12-30T00:00Z", "2021-01-03T23:00Z", "2020-12-31T10:00Z", "2000-02-29T06:00Z",
    "2024-01-31T00:00Z", "2024-03-31T00:00Z", "2024-05-31T08:00Z", "2016-06-30T23:59:59Z", "2001-09-09T01:46:40Z",
    "2038-01-19T03:14:07Z",
  ].map(microseconds)

  static let epoch = ["1970-01-01T00:00Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00.000001Z", "1970-01-31T00:00Z"]
    .map(microseconds)

  static let far = [
    "2100-02-28T12:00Z", "2299-12-31T23:00Z", "2300-01-01T00:00Z", "2400-02-29T00:00Z", "1900-02-28T10:00Z", "1883-11-18T17:00Z",
    "1582-10-15T00:00Z", "9999-12-30T00:00Z", "0001-01-01T00:00Z",
  ].map(microseconds)

  static let first = microseconds("0001-01-01T00:00Z")
  static let last = microseconds("9999-12-31T23:59:59.999999Z")

  /// So many months on, the day no later than the month's last, at the same time of the day.
  static func adding(months: Int, to instant: Int64) -> Int64 {
    let date = Instant(microseconds: instant).date
    let ofDay = instant - date.instant.microseconds
    let total = date.year * 12 + date.month - 1 + months
    let (year, month) = (total / 12, total % 12 + 1)
    guard (1...9999).contains(year) else { return months < 0 ? first : last }
    let day = min(date.day, CivilDate.days(in: month, of: year))
    return CivilDate(year: year, month: month, day: day).map { $0.instant.microseconds + ofDay } ?? instant
  }
}
