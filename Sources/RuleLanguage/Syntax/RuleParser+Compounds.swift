import Diagnostics

/// Expressions of several parts: walks over lists, absence, bands and matches.
extension RuleParser {
  /// `exists line in lines: …`, `every …`, `no …`. What must hold goes up to the next `or`: an `and` behind it is mostly
  /// about the element too.
  mutating func quantifier(_ mark: SyntaxBuilder.Mark) -> Bool {
    let word = text(current)
    take()
    guard expectName("the name of an element after `\(word)`"), expect(.in, "and a list"), operand("a list"),
      expect(.colon, "and what must hold"), nested({ $0.conjunction() })
    else { return false }
    finish(.quantifier, mark)
    return true
  }

  mutating func absence(_ mark: SyntaxBuilder.Mark) -> Bool {
    take()
    let first = current
    guard operand("a condition by its name, or in parentheses") else { return false }
    if RuleParser.comparisons.contains(where: { isMark($0) }) {
      report(
        Diagnostic(
          .looseStep, "what `no` denies is a name, or stands in parentheses", at: current.span,
          related: [.init(first.span, "it begins here")], notes: ["write `no (charged > 5.00) by customer within 30d`"]))
      return false
    }
    guard windowClauses() else { return false }
    finish(.absence, mark)
    return true
  }

  /// `bands rate { [.., 5%) => "small"  [5%, ..) => "deep" }`.
  mutating func bands(_ mark: SyntaxBuilder.Mark) -> Bool {
    take()
    guard operand("a value") else { return false }
    let opening = current
    guard expect(.openBrace, "to open the bands") else { return false }
    while isMark(.openBracket) {
      let band = self.mark()
      guard bracketed(), expect(.arrow, "and the band's value"), expression() else { return false }
      finish(.band, band)
      _ = take(.comma)
    }
    guard take(.closeBrace) else {
      unexpected("a band `[lo, hi) => value`, or `}`")
      point(to: opening, "the bands open here")
      return false
    }
    finish(.bands, mark)
    return true
  }

  /// `match offer { "1", "2" => 5%  else => 0% }`.
  mutating func matches(_ mark: SyntaxBuilder.Mark) -> Bool {
    take()
    guard operand("a value") else { return false }
    let opening = current
    guard expect(.openBrace, "to open the cases") else { return false }
    while !isMark(.closeBrace), !isAtEnd {
      let match = self.mark()
      if !take(.else) {
        repeat {
          guard expression() else { return false }
        } while take(.comma)
      }
      guard expect(.arrow, "and the case's value"), expression() else {
        point(to: opening, "the cases open here")
        return false
      }
      finish(.match, match)
      _ = take(.comma)
    }
    guard expect(.closeBrace, "after the last case") else { return false }
    finish(.matches, mark)
    return isBounded()
  }
}
