import Records
import RuleLanguage

/// Between which times a span of time looks at each record of a block; the same for all keys.
final class TimedReach {
  private let reach: Window.Reach
  private let delay: Int64
  private let zone: Zone
  private(set) var low: [Int64] = []
  private(set) var high: [Int64] = []
  private(set) var isTooLate: [Bool] = []
  /// The unit of the calendar that was asked for last: where it begins, and between which times that is certain.
  private var unit: (start: Int64, from: Int64, until: Int64) = (0, 0, 0)

  init(_ span: SpanPlan, zone: (String) -> Zone) {
    (reach, delay) = (span.reach, span.delay)
    switch span.reach {
    case .months(_, let name), .calendar(_, _, let name): self.zone = zone(name)
    default: self.zone = .utc
    }
  }

  func compute(_ arrivals: Arrivals) {
    arrivals.times.withUnsafeBufferPointer { times in
      arrivals.clocks.withUnsafeBufferPointer { clocks in
        guard let times = times.baseAddress, let clocks = clocks.baseAddress else { return }
        compute(times, clocks, arrivals.count)
      }
    }
  }

  func compute(_ times: UnsafePointer<Int64>, _ clocks: UnsafePointer<Int64>, _ count: Int) {
    if low.count < count {
      (low, high) = (Array(repeating: 0, count: count), Array(repeating: 0, count: count))
      isTooLate = Array(repeating: false, count: count)
    }
    for row in 0..<count {
      let (time, clock) = (times[row], clocks[row])
      let end = saturatingDifference(time, delay)
      high[row] = end
      switch reach {
      case .duration(let length):
        low[row] = TimedReach.subtracting(end, length)
        isTooLate[row] = time < clock && time < TimedReach.subtracting(clock, length)
      case .months(let months, _):
        low[row] = earlier(end, by: months)
        isTooLate[row] = time < clock && low[row] < floor(at: clock)
      default:
        low[row] = saturatingDifference(start(of: end), 1)
        isTooLate[row] = time < clock && low[row] < floor(at: clock)
      }
    }
  }

  /// Records up to here are no longer seen by anyone.
  func floor(at clock: Int64) -> Int64 {
    let end = saturatingDifference(clock, delay)
    switch reach {
    case .duration(let length): return TimedReach.subtracting(TimedReach.subtracting(end, length), length)
    case .months(let months, _): return earlier(earlier(end, by: months), by: months)
    default: return saturatingDifference(start(of: end), 1)
    }
  }

  /// As `floor`, but never going back while the clock goes on. The floor itself does: where a month is shorter than the one
  /// before, the wall's 29th, 30th and 31st lead to the same day, and a clock that is turned back over midnight is in
  /// yesterday again. What was let go of in between would be missed, so days are counted from their beginning and two of
  /// them added for the zone.
  func lasting(at clock: Int64) -> Int64 {
    let end = saturatingDifference(clock, delay)
    let day = Instant.microsecondsPerDay
    switch reach {
    case .duration: return floor(at: clock)
    case .months(let months, _):
      func earlierDay(_ time: Int64) -> Int64 {
        let date = CivilDate(daysSince1970: Instant(microseconds: saturatingDifference(time, day)).day)
        let first = WallClock.days(year: date.year, month: date.month - months)
        let length = WallClock.days(year: date.year, month: date.month - months + 1) - first
        return TimedReach.dayBefore(first + min(Int64(date.day), length) - 1)
      }
      return earlierDay(earlierDay(end))
    case .calendar(let kind, let fiscalStart, _):
      let around = Instant(microseconds: saturatingDifference(end, day)).day
      return saturatingDifference(TimedReach.dayBefore(TimedReach.days(kind, fiscalStart, around: around).0), 1)
    default: return .min
    }
  }

  /// When the day before a day begins in UTC, where there is such a moment.
  private static func dayBefore(_ day: Int64) -> Int64 {
    saturatingDifference(WallClock.moment(day, 0, .utc) ?? .min, Instant.microsecondsPerDay)
  }

  @inline(__always)
  static func subtracting(_ time: Int64, _ length: Int64) -> Int64 {
    let (value, overflow) = time.subtractingReportingOverflow(length)
    return overflow ? .min : value
  }

  /// So many months earlier on the wall, on a day that the month has; the first of all times where that lies before it.
  private func earlier(_ time: Int64, by months: Int) -> Int64 {
    guard let local = zone.local(time).map({ Instant(microseconds: $0) }) else { return .min }
    let date = CivilDate(daysSince1970: local.day)
    let first = WallClock.days(year: date.year, month: date.month - months)
    let length = WallClock.days(year: date.year, month: date.month - months + 1) - first
    return WallClock.moment(first + min(Int64(date.day), length) - 1, local.timeOfDay, zone) ?? .min
  }

  /// When the calendar's unit began that a time lies in; the first of all times where that lies before it.
  private func start(of time: Int64) -> Int64 {
    if time >= unit.from, time < unit.until { return unit.start }
    guard case .calendar(let kind, let fiscalStart, _) = reach else { return time }
    guard let local = zone.local(time) else { return .min }
    let (first, next) = TimedReach.days(kind, fiscalStart, around: Instant(microseconds: local).day)
    guard let start = WallClock.moment(first, 0, zone) else { return .min }
    if let end = WallClock.moment(next, 0, zone) {
      // Clocks that are changed about a unit's beginning may show the unit before once more, or the next one already.
      let margin = 2 * Instant.microsecondsPerDay
      unit = (
        start, zone.isChanged(near: start) ? start + margin : start, zone.isChanged(near: end) ? end - margin : end
      )
    }
    return start
  }

  /// The first day of the unit that a day lies in, and of the next.
  private static func days(_ kind: Window.Reach.Unit, _ fiscalStart: Int, around day: Int64) -> (Int64, Int64) {
    let date = CivilDate(daysSince1970: day)
    let months: Int
    switch kind {
    case .day: return (day, day + 1)
    case .week:
      let monday = day - WallClock.weekday(day)
      return (monday, monday + 7)
    case .month: months = 1
    case .quarter: months = 3
    case .year: months = 12
    }
    let since = ((date.month - fiscalStart) % months + months) % months
    let first = date.month - since
    return (WallClock.days(year: date.year, month: first), WallClock.days(year: date.year, month: first + months))
  }
}
