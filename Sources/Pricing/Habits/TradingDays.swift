import Records

/// When a company sells: orders by weekday, and by hour where the history knows hours.
public struct TradingDays: Hashable, Sendable {
  /// From Monday.
  public var weekdays: [Int]
  /// By hour, UTC; all at midnight where orders carry days only.
  public var hours: [Int]

  /// With less nothing can be called unusual: a shop may have been closed by accident.
  private static let ordersMin = 1_000
  private static let weeksMin: Int64 = 12

  /// Nothing known.
  public init() { (weekdays, hours) = ([Int](repeating: 0, count: 7), [Int](repeating: 0, count: 24)) }

  init(_ times: [Int64]) {
    self.init()
    guard let first = times.min(), let last = times.max(), times.count >= TradingDays.ordersMin,
      last - first >= TradingDays.weeksMin * 7 * Instant.microsecondsPerDay
    else { return }
    for time in times {
      let place = TradingDays.place(time)
      weekdays[place.weekday] += 1
      hours[place.hour] += 1
    }
  }

  /// Of records in the order in which they came, those that lie more than a day behind one before them; nil of none.
  static func late(_ times: [Int64]) -> Double? {
    guard var clock = times.first else { return nil }
    var late = 0
    for time in times {
      if time < clock - Instant.microsecondsPerDay { late += 1 }
      clock = max(clock, time)
    }
    return Double(late) / Double(times.count)
  }

  private static func place(_ time: Int64) -> (weekday: Int, hour: Int) {
    let day = time / Instant.microsecondsPerDay - (time % Instant.microsecondsPerDay < 0 ? 1 : 0)
    let hour = (time - day * Instant.microsecondsPerDay) / (Instant.microsecondsPerDay / 24)
    // 1970 began on a Thursday.
    return (Int(((day + 3) % 7 + 7) % 7), Int(hour))
  }

  /// How much is usually sold on such a weekday and at such an hour, whichever is less, as a part of the average; nil where
  /// too little is known.
  func share(at time: Int64) -> Double? {
    let all = weekdays.reduce(0, +)
    guard all > 0 else { return nil }
    let place = TradingDays.place(time)
    let weekday = Double(weekdays[place.weekday] * 7) / Double(all)
    return hours[0] == all ? weekday : min(weekday, Double(hours[place.hour] * 24) / Double(all))
  }
}
