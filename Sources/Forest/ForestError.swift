/// Why a model cannot be read, or cannot do what was asked of it: what is wrong, where, and what to do.
public struct ForestError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The bytes are no model file, or end in the middle.
    case malformed
    /// The file is well formed, and what it says cannot be a forest.
    case unsound
    /// A kind of model that is not scored here.
    case unsupported
    /// More or deeper than is taken.
    case tooLarge
    /// A row or a matrix that does not fit the forest.
    case misfit
  }

  public var code: Code
  /// The place in the document, as in `learner.gradient_booster.model.trees[3].left_children`.
  public var path: String
  /// Bytes before the place, where one is known.
  public var offset: Int?
  public var message: String

  public init(_ code: Code, path: String = "", offset: Int? = nil, _ message: String) {
    (self.code, self.path, self.offset, self.message) = (code, path, offset, message)
  }

  public var description: String {
    let place = [path.isEmpty ? nil : path, offset.map { "byte \($0)" }].compactMap { $0 }.joined(separator: ", ")
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
