/// Why there is no PDF: what happened, and what to do next.
public struct PDFError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// There is not one font on the machine.
    case noFont
    /// The library that draws gave up.
    case drawing
  }

  public var code: Code
  public var message: String
  /// What to do next, a sentence each.
  public var advice: [String]

  init(_ code: Code, _ message: String, advice: [String]) { (self.code, self.message, self.advice) = (code, message, advice) }

  public var description: String { ([message] + advice).joined(separator: "; ") }
}
