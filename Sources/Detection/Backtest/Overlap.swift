import RuleLanguage

/// How much two rules find the same.
public struct Overlap: Hashable, Sendable {
  /// Places among the tally's rules, the smaller first.
  public let first: Int
  public let second: Int
  /// Records that both flag.
  public let both: Int
  /// Those among all that either flags.
  public let jaccard: Double

  public init(first: Int, second: Int, both: Int, jaccard: Double) {
    (self.first, self.second, self.both, self.jaccard) = (first, second, both, jaccard)
  }

  /// Of all pairs that share a record, those that share most of theirs first.
  public static func pairs(_ alerts: [Alerts]) -> [Overlap] {
    var shared: [Int: Int] = [:]
    forEachRecord(alerts) { flagging in
      for (position, first) in flagging.enumerated() {
        for second in flagging[(position + 1)...] { shared[first * alerts.count + second, default: 0] += 1 }
      }
    }
    return shared.map { pair, both in
      let (first, second) = (pair / alerts.count, pair % alerts.count)
      let either = alerts[first].count + alerts[second].count - both
      return Overlap(first: first, second: second, both: both, jaccard: Double(both) / Double(either))
    }.sorted { ($1.jaccard, $1.both, $0.first, $0.second) < ($0.jaccard, $0.both, $1.first, $1.second) }
  }

  /// Of each rule the alerts that no other rule finds which is live and votes the same: what would be lost with a live rule,
  /// and what another would add.
  public static func alone(_ rules: [RuleTally]) -> [Int] {
    var alone = [Int](repeating: 0, count: rules.count)
    forEachRecord(rules.map(\.alerts)) { flagging in
      for rule in flagging {
        let isFoundElsewhere = flagging.contains { other in
          other != rule && rules[other].rule.status == .live && rules[other].rule.vote == rules[rule].rule.vote
        }
        if !isFoundElsewhere { alone[rule] += 1 }
      }
    }
    return alone
  }

  /// Hands over the rules that flag a record, ascending, record by record.
  private static func forEachRecord(_ alerts: [Alerts], _ body: ([Int]) -> Void) {
    var places = [Int](repeating: 0, count: alerts.count)
    let last = alerts.compactMap(\.records.last).max() ?? -1
    var record: Int32 = 0
    while record <= last {
      var flagging: [Int] = []
      var next = Int32.max
      for (rule, alerts) in alerts.enumerated() where places[rule] < alerts.count {
        if alerts.records[places[rule]] == record {
          flagging.append(rule)
          places[rule] += 1
        }
        if places[rule] < alerts.count { next = min(next, alerts.records[places[rule]]) }
      }
      if !flagging.isEmpty { body(flagging) }
      record = next == .max ? last + 1 : next
    }
  }
}
