import Records
import Testing

@Suite struct InstantTests {
  /// Every day of eight centuries against a calendar that only counts.
  @Test func datesAreRightForEightCenturies() throws {
    var date = try #require(CivilDate(year: 1600, month: 1, day: 1))
    var days = date.daysSince1970
    while date.year < 2400 {
      #expect(date.daysSince1970 == days)
      #expect(CivilDate(daysSince1970: days) == date)
      let isLast = date.day == CivilDate.days(in: date.month, of: date.year)
      let next =
        isLast
        ? (date.month == 12 ? (date.year + 1, 1, 1) : (date.year, date.month + 1, 1)) : (date.year, date.month, date.day + 1)
      date = try #require(CivilDate(year: next.0, month: next.1, day: next.2))
      days += 1
    }
    #expect(try #require(CivilDate(year: 1970, month: 1, day: 1)).daysSince1970 == 0)
  }

  @Test(arguments: [(2015, 2, 29), (1900, 2, 29), (2016, 13, 1), (2016, 0, 1), (2016, 4, 31), (0, 1, 1), (10_000, 1, 1)])
  func thereIsNoSuchDate(year: Int, month: Int, day: Int) { #expect(CivilDate(year: year, month: month, day: day) == nil) }

  @Test(arguments: [
    ("2016-08-27", "2016-08-27T00:00:00Z"), ("2014-01-03T00:00:00.000+0000", "2014-01-03T00:00:00Z"),
    ("2018-04-01 00:00:31", "2018-04-01T00:00:31Z"), ("2016-08-27T14:30+02:00", "2016-08-27T12:30:00Z"),
    ("2016-08-27T14:30:00.5-0130", "2016-08-27T16:00:00.5Z"), ("2016-02-29t23:59:59z", "2016-02-29T23:59:59Z"),
    ("2025-09-11 11:15:07.263", "2025-09-11T11:15:07.263Z"), ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ("2011-05-31 00:00:00+00", "2011-05-31T00:00:00Z"),
  ])
  func readsTimes(text: String, expected: String) throws {
    #expect(Instant(microseconds: try #require(time(text))).description == expected)
  }

  @Test func theFirstAndTheLastMomentCanBeWritten() {
    #expect(Instant(microseconds: .min).description == "-290308-12-21T19:59:05.224192Z")
    #expect(Instant(microseconds: .max).description == "294247-01-10T04:00:54.775807Z")
    #expect(Instant(microseconds: .min).timeOfDay == 71_945_224_192)
  }

  @Test(arguments: [
    "", "27.08.2016", "08/27/2016", "2016-8-27", "2016-02-30", "2016-08-27T24:00", "2016-08-27T14:60", "2016-08-27T14:30:60",
    "2016-08-27 14:30 PST", "2016-08-27T", "2016-08-27T14:30:00.", "2016-08-27T14:30+99", "20160827",
    "2016-08-27T14:30:00.1234567891",
    "2016-08-27T1a:30",
  ])
  func refusesWhatIsNoTime(text: String) { #expect(time(text) == nil) }

  private func time(_ text: String) -> Int64? {
    Array(text.utf8).withUnsafeBufferPointer { CellParser.time($0) }
  }
}
