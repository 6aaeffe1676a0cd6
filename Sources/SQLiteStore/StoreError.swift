/// Why a database's file did not do what was asked: what happened, where, and what to do next.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// There is no such file.
    case missing
    /// A database of something else, or of a later version of this program.
    case foreign, newer
    case damaged
    /// Reading or writing failed, or is not allowed.
    case unwritable
    case full
    /// Others are writing; trying again may help.
    case busy
    /// A rule of the tables forbids it.
    case refused
    case `internal`
  }

  public var code: Code
  public var path: String
  public var message: String
  public var advice: String?

  public init(_ code: Code, path: String, _ message: String, advice: String? = nil) {
    (self.code, self.path, self.message, self.advice) = (code, path, message, advice)
  }

  public var isRetriable: Bool { code == .busy }

  public var description: String { "\(path): \(message)" + (advice.map { "; \($0)" } ?? "") }
}
