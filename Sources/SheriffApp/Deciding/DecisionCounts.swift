import RuleEngine
import RuleLanguage

/// How often each rule said what, and what came that was not decided.
struct DecisionCounts {
  struct OfRule {
    var fired = 0
    var unknown = 0
    var insufficient = 0
    var suppressed = 0
  }

  private(set) var records = 0
  private(set) var duplicates = 0
  private(set) var deletes = 0
  private(set) var late = 0
  /// By the rule's place in the program.
  private(set) var rules: [Int: OfRule] = [:]

  mutating func add(_ decisions: Decisions, _ program: Program) {
    for record in 0..<decisions.count where decisions.kind(record) == .decided {
      records += 1
      for (place, rule) in decisions.rules.enumerated() {
        switch decisions.outcome(place, record) {
        case .silent: break
        case .fired: rules[rule, default: OfRule()].fired += 1
        case .unknown: rules[rule, default: OfRule()].unknown += 1
        case .insufficient: rules[rule, default: OfRule()].insufficient += 1
        case .suppressed: rules[rule, default: OfRule()].suppressed += 1
        }
      }
    }
  }

  mutating func add(duplicates: Int, deletes: Int, late: Int) {
    (self.duplicates, self.deletes, self.late) = (duplicates, deletes, late)
  }
}
