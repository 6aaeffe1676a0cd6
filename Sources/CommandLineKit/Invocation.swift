/// A command with its values: what was given, and where each came from. A flag stands over the environment, that over
/// the project's file, that over the default.
public struct Invocation: Sendable {
  public enum Origin: Sendable, CustomStringConvertible {
    case commandLine
    case environment(String)
    case file(String, line: Int)
    case builtIn

    public var description: String {
      switch self {
      case .commandLine: "command line"
      case .environment(let name): "environment \(name)"
      case .file(let path, let line): "\(path):\(line)"
      case .builtIn: "default"
      }
    }
  }

  public struct Value: Sendable {
    public var text: String
    public var origin: Origin
  }

  public let path: [String]
  public let command: Command
  public let arguments: [String]
  public let values: [String: [Value]]
  /// Every option that this command takes, its own first.
  public let options: [Option]
  public let root: Command
  public let terminal: Terminal

  public func text(_ option: String) -> String? { values[option]?.last?.text }

  public func list(_ option: String) -> [String] { values[option]?.map(\.text) ?? [] }

  public func flag(_ option: String) -> Bool { values[option]?.last?.text == "true" }

  public func integer(_ option: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = text(option) else { return nil }
    guard let value = Int(text.replacing("_", with: "")), range.contains(value) else {
      throw usage("`--\(option) \(text)`: expected a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  public func number(_ option: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let text = text(option) else { return nil }
    let isPercent = text.hasSuffix("%")
    guard let value = Double(isPercent ? String(text.dropLast()) : text).map({ isPercent ? $0 / 100 : $0 }), range.contains(value)
    else {
      throw usage("`--\(option) \(text)`: expected a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  public func required(_ option: String) throws -> String {
    guard let text = text(option) else { throw usage("`--\(option)` is needed") }
    return text
  }

  public func usage(_ message: String) -> CommandFailure {
    CommandFailure(.usage, message, hints: ["see `\(path.joined(separator: " ")) --help`"])
  }
}
