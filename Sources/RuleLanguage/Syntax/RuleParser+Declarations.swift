import Diagnostics

/// What a file is made of.
extension RuleParser {
  mutating func file() {
    let mark = mark()
    while !isAtEnd { declaration() }
    // The end of the file belongs to the file: its trivia are the last comments.
    builder.finish(.file, from: mark, end: tokens.count)
  }

  private mutating func declaration() {
    let mark = mark()
    let start = index
    let isRead: Bool
    let kind: SyntaxKind
    switch current.keyword {
    case .package: (kind, isRead) = (.package, packageName())
    case .use: (kind, isRead) = use()
    case .param: (kind, isRead) = (.param, definition("the parameter's name"))
    case .let: (kind, isRead) = (.let, definition("the name of what is defined"))
    case .feature: (kind, isRead) = (.feature, definition("the feature's name"))
    case .list: (kind, isRead) = (.list, list())
    case .macro: (kind, isRead) = (.macro, macro())
    case .rule: (kind, isRead) = (.rule, rule())
    case .test: (kind, isRead) = (.test, test())
    case .suppress: (kind, isRead) = (.suppress, suppress())
    case .schema, .record, .source: (kind, isRead) = (.schema, schema())
    default:
      unknownDeclaration()
      take()
      (kind, isRead) = (.broken, false)
    }
    if !isRead { skip { $0.index > start && $0.isAtDeclaration } }
    finish(kind, mark, isRead: isRead)
    if isRead, !isAtEnd, !isAtLineStart { leftover() }
  }

  /// What stands behind a declaration on its line.
  private mutating func leftover() {
    if current.kind == .word, RuleParser.declarations.contains(current.name) { return }
    unexpected("the end of the line")
    skip { $0.isAtLineStart && $0.current.kind == .word && RuleParser.declarations.contains($0.current.name) }
  }

  private mutating func unknownDeclaration() {
    if current.kind == .unknown { return }
    var diagnostic = Diagnostic(.unknownDeclaration, "no declaration begins with `\(text(current))`", at: current.span)
    let words = RuleParser.declarations.map(names.text).sorted()
    if current.kind == .word, let match = closestMatch(to: text(current), among: words) {
      diagnostic.fixes = [.init("did you mean `\(match)`?", replace: current.span, with: match)]
    } else {
      diagnostic.notes = ["a rule file holds \(words.joined(separator: ", "))"]
    }
    report(diagnostic)
  }

  private mutating func packageName() -> Bool {
    take()
    return expectName("the package's name")
  }

  private mutating func use() -> (SyntaxKind, Bool) {
    take()
    if take(.schema) { return (.useSchema, expectName("the schema's name")) }
    if take(.package) { return (.usePackage, expectName("the package's name")) }
    if take(.zone) { return (.useZone, expect(.string, "a zone in quotes, such as \"Europe/Paris\"")) }
    if take(.fiscal) {
      guard expect(.year, "after `fiscal`"), expect(.starting, "and the month it starts with") else {
        return (.useFiscalYear, false)
      }
      return (.useFiscalYear, expectName("a month, such as July"))
    }
    unexpected("`schema`, `package`, `zone` or `fiscal year starting`")
    return (.useSchema, false)
  }

  /// `WORD name [: type] = expression`, shared by param, let and feature.
  mutating func definition(_ what: String) -> Bool {
    take()
    guard expectName(what) else { return false }
    if take(.colon), !typeName() { return false }
    guard expect(.assign, "and what it is") else { return false }
    return expression()
  }

  private mutating func typeName() -> Bool {
    let mark = mark()
    guard expect(.word, "a type") else { return false }
    if isCurrency(current), !isAtLineStart { take() }
    finish(.typeName, mark)
    return true
  }

  private mutating func list() -> Bool {
    take()
    guard expectName("the list's name") else { return false }
    if take(.of), !typeName() { return false }
    if take(.from) {
      let file = mark()
      guard expect(.string, "the list's file in quotes") else { return false }
      finish(.fromFile, file)
      let version = mark()
      guard expect(.version, "of the list: its file may not change unseen"), expect(.string, "the version in quotes") else {
        return false
      }
      finish(.version, version)
      return true
    }
    guard expect(.assign, "and the list's members, or `from` and its file") else { return false }
    guard isMark(.openBracket) else {
      unexpected("`[` and the list's members")
      return false
    }
    return bracketed()
  }

  private mutating func macro() -> Bool {
    take()
    guard expectName("the macro's name"), expect(.openParenthesis, "and the macro's parameters") else { return false }
    while !isMark(.closeParenthesis) {
      guard expectName("a parameter", .parameter) else { return false }
      if !take(.comma) { break }
    }
    guard expect(.closeParenthesis, "after the parameters"), expect(.assign, "and what it stands for") else { return false }
    return expression()
  }

  private mutating func suppress() -> Bool {
    take()
    let rule = mark()
    guard expect(.word, "the rule's name") else { return false }
    if take(.dot), !expect(.word, "the rule's name") { return false }
    finish(.name, rule)
    if isWord(.where), !clause(.whereClause, { $0.expression() }) { return false }
    return property(.until, .date, "a date, such as 2026-12-31") && property(.by, .string, "who decided, in quotes")
      && property(.because, .string, "why, in quotes")
  }

  private mutating func property(_ word: Keyword, _ kind: Token.Kind, _ what: String) -> Bool {
    let mark = mark()
    guard expect(word, "and \(what)"), expect(kind, what) else { return false }
    finish(.property, mark)
    return true
  }

  /// A schema in a rule file is read by the reader of schema files; here it is only set apart, and what is wrong with it is
  /// said there.
  private mutating func schema() -> Bool {
    take()
    // The head is one line; its brace may stand on the next.
    while !isAtEnd, !isMark(.openBrace), !isMark(.closeBrace), !isAtLineStart { take() }
    guard isMark(.openBrace) else { return false }
    var depth = 0
    repeat {
      if isMark(.openBrace) { depth += 1 }
      if isMark(.closeBrace) { depth -= 1 }
      take()
    } while depth > 0 && !isAtEnd && !isAtHead
    return depth == 0
  }

  /// The head of a declaration and not a field that is named like one: `rule r {`, `let a =`.
  private var isAtHead: Bool {
    guard isAtDeclaration else { return false }
    let third = following(2).kind
    return third == .mark(.openBrace) || third == .mark(.assign) || third == .string && isWord(.rule)
  }

  // MARK: Rules

  private mutating func rule() -> Bool {
    take()
    guard expectName("the rule's name") else { return false }
    if current.kind == .string {
      let title = mark()
      take()
      finish(.title, title)
    }
    let opening = current
    guard expect(.openBrace, "to open the rule") else { return false }
    while !isAtEnd, !isMark(.closeBrace), !isAtDeclaration {
      let start = index
      if !ruleProperty() || !(isAtProperty || isMark(.closeBrace) || isAtEnd || isAtDeclaration) {
        if isAtLineStart, current.kind == .word, index > start, !lastWasBroken(from: start) { continue }
        if diagnostics.last?.span != current.span, index > start, !isAtEnd, !lastWasBroken(from: start) {
          unexpected("the next property of the rule, or `}`")
        }
        // What was read is only a part of what was meant.
        if !isAtLineStart { builder.breakLast() }
        skip { $0.isMark(.closeBrace) || ($0.isAtProperty && $0.isAtLineStart && $0.index > start) }
        if index == start { take() }
      }
    }
    expectClosing(opening, "the rule")
    return true
  }

  /// Whether something was already said about the property that began there.
  private func lastWasBroken(from start: Int) -> Bool {
    diagnostics.last.map { $0.span.start >= tokens[start].span.start } ?? false
  }

  private mutating func ruleProperty() -> Bool {
    let mark = mark()
    guard current.kind == .word else {
      unexpected("a property of the rule, such as `when`")
      return false
    }
    let isRead: Bool
    switch current.keyword {
    case .let:
      isRead = definition("the name of what is defined")
      finish(.let, mark, isRead: isRead)
      return isRead
    case .scheme: isRead = dashedWord("the scheme: a word in small letters, with dashes")
    case .severity, .status, .votes: isRead = wordProperty()
    case .owner, .because: isRead = valueProperty(.string, "a text in quotes")
    case .expires: isRead = valueProperty(.date, "a date, such as 2026-12-31")
    case .when, .score, .loss:
      takePropertyWord()
      isRead = expression()
    default:
      unknownProperty()
      return false
    }
    finish(.property, mark, isRead: isRead)
    return isRead
  }

  private mutating func unknownProperty() {
    let words = RuleParser.properties.map(names.text).sorted()
    var diagnostic = Diagnostic(.unknownProperty, "a rule has no property `\(text(current))`", at: current.span)
    if let match = closestMatch(to: text(current), among: words) {
      diagnostic.fixes = [.init("did you mean `\(match)`?", replace: current.span, with: match)]
    } else {
      diagnostic.notes = ["there are \(words.joined(separator: ", "))"]
    }
    report(diagnostic)
  }

  private mutating func valueProperty(_ kind: Token.Kind, _ what: String) -> Bool {
    takePropertyWord()
    let mark = mark()
    guard expect(kind, what) else { return false }
    finish(.literal, mark)
    return true
  }

  private mutating func wordProperty() -> Bool {
    let word = text(current)
    takePropertyWord()
    return expectName("a word after `\(word)`", .words)
  }

  /// `rep-padding`: words with dashes between and no spaces.
  private mutating func dashedWord(_ what: String) -> Bool {
    takePropertyWord()
    let mark = mark()
    guard expect(.word, what) else { return false }
    while isMark(.minus), following(1).kind == .word, current.triviaStart == current.span.start {
      take()
      take()
    }
    finish(.words, mark)
    return true
  }

  func isCurrency(_ token: Token) -> Bool {
    token.kind == .word && token.span.end - token.span.start == 3
      && source.bytes[token.span.start..<token.span.end].allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }
}
