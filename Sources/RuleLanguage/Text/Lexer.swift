public import Diagnostics

/// Splits a rule or schema file into tokens. Every byte belongs to one token or to the trivia before it, and a bad byte
/// spoils only its own token.
public struct Lexer {
  /// The largest file, in bytes: far beyond what a person writes.
  public static let fileBytesMax = 16 << 20

  private let source: SourceText
  private let bytes: [UInt8]
  private var position = 0
  private var diagnostics: [Diagnostic] = []

  public static func tokens(of source: SourceText) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    guard source.bytes.count <= fileBytesMax else {
      let end = Span(source.bytes.count, source.bytes.count)
      let diagnostic = Diagnostic(
        .fileTooLarge, "the file has \(source.bytes.count) bytes; the most is \(fileBytesMax)", at: Span(0, 0),
        notes: ["split it into several files of one folder"])
      return ([Token(kind: .endOfFile, span: end, triviaStart: 0)], [diagnostic])
    }
    var lexer = Lexer(source)
    return (lexer.run(), lexer.diagnostics)
  }

  private init(_ source: SourceText) { (self.source, bytes) = (source, source.bytes) }

  private mutating func run() -> [Token] {
    var tokens: [Token] = []
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    var triviaStart = 0
    while true {
      skipTrivia()
      let start = position
      guard position < bytes.count else {
        tokens.append(Token(kind: .endOfFile, span: Span(start, start), triviaStart: triviaStart))
        return tokens
      }
      let kind = next()
      tokens.append(Token(kind: kind, span: Span(start, position), triviaStart: triviaStart))
      triviaStart = position
    }
  }

  private func byte(_ offset: Int = 0) -> UInt8? { position + offset < bytes.count ? bytes[position + offset] : nil }

  private mutating func skipTrivia() {
    while let byte = byte() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "/"):
        let start = position
        while let byte = self.byte(), byte != UInt8(ascii: "\n") { position += 1 }
        checkEncoding(Span(start, position))
      default:
        return
      }
    }
  }

  private mutating func next() -> Token.Kind {
    let first = bytes[position]
    if Lexer.beginsWord(first) { return word() }
    if Lexer.isDigit(first) { return number() }
    if first == UInt8(ascii: "\"") { return string() }
    for mark in Token.Mark.allCases where bytes[position...].starts(with: mark.rawValue.utf8) {
      position += mark.rawValue.utf8.count
      return .mark(mark)
    }
    return unknown()
  }

  private mutating func word() -> Token.Kind {
    while let byte = byte(), Lexer.beginsWord(byte) || Lexer.isDigit(byte) { position += 1 }
    return .word
  }

  private mutating func number() -> Token.Kind {
    let start = position
    func digits(_ lexer: inout Lexer) {
      while let byte = lexer.byte(), Lexer.isDigit(byte) || byte == UInt8(ascii: "_") { lexer.position += 1 }
    }
    digits(&self)
    if byte() == UInt8(ascii: "."), let after = byte(1), Lexer.isDigit(after) {
      position += 1
      digits(&self)
    }
    if byte() == UInt8(ascii: "%") {
      position += 1
      return .percent
    }
    let unitStart = position
    while let byte = byte(), Lexer.beginsWord(byte) || Lexer.isDigit(byte) { position += 1 }
    let unit = String(decoding: bytes[unitStart..<position], as: UTF8.self)
    if unit.isEmpty { return .number }
    if Lexer.durationUnits.contains(unit) { return .duration }
    diagnostics.append(
      Diagnostic(
        .malformedNumber, "`\(source.text(Span(start, position)))` is no number", at: Span(unitStart, position),
        label: "`\(unit)` is no unit of time", notes: ["the units are \(Lexer.durationUnits.joined(separator: ", "))"]))
    return .unknown
  }

  /// Seconds, minutes, hours, days, weeks; months and years are of the calendar.
  static let durationUnits = ["s", "m", "h", "d", "w", "mo", "y"]

  private mutating func string() -> Token.Kind {
    let start = position
    position += 1
    while let byte = byte(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
      if byte == UInt8(ascii: "\"") {
        position += 1
        checkEncoding(Span(start, position))
        return .string
      }
      if byte == UInt8(ascii: "\\") {
        if let escaped = self.byte(1), !"\"\\nt{".utf8.contains(escaped) {
          diagnostics.append(
            Diagnostic(
              .unknownEscape, "there is no such escape in a text", at: Span(position, position + 2),
              notes: ["the escapes are \\\" \\\\ \\n \\t \\{"]))
        }
        position += 1
      }
      position = min(position + 1, bytes.count)
    }
    diagnostics.append(
      Diagnostic(
        .unclosedString, "the text is not closed on its line", at: Span(start, position), label: "it opens here",
        notes: ["close it with \" before the line ends"]))
    return .unknown
  }

  /// Takes one character that begins no token, and says so.
  private mutating func unknown() -> Token.Kind {
    let start = position
    position += 1
    while let byte = byte(), byte & 0xC0 == 0x80 { position += 1 }
    let span = Span(start, position)
    guard let text = String(validating: bytes[start..<position], as: UTF8.self), let scalar = text.unicodeScalars.first else {
      checkEncoding(span)
      return .unknown
    }
    switch scalar {
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{00AB}", "\u{00BB}":
      diagnostics.append(
        Diagnostic(
          .curlyQuote, "`\(text)` is a word processor's quote", at: span,
          fixes: [.init("write a plain \" instead", replace: span, with: "\"")]))
    case _
    where scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.isWhitespace
      || scalar.properties.generalCategory == .format:
      let code = String(scalar.value, radix: 16, uppercase: true)
      diagnostics.append(
        Diagnostic(
          .invisibleCharacter,
          "an invisible character, U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code), stands here",
          at: span, fixes: [.init("replace it with a space", replace: span, with: " ")]))
    default:
      diagnostics.append(Diagnostic(.unexpectedCharacter, "`\(text)` means nothing here", at: span))
    }
    return .unknown
  }

  private mutating func checkEncoding(_ span: Span) {
    guard String(validating: bytes[span.start..<span.end], as: UTF8.self) == nil else { return }
    diagnostics.append(
      Diagnostic(
        .notUTF8, "bytes that are no UTF-8", at: span,
        notes: ["save the file as UTF-8; byte \(span.start) is the first of this place"]))
  }

  private static func beginsWord(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
