import Diagnostics

/// Tests: records given one after the other, and what the last of them must come to.
extension RuleParser {
  mutating func test() -> Bool {
    take()
    let rule = mark()
    guard expect(.word, "the name of the rule that is tested") else { return false }
    finish(.name, rule)
    let opening = current
    guard expect(.openBrace, "to open the test") else { return false }
    while isWord(.given) {
      let mark = mark()
      let isRead = testCase()
      if !isRead { skip { $0.isAtLineStart && ($0.isWord(.given) || $0.isMark(.closeBrace)) } }
      finish(isRead ? .testCase : .broken, mark)
    }
    if !isMark(.closeBrace), !isAtEnd, !isAtDeclaration {
      unexpected("`given` and a record, or `}`")
      skip { $0.isMark(.closeBrace) }
    }
    expectClosing(opening, "the test")
    return true
  }

  private mutating func testCase() -> Bool {
    take()
    if isWord(.baseline), following(1).kind == .mark(.openBrace), !baselineValues() { return false }
    repeat {
      guard step() else { return false }
    } while take(.then)
    guard expect(.expect, "and the outcome") else { return false }
    return outcome()
  }

  private mutating func baselineValues() -> Bool {
    let mark = mark()
    take()
    take()
    while !isMark(.closeBrace) {
      let value = self.mark()
      guard expectName("a name of the baseline") else { return false }
      if isMark(.openParenthesis) {
        take()
        while !isMark(.closeParenthesis) {
          guard expression() else { return false }
          if !take(.comma) { break }
        }
        guard expect(.closeParenthesis, "after the arguments") else { return false }
      }
      guard expect(.colon, "and the value"), self.value() else { return false }
      finish(.baselineValue, value)
      if !take(.comma) { break }
    }
    guard expect(.closeBrace, "after the baseline's values") else { return false }
    finish(.givenBaseline, mark)
    return true
  }

  /// `after 2d 20 times { … } every 1d`.
  private mutating func step() -> Bool {
    let mark = mark()
    if take(.after), !duration() { return false }
    if current.kind == .number {
      take()
      guard expect(Keyword.times, "after how often") else { return false }
    }
    guard isMark(.openBrace) else {
      unexpected("`{` and a record's fields")
      return false
    }
    guard record() else { return false }
    if take(.every), !duration() { return false }
    finish(.step, mark)
    return true
  }

  private mutating func duration() -> Bool {
    let mark = mark()
    guard expect(.duration, "a duration, such as 2d") else { return false }
    finish(.literal, mark)
    return true
  }

  private mutating func record() -> Bool {
    nesting += 1
    defer { nesting -= 1 }
    let mark = mark()
    take()
    while !isMark(.closeBrace) {
      let field = self.mark()
      guard expectName("a field's name"), expect(.colon, "and its value"), value() else { return false }
      finish(.fieldValue, field)
      if !take(.comma) { break }
    }
    guard expect(.closeBrace, "after the record's fields") else { return false }
    finish(.testRecord, mark)
    return true
  }

  private mutating func value() -> Bool {
    if isMark(.openBrace), nesting <= Limits.nestingMax { return record() }
    guard isMark(.openBracket), nesting <= Limits.nestingMax else { return expression() }
    let mark = mark()
    take()
    while !isMark(.closeBracket) {
      guard isMark(.openBrace) ? record() : expression() else { return false }
      if !take(.comma) { break }
    }
    guard expect(.closeBracket, "after the last element") else { return false }
    finish(.testList, mark)
    return true
  }

  private mutating func outcome() -> Bool {
    let mark = mark()
    guard expectName("fires, silent, unknown, insufficient or suppressed", .words) else { return false }
    while isWord(.loss) || isWord(.score) || isWord(.because) {
      let property = self.mark()
      take()
      guard expression() else { return false }
      finish(.property, property)
    }
    finish(.outcome, mark)
    return true
  }
}
