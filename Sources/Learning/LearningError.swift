/// Why something cannot be learned or applied: what is wrong, where, and what to do.
public struct LearningError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// Parts that do not belong together, or a value that is none.
    case misfit
    /// Too few rows to learn from.
    case tooFew
    /// Every row is of one class, so nothing tells fraud from the rest.
    case oneClass
    /// A column with one value throughout.
    case constant
    /// A column that a model was made for is gone, or is of another type.
    case columns
    /// A setting out of its range.
    case setting
    /// What trains or scores refused; its own words are in the message.
    case model
    /// The caller asked to stop, and nothing is kept.
    case cancelled
  }

  public var code: Code
  public var message: String

  public init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

  public var description: String { message }
}

/// As in `"gap", "region" and "hour"`; of many the first few and how many more there are.
func listed(_ names: [String], limit: Int = 8) -> String {
  let quoted = names.prefix(limit).map { "\"\($0)\"" }
  if names.count > limit { return quoted.joined(separator: ", ") + " and \(names.count - limit) more" }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
  return quoted.dropLast().joined(separator: ", ") + " and " + last
}
