/// Why votes cannot be made into labels: what is wrong, where, and what to do.
public struct LabellingError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// There is nothing to learn from.
    case empty
    /// Parts that do not belong together.
    case misfit
    /// More than is taken.
    case tooMany
    /// A setting out of its range.
    case setting
  }

  public var code: Code
  public var message: String

  public init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

  public var description: String { message }
}
