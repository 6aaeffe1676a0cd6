import Foundation
import TestSupport

/// The program while it runs.
final class RunningProgram {
  private let process: ChildProcess

  /// - sizeLimitKibibytes: beyond which none of its files grows.
  init(
    _ arguments: [String], in folder: Program.Folder, environment: [String: String] = [:], sizeLimitKibibytes: Int? = nil
  ) throws {
    let limited = sizeLimitKibibytes.map { limit in
      ["/bin/bash", "-c", "trap '' XFSZ; ulimit -Sf \(limit); exec \"$0\" \"$@\""]
    }
    process = try Program.start(arguments, in: folder, environment: environment, by: limited ?? [])
  }

  struct Failure: Error, CustomStringConvertible { var description: String }

  func talk() throws -> String { try process.complained() }

  /// Until it says something.
  func waitUntil(_ text: String) throws { try process.waitUntil(says: text) }

  func liftSizeLimit() throws {
    let lifting = try ChildProcess.run("/usr/bin/prlimit", ["--pid", String(process.id), "--fsize=unlimited"])
    guard lifting.status == 0 else { throw Failure(description: "the limit cannot be lifted: \(lifting.errors)") }
  }

  func signal(_ signal: Int32) { process.signal(signal) }

  /// What it ended with; a signal's number below zero where one ended it.
  func wait() throws -> Int32 { try process.exitStatus() }

  @discardableResult
  func stop(_ signal: Int32) throws -> Int32 {
    self.signal(signal)
    return try wait()
  }
}
