public import Diagnostics

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
    case less = "<", greater = ">", assign = "=", plus = "+", minus = "-", times = "*", divide = "/", comma = ",", colon = ":"
    case dot = ".", openBrace = "{", closeBrace = "}", openBracket = "[", closeBracket = "]", openParenthesis = "("
    case closeParenthesis = ")"
  }

  public var kind: Kind
  public var span: Span
  /// Where the white space and comments before it begin: tokens with their trivia cover the file without a gap.
  public var triviaStart: Int
}
