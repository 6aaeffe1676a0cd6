import Records
import RuleLanguage

/// The times that a window of time or of the calendar holds at a record: after `after`, up to `through`.
struct WindowSpan {
  let after: Int64
  let through: Int64
  /// The record came so late that the window has forgotten what it would have seen.
  let isTooLate: Bool

  /// Nil where the window is not measured in time.
  init?(_ window: Window, at record: PastRecord, zone: (String) -> Zone) {
    // What was visible so long ago: the end of the window, and what the clock showed then.
    let through = saturatingDifference(record.time, window.delay)
    let clock = saturatingDifference(record.clock, window.delay)
    self.through = through
    switch window.reach {
    case .duration(let length):
      after = saturatingDifference(through, length)
      isTooLate = record.time < saturatingDifference(record.clock, length)
    case .months(let months, let name):
      let wall = WallClock(zone: zone(name))
      func earlier(_ instant: Int64) -> Int64 { wall.moment(months, monthsBefore: instant) ?? .min }
      after = earlier(through)
      isTooLate = earlier(through) < earlier(earlier(clock))
    case .calendar(let unit, let fiscalStart, let name):
      let wall = WallClock(zone: zone(name))
      func begin(_ instant: Int64) -> Int64 { wall.begin(of: unit, fiscalStart: fiscalStart, at: instant) ?? .min }
      after = saturatingDifference(begin(through), 1)
      isTooLate = begin(through) < begin(clock)
    case .lastRecords, .allBefore, .baseline: return nil
    }
  }

  func contains(_ time: Int64) -> Bool { after < time && time <= through }
}
