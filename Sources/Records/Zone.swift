/// A time zone as a table: from when on which offset counts. Who reads the system's zones makes one; nobody else need know how.
public struct Zone: Hashable, Sendable {
  public let name: String
  /// Where a new offset begins, in microseconds, ascending.
  private let starts: [Int64]
  /// In microseconds east of UTC: before the first start, and from each start on.
  private let offsets: [Int64]

  public static let utc = Zone(name: "UTC", first: 0, changes: [])

  /// The Gregorian calendar with its weekdays repeats after so long, so what lies beyond the table is looked up that much earlier.
  private static let cycle: Int64 = 146_097 * Instant.microsecondsPerDay
  /// 2500-01-01: from here on the table is not asked, but what it says of 400 years earlier. Those have to be years of today's
  /// rules: the clocks of 1900 went by the sun, those of 2001 by other rules than ours, and some rules are known until 2087.
  public static let tableEnd: Int64 = 193_579 * Instant.microsecondsPerDay

  /// - Parameters:
  ///   - first: seconds east of UTC before the first change.
  ///   - changes: seconds since 1970 and seconds east of UTC from then on, up to the year 2500 at least.
  public init(name: String, first: Int64, changes: [(at: Int64, offset: Int64)]) {
    self.name = name
    starts = changes.map { $0.at * Instant.microsecondsPerSecond }
    offsets = [first * Instant.microsecondsPerSecond] + changes.map { $0.offset * Instant.microsecondsPerSecond }
  }

  /// Microseconds east of UTC.
  public func offset(at instant: Int64) -> Int64 {
    if starts.isEmpty { return offsets[0] }
    var instant = instant
    if instant >= Zone.tableEnd { instant -= ((instant - Zone.tableEnd) / Zone.cycle + 1) * Zone.cycle }
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= instant { low = middle + 1 } else { high = middle }
    }
    return offsets[low]
  }

  /// What a clock on the wall shows, as if it were UTC; nil where 64 bits do not hold it.
  public func local(_ instant: Int64) -> Int64? {
    let (local, isBeyond) = instant.addingReportingOverflow(offset(at: instant))
    return isBeyond ? nil : local
  }

  /// The moment when the clock on the wall shows this. Of two such moments the earlier; where the clock jumps over it, as
  /// long after the jump as it lies behind the jump's beginning. Nil where 64 bits do not hold it.
  public func instant(ofLocal local: Int64) -> Int64? {
    let (before, after) = offsets(around: local)
    let early = local.subtractingReportingOverflow(before)
    let late = local.subtractingReportingOverflow(after)
    let moment = early.overflow ? nil : early.partialValue
    if early.overflow || before == after || offset(at: early.partialValue) == before { return moment }
    // Behind the change; or within the jump, which the old offset measures.
    return !late.overflow && offset(at: late.partialValue) == after ? late.partialValue : moment
  }

  /// Whether clocks are changed within a day of a moment.
  public func isChanged(near instant: Int64) -> Bool {
    let (before, after) = offsets(around: instant)
    return before != after
  }

  /// The offsets a day before and a day after. Next to the first and the last of all moments it is these themselves.
  private func offsets(around instant: Int64) -> (before: Int64, after: Int64) {
    let day = Instant.microsecondsPerDay
    return (offset(at: max(instant, .min + day) - day), offset(at: min(instant, .max - day) + day))
  }
}
