import Glibc

/// What is known of the terminal, and the way out to it.
public struct Terminal: Sendable {
  public enum Style: String, Sendable { case bold = "1", dim = "2", red = "31", green = "32", yellow = "33", cyan = "36" }

  public let isTerminal: Bool
  public let isErrorTerminal: Bool
  public let width: Int
  public var hasColor: Bool
  /// Results are made and shown to nobody, as in a demonstration.
  public var isSilent = false

  public init(isTerminal: Bool, isErrorTerminal: Bool, width: Int, hasColor: Bool) {
    (self.isTerminal, self.isErrorTerminal, self.width, self.hasColor) = (isTerminal, isErrorTerminal, width, hasColor)
  }

  /// Colour only on a terminal that has it, and never with NO_COLOR.
  public static func current(environment: [String: String]) -> Terminal {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var size = winsize()
    let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
    return Terminal(
      isTerminal: isTerminal, isErrorTerminal: isatty(STDERR_FILENO) == 1, width: known ? min(Int(size.ws_col), 120) : 100,
      hasColor: isTerminal && !isPlain)
  }

  /// The same without colour where the option `color` says never.
  func obeying(_ wish: String?) -> Terminal {
    var terminal = self
    if wish == "never" { terminal.hasColor = false }
    return terminal
  }

  public func styled(_ text: String, _ style: Style) -> String { hasColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text }

  /// Results; other programs read them.
  public func write(_ text: String) throws { try write(Array(text.utf8)) }

  public func write(_ bytes: [UInt8]) throws { if !isSilent { try writeAll(bytes, to: STDOUT_FILENO) } }

  /// Talk; only a person reads it, so nothing fails where nobody listens.
  public func say(_ text: String) { try? writeAll(Array((text + "\n").utf8), to: STDERR_FILENO) }

  /// Talk as it is, without an end of line.
  public func sayRaw(_ text: String) { try? writeAll(Array(text.utf8), to: STDERR_FILENO) }

  public func sayInPlace(_ text: String) { try? writeAll(Array("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO) }
}

/// The reader of our output has gone; there is no more to do, and nothing to complain about.
struct OutputClosed: Error {}

private func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws {
  var start = 0
  while start < bytes.count {
    let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if written >= 0 {
      start += written
      continue
    }
    let code = errno
    if code == EINTR { continue }
    if code == EPIPE { throw OutputClosed() }
    throw CommandFailure(.inputOutput, "cannot write the output: \(String(cString: strerror(code)))")
  }
}
