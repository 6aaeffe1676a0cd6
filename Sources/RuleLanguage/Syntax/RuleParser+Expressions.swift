import Diagnostics

/// Expressions, from the loosest binding to the tightest. Each returns whether it could be read; what it read is a node
/// either way.
extension RuleParser {
  /// `or`, the loosest.
  mutating func expression() -> Bool {
    nested { $0.chain([.or]) { $0.conjunction() } }
  }

  mutating func conjunction() -> Bool { chain([.and]) { $0.negation() } }

  mutating func nested(_ body: (inout RuleParser) -> Bool) -> Bool {
    nesting += 1
    defer { nesting -= 1 }
    if nesting <= Limits.nestingMax { return body(&self) }
    tooDeep()
    return false
  }

  private mutating func tooDeep() {
    report(
      Diagnostic(
        .tooDeep, "expressions stand inside of each other more than \(Limits.nestingMax) deep", at: current.span,
        notes: ["give a part of it a name with `let`; put long enumerations into a `list`"]))
  }

  /// `a or b or c`: one node inside of the other, from the left.
  private mutating func chain(_ words: [Keyword], _ operand: (inout RuleParser) -> Bool) -> Bool {
    let mark = mark()
    guard operand(&self) else { return false }
    while words.contains(where: { isWord($0) }) {
      take()
      guard operand(&self) else { return false }
      finish(.binary, mark)
      guard isBounded() else { return false }
    }
    return true
  }

  private mutating func chain(_ marks: [Token.Mark], _ operand: (inout RuleParser) -> Bool) -> Bool {
    let mark = mark()
    guard operand(&self) else { return false }
    while marks.contains(where: { isMark($0) }) {
      take()
      guard operand(&self) else { return false }
      finish(.binary, mark)
      guard isBounded() else { return false }
    }
    return true
  }

  /// A chain is as deep as it is long, and every reader of the tree goes down to its end.
  mutating func isBounded() -> Bool {
    if builder.depth <= Limits.nestingMax { return true }
    tooDeep()
    return false
  }

  private mutating func negation() -> Bool {
    guard isWord(.not) else { return sequence() }
    let mark = mark()
    take()
    guard nested({ $0.negation() }) else { return false }
    finish(.unary, mark)
    return true
  }

  /// `a then b by key within 2h`.
  private mutating func sequence() -> Bool {
    let mark = mark()
    guard comparison() else { return false }
    guard isWord(.then), !isAtTestStep else { return true }
    take()
    let step = self.mark()
    let first = current
    guard operand("a condition by its name, or in parentheses") else { return false }
    if RuleParser.comparisons.contains(where: { isMark($0) }) || isWord(.in) && !isFollowing(1, .baseline) {
      report(
        Diagnostic(
          .looseStep, "the second step of a sequence is a name, or stands in parentheses", at: current.span,
          related: [.init(first.span, "the step begins here")],
          notes: ["what follows it are the sequence's own clauses: `a then (b > 5) by key within 2h`"]))
      finish(.broken, step)
      return false
    }
    if isWord(.then), !isAtTestStep {
      report(
        Diagnostic(
          .longSequence, "a sequence has two steps", at: current.span,
          notes: ["make the first two a `feature` of their own and write `that_feature then …`"]))
      return false
    }
    guard windowClauses() else { return false }
    finish(.sequence, mark)
    return true
  }

  /// In a test `then` begins the next record of a timeline.
  private var isAtTestStep: Bool {
    following(1).kind == .mark(.openBrace) || isFollowing(1, .after)
      || following(1).kind == .number && isFollowing(2, .times)
  }

  static let comparisons: [Token.Mark] = [.equal, .notEqual, .atMost, .atLeast, .less, .greater, .like]

  private mutating func comparison() -> Bool {
    let mark = mark()
    guard otherwise() else { return false }
    if isMark(.assign), following(1).kind == .mark(.less) || following(1).kind == .mark(.greater),
      following(1).triviaStart == following(1).span.start
    {
      let sign = current.span.through(following(1).span)
      let better = following(1).kind == .mark(.less) ? "<=" : ">="
      report(
        Diagnostic(
          .foreignHabit, "`\(source.text(sign))` compares nothing", at: sign,
          fixes: [.init("write `\(better)`", replace: sign, with: better)]))
      take()
      take()
      let isRead = otherwise()
      finish(.broken, mark)
      return isRead
    }
    if isMark(.assign) {
      report(
        Diagnostic(
          .assignInCondition, "`=` gives something a name; two values are compared with `==`", at: current.span,
          fixes: [.init("write `==`", replace: current.span, with: "==")]))
      take()
      let isRead = otherwise()
      finish(.broken, mark)
      return isRead
    }
    if isWord(.in) && !isFollowing(1, .baseline) || isWord(.not) && isFollowing(1, .in) {
      _ = take(.not)
      take()
      guard membership() else { return false }
      finish(.binary, mark)
      return true
    }
    guard RuleParser.comparisons.contains(where: { isMark($0) }) else { return true }
    let first = current
    take()
    guard otherwise() else { return false }
    finish(.binary, mark)
    if RuleParser.comparisons.contains(where: { isMark($0) }) {
      report(
        Diagnostic(
          .chainedComparison, "comparisons cannot be chained", at: current.span, label: "a second comparison",
          related: [.init(first.span, "the first")],
          notes: ["write `a < b and b < c`, or a range: `b in [a, c)`"]))
      take()
      let isRead = otherwise()
      finish(.broken, mark)
      return isRead
    }
    return true
  }

  /// What stands after `in`: a list's name, `[a, b]` or the range `[lo, hi)`.
  private mutating func membership() -> Bool {
    if isMark(.openParenthesis), let end = commaAndEnd() {
      let whole = current.span.through(tokens[end].span)
      report(
        Diagnostic(
          .foreignHabit, "a list stands in square brackets", at: whole,
          notes: ["a list of members is `[a, b]`, a range from a up to b `[a, b)`"]))
      index = end + 1
      return false
    }
    return isMark(.openBracket) ? bracketed() : operand("a list's name, `[a, b]` or `[lo, hi)`")
  }

  /// Where the parentheses that open here end, if they hold a comma: nobody who writes that means an expression.
  private func commaAndEnd() -> Int? {
    var (depth, place, hasComma) = (0, index, false)
    while place < min(index + 200, tokens.count - 1) {
      switch tokens[place].kind {
      case .mark(.openParenthesis): depth += 1
      case .mark(.closeParenthesis):
        depth -= 1
        if depth == 0 { return hasComma ? place : nil }
      case .mark(.comma) where depth == 1: hasComma = true
      default: break
      }
      place += 1
    }
    return nil
  }

  /// A name, a call or something in parentheses, with its parts: where clauses or braces follow, so that nobody has to ask
  /// whose they are.
  mutating func operand(_ what: String) -> Bool {
    let mark = mark()
    switch current.kind {
    case .mark(.openParenthesis): guard parenthesized(mark) else { return false }
    case .word:
      let isTruth = isWord(.true) || isWord(.false)
      take()
      if isTruth {
        finish(.literal, mark)
      } else if isMark(.openParenthesis) {
        guard nested({ $0.arguments() }) else { return false }
        finish(.call, mark)
      } else {
        finish(.name, mark)
      }
    default:
      unexpected(what)
      return false
    }
    while isMark(.dot) {
      guard part(mark), isBounded() else { return false }
    }
    return true
  }

  /// `.name` or `.name(…)` behind what the mark begins.
  private mutating func part(_ mark: SyntaxBuilder.Mark) -> Bool {
    take()
    guard expect(.word, "a name after the dot") else { return false }
    if isMark(.openParenthesis) {
      guard arguments() else { return false }
      finish(.call, mark)
    } else {
      finish(.member, mark)
    }
    return true
  }

  private mutating func parenthesized(_ mark: SyntaxBuilder.Mark) -> Bool {
    let isClaimed = clausesAreClaimed
    clausesAreClaimed = false
    defer { clausesAreClaimed = isClaimed }
    let opening = current
    take()
    guard expression() else { return false }
    guard take(.closeParenthesis) else {
      unexpected("`)`")
      point(to: opening, "it opens here")
      return false
    }
    finish(.parenthesized, mark)
    return isBounded()
  }

  /// `[a, b, c]` is a list of members, `[lo, hi)` a range from lo up to but without hi; `..` is an open end.
  mutating func bracketed() -> Bool {
    let mark = mark()
    let opening = current
    take()
    while !isMark(.closeBracket), !isMark(.closeParenthesis) {
      if isMark(.through) {
        let end = self.mark()
        take()
        finish(.literal, end)
      } else if !expression() {
        return false
      }
      if !take(.comma) { break }
    }
    if take(.closeBracket) {
      finish(.listLiteral, mark)
      return true
    }
    if take(.closeParenthesis) {
      finish(.range, mark)
      return true
    }
    unexpected("`,`, `]` after a list's last member or `)` after a range")
    point(to: opening, "it opens here")
    return false
  }

  private mutating func otherwise() -> Bool {
    chain([.otherwise]) { $0.chain([.plus, .minus]) { $0.chain([.times, .divide]) { $0.sign() } } }
  }

  private mutating func sign() -> Bool {
    guard isMark(.minus) else { return postfix() }
    let mark = mark()
    take()
    guard nested({ $0.sign() }) else { return false }
    finish(.unary, mark)
    return true
  }

  mutating func postfix() -> Bool {
    let mark = mark()
    guard primary() else { return false }
    while true {
      if isMark(.dot) {
        guard part(mark) else { return false }
      } else if isWord(.first), isFollowing(1, .seen) {
        take()
        take()
        guard windowClauses() else { return false }
        finish(.firstSeen, mark)
      } else {
        return true
      }
      guard isBounded() else { return false }
    }
  }

  private mutating func primary() -> Bool {
    let mark = mark()
    switch current.kind {
    case .number:
      take()
      if isCurrency(current), !isAtLineStart { take() }
      finish(.literal, mark)
      return true
    case .percent, .duration, .date, .string:
      take()
      finish(.literal, mark)
      return true
    case .mark(.openParenthesis): return parenthesized(mark)
    case .word: return word(mark)
    case .mark(.assign) where following(1).kind == .mark(.assign):
      unexpected("a value")
      return false
    case .unknown:
      take()
      finish(.broken, mark)
      return true
    default:
      unexpected("a value")
      return false
    }
  }

  /// A line that begins like a property, where a condition is still open.
  private var isAtForgottenProperty: Bool {
    guard isAtProperty, isAtLineStart, index > 0 else { return false }
    let next = following(1)
    return (next.kind == .word && next.keyword != .in && next.keyword != .and && next.keyword != .or || next.kind == .string)
      && !source.bytes[current.span.end..<next.span.start].contains(UInt8(ascii: "\n"))
  }

  private mutating func word(_ mark: SyntaxBuilder.Mark) -> Bool {
    if isAtForgottenProperty {
      let before = tokens[index - 1].span
      report(
        Diagnostic(
          .unexpectedToken, "something is missing behind `\(source.text(before))`", at: before, label: "the condition ends here"))
      return false
    }
    let next = following(1).kind
    switch current.keyword {
    case .true, .false:
      take()
      finish(.literal, mark)
      return true
    case .missing where next != .mark(.openParenthesis):
      take()
      finish(.literal, mark)
      return true
    case .exists, .every: return quantifier(mark)
    case .no where next == .word && isFollowing(2, .in): return quantifier(mark)
    case .no where next == .word || next == .mark(.openParenthesis): return absence(mark)
    case .bands where next == .word || next == .mark(.openParenthesis): return bands(mark)
    case .match where next == .word || next == .mark(.openParenthesis): return matches(mark)
    case .and, .or, .in, .then, .by, .where, .over:
      unexpected("a value before `\(text(current))`")
      return false
    default: break
    }
    let isAggregate = current.keyword.map { RuleParser.aggregates.contains($0) } ?? false
    take()
    guard isMark(.openParenthesis) else {
      finish(.name, mark)
      return true
    }
    // What follows a function within an aggregate's parentheses, or within a window's keys and filter, is the aggregate's.
    let isClaimed = clausesAreClaimed
    clausesAreClaimed = isAggregate
    let isRead = arguments()
    clausesAreClaimed = isClaimed
    guard isRead else { return false }
    finish(.call, mark)
    guard isBounded() else { return false }
    if isClaimed, !isAggregate { return true }
    if isWord(.by) || isWord(.over) || isAtBaselineWindow || isAggregate && isWord(.where) {
      guard windowClauses() else { return false }
      finish(.windowed, mark)
    }
    return true
  }

  /// What can have a window behind it.
  static let aggregates: Set<Keyword> = [
    .count, .sum, .avg, .min, .max, .median, .stddev, .percentile, .distinct, .share, .zscore, .previous, .first, .last,
  ]

  /// `(a, b)`; over a list also `(line.price for line in lines where line.quantity > 1)` and `(line.product by line.price)`.
  private mutating func arguments() -> Bool {
    let opening = current
    take()
    while !isMark(.closeParenthesis) {
      guard expression() else { return false }
      if isWord(.for),
        !clause(.elementFor, { $0.expectName("the name of an element") && $0.expect(.in, "and a list") && $0.operand("a list") })
      {
        return false
      }
      if isWord(.by), !clause(.elementBy, { $0.expression() }) { return false }
      if isWord(.where), !clause(.elementWhere, { $0.expression() }) { return false }
      if !take(.comma) { break }
    }
    guard take(.closeParenthesis) else {
      unexpected("`,` or `)`")
      point(to: opening, "it opens here")
      return false
    }
    return true
  }

  /// A clause's first word and what follows it, as one node.
  mutating func clause(_ kind: SyntaxKind, _ rest: (inout RuleParser) -> Bool) -> Bool {
    let mark = mark()
    take()
    guard rest(&self) else { return false }
    finish(kind, mark)
    return true
  }
}
