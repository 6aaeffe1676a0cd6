import RuleEngine
import RuleLanguage

/// How often each rule said what, and what came that was not decided.
struct DecisionCounts {
  struct OfRule: Equatable {
    var fired = 0
    var unknown = 0
    var insufficient = 0
    var suppressed = 0

    static func + (left: OfRule, right: OfRule) -> OfRule {
      OfRule(
        fired: left.fired + right.fired, unknown: left.unknown + right.unknown,
        insufficient: left.insufficient + right.insufficient,
        suppressed: left.suppressed + right.suppressed)
    }

    mutating func add(_ outcome: RuleOutcome) {
      switch outcome {
      case .silent: break
      case .fired: fired += 1
      case .unknown: unknown += 1
      case .insufficient: insufficient += 1
      case .suppressed: suppressed += 1
      }
    }
  }

  private(set) var records = 0
  private(set) var duplicates = 0
  private(set) var deletes = 0
  private(set) var late = 0
  /// By the rule's place in the program.
  private(set) var rules: [Int: OfRule] = [:]

  /// Most records are silent, so those are passed over 64 at a time.
  mutating func add(_ decisions: Decisions, _ program: Program) {
    let decided = (0..<(decisions.count + 63) / 64).map { word in
      (word * 64..<min(decisions.count, word * 64 + 64)).reduce(into: UInt64(0)) { bits, record in
        if decisions.kind(record) == .decided { bits |= 1 << UInt64(record & 63) }
      }
    }
    records += decided.reduce(0) { $0 + $1.nonzeroBitCount }
    for (place, rule) in decisions.rules.enumerated() {
      var count = rules[rule] ?? OfRule()
      let maySuppress = decisions.maySuppress(place)
      for (word, decided) in decided.enumerated() {
        let told = decisions.told(place, word: word)
        let fired = decisions.fired(place, word: word) & decided
        count.fired += maySuppress ? 0 : fired.nonzeroBitCount
        var open = decided & ~told | (maySuppress ? fired : 0)
        while open != 0 {
          count.add(decisions.outcome(place, word * 64 + open.trailingZeroBitCount))
          open &= open - 1
        }
      }
      if count != OfRule() { rules[rule] = count }
    }
  }

  mutating func add(duplicates: Int, deletes: Int, late: Int) {
    (self.duplicates, self.deletes, self.late) = (duplicates, deletes, late)
  }
}
