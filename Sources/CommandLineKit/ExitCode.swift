/// What the process says to whoever started it.
public struct ExitCode: Hashable, Sendable {
  public let value: Int32

  public init(_ value: Int32) { self.value = value }

  public static let fine = ExitCode(0)
  /// Found what it was asked to fail on.
  public static let found = ExitCode(1)
  public static let usage = ExitCode(64)
  public static let badData = ExitCode(65)
  public static let inputMissing = ExitCode(66)
  public static let unavailable = ExitCode(69)
  public static let `internal` = ExitCode(70)
  public static let inputOutput = ExitCode(74)
  public static let configuration = ExitCode(78)
}

/// Why a command ends without its result: what happened, and what to do next.
public struct CommandFailure: Error, Sendable {
  public var code: ExitCode
  public var message: String
  public var hints: [String]

  public init(_ code: ExitCode, _ message: String, hints: [String] = []) {
    (self.code, self.message, self.hints) = (code, message, hints)
  }
}
