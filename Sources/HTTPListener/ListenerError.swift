/// Why nothing listens.
public struct ListenerError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case badAddress, unknownHost, inUse, notPermitted, unavailable
  }

  public var code: Code
  public var address: String
  public var message: String

  init(_ code: Code, _ address: String, _ message: String) { (self.code, self.address, self.message) = (code, address, message) }

  /// Whether trying again later may help.
  public var isRetriable: Bool { code == .inUse || code == .unavailable }

  public var description: String { "\(address): \(message)" }
}
