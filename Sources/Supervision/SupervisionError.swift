/// What went wrong between the program and whoever started it.
public struct SupervisionError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case badEnvironment, notDelivered, signalsTaken, systemRefused
  }

  public var code: Code
  public var message: String

  init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

  public var description: String { message }
}
