/// Why the server or the way to it failed.
public struct ServerFailure: Error, Hashable, Sendable {
  /// Five characters by which PostgreSQL names what happened; nil where it could not say anything.
  public var state: String?
  public var message: String
  /// The connection is gone, and whether the last thing was done is not known.
  public var isLost: Bool

  public init(state: String?, _ message: String, isLost: Bool = false) {
    (self.state, self.message, self.isLost) = (state, message, isLost)
  }

  /// PostgreSQL's own name for data that is not what it should be.
  public static let damage = "XX001"

  static let noMemory = ServerFailure(state: nil, "libpq has no memory for a connection")

  /// Several lines of the library as one.
  static func words(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "PostgreSQL gave no reason" }
    return String(cString: text).split(separator: "\n").joined(separator: "; ")
  }
}
