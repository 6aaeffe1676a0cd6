public import Diagnostics

extension SyntaxTree {
  /// Reads a rule file. Whatever is wrong is among the diagnostics, and the tree still has every byte.
  public convenience init(_ source: SourceText, names: Names = Names()) {
    let (tokens, lexical) = Lexer.tokens(of: source, names: names)
    var parser = RuleParser(source, tokens, names)
    parser.file()
    self.init(
      source: source, tokens: tokens, nodes: parser.builder.nodes, diagnostics: lexical + parser.diagnostics)
  }

  /// Reads an expression that stands in a part of the file: in a hole of a sentence.
  convenience init(expressionIn part: Span, of source: SourceText, names: Names) {
    let (tokens, lexical) = Lexer.tokens(of: source, in: part, names: names)
    var parser = RuleParser(source, tokens, names)
    let mark = parser.builder.mark(token: 0)
    if parser.expression(), !parser.isAtEnd { parser.unexpected("`}` or `:` and a format") }
    parser.builder.finish(.file, from: mark, end: tokens.count)
    self.init(
      source: source, tokens: tokens, nodes: parser.builder.nodes, diagnostics: lexical + parser.diagnostics)
  }
}

/// From tokens to the tree. Here: looking, taking, complaining, and finding the way back after a mistake.
struct RuleParser {
  let source: SourceText
  let tokens: [Token]
  let names: Names
  var index = 0
  var builder: SyntaxBuilder
  var diagnostics: [Diagnostic] = []
  /// How many expressions are open.
  var nesting = 0
  /// Whether `by`, `where` and `over` behind a function belong to an aggregate around it.
  var clausesAreClaimed = false

  init(_ source: SourceText, _ tokens: [Token], _ names: Names) {
    (self.source, self.tokens, self.names) = (source, tokens, names)
    builder = SyntaxBuilder(tokens: tokens.count)
  }

  // MARK: Looking and taking

  var current: Token { tokens[index] }
  var isAtEnd: Bool { index == tokens.count - 1 }

  func following(_ offset: Int) -> Token { tokens[min(index + offset, tokens.count - 1)] }

  func text(_ token: Token) -> String { source.text(token.span) }

  func isWord(_ word: Keyword) -> Bool { tokens[index].name == word.symbol }

  func isFollowing(_ offset: Int, _ word: Keyword) -> Bool { following(offset).name == word.symbol }

  func isMark(_ mark: Token.Mark) -> Bool { tokens[index].kind == .mark(mark) }

  mutating func take() { if index < tokens.count - 1 { index += 1 } }

  mutating func take(_ word: Keyword) -> Bool {
    guard isWord(word) else { return false }
    take()
    return true
  }

  mutating func take(_ mark: Token.Mark) -> Bool {
    guard isMark(mark) else { return false }
    take()
    return true
  }

  mutating func take(_ kind: Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    take()
    return true
  }

  func mark() -> SyntaxBuilder.Mark { builder.mark(token: index) }

  mutating func finish(_ kind: SyntaxKind, _ mark: SyntaxBuilder.Mark, isRead: Bool = true) {
    builder.finish(kind, from: mark, end: index, isBroken: !isRead)
  }

  // MARK: Complaining

  mutating func expect(_ mark: Token.Mark, _ purpose: String) -> Bool {
    if take(mark) { return true }
    unexpected("`\(mark.rawValue)` \(purpose)")
    return false
  }

  mutating func expect(_ word: Keyword, _ purpose: String) -> Bool {
    if take(word) { return true }
    unexpected("`\(word)` \(purpose)")
    return false
  }

  mutating func expect(_ kind: Token.Kind, _ what: String) -> Bool {
    if take(kind) { return true }
    unexpected(what)
    return false
  }

  /// A name becomes a node of its own.
  mutating func expectName(_ what: String, _ kind: SyntaxKind = .name) -> Bool {
    let mark = mark()
    guard expect(.word, what) else { return false }
    finish(kind, mark)
    return true
  }

  /// A second complaint about one place says nothing new.
  mutating func unexpected(_ expected: String) {
    if current.kind == .unknown { return }
    if let habit = habit() { return report(habit) }
    if isAtEnd {
      report(Diagnostic(.cutOff, "the file ends where \(expected) is expected", at: current.span, label: "nothing follows"))
    } else {
      report(Diagnostic(.unexpectedToken, "expected \(expected), found `\(text(current))`", at: current.span))
    }
  }

  /// Adds to the complaint about this place where its counterpart stands.
  mutating func point(to opening: Token, _ text: String) {
    guard let last = diagnostics.indices.last, diagnostics[last].span == current.span else { return }
    diagnostics[last].related = [.init(opening.span, text)]
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < Limits.diagnosticsMax, diagnostics.last?.span != diagnostic.span { diagnostics.append(diagnostic) }
  }

  // MARK: The way back

  /// A declaration begins at the very left: that is how the parser finds the next one when braces are lost.
  var isAtDeclaration: Bool {
    guard current.kind == .word, RuleParser.declarations.contains(current.name) else { return false }
    let start = current.span.start
    let isLeftmost = start == 0 || source.bytes[start - 1] == UInt8(ascii: "\n") || source.bytes[start - 1] == 0xBF
    return isLeftmost && (following(1).kind == .word || following(1).kind == .string)
  }

  static let declarations = Set(
    [
      Keyword.package, .use, .schema, .record, .source, .param, .let, .feature, .rule, .test, .list, .macro, .suppress,
    ].map(\.symbol))

  static let properties = Set(
    [Keyword.scheme, .severity, .owner, .status, .expires, .let, .when, .score, .votes, .loss, .because].map(\.symbol))

  var isAtProperty: Bool { current.kind == .word && RuleParser.properties.contains(current.name) }

  var isAtLineStart: Bool {
    let previousEnd = index > 0 ? tokens[index - 1].span.end : 0
    return index == 0 || source.bytes[previousEnd..<current.span.start].contains(UInt8(ascii: "\n"))
  }

  /// Gives up what stands here: on to a place where something new begins, and all of it becomes one broken node.
  mutating func skip(until isThere: (RuleParser) -> Bool) {
    let mark = mark()
    let start = index
    var depth = 0
    while !isAtEnd, !isAtDeclaration {
      if depth <= 0, isThere(self) { break }
      if isMark(.openBrace) { depth += 1 }
      if isMark(.closeBrace) { depth -= 1 }
      take()
    }
    if index > start { finish(.broken, mark) }
  }

  /// A block's closing brace; without one the declaration ends where the next begins.
  mutating func expectClosing(_ opening: Token, _ what: String) {
    if take(.closeBrace) { return }
    let label = Diagnostic.Label(opening.span, "it opens here")
    if isAtEnd {
      report(
        Diagnostic(
          .cutOff, "the file ends inside of \(what)", at: current.span, label: "`}` is missing", related: [label],
          fixes: [.init("close it with `}`", replace: Span(source.bytes.count, source.bytes.count), with: "\n}\n")]))
    } else {
      report(
        Diagnostic(
          .unclosedDeclaration, "\(what) is not closed before the next declaration", at: current.span,
          label: "`}` is missing before this",
          related: [label],
          fixes: [.init("close it with `}`", replace: Span(current.span.start, current.span.start), with: "}\n\n")]))
    }
  }
}
