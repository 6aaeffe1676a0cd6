import Records
import Reports
import Testing

@Suite struct ReportPeriodTests {
  private func instant(_ year: Int, _ month: Int, _ day: Int) -> Instant {
    CivilDate(year: year, month: month, day: day)?.instant ?? Instant(microseconds: 0)
  }

  @Test func wholeMonthsAreComparedWithWholeMonths() {
    let quarter = ReportPeriod(from: instant(2024, 1, 1), before: instant(2024, 4, 1))
    #expect(quarter.previous == ReportPeriod(from: instant(2023, 10, 1), before: instant(2024, 1, 1)))
    let days = ReportPeriod(from: instant(2024, 1, 10), before: instant(2024, 1, 20))
    #expect(days.previous == ReportPeriod(from: instant(2023, 12, 31), before: instant(2024, 1, 10)))
    #expect(ReportPeriod(from: instant(2024, 1, 1)).previous == nil && ReportPeriod().previous == nil)
    #expect(ReportPeriod(from: Instant(microseconds: .min), before: Instant(microseconds: .max)).previous == nil)
  }

  @Test func aRecordWithoutATimeIsInAPeriodWithoutEnds() {
    #expect(ReportPeriod().contains(nil) && !ReportPeriod(from: instant(2024, 1, 1)).contains(nil))
  }
}
