import Records
import TestSupport

/// When records come.
extension HistoryWriter {
  /// The next record's time: mostly at the clock or after it, where something might tip over.
  mutating func nextTime(_ events: inout [HistoryEvent]) -> Int64 {
    if times.isEmpty { return clock }
    if random.below(100) < lateShare { return lateTime(&events) }
    switch random.below(100) {
    case ..<18:
      events.append(.tie)
      return clock
    case ..<23: return later(by: 1)
    case ..<46:
      if let time = edge() {
        events.append(.edge)
        return time
      }
    case ..<59:
      if let time = corner() {
        events.append(.corner)
        return time
      }
    case ..<62:
      events.append(.gap)
      return later(by: Int64(random.below(500 * 86_400)) * 1_000_000)
    case ..<66: return later(by: Int64(random.below(3 * 86_400)) * 1_000_000)
    default: break
    }
    return later(by: Int64(random.below(2 * pace)) * 1_000_000)
  }

  private func later(by length: Int64) -> Int64 { bounded(clock + length) }

  /// A microsecond to either side, or none.
  private mutating func nudge() -> Int64 { random.one(of: [-1, 0, 0, 1]) }

  /// As long after an earlier record as a window reaches.
  private mutating func edge() -> Int64? {
    for _ in 0..<6 {
      // Mostly a recent one: from the others on even long windows have passed.
      let start = random.happens(60) ? times[max(0, times.count - 1 - random.below(6))] : random.one(of: times)
      let time = reached(from: start) + nudge()
      if time >= clock, time <= timeRange.upperBound { return time }
    }
    return nil
  }

  /// So long after a moment as one of the program's windows is.
  private mutating func reached(from start: Int64) -> Int64 {
    if !facts.months.isEmpty, facts.lengths.isEmpty || random.happens(35) {
      // The wall may have been put on or back in between.
      let shift = random.one(of: [0, 0, 0, -3_600_000_000, 3_600_000_000, 1_800_000_000]) as Int64
      return Moments.adding(months: random.one(of: facts.months), to: start) + shift
    }
    if facts.lengths.isEmpty { return start + random.one(of: [1_000_000, 3_600_000_000, 86_400_000_000]) }
    var length = random.one(of: facts.lengths)
    if random.happens(20) { length += random.one(of: facts.lengths) }
    return start + length
  }

  /// A day's, week's, month's or year's beginning on some wall, or a moment when clocks are changed.
  private mutating func corner() -> Int64? {
    let ahead = setting.zones.flatMap(\.changes).filter { $0 >= clock && $0 - clock < 400 * 86_400_000_000 }
    if !ahead.isEmpty, random.happens(50) {
      let change = random.one(of: ahead)
      let step = random.one(of: [-3_600_000_000, -1, 0, 1, 1_800_000_000, 3_600_000_000, 7_200_000_000]) as Int64
      return change + step >= clock ? bounded(change + step) : bounded(change)
    }
    let date = Instant(microseconds: clock).date
    guard date.year < 9_998 else { return nil }
    let offset = random.one(of: random.one(of: setting.zones).offsets)
    let day = Instant.microsecondsPerDay
    let midnight: Int64
    switch random.below(10) {
    case 0...4: midnight = date.instant.microseconds + day
    case 5, 6:
      // 1970 began on a Thursday.
      let weekday = ((Instant(microseconds: clock).day + 3) % 7 + 7) % 7
      midnight = date.instant.microseconds + day * (7 - weekday)
    case 7: midnight = Moments.adding(months: 1, to: first(of: date, month: date.month))
    case 8: midnight = Moments.adding(months: 12, to: first(of: date, month: 1))
    default: midnight = Moments.adding(months: 1, to: first(of: date, month: date.month)) - day
    }
    let time = midnight - offset + nudge()
    return time >= clock ? bounded(time) : nil
  }

  private func first(of date: CivilDate, month: Int) -> Int64 {
    CivilDate(year: date.year, month: month, day: 1)?.instant.microseconds ?? clock
  }

  /// Before the clock: a little, as long as a window reaches, or longer.
  private mutating func lateTime(_ events: inout [HistoryEvent]) -> Int64 {
    events.append(.late)
    switch random.below(10) {
    case ..<3: return bounded(clock - random.one(of: [1, 1_000_000, 60_000_000, 3_600_000_000]))
    case ..<4: return random.one(of: times)
    case ..<8 where !facts.lengths.isEmpty || !facts.months.isEmpty:
      events.append(.lateByReach)
      return bounded(lateByReach() + nudge())
    case ..<9:
      events.append(.lateBeyondReach)
      return bounded(clock - (facts.lengths.max() ?? 0) * 2 - Int64(random.below(800)) * 86_400_000_000 - 1)
    default: return bounded(clock - Int64(random.below(40 * 86_400)) * 1_000_000)
    }
  }

  private mutating func lateByReach() -> Int64 {
    if !facts.months.isEmpty, facts.lengths.isEmpty || random.happens(35) {
      let months = random.one(of: facts.months)
      return Moments.adding(months: -months * random.one(of: [1, 1, 2]), to: clock)
    }
    return clock - random.one(of: facts.lengths) * random.one(of: [1, 1, 1, 2])
  }
}
