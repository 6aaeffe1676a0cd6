import Diagnostics
import Records

/// Rules as wholes: whether they can fire, whether another says the same, whether they are tested and explained.
extension Linter {
  struct Cover {
    var by: Int
    var isSame: Bool
  }

  mutating func rule(_ facts: CheckedPackages.Rule, _ covers: [Int: Cover]) {
    let rule = program.rules[facts.rule]
    guard let name = tree.child(facts.node, .name) else { return }
    let span = tree.span(name)
    if let when = facts.properties[.when], let condition = tree.firstChild(when) { truth(rule.when, tree.span(condition)) }
    if rule.status != .retired {
      if let cover = covers[facts.rule] { covered(cover, span) }
      examples(rule, span)
      explained(rule, facts, span)
    }
    title(rule, facts)
  }

  private mutating func covered(_ cover: Cover, _ span: Span) {
    let other = program.rules[cover.by].id
    if cover.isSame {
      report(
        LintCode.duplicateCondition, "the rule `\(other)` has the same condition", at: span,
        notes: ["keep one; two votes of one condition count twice"])
    } else {
      report(
        LintCode.covered, "whenever this rule fires, `\(other)` fires too, and is as severe", at: span,
        notes: ["take it away, or give it a higher severity than the wider rule"])
    }
  }

  // MARK: Truth

  /// Contradictions among what `and` joins, tautologies among what `or` joins.
  private mutating func truth(_ when: Expression.ID, _ span: Span) {
    let node = program.expressions[when]
    if node.operation == .constant {
      let (code, word) = node.payload == 1 ? (LintCode.tautology, "always") : (LintCode.contradiction, "never")
      return report(code, "this is \(word) true, whatever the record", at: span)
    }
    var known: [Expression.ID: Interval] = [:]
    var stated: Set<Expression.ID> = []
    for part in parts(when, joined: .and) {
      let condition = Condition(part, program.expressions)
      stated.insert(part)
      let negated = program.expressions[part].operation == .not ? program.expressions[part].first : Expression.none
      if negated >= 0, stated.contains(negated) { return never(span, "it wants something and its opposite") }
      if let interval = condition.interval {
        let both = (known[condition.base] ?? Interval()).intersection(interval)
        if both.isEmpty {
          return never(span, "no value of \(described(condition.base)) fulfils all of its parts; perhaps `or` was meant")
        }
        known[condition.base] = both
      }
    }
    for part in stated where program.expressions[part].operation == .not {
      if stated.contains(program.expressions[part].first) { return never(span, "it wants something and its opposite") }
    }
    always(when, span)
  }

  private mutating func never(_ span: Span, _ why: String) {
    report(LintCode.contradiction, "this is never true", at: span, notes: [why])
  }

  private mutating func always(_ when: Expression.ID, _ span: Span) {
    let alternatives = parts(when, joined: .or)
    guard alternatives.count > 1 else { return }
    let conditions = alternatives.map { Condition($0, program.expressions) }
    for (index, first) in conditions.enumerated() {
      for second in conditions[(index + 1)...].prefix(64) {
        let isOpposite =
          program.expressions[second.id].operation == .not && program.expressions[second.id].first == first.id
          || program.expressions[first.id].operation == .not && program.expressions[first.id].first == second.id
        if isOpposite || coversAll(first, second) {
          return report(
            LintCode.tautology, "this is true of every record whose values are known", at: span,
            notes: ["one part or the other always holds"])
        }
      }
    }
  }

  private func coversAll(_ first: Condition, _ second: Condition) -> Bool {
    guard first.base == second.base, let one = first.interval, let other = second.interval else { return false }
    let (lower, upper) = one.low == -.infinity ? (one, other) : (other, one)
    return lower.low == -.infinity && upper.high == .infinity
      && (lower.high > upper.low || lower.high == upper.low && (lower.holdsHigh || upper.holdsLow))
  }

  func described(_ id: Expression.ID) -> String {
    if let name = program.names[id] { return "`\(name)`" }
    let node = program.expressions[id]
    if node.operation == .field { return "`\(program.schemas[Int(node.first)].fields[Int(node.payload)].name)`" }
    if node.operation == .call { return "`\(Cost.described(id, program))`" }
    return "what is compared"
  }

  // MARK: Other rules

  /// Rules that can only fire where another one of their scheme and vote fires that is as severe. Each is held against the
  /// rules that share its rarest value, and against no more than a bounded number of them.
  func coveredRules() -> [Int: Cover] {
    let candidatesMax = 256
    let conditions = program.rules.map { rule in
      parts(rule.when, joined: .and).map { Condition($0, program.expressions) }
    }
    var frequency: [Expression.ID: Int] = [:]
    for condition in conditions.joined() { frequency[condition.base, default: 0] += 1 }
    var byBase: [Expression.ID: [Int]] = [:]
    for (index, rule) in program.rules.enumerated() where rule.status != .retired {
      if let rarest = conditions[index].min(by: { frequency[$0.base, default: 0] < frequency[$1.base, default: 0] }) {
        byBase[rarest.base, default: []].append(index)
      }
    }
    let severities = Program.Rule.Severity.allCases
    var result: [Int: Cover] = [:]
    for (index, rule) in program.rules.enumerated() where rule.status != .retired {
      var left = candidatesMax
      search: for base in Set(conditions[index].map(\.base)).sorted() {
        for other in byBase[base] ?? [] where other != index {
          left -= 1
          if left < 0 { break search }
          let wider = program.rules[other]
          guard wider.scheme == rule.scheme, wider.vote == rule.vote, wider.schema == rule.schema, wider.status == rule.status,
            wider.isSecondPass == rule.isSecondPass
          else { continue }
          let implies = conditions[other].allSatisfy { wanted in conditions[index].contains { $0.implies(wanted) } }
          guard implies, stands(wider, asLongAs: rule) else { continue }
          let isSame = conditions[index].allSatisfy { wanted in conditions[other].contains { $0.implies(wanted) } }
          if isSame, other > index { continue }
          guard isSame || (severities.firstIndex(of: wider.severity) ?? 0) >= (severities.firstIndex(of: rule.severity) ?? 0)
          else { continue }
          result[index] = Cover(by: other, isSame: isSame)
          break search
        }
      }
    }
    return result
  }

  private func stands(_ wider: Program.Rule, asLongAs rule: Program.Rule) -> Bool {
    guard let end = wider.expires else { return true }
    return rule.expires.map { $0 <= end } ?? false
  }

  // MARK: Examples and explanations

  private mutating func examples(_ rule: Program.Rule, _ span: Span) {
    guard let outcomes = outcomes[rule.id] else {
      report(
        LintCode.untested, "no test shows what `\(rule.id)` does", at: span,
        notes: ["add `test … { given { … } expect fires  given { … } expect silent }`"])
      return
    }
    if !outcomes.contains(.fires) {
      report(LintCode.noFiringExample, "no test shows a record on which `\(rule.id)` fires", at: span)
    }
    if !outcomes.contains(.silent) {
      report(
        LintCode.noLegitExample, "no test shows a record on which `\(rule.id)` is silent", at: span,
        notes: ["the honest order that looks most like fraud makes the best example"])
    }
  }

  private mutating func explained(_ rule: Program.Rule, _ facts: CheckedPackages.Rule, _ span: Span) {
    if rule.documentation.isEmpty {
      report(
        LintCode.undocumented, "no comment says why there is `\(rule.id)`", at: span, notes: ["write `/// …` above the rule"])
    }
    if rule.status == .live, rule.owner.isEmpty {
      report(LintCode.noOwner, "nobody answers for `\(rule.id)`", at: span, notes: ["add `owner \"…\"`"])
    }
    if rule.vote == .fraud, rule.loss < 0 {
      report(LintCode.noLoss, "`\(rule.id)` votes for fraud and does not say what was lost", at: span, notes: ["add `loss …`"])
    }
    if rule.vote == nil, !rule.isSecondPass {
      report(
        LintCode.noVote, "`\(rule.id)` votes for nothing", at: span, notes: ["add `votes fraud` or `votes legit`"])
    }
    guard rule.vote == .fraud || rule.isSecondPass else { return }
    let hasHole = rule.because.parts.contains { part in if case .hole = part { true } else { false } }
    if !hasHole {
      let place = facts.properties[.because].map { tree.span($0) } ?? span
      let isThere = facts.properties[.because] != nil
      report(
        LintCode.mutedReason, isThere ? "the rule's reason names none of the record's values" : "the rule gives no reason",
        at: place,
        notes: ["an executive reads: `because \"{rep} charged {charged} for goods listed at {list}\"`"])
    }
  }

  private mutating func title(_ rule: Program.Rule, _ facts: CheckedPackages.Rule) {
    guard let node = tree.child(facts.node, .title) else {
      if let name = tree.child(facts.node, .name) {
        report(LintCode.titleStyle, "the rule has no title", at: tree.span(name), notes: ["write one in quotes behind its name"])
      }
      return
    }
    let span = tree.span(node)
    if rule.title.hasSuffix(".") {
      let inner = tree.text(node).dropFirst().dropLast(2)
      report(
        LintCode.titleStyle, "a title is no sentence, so it ends without a full stop", at: span,
        fixes: [.init("take the full stop away", replace: span, with: "\"\(inner)\"")])
    } else if rule.title.allSatisfy(\.isWhitespace) {
      report(LintCode.titleStyle, "the title is empty", at: span)
    }
  }
}
