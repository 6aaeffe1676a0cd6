import Records
import RuleLanguage

/// What one rule finds now and what it found in another version.
public struct RuleChange: Sendable {
  public enum Kind: String, Sendable { case same, changed, new, gone }

  public var id: String
  public var kind: Kind
  /// What else is to be said, such as a status that changed.
  public var notes: [String]
  /// Places in the history.
  public var gained: [Int32] = []
  public var lost: [Int32] = []
  public var kept = 0
  public var gainedLoss = MoneyTotals()
  public var lostLoss = MoneyTotals()
  /// How much more is said to be lost on alerts that both have.
  public var keptDifference = MoneyTotals()

  public init(id: String, kind: Kind, notes: [String] = [], now: Alerts?, before: Alerts?) {
    (self.id, self.kind, self.notes) = (id, kind, notes)
    compare(now ?? Alerts(.usDollar), before ?? Alerts(.usDollar))
  }

  public var isQuiet: Bool { gained.isEmpty && lost.isEmpty && keptDifference.isZero }

  private mutating func compare(_ now: Alerts, _ before: Alerts) {
    var (left, right) = (0, 0)
    while left < now.count || right < before.count {
      let mine = left < now.count ? now.records[left] : .max
      let theirs = right < before.count ? before.records[right] : .max
      if mine < theirs {
        gained.append(mine)
        gainedLoss.add(now.losses[left], now.currency)
      } else if theirs < mine {
        lost.append(theirs)
        lostLoss.add(before.losses[right], before.currency)
      } else {
        kept += 1
        keptDifference.add(now.losses[left], now.currency)
        keptDifference.add(MoneyTotals(Int128(before.losses[right]), before.currency), sign: -1)
      }
      if mine <= theirs { left += 1 }
      if theirs <= mine { right += 1 }
    }
  }
}

/// Two versions of a pack over one history.
public struct Comparison: Sendable {
  public var rules: [RuleChange] = []
  /// By scheme, of the live rules that vote fraud.
  public var schemes: [RuleChange] = []
  /// Records that live rules flag in any scheme, once each; losses are those of all schemes.
  public var all: RuleChange

  /// - hashes: what each rule means, by its id.
  public init(_ now: Tally, _ nowHashes: [String: String], against before: Tally, _ beforeHashes: [String: String]) {
    all = RuleChange(id: "", kind: .changed, now: Comparison.flagged(now), before: Comparison.flagged(before))
    let (mine, theirs) = (Comparison.byId(now), Comparison.byId(before))
    for id in (now.rules.map(\.rule.id) + before.rules.map(\.rule.id).filter { mine[$0] == nil }) {
      let kind: RuleChange.Kind =
        mine[id] == nil ? .gone : theirs[id] == nil ? .new : nowHashes[id] == beforeHashes[id] ? .same : .changed
      var notes: [String] = []
      if let mine = mine[id]?.rule, let theirs = theirs[id]?.rule {
        if mine.status != theirs.status { notes.append("\(theirs.status.rawValue) before, \(mine.status.rawValue) now") }
        if mine.scheme != theirs.scheme { notes.append("scheme \(theirs.scheme) before, \(mine.scheme) now") }
      }
      rules.append(RuleChange(id: id, kind: kind, notes: notes, now: mine[id]?.alerts, before: theirs[id]?.alerts))
    }
    for scheme in Set(now.schemes.keys).union(before.schemes.keys).sorted() {
      let (mine, theirs) = (now.schemes[scheme], before.schemes[scheme])
      let kind: RuleChange.Kind = mine == nil ? .gone : theirs == nil ? .new : .changed
      schemes.append(RuleChange(id: scheme, kind: kind, now: mine, before: theirs))
    }
    (all.gainedLoss, all.lostLoss, all.keptDifference) = (MoneyTotals(), MoneyTotals(), MoneyTotals())
    for scheme in schemes {
      all.gainedLoss.add(scheme.gainedLoss)
      all.lostLoss.add(scheme.lostLoss)
      all.keptDifference.add(scheme.keptDifference)
    }
  }

  private static func flagged(_ tally: Tally) -> Alerts {
    var alerts = Alerts(.usDollar)
    for record in tally.flagged { alerts.add(Int(record), loss: 0) }
    return alerts
  }

  private static func byId(_ tally: Tally) -> [String: RuleTally] {
    Dictionary(tally.rules.map { ($0.rule.id, $0) }) { first, _ in first }
  }
}
