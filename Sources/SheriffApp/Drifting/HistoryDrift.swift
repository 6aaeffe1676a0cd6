import Detection
import Drift
import Records
import RuleEngine

/// A history held against what was known before: which records are of now, and which of them are a rule's own past.
struct HistoryDrift {
  struct Row {
    var subject: DriftSubject
    var comparison: DriftComparison
    /// Whether the past is the source's own.
    var isOwnPast: Bool
  }

  private let feed: DriftFeed
  private let from: Instant?
  private let before: Instant?
  private let past: Distributions?
  private var now: [Distribution?]
  /// Of what no model knows.
  private var own: [Distribution?]
  private var seen = 0
  /// Of now.
  private(set) var records = 0

  /// - Parameters:
  ///   - from: with it the source's earlier records are the past of rules that have no other; without it the first 10,000 are.
  ///   - before: what is as late is not looked at.
  init(_ feed: DriftFeed, past: Distributions?, from: Instant?, before: Instant?) {
    (self.feed, self.past, self.from, self.before) = (feed, past, from, before)
    let known = feed.subjects.map { past?.distribution(of: $0) }
    own = zip(feed.subjects, known).map { subject, known in
      guard known == nil, subject.kind == .fired || subject.kind == .unknown else { return nil }
      return Distribution(empty: .occurrences)
    }
    now = zip(known, own).map { known, own in (known ?? own).map { Distribution(empty: $0.bins) } }
  }

  mutating func add(_ decisions: Decisions) {
    let batch = feed.batch(decisions)
    let times = (0..<decisions.count).filter { decisions.kind($0) == .decided }.map { decisions.time($0) }
    var start = 0
    while start < times.count {
      let (isNow, isOwnPast) = (isNow(times[start]), isOwnPast(times[start], seen + start))
      var end = start + 1
      while end < times.count, self.isNow(times[end]) == isNow, self.isOwnPast(times[end], seen + end) == isOwnPast { end += 1 }
      if isNow { records += end - start }
      for (place, column) in batch.columns.enumerated() {
        if own[place] != nil, isOwnPast {
          own[place]?.add(column, start..<end)
        } else if isNow {
          now[place]?.add(column, start..<end)
        }
      }
      start = end
    }
    seen += times.count
  }

  private func isNow(_ time: Instant) -> Bool { from.map { time >= $0 } ?? true && before.map { time < $0 } ?? true }

  private func isOwnPast(_ time: Instant, _ place: Int) -> Bool { from.map { time < $0 } ?? (place < DriftWatch.windowRecords) }

  /// What moved most comes first.
  var rows: [Row] {
    feed.subjects.indices.compactMap { place -> Row? in
      let subject = feed.subjects[place]
      guard let then = past?.distribution(of: subject) ?? own[place], let now = now[place] else { return nil }
      return Row(subject: subject, comparison: DriftComparison(then, now), isOwnPast: own[place] != nil)
    }.sorted { first, second in
      let (one, other) = (first.comparison, second.comparison)
      if one.verdict != other.verdict { return one.verdict > other.verdict }
      return one.stability != other.stability ? one.stability > other.stability : first.subject.key < second.subject.key
    }
  }
}
