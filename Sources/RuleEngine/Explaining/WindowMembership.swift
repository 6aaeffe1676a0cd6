import Records
import RuleLanguage

/// Which records a window holds at the explained record: each earlier one is looked at, and nothing is kept up.
///
/// It knows the windows from the page on meaning alone, so that its count can be held against the engine's.
struct WindowMembership {
  enum Answer: Hashable {
    /// In the order of their sequence.
    case records([Int])
    /// A key of the explained record has no value.
    case keyMissing
    /// The record came later than the window remembers.
    case tooLate
    /// Too much of what it would look at is no longer at hand.
    case forgotten
  }

  /// What the explained record shares with those that its window holds.
  struct Question: Hashable {
    var keys: [Int64?]
    var excluded: [Int64?]
    /// Whether the record itself passes the filter.
    var passes: Bool
  }

  let past: PastRecords
  let zone: @Sendable (String) -> Zone

  /// A window over all before can still take out so many records.
  private static let changeable = 32

  func answer(_ window: Window, _ question: Question) -> Answer {
    guard !question.keys.contains(nil), !question.excluded.contains(nil) else { return .keyMissing }
    switch window.reach {
    case .baseline: return .records([])
    case .lastRecords(let count): return last(count, window, question)
    case .allBefore:
      return window.function == .previous ? last(1, window, question) : allBefore(window, question)
    default: return within(window, question)
    }
  }

  // MARK: What all windows ask

  private func isAbout(_ other: Int, _ window: Window, _ question: Question) -> Bool {
    if other == past.last { return question.passes }
    guard past.isDecided[other] else { return false }
    for (place, key) in window.keys.enumerated() where past.columns[key]?[other] != question.keys[place] { return false }
    return window.filter < 0 || past.columns[window.filter]?[other] == 1
  }

  private func isApart(_ other: Int, _ window: Window, _ question: Question) -> Bool {
    if window.excludingSame.isEmpty { return true }
    if other == past.last { return false }
    let theirs = window.excludingSame.map { past.columns[$0]?[other] }
    return !theirs.contains(nil) && theirs != question.excluded
  }

  private func isLive(_ other: Int) -> Bool { past.endedAt[other] > past.last }

  /// The explained record itself, where it is asked for.
  private func own(_ window: Window) -> [Int] { window.includesCurrent ? [past.last] : [] }

  // MARK: Stretches of time

  private func within(_ window: Window, _ question: Question) -> Answer {
    let reach = TimedReach(
      SpanPlan(reach: window.reach, delay: window.delay, includesCurrent: window.includesCurrent, aggregates: []), zone: zone)
    reach.compute([past.times[past.last]], [past.clocks[past.last]], 1)
    if reach.isTooLate[0] { return .tooLate }
    let (low, high) = (reach.low[0], reach.high[0])
    return .records(
      (Array(0..<past.last) + own(window)).filter { other in
        low < past.times[other] && past.times[other] <= high && isLive(other) && isAbout(other, window, question)
          && isApart(other, window, question)
      })
  }

  // MARK: So many records

  private func settled(_ window: Window, _ question: Question, newest: Int) -> (frozen: ArraySlice<Int>, atHand: ArraySlice<Int>)
  {
    let clock = saturatingDifference(past.clocks[past.last], window.delay)
    let settled = (0..<past.last).filter { past.times[$0] <= clock && isAbout($0, window, question) }
    return (settled.dropLast(newest), settled.suffix(newest))
  }

  private func isUnchanged(_ other: Int, _ window: Window) -> Bool {
    isLive(other) && past.times[other] <= saturatingDifference(past.times[past.last], window.delay)
  }

  private func counts(_ other: Int, _ window: Window, _ question: Question) -> Bool {
    isUnchanged(other, window) && isApart(other, window, question)
  }

  private func current(_ window: Window, _ question: Question) -> [Int] {
    own(window).filter { isAbout($0, window, question) && counts($0, window, question) }
  }

  private func last(_ count: Int, _ window: Window, _ question: Question) -> Answer {
    let (frozen, atHand) = settled(window, question, newest: 2 * count)
    let members = (atHand.filter { counts($0, window, question) } + current(window, question)).suffix(count)
    return members.count < count && !frozen.isEmpty ? .forgotten : .records(Array(members))
  }

  private func allBefore(_ window: Window, _ question: Question) -> Answer {
    let (frozen, atHand) = settled(window, question, newest: WindowMembership.changeable)
    // What was taken out while it was at hand never froze.
    for other in frozen where !isUnchanged(other, window) && (isLive(other) || wasFrozenAtItsEnd(other, window, question)) {
      return .forgotten
    }
    return .records((frozen + atHand).filter { counts($0, window, question) } + current(window, question))
  }

  private func wasFrozenAtItsEnd(_ other: Int, _ window: Window, _ question: Question) -> Bool {
    let clock = saturatingDifference(past.endedClocks[other], window.delay)
    let settled = (0..<past.endedAt[other]).filter { past.times[$0] <= clock && isAbout($0, window, question) }
    return settled.dropLast(WindowMembership.changeable).contains(other)
  }
}
