public import Diagnostics
import Records

/// Splits a rule or schema file into tokens. Every byte belongs to one token or to the trivia before it, and a bad byte
/// spoils only its own token.
public struct Lexer {
  private let source: SourceText
  private let bytes: UnsafeBufferPointer<UInt8>
  private let end: Int
  private let names: Names
  private var position: Int
  private var diagnostics: [Diagnostic] = []
  /// The word that a sign of another language stands for.
  private var meant = Token.nameless
  private var firstTab: Int?
  private var tabLines = 0

  public static func tokens(of source: SourceText, names: Names = Names()) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    guard source.bytes.count <= Limits.fileBytesMax else {
      let end = Span(source.bytes.count, source.bytes.count)
      let diagnostic = Diagnostic(
        .fileTooLarge, "the file has \(source.bytes.count) bytes; the most is \(Limits.fileBytesMax)", at: Span(0, 0),
        notes: ["split it into several files of one folder"])
      return ([Token(kind: .endOfFile, span: end, triviaStart: 0)], [diagnostic])
    }
    if isUTF16(source.bytes) {
      let end = source.bytes.count
      let diagnostic = Diagnostic(
        .notUTF8, "the file is saved as UTF-16", at: Span(0, 1), notes: ["save it as UTF-8; Notepad calls UTF-16 \"Unicode\""])
      let all = Token(kind: .unknown, span: Span(0, end), triviaStart: 0)
      return ([all, Token(kind: .endOfFile, span: Span(end, end), triviaStart: end)], [diagnostic])
    }
    return tokens(of: source, in: Span(0, source.bytes.count), names: names)
  }

  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || bytes.count >= 4 && bytes.prefix(200).count(where: { $0 == 0 }) * 3 > min(bytes.count, 200)
  }

  /// The tokens of a part: of a hole in a sentence.
  static func tokens(of source: SourceText, in part: Span, names: Names) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    source.bytes.withUnsafeBufferPointer { bytes in
      var lexer = Lexer(source, bytes, part, names)
      let tokens = lexer.run()
      lexer.sayTabs()
      return (tokens, lexer.diagnostics)
    }
  }

  private init(_ source: SourceText, _ bytes: UnsafeBufferPointer<UInt8>, _ part: Span, _ names: Names) {
    (self.source, self.bytes, self.names, position, end) = (source, bytes, names, part.start, part.end)
  }

  private mutating func run() -> [Token] {
    var tokens: [Token] = []
    tokens.reserveCapacity((end - position) / 5 + 1)
    var triviaStart = position
    if position == 0, end >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    while true {
      skipTrivia()
      let start = position
      guard position < end else {
        tokens.append(Token(kind: .endOfFile, span: Span(start, start), triviaStart: triviaStart))
        return tokens
      }
      let first = bytes[position]
      if Lexer.beginsWord(first) {
        while position < end, Lexer.beginsWord(bytes[position]) || Lexer.isDigit(bytes[position]) { position += 1 }
        let name = names.intern(UnsafeBufferPointer(rebasing: bytes[start..<position]))
        let meant = position - start <= 5 && first < UInt8(ascii: "a") ? shouted(start) : nil
        tokens.append(Token(kind: .word, span: Span(start, position), triviaStart: triviaStart, name: meant ?? name))
      } else {
        meant = Token.nameless
        let kind = next(first)
        tokens.append(Token(kind: kind, span: Span(start, position), triviaStart: triviaStart, name: meant))
      }
      triviaStart = position
    }
  }

  private func byte(_ offset: Int = 0) -> UInt8? { position + offset < end ? bytes[position + offset] : nil }

  private mutating func skipTrivia() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "\t"):
        if firstTab == nil { firstTab = position }
        tabLines += 1
        while byte() == UInt8(ascii: "\t") { position += 1 }
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        let start = position
        var highBits: UInt8 = 0
        while position < end, bytes[position] != UInt8(ascii: "\n") {
          highBits |= bytes[position]
          position += 1
        }
        if highBits >= 0x80 { checkEncoding(Span(start, position)) }
      default:
        guard skipInvisible() else { return }
      }
    }
  }

  /// What cannot be seen is a mistake of its own, and parts words like a space.
  private mutating func skipInvisible() -> Bool {
    guard bytes[position] >= 0x7F || bytes[position] < 0x20 else { return false }
    var next = position + 1
    while next < end, bytes[next] & 0xC0 == 0x80 { next += 1 }
    guard let text = String(validating: bytes[position..<next], as: UTF8.self), let scalar = text.unicodeScalars.first,
      scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.isWhitespace
        || scalar.properties.generalCategory == .format
    else { return false }
    invisible(Span(position, next), scalar, replacement: " ")
    position = next
    return true
  }

  /// `AND` and the like: read as the word that it is in small letters.
  private mutating func shouted(_ start: Int) -> Symbol? {
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let word = Lexer.shoutedWords[text] else { return nil }
    let span = Span(start, position)
    report(
      Diagnostic(
        .foreignHabit, "the language's words are written in small letters", at: span,
        fixes: [.init("write `\(word)`", replace: span, with: "\(word)")]))
    return word.symbol
  }

  private static let shoutedWords: [String: Keyword] = [
    "AND": .and, "OR": .or, "NOT": .not, "IN": .in, "BY": .by, "WHERE": .where, "OVER": .over, "THEN": .then, "And": .and,
    "Or": .or,
    "Not": .not,
  ]

  /// A file of garbage is not worth a complaint for every byte.
  private mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < Limits.diagnosticsMax { diagnostics.append(diagnostic) }
  }

  /// Tabs read like spaces, but look different in every editor.
  private mutating func sayTabs() {
    guard let firstTab else { return }
    let others = tabLines > 1 ? ", and \(tabLines - 1) more" : ""
    report(
      Diagnostic(
        .tab, "a tab stands here\(others); rule files are indented with spaces", at: Span(firstTab, firstTab + 1),
        notes: ["`sheriff rules fmt` puts spaces in place of all of them"],
        fixes: [.init("replace it with two spaces", replace: Span(firstTab, firstTab + 1), with: "  ")], severity: .warning))
  }

  private mutating func next(_ first: UInt8) -> Token.Kind {
    if Lexer.isDigit(first) { return number() }
    if first == UInt8(ascii: "\"") { return string() }
    if let mark = Lexer.mark(first, byte(1)) {
      position += mark.rawValue.utf8.count
      return .mark(mark)
    }
    return unknown()
  }

  private static func mark(_ first: UInt8, _ second: UInt8?) -> Token.Mark? {
    let isEqual = second == UInt8(ascii: "=")
    switch first {
    case UInt8(ascii: "="): return isEqual ? .equal : second == UInt8(ascii: ">") ? .arrow : .assign
    case UInt8(ascii: "!"): return isEqual ? .notEqual : nil
    case UInt8(ascii: "<"): return isEqual ? .atMost : second == UInt8(ascii: ">") ? nil : .less
    case UInt8(ascii: ">"): return isEqual ? .atLeast : .greater
    case UInt8(ascii: "~"): return isEqual ? .like : nil
    case UInt8(ascii: "?"): return second == UInt8(ascii: "?") ? .otherwise : nil
    case UInt8(ascii: "."): return second == UInt8(ascii: ".") ? .through : .dot
    case UInt8(ascii: "+"): return .plus
    case UInt8(ascii: "-"): return .minus
    case UInt8(ascii: "*"): return .times
    case UInt8(ascii: "/"): return .divide
    case UInt8(ascii: ","): return .comma
    case UInt8(ascii: ":"): return .colon
    case UInt8(ascii: "{"): return .openBrace
    case UInt8(ascii: "}"): return .closeBrace
    case UInt8(ascii: "["): return .openBracket
    case UInt8(ascii: "]"): return .closeBracket
    case UInt8(ascii: "("): return .openParenthesis
    case UInt8(ascii: ")"): return .closeParenthesis
    default: return nil
    }
  }

  private mutating func number() -> Token.Kind {
    let start = position
    if let length = dateLength() {
      position += length
      return .date
    }
    if let length = dateLength(day: true) {
      let text = String(decoding: bytes[position..<position + length], as: UTF8.self)
      position += length
      let parts = text.split(separator: ".").map(String.init)
      report(
        Diagnostic(
          .foreignHabit, "a date begins with its year", at: Span(start, position),
          notes: ["write `\(parts[2])-\(parts[1])-\(parts[0])`, year, month and day"]))
      return .unknown
    }
    digits()
    if byte() == UInt8(ascii: "."), let after = byte(1), Lexer.isDigit(after) {
      position += 1
      digits()
    }
    if byte() == UInt8(ascii: "%") {
      position += 1
      return .percent
    }
    let unitStart = position
    while let byte = byte(), Lexer.beginsWord(byte) || Lexer.isDigit(byte) { position += 1 }
    if unitStart == position { return .number }
    let unit = String(decoding: bytes[unitStart..<position], as: UTF8.self)
    if Lexer.durationUnits.contains(unit) { return .duration }
    report(
      Diagnostic(
        .malformedNumber, "`\(source.text(Span(start, position)))` is no number", at: Span(unitStart, position),
        label: "`\(unit)` is no unit of time", notes: ["the units are \(Lexer.durationUnits.joined(separator: ", "))"]))
    return .unknown
  }

  private mutating func digits() {
    while let byte = byte(), Lexer.isDigit(byte) || byte == UInt8(ascii: "_") { position += 1 }
  }

  /// How long the date is that begins here: `dddd-dd-dd`, then perhaps `Tdd:dd:dd`, a fraction and `Z`. Whether there is
  /// such a day is the checker's question.
  private func dateLength(day isDayFirst: Bool = false) -> Int? {
    func fits(_ pattern: StaticString, at offset: Int) -> Bool {
      pattern.withUTF8Buffer { pattern in
        for (index, wanted) in pattern.enumerated() {
          guard let found = byte(offset + index) else { return false }
          if wanted == UInt8(ascii: "0") ? !Lexer.isDigit(found) : found != wanted { return false }
        }
        return true
      }
    }
    if isDayFirst { return fits("00.00.0000", at: 0) ? 10 : nil }
    guard fits("0000-00-00", at: 0) else { return nil }
    guard fits("T00:00", at: 10) else { return 10 }
    var length = 16
    if fits(":00", at: length) {
      length += 3
      if fits(".0", at: length) {
        length += 2
        while let digit = byte(length), Lexer.isDigit(digit) { length += 1 }
      }
    }
    return byte(length) == UInt8(ascii: "Z") ? length + 1 : length
  }

  /// Seconds, minutes, hours, days, weeks; months and years are of the calendar.
  static let durationUnits = ["s", "m", "h", "d", "w", "mo", "y"]

  private mutating func string() -> Token.Kind {
    let start = position
    position += 1
    var highBits: UInt8 = 0
    while let byte = byte(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
      highBits |= byte
      if byte == UInt8(ascii: "\"") {
        position += 1
        if highBits >= 0x80 { checkEncoding(Span(start, position)) }
        return .string
      }
      if byte == UInt8(ascii: "\t") { invisible(Span(position, position + 1), "\t", replacement: "\\t") }
      if byte == UInt8(ascii: "\\") {
        if let escaped = self.byte(1), !"\"\\nt{}".utf8.contains(escaped) {
          report(
            Diagnostic(
              .unknownEscape, "there is no such escape in a text", at: Span(position, position + 2),
              notes: ["the escapes are \\\" \\\\ \\n \\t \\{ \\}"]))
        }
        position += 1
      }
      position = min(position + 1, end)
    }
    report(
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
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{00AB}", "\u{00BB}": return curly(text, span)
    case "%":
      var before = start
      while before > 0, bytes[before - 1] == UInt8(ascii: " ") { before -= 1 }
      if before > 0, before < start, Lexer.isDigit(bytes[before - 1]) {
        report(
          Diagnostic(
            .foreignHabit, "no space stands before `%`", at: Span(before, position),
            fixes: [.init("take it away", replace: Span(before, start), with: "")]))
      } else {
        report(Diagnostic(.unexpectedCharacter, "`%` means nothing here", at: span))
      }
    case "^":
      report(Diagnostic(.unexpectedCharacter, "`^` means nothing here", at: span, notes: ["write `power(x, 2)`"]))
    case "<":
      position += 1
      return foreign(Span(start, position), .mark(.notEqual), "!=")
    case "'": if let kind = singleQuoted(start) { return kind } else { fallthrough }
    case "$", "\u{20AC}", "\u{00A3}": return currencySign(span)
    case "\u{2264}": return foreign(span, .mark(.atMost), "<=")
    case "\u{2265}": return foreign(span, .mark(.atLeast), ">=")
    case "\u{2260}": return foreign(span, .mark(.notEqual), "!=")
    case "\u{2013}", "\u{2212}": return foreign(span, .mark(.minus), "-")
    case "\u{00D7}": return foreign(span, .mark(.times), "*")
    case "\u{00F7}": return foreign(span, .mark(.divide), "/")
    case "&", "|", "!":
      if scalar != "!", byte() == bytes[start] { position += 1 }
      let word: Keyword = scalar == "&" ? .and : scalar == "|" ? .or : .not
      meant = word.symbol
      return foreign(Span(start, position), .word, "\(word)")
    default:
      report(Diagnostic(.unexpectedCharacter, "`\(text)` means nothing here", at: span))
    }
    return .unknown
  }

  /// A sign of other languages, or of print: one mistake, and read as what it stands for.
  private mutating func foreign(_ span: Span, _ kind: Token.Kind, _ plain: String) -> Token.Kind {
    report(
      Diagnostic(
        .unexpectedCharacter, "`\(source.text(span))` means nothing here", at: span,
        fixes: [.init("write `\(plain)`", replace: span, with: plain)]))
    return kind
  }

  /// `'C1'` is a text in other languages.
  private mutating func singleQuoted(_ start: Int) -> Token.Kind? {
    guard
      let close = bytes[position..<end].prefix(while: { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\"") }).firstIndex(
        of: UInt8(ascii: "'"))
    else { return nil }
    position = close + 1
    let inner = String(decoding: bytes[start + 1..<close], as: UTF8.self)
    let whole = Span(start, position)
    report(
      Diagnostic(
        .foreignHabit, "a text stands in double quotes", at: whole,
        fixes: [.init("write \"\(inner)\"", replace: whole, with: "\"\(inner)\"")]))
    checkEncoding(whole)
    return .string
  }

  /// `$5.00`: the sign is taken along with its number.
  private mutating func currencySign(_ sign: Span) -> Token.Kind {
    let codes = ["$": "USD", "\u{20AC}": "EUR", "\u{00A3}": "GBP"]
    let code = codes[source.text(sign)] ?? "USD"
    guard let digit = byte(), Lexer.isDigit(digit) else {
      report(
        Diagnostic(
          .foreignHabit, "a currency is written by its code", at: sign,
          fixes: codes[source.text(sign)] == nil ? [] : [.init("write ` \(code)`", replace: sign, with: " \(code)")]))
      return .unknown
    }
    let numberStart = position
    let kind = number()
    let number = source.text(Span(numberStart, position))
    report(
      Diagnostic(
        .foreignHabit, "a currency is written behind its amount, by its code", at: Span(sign.start, position),
        fixes: [.init("write `\(number) \(code)`", replace: Span(sign.start, position), with: "\(number) \(code)")]))
    return kind
  }

  /// A text between a word processor's quotes is one mistake and still a text.
  private mutating func curly(_ opening: String, _ span: Span) -> Token.Kind {
    let closers: [String: [String]] = [
      "\u{201C}": ["\u{201D}", "\u{201C}"], "\u{201E}": ["\u{201C}", "\u{201D}"], "\u{2018}": ["\u{2019}"],
      "\u{00AB}": ["\u{00BB}"],
      "\u{00BB}": ["\u{00AB}"],
    ]
    let lineEnd = bytes[position..<end].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\"") } ?? end
    var close: Range<Int>?
    for closer in (closers[opening] ?? []).map({ Array($0.utf8) }) where position + closer.count <= lineEnd {
      for start in position...lineEnd - closer.count where start < close?.lowerBound ?? .max {
        if bytes[start..<start + closer.count].elementsEqual(closer) {
          close = start..<start + closer.count
          break
        }
      }
    }
    guard let close else {
      report(
        Diagnostic(
          .curlyQuote, "`\(opening)` is a word processor's quote", at: span,
          fixes: [.init("write a plain \" instead", replace: span, with: "\"")]))
      return .unknown
    }
    let whole = Span(span.start, close.upperBound)
    position = close.upperBound
    let inner = String(decoding: bytes[span.end..<close.lowerBound], as: UTF8.self)
    report(
      Diagnostic(
        .curlyQuote, "`\(opening)` is a word processor's quote", at: whole,
        fixes: [.init("write plain \" instead", replace: whole, with: "\"\(inner)\"")]))
    checkEncoding(whole)
    return .string
  }

  private mutating func invisible(_ span: Span, _ scalar: Unicode.Scalar, replacement: String) {
    let code = String(scalar.value, radix: 16, uppercase: true)
    report(
      Diagnostic(
        .invisibleCharacter,
        "an invisible character, U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code), stands here", at: span,
        fixes: [.init("replace it with \(replacement == " " ? "a space" : replacement)", replace: span, with: replacement)]))
  }

  private mutating func checkEncoding(_ span: Span) {
    guard String(validating: bytes[span.start..<span.end], as: UTF8.self) == nil else { return }
    report(
      Diagnostic(
        .notUTF8, "bytes that are no UTF-8", at: span,
        notes: ["save the file as UTF-8; byte \(span.start) is the first of this place"]))
  }

  private static func beginsWord(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
