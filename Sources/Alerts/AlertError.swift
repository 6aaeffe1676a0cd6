/// Why alerts were not stored or found: what happened, and what to do next.
public struct AlertError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// A value that cannot be kept.
    case badValue
    /// There is no such alert, case or suppression.
    case unknown
    /// Somebody else has gone on from the checkpoint that was meant to be followed.
    case outdated
    /// It makes no sense as things stand.
    case refused
    case damaged
    /// The store is not there.
    case missing
    /// Others are writing; trying again may help.
    case busy
    /// The way to the store is gone or was never there; trying again may help. Whatever was asked is done wholly or not at all, and doing it
    /// again does no harm.
    case unavailable
    case unwritable
    case full
    case `internal`
  }

  public var code: Code
  public var message: String
  /// What to do next, a sentence each.
  public var advice: [String]

  public init(_ code: Code, _ message: String, advice: [String] = []) {
    (self.code, self.message, self.advice) = (code, message, advice)
  }

  public var isRetriable: Bool { code == .busy || code == .unavailable }

  public var description: String { ([message] + advice).joined(separator: "; ") }
}

/// What a text that is kept for ever has to be.
enum AlertText {
  /// - isPlain: whether it is a person's words, in which control characters have no place.
  static func check(_ what: String, _ text: String, lengthMax: Int, isPlain: Bool = true) throws(AlertError) {
    if text.allSatisfy(\.isWhitespace) { throw AlertError(.badValue, "`\(what)` is empty", advice: ["say it"]) }
    guard text.utf8.count <= lengthMax else {
      throw AlertError(.badValue, "`\(what)` has \(text.utf8.count) bytes; at most \(lengthMax) are kept")
    }
    // A terminal would obey some of them.
    guard
      !isPlain || !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t" })
    else { throw AlertError(.badValue, "`\(what)` has control characters in it", advice: ["write it as plain text"]) }
  }
}
