public import Diagnostics
public import Records

/// One word of a rule or schema file. Keywords are words like any other: only their place makes them so.
public struct Token: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case word
    /// `12`, `0.25`, `1_000`.
    case number
    /// `20%`.
    case percent
    /// A number with a unit: `90s`, `15m`, `12h`, `30d`, `2w`, `3mo`, `1y`.
    case duration
    /// A date, or a moment in UTC: `2026-01-31`, `2026-01-31T08:30:00Z`.
    case date
    /// In double quotes.
    case string
    case mark(Mark)
    /// What is no token; a diagnostic says why.
    case unknown
    case endOfFile
  }

  /// Punctuation and operators, longest first where one begins another.
  public enum Mark: String, CaseIterable, Sendable {
    case equal = "==", notEqual = "!=", atMost = "<=", atLeast = ">=", like = "~=", otherwise = "??", through = ".."
    case arrow = "=>", less = "<", greater = ">", assign = "=", plus = "+", minus = "-", times = "*", divide = "/"
    case comma = ",", colon = ":", dot = ".", openBrace = "{", closeBrace = "}", openBracket = "[", closeBracket = "]"
    case openParenthesis = "(", closeParenthesis = ")"
  }

  public let kind: Kind
  // Offsets in 32 bits: a pack of ten thousand rules has two million tokens, and a file is bounded far below.
  private let start: UInt32
  private let end: UInt32
  private let trivia: UInt32
  /// A word's symbol among the names of the load; `Token.nameless` of all else.
  public let name: Symbol

  init(kind: Kind, span: Span, triviaStart: Int, name: Symbol = Token.nameless) {
    (self.kind, self.name) = (kind, name)
    (start, end, trivia) = (UInt32(clamping: span.start), UInt32(clamping: span.end), UInt32(clamping: triviaStart))
  }

  public var span: Span { Span(Int(start), Int(end)) }

  /// Where the white space and comments before it begin: tokens with their trivia cover the file without a gap.
  public var triviaStart: Int { Int(trivia) }

  public static let nameless = Symbol(id: .max)

  var keyword: Keyword? { name.id < Keyword.keywords ? Keyword(rawValue: name.id) : nil }
}
