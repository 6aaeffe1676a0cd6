/// Why the registry did not do what was asked: what happened, and what to do next.
public struct RegistryError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// What was written is no name, or no version's number.
    case badReference
    /// A value that cannot be kept.
    case badValue
    /// There is no such model, version or run.
    case unknown
    /// It makes no sense as things stand.
    case refused
    /// What was kept is not what is there now.
    case damaged
    /// The store is not there.
    case missing
    /// Others are writing; trying again may help.
    case busy
    case unwritable
    case `internal`
  }

  public var code: Code
  public var message: String
  /// What to do next, a sentence each.
  public var advice: [String]
  /// The names that there are, where one was not found.
  public var known: [String]

  public init(_ code: Code, _ message: String, advice: [String] = [], known: [String] = []) {
    (self.code, self.message, self.advice, self.known) = (code, message, advice, known)
  }

  public var description: String { ([message] + advice).joined(separator: "; ") }
}
