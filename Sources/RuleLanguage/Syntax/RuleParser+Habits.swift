import Diagnostics

/// What people write who know SQL, a spreadsheet or another language: told apart from other slips, with what it is here.
extension RuleParser {
  /// A better answer than "something else was expected", where the words here are a known habit.
  func habit() -> Diagnostic? {
    let word = text(current)
    let previous = index > 0 ? tokens[index - 1] : current
    let subject = text(previous)
    switch word.lowercased() {
    case "between":
      return .init(
        .foreignHabit, "there is no `between`", at: current.span, notes: ["write a range: `\(subject) in [5.00, 10.00)`"])
    case "is":
      return .init(
        .foreignHabit, "there is no `is`", at: current.span, notes: ["ask `missing(\(subject))` or `not missing(\(subject))`"])
    case "like", "matches", "contains":
      return .init(
        .foreignHabit, "`\(word)` is no operator here", at: current.span,
        notes: ["write `matches(\(subject), \"A*\")`, `contains(\(subject), \"a\")` or `\(subject) ~= \"a\"`, which ignores case"]
      )
    case "else", "then":
      return .init(
        .foreignHabit, "`\(word)` belongs to no condition", at: current.span, notes: ["a choice is written `if(condition, a, b)`"]
      )
    default: break
    }
    if current.kind == .mark(.arrow) {
      return .init(
        .foreignHabit, "`=>` compares nothing", at: current.span, fixes: [.init("write `>=`", replace: current.span, with: ">=")])
    }
    if subject.lowercased() == "if" {
      return .init(
        .foreignHabit, "a choice is written like a function", at: previous.span, notes: ["write `if(condition, a, b)`"])
    }
    if ["any", "some", "all", "each", "for"].contains(subject.lowercased()), isFollowing(1, .in) {
      let word = subject.lowercased() == "all" || subject.lowercased() == "each" ? "every" : "exists"
      return .init(
        .foreignHabit, "`\(subject)` walks over no list", at: previous.span,
        fixes: [.init("write `\(word)`", replace: previous.span, with: word)])
    }
    if previous.kind == .number, current.kind == .word, let unit = RuleParser.units[word.lowercased()] {
      let span = previous.span.through(current.span)
      return .init(
        .foreignHabit, "a duration is one word", at: span,
        fixes: [.init("write `\(subject)\(unit)`", replace: span, with: "\(subject)\(unit)")])
    }
    if previous.kind == .number, current.kind == .mark(.comma), current.triviaStart == current.span.start,
      following(1).kind == .number, following(1).triviaStart == following(1).span.start
    {
      let (whole, rest) = (subject, text(following(1)))
      if rest.prefix(while: \.isNumber).count == 3 {
        return .init(
          .foreignHabit, "thousands are not parted by commas", at: current.span,
          fixes: [.init("take the comma away", replace: current.span, with: "")])
      }
      return .init(
        .foreignHabit, "the decimal sign is a point", at: current.span,
        fixes: whole.contains(".") ? [] : [.init("write `\(whole).\(rest)`", replace: current.span, with: ".")])
    }
    return nil
  }

  private static let units = [
    "second": "s", "seconds": "s", "sec": "s", "minute": "m", "minutes": "m", "min": "m", "hour": "h", "hours": "h", "day": "d",
    "days": "d", "week": "w", "weeks": "w", "month": "mo", "months": "mo", "year": "y", "years": "y",
  ]

  /// A property's word; `status: live` and `votes = fraud` are habits too.
  mutating func takePropertyWord() {
    let word = text(current)
    take()
    guard isMark(.colon) || isMark(.assign) else { return }
    report(
      Diagnostic(
        .foreignHabit, "nothing stands between `\(word)` and its value", at: current.span,
        fixes: [.init("take it away", replace: current.span, with: "")]))
    take()
  }
}
