/// Why a forest was not trained: what was being done, what went wrong, and what to do.
public struct TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case badData, badParameter
    /// What trains refused; its own words are in the message.
    case trainer
    /// The caller asked to stop, and nothing is kept.
    case cancelled
  }

  public var code: Code
  public var message: String

  public init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

  public var description: String { message }
}
