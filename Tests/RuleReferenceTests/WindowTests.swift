import Records
import RuleLanguage
import RuleReference
import Testing

/// Which records a window holds, a tick on either side of its ends.
@Suite struct WindowTests {
  private func counts(_ numbers: Int64?...) -> [Value] { numbers.map { $0.map { .integer($0) } ?? .insufficient } }

  @Test func theEarlyEndIsOpenTheLateEndClosed() {
    #expect(Trial.values("count() over 3d", ["at=+0d", "at=+0d+1us", "at=+3d"]) == counts(0, 1, 1))
    #expect(Trial.values("count() over 3d", ["at=+0d", "at=+3d-1us"]) == counts(0, 1))
    // Of two records at one time the later one sees the earlier one.
    #expect(Trial.values("count() over 3d", ["at=+1d", "at=+1d", "at=+1d"]) == counts(0, 1, 2))
  }

  @Test func aLateRecordSeesWhatWasThen() {
    let records = ["at=+5d", "at=+2d", "at=+2d-1us", "at=+5d"]
    #expect(Trial.values("count() over 3d", records) == counts(0, 0, nil, 1))
    #expect(Trial.values("count() over 4d", records) == counts(0, 0, 0, 3))
  }

  @Test func aDelayLooksAtWhatWasVisible() {
    // At +5d it is (+1d, +4d].
    let records = ["at=+1d", "at=+1d+1us", "at=+4d", "at=+4d+1us", "at=+5d"]
    #expect(Trial.last("count() over 3d delayed 1d", records) == .integer(2))
    // Too late is the same with a delay: both ends and the clock are a day earlier.
    #expect(Trial.values("count() over 3d delayed 1d", ["at=+5d", "at=+2d", "at=+2d-1us"]) == counts(0, 0, nil))
    // The record itself comes after what was visible then.
    #expect(Trial.values("count() over 3d delayed 1d including current", ["at=+0d", "at=+1d"]) == counts(0, 1))
    #expect(Trial.last("share(fraud) over 30d delayed 7d", ["at=+0d fraud=1", "at=+1d fraud=0", "at=+8d"]) == .number(0.5))
  }

  @Test func includingCurrentAsksTheCurrentRecordToo() {
    #expect(
      Trial.values("sum(list) over 3d including current", ["at=+0d list=1.00", "at=+0d list=2.00"]) == [.amount(1), .amount(3)])
    let filtered = "count() where online over 3d including current"
    #expect(Trial.values(filtered, ["at=+0d online=1", "at=+0d online=0", "at=+0d"]) == counts(1, 1, 1))
  }

  @Test func keysAreEqualAndThere() {
    let records = ["at=+0d rep=A", "at=+0d", "at=+0d rep=B", "at=+0d rep=A", "at=+0d"]
    #expect(Trial.values("count() by rep over 3d", records) == [.integer(0), .absent, .integer(0), .integer(1), .absent])
    #expect(Trial.values("count() by rep over last 3", records) == [.integer(0), .absent, .integer(0), .integer(1), .absent])
    let pairs = ["at=+0d rep=A region=N", "at=+0d rep=A region=S", "at=+0d rep=A", "at=+0d rep=A region=N"]
    #expect(Trial.values("count() by (rep, region) over 3d", pairs) == [.integer(0), .integer(0), .absent, .integer(1)])
    // What is computed can be a key.
    #expect(Trial.values("count() by day(at) over 30d", ["at=+0d", "at=+1d", "at=+1d+5h"]) == counts(0, 0, 1))
    // Missing keys are more than missing history: a record that is too late as well has no key all the same.
    #expect(
      Trial.values("count() by rep over 1d requires 2", ["at=+5d rep=A", "at=+0d", "at=+0d rep=A"]) == [
        .insufficient, .absent, .insufficient,
      ])
  }

  @Test func filtersAreOfTheEarlierRecord() {
    let records = ["at=+0d online=1 list=1.00", "at=+0d online=0 list=2.00", "at=+0d list=4.00", "at=+0d online=0 list=8.00"]
    #expect(Trial.last("sum(list) where online over 3d", records) == .amount(1))
    #expect(Trial.last("sum(list) where not online over 3d", records) == .amount(2))
    #expect(Trial.last("sum(list) where (missing(online)) over 3d", records) == .amount(4))
  }

  @Test func excludingSameLeavesOut() {
    let records = [
      "at=+0d region=N rep=A list=1.00", "at=+0d region=N rep=B list=2.00", "at=+0d region=N list=4.00",
      "at=+0d region=S rep=B list=8.00",
      "at=+0d region=N rep=A list=16.00", "at=+0d region=N list=32.00",
    ]
    #expect(
      Trial.values("sum(list) by region over 3d excluding same rep", records) == [
        .amount(0), .amount(1), .absent, .amount(0), .amount(2), .absent,
      ])
    #expect(Trial.values("sum(list) by region over last 5 excluding same rep", records)[4] == .amount(2))
    #expect(Trial.values("sum(list) by region over all before excluding same rep", records)[4] == .amount(2))
    // The record itself is the same as itself.
    #expect(Trial.values("sum(list) by region over 3d including current excluding same rep", records)[4] == .amount(2))
    // Of several keys all must be equal for a record to be left out; one that is missing leaves it out.
    let pairs = [
      "at=+0d rep=A customer=X list=1.00", "at=+0d rep=A customer=Y list=2.00", "at=+0d rep=B customer=X list=4.00",
      "at=+0d rep=B list=8.00", "at=+0d rep=A customer=X list=16.00",
    ]
    #expect(Trial.last("sum(list) over 3d excluding same (rep, customer)", pairs) == .amount(6))
  }

  @Test func requirementsCountValues() {
    let records = ["at=+0d list=1.00", "at=+0d", "at=+0d list=2.00", "at=+0d list=4.00"]
    #expect(Trial.values("sum(list) over 3d requires 2", records) == [.insufficient, .insufficient, .insufficient, .amount(3)])
    #expect(Trial.values("count() over 3d requires 2", records) == counts(nil, nil, 2, 3))
    #expect(Trial.values("previous(list) over last 1 requires 1", records) == [.insufficient, .amount(1), .absent, .amount(2)])
  }

  @Test func ofNothing() {
    for (aggregate, value) in [
      ("count()", Value.integer(0)), ("sum(list)", .amount(0)), ("sum(weight)", .number(0)), ("sum(pieces)", .integer(0)),
      ("sum(wait)", .duration(0)), ("distinct(rep)", .integer(0)), ("avg(list)", .absent), ("min(list)", .absent),
      ("max(list)", .absent),
      ("median(list)", .absent), ("percentile(list, 95%)", .absent), ("stddev(list)", .absent), ("share(online)", .absent),
      ("zscore(list)", .absent), ("first(list)", .absent), ("last(list)", .absent), ("previous(list)", .absent),
    ] { #expect(Trial.last("\(aggregate) over 3d", ["at=+1d list=1.00 weight=1 pieces=1 wait=1s"]) == value, "\(aggregate)") }
  }

  // MARK: Calendar

  @Test func aDayBeginsOnTheWall() {
    // On 2026-03-29 the clock jumps from 2 to 3: the day begins at 23:00Z and ends at 22:00Z.
    let records = [
      "at=2026-03-28T22:59:59.999999Z", "at=2026-03-28T23:00:00Z", "at=2026-03-29T21:59:59Z", "at=2026-03-29T22:00:00Z",
    ]
    let zone = "use zone \"Europe/Berlin\""
    #expect(Trial.values("count() over this day", records, preamble: zone, surroundings: inBerlin) == counts(0, 0, 1, 0))
    #expect(Trial.values("count() over this day", records) == counts(0, 1, 0, 1))
    #expect(Trial.values("count() over this day zone \"Europe/Berlin\"", records, surroundings: inBerlin) == counts(0, 0, 1, 0))
    // On 2026-10-25 it goes back from 3 to 2: the day lasts 25 hours.
    let autumn = ["at=2026-10-24T21:59:59Z", "at=2026-10-24T22:00:00Z", "at=2026-10-25T22:59:59Z", "at=2026-10-25T23:00:00Z"]
    #expect(Trial.values("count() over this day", autumn, preamble: zone, surroundings: inBerlin) == counts(0, 0, 1, 0))
  }

  @Test func weeksMonthsQuartersYears() {
    func ends(_ unit: String, _ dates: String...) -> [Value] {
      Trial.values("count() over this \(unit)", dates.map { "at=\($0)" })
    }
    // 2026-01-05 is a Monday.
    #expect(ends("week", "2026-01-04T23:59:59Z", "2026-01-05", "2026-01-11T23:59:59Z", "2026-01-12") == counts(0, 0, 1, 0))
    #expect(ends("month", "2024-01-31", "2024-02-01", "2024-02-29T23:59:59Z", "2024-03-01") == counts(0, 0, 1, 0))
    #expect(ends("quarter", "2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01") == counts(0, 0, 1, 0))
    #expect(ends("year", "2025-12-31", "2026-01-01", "2026-12-31T23:59:59Z", "2027-01-01") == counts(0, 0, 1, 0))
    let february = "fiscal quarter starting February"
    #expect(ends(february, "2026-01-31", "2026-02-01", "2026-04-30", "2026-05-01") == counts(0, 0, 1, 0))
    #expect(
      ends("fiscal quarter starting November", "2025-10-31", "2025-11-01", "2026-01-31", "2026-02-01") == counts(0, 0, 1, 0))
    #expect(ends("fiscal year starting July", "2025-06-30", "2025-07-01", "2026-06-30", "2026-07-01") == counts(0, 0, 1, 0))
  }

  @Test func aUnitThatIsOverIsForgotten() {
    let records = ["at=2026-01-02T12:00:00Z", "at=2026-01-02T00:00:00Z", "at=2026-01-01T23:59:59.999999Z"]
    #expect(Trial.values("count() over this day", records) == counts(0, 0, nil))
    #expect(Trial.values("count() over this week", records) == counts(0, 0, 0))
    // With a delay it is the unit that was visible then.
    #expect(Trial.values("count() over this day delayed 12h", records) == counts(0, nil, nil))
    #expect(
      Trial.values("count() over this day delayed 1d", ["at=+0d", "at=+0d+1h", "at=+1d", "at=+1d+1h"]) == counts(0, 0, 1, 2))
  }

  // MARK: Months

  @Test func monthsEndNoLaterThanTheirLastDay() {
    let ends = ["at=2026-02-28T12:00:00Z", "at=2026-02-28T12:00:00.000001Z", "at=2026-03-31T12:00:00Z"]
    #expect(Trial.values("count() over 1mo", ends) == counts(0, 1, 1))
    #expect(
      Trial.values("count() over 1y", ["at=2023-02-28", "at=2023-02-28T00:00:00.000001Z", "at=2024-02-29"]) == counts(0, 1, 1))
    #expect(Trial.values("count() over 3mo", ["at=2025-11-15", "at=2025-11-16", "at=2026-02-15"]) == counts(0, 1, 1))
    // Twice a month back from 05-31 is 03-30, not 03-31.
    #expect(Trial.values("count() over 1mo", ["at=2026-05-31", "at=2026-04-30", "at=2026-04-29T23:59:59Z"]) == counts(0, 0, nil))
  }

  @Test func monthsAreCountedOnTheWall() {
    let zone = "use zone \"Europe/Berlin\""
    func last(_ dates: String...) -> Value? {
      Trial.last("count() over 1mo", dates.map { "at=\($0)" }, preamble: zone, surroundings: inBerlin)
    }
    // A month before 03:30 in summer is 03:30 in winter, an hour later in UTC.
    #expect(last("2026-03-15T02:30:00Z", "2026-03-15T02:30:00.000001Z", "2026-04-15T01:30:00Z") == .integer(1))
    // 02:30 did not exist on 2026-03-29: half an hour behind the jump is meant.
    #expect(last("2026-03-29T01:30:00Z", "2026-03-29T01:30:00.000001Z", "2026-04-29T00:30:00Z") == .integer(1))
    // 02:30 existed twice on 2026-10-25: the first is meant.
    #expect(
      last("2026-10-25T00:30:00Z", "2026-10-25T00:30:00.000001Z", "2026-10-25T01:30:00Z", "2026-11-25T01:30:00Z") == .integer(2))
  }

  // MARK: Absence, sequence, first seen

  @Test func questionsAboutEarlierRecords() {
    let customers = [
      "at=+0d rep=A customer=X", "at=+1d rep=A customer=Y", "at=+2d rep=A customer=X", "at=+3d rep=B customer=X",
      "at=+9d rep=A customer=X",
    ]
    #expect(Trial.values("customer first seen by rep within 5d", customers) == [.yes, .yes, .no, .yes, .yes])
    let amounts = ["at=+0d list=5.00", "at=+1d list=500.00", "at=+1d+1h list=500.00", "at=+1d+2h list=1.00", "at=+1d+3h"]
    #expect(Trial.values("(list < 10.00) then (list > 100.00) within 1d", amounts) == [.no, .no, .no, .no, .absent])
    #expect(Trial.values("(list < 10.00) then (list > 100.00) within 2d", amounts) == [.no, .yes, .yes, .no, .absent])
    #expect(Trial.values("no (list > 100.00) within 1d", amounts) == [.yes, .yes, .no, .no, .no])
  }
}
