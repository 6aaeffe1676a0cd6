import Diagnostics

/// The clauses behind an aggregate: `by rep where online over 90d excluding same rep requires 20`.
extension RuleParser {
  var isAtBaselineWindow: Bool { isWord(.in) && isFollowing(1, .baseline) && following(2).kind != .mark(.dot) }

  /// Keys and filter come first, since a filter reaches as far as it can; then how far the window reaches, then the rest.
  mutating func windowClauses() -> Bool {
    let isClaimed = clausesAreClaimed
    clausesAreClaimed = true
    defer { clausesAreClaimed = isClaimed }
    if isWord(.by), !clause(.byClause, { $0.keys() }) { return false }
    if isWord(.where), !clause(.whereClause, { $0.expression() }) { return false }
    while true {
      switch current.keyword {
      case .over: guard clause(.overClause, { $0.reach() }) else { return false }
      case .in where isAtBaselineWindow:
        guard clause(.overClause, { parser in parser.take(.baseline) }) else { return false }
      case .within: guard clause(.withinClause, { $0.length("how long") }) else { return false }
      case .delayed: guard clause(.delayedClause, { $0.length("by how long") }) else { return false }
      case .including: guard clause(.includingClause, { $0.expect(.current, "after `including`") }) else { return false }
      case .excluding:
        guard clause(.excludingClause, { $0.expect(.same, "after `excluding`") && $0.keys() }) else { return false }
      case .requires: guard clause(.requiresClause, { $0.length("how many records") }) else { return false }
      case .by, .where:
        let word = text(current)
        report(
          Diagnostic(
            .clauseOrder, "`\(word)` stands behind the window's length", at: current.span,
            notes: ["the order is: by …, where …, over …, then delayed, including, excluding, requires"]))
        return false
      default: return true
      }
    }
  }

  /// One key, or several in parentheses.
  private mutating func keys() -> Bool {
    if isMark(.openParenthesis) {
      take()
      repeat {
        guard operand("a key") else { return false }
      } while take(.comma)
      return expect(.closeParenthesis, "after the keys")
    }
    let first = current
    guard operand("a key, or several in parentheses") else { return false }
    var last: Token?
    while isMark(.comma), commaBelongsToKeys() {
      take()
      guard operand("a key") else { return false }
      last = tokens[index - 1]
    }
    guard let last else { return true }
    let keys = first.span.through(last.span)
    report(
      Diagnostic(
        .bareKeys, "several keys stand in parentheses", at: keys,
        fixes: [.init("write `(\(source.text(keys)))`", replace: keys, with: "(\(source.text(keys)))")],
        severity: .warning))
    return true
  }

  /// In `f(avg(x) by a, b)` the comma parts arguments; in `avg(x) by a, b over 3d` keys were meant.
  private func commaBelongsToKeys() -> Bool {
    var offset = 0
    while following(offset).kind == .mark(.comma), following(offset + 1).kind == .word {
      offset += 2
      while following(offset).kind == .mark(.dot), following(offset + 1).kind == .word { offset += 2 }
    }
    switch following(offset).keyword {
    case .where, .over, .within, .delayed, .including, .excluding, .requires: return true
    case .in: return isFollowing(offset + 1, .baseline)
    default: return false
    }
  }

  /// A duration or a number, or a parameter's name.
  private mutating func length(_ what: String) -> Bool {
    let mark = mark()
    if take(.duration) || take(.number) || take(.percent) {
      finish(.literal, mark)
      return true
    }
    return operand(what)
  }

  /// What follows `over`: `30d`, `last 100`, `all before`, `this fiscal quarter starting July zone "Europe/Paris"`.
  private mutating func reach() -> Bool {
    if isWord(.last), following(1).kind == .word, let unit = Window.Reach.Unit(rawValue: text(following(1))) {
      report(
        Diagnostic(
          .foreignHabit, "`over last` counts records", at: current.span.through(following(1).span),
          notes: ["write `over this \(unit.rawValue)` for the calendar's, or a length such as `over 30d`"]))
      return false
    }
    if isWord(.last), [.number, .word, .duration, .percent].contains(following(1).kind) {
      take()
      return length("how many records")
    }
    if isWord(.all), isFollowing(1, .before) {
      take()
      take()
      return true
    }
    guard isWord(.this), following(1).kind == .word else { return length("how far back: 30d, last 100, all before, this month") }
    take()
    _ = take(.fiscal)
    guard expectName("day, week, month, quarter or year", .words) else { return false }
    if take(.starting), !expectName("a month, such as July") { return false }
    guard isWord(.zone), following(1).kind == .string else { return true }
    take()
    let mark = mark()
    take()
    finish(.literal, mark)
    return true
  }
}
