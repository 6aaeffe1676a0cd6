import Diagnostics

extension DiagnosticCode {
  static let unexpectedToken = DiagnosticCode("E0020", "something else was expected")
  static let cutOff = DiagnosticCode("E0021", "a file that ends in the middle")
  static let unknownDeclaration = DiagnosticCode("E0022", "no such declaration")
}

/// Walks over tokens for a parser: looks, takes, expects, and gathers what is wrong.
struct TokenReader {
  let source: SourceText
  private let tokens: [Token]
  private var index = 0
  var diagnostics: [Diagnostic]

  init(_ source: SourceText) {
    self.source = source
    (tokens, diagnostics) = Lexer.tokens(of: source)
  }

  /// Reads tokens that somebody else took out of the file.
  init(_ source: SourceText, tokens: [Token]) { (self.source, self.tokens, diagnostics) = (source, tokens, []) }

  var current: Token { tokens[index] }
  var isAtEnd: Bool { current.kind == .endOfFile }
  var previousSpan: Span { index > 0 ? tokens[index - 1].span : Span(0, 0) }

  func text(_ token: Token) -> String { source.text(token.span) }

  func isWord(_ word: String) -> Bool { current.kind == .word && text(current) == word }

  func isMark(_ mark: Token.Mark) -> Bool { current.kind == .mark(mark) }

  func following(_ offset: Int) -> Token { tokens[min(index + offset, tokens.count - 1)] }

  @discardableResult
  mutating func take() -> Token {
    defer { if !isAtEnd { index += 1 } }
    return current
  }

  mutating func takeWord(_ word: String) -> Bool {
    guard isWord(word) else { return false }
    take()
    return true
  }

  mutating func takeMark(_ mark: Token.Mark) -> Bool {
    guard isMark(mark) else { return false }
    take()
    return true
  }

  /// The next word, or a diagnostic that says what was expected.
  mutating func expectWord(_ what: String) -> Token? {
    if current.kind == .word { return take() }
    unexpected(what)
    return nil
  }

  mutating func expectMark(_ mark: Token.Mark, _ purpose: String) -> Bool {
    if takeMark(mark) { return true }
    unexpected("`\(mark.rawValue)` \(purpose)")
    return false
  }

  /// A second complaint about one place says nothing new.
  mutating func unexpected(_ expected: String) {
    if current.kind == .unknown { return }
    if isAtEnd {
      diagnostics.append(
        Diagnostic(.cutOff, "the file ends where \(expected) is expected", at: current.span, label: "nothing follows"))
    } else {
      diagnostics.append(
        Diagnostic(.unexpectedToken, "expected \(expected), found `\(text(current))`", at: current.span))
    }
  }

  /// Gives up a declaration: on to its closing brace, or to what begins the next one.
  mutating func skipDeclaration(startingWords: Set<String>) {
    var depth = 0
    while !isAtEnd {
      if depth == 0, current.kind == .word, startingWords.contains(text(current)), isAtLineStart { return }
      if isMark(.openBrace) { depth += 1 }
      if isMark(.closeBrace) {
        depth -= 1
        if depth <= 0 {
          take()
          return
        }
      }
      take()
    }
  }

  var isAtLineStart: Bool {
    let previousEnd = index > 0 ? tokens[index - 1].span.end : 0
    return index == 0 || source.bytes[previousEnd..<current.span.start].contains(UInt8(ascii: "\n"))
  }

  /// A string token's content, escapes resolved.
  func content(of token: Token) -> String {
    var result = ""
    var isEscaped = false
    for scalar in text(token).dropFirst().dropLast().unicodeScalars {
      if isEscaped {
        result.unicodeScalars.append(scalar == "n" ? "\n" : scalar == "t" ? "\t" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
