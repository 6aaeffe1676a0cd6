public import Records
public import RuleEngine

/// When a history's records were, and which of them were decided: the same whatever rules look at it.
public struct HistoryOutline: Sendable {
  /// Of each record, in microseconds; its place where the schema has no time.
  public private(set) var times: [Int64] = []
  public private(set) var isDecided: [Bool] = []
  public private(set) var decided = 0
  public private(set) var first = Int64.max
  public private(set) var last = Int64.min
  public let hasTime: Bool

  public init(hasTime: Bool) { self.hasTime = hasTime }

  public mutating func add(_ decisions: Decisions) {
    for record in 0..<decisions.count {
      let isDecided = decisions.kind(record) == .decided
      add(time: hasTime ? decisions.time(record).microseconds : Int64(times.count), isDecided: isDecided)
    }
  }

  public mutating func add(time: Int64, isDecided: Bool) {
    times.append(time)
    self.isDecided.append(isDecided)
    guard isDecided else { return }
    decided += 1
    (first, last) = (min(first, time), max(last, time))
  }

  /// Weeks from that of the first record to that of the last; 0 where there is no time.
  public var weeks: Int { hasTime && decided > 0 ? Int(Week(last).number - Week(first).number) + 1 : 0 }
}

/// A week from Monday to Sunday, in UTC.
public struct Week: Hashable, Comparable, Sendable {
  /// Weeks since that of 1970-01-01.
  public let number: Int64

  /// - time: in microseconds.
  public init(_ time: Int64) {
    // 1970-01-01 was a Thursday.
    let days = Instant(microseconds: time).day + 3
    number = days >= 0 ? days / 7 : (days - 6) / 7
  }

  public var monday: CivilDate { CivilDate(daysSince1970: number * 7 - 3) }

  public static func < (left: Week, right: Week) -> Bool { left.number < right.number }
}

/// How alerts spread over the weeks of a history; a week without any counts too.
public struct WeeklyCounts: Hashable, Sendable {
  /// The mean of the two in the middle where the weeks are even.
  public let median: Double
  public let worst: Int
  /// The first of those with the most.
  public let worstWeek: Week

  /// Nil where there is no week.
  public init?(_ times: some Sequence<Int64>, weeks: Int) {
    var counts: [Week: Int] = [:]
    for time in times { counts[Week(time), default: 0] += 1 }
    guard weeks > 0, let worst = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
    let filled = counts.values.sorted()
    let empty = max(0, weeks - filled.count)
    func count(_ place: Int) -> Int { place < empty ? 0 : filled[place - empty] }
    let total = empty + filled.count
    median = Double(count((total - 1) / 2) + count(total / 2)) / 2
    (self.worst, worstWeek) = (worst.value, worst.key)
  }
}
