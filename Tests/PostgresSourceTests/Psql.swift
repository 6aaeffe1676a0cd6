import Foundation
import TestSupport

/// Statements that somebody else runs meanwhile, one after the other.
final class Psql {
  private let process = Process()
  private let input = Pipe()

  init(_ server: TestServer, _ statements: String, staysOpen: Bool = false) {
    process.executableURL = URL(filePath: "/usr/bin/psql")
    process.arguments = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.address]
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? process.run()
    say(statements)
    if !staysOpen { finish() }
  }

  var isRunning: Bool { process.isRunning }

  func say(_ statements: String) { try? input.fileHandleForWriting.write(contentsOf: Data((statements + "\n").utf8)) }

  /// What is left is still done.
  func finish() { try? input.fileHandleForWriting.close() }

  func end() {
    finish()
    process.waitUntilExit()
  }
}
