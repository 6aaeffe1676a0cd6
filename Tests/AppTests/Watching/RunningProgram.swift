import Foundation

/// The program while it runs.
final class RunningProgram {
  private let process = Process()
  private let talkPath: String

  /// - sizeLimitKibibytes: beyond which none of its files grows.
  init(
    _ arguments: [String], in folder: Program.Folder, environment: [String: String] = [:], sizeLimitKibibytes: Int? = nil
  ) throws {
    if let sizeLimitKibibytes {
      process.executableURL = URL(filePath: "/bin/bash")
      let script = "trap '' XFSZ; ulimit -Sf \(sizeLimitKibibytes); exec \"$0\" \"$@\""
      process.arguments = ["-c", script, Program.path] + arguments
    } else {
      process.executableURL = URL(filePath: Program.path)
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.environment = ["SHERIFF_RULES": "\(Program.root)/rules", "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    talkPath = "\(folder.path)/\(UUID().uuidString)"
    _ = FileManager.default.createFile(atPath: talkPath, contents: nil)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: URL(filePath: talkPath))
    try process.run()
  }

  struct Failure: Error, CustomStringConvertible { var description: String }

  var id: Int32 { process.processIdentifier }

  func talk() throws -> String { try String(contentsOfFile: talkPath, encoding: .utf8) }

  /// Until it says something.
  func waitUntil(_ text: String) throws {
    for _ in 0..<1200 {
      if try talk().contains(text) { return }
      guard process.isRunning else { break }
      usleep(50_000)
    }
    if try talk().contains(text) { return }
    throw Failure(description: "it does not say `\(text)`: \(try talk())")
  }

  func liftSizeLimit() throws {
    let lifting = Process()
    lifting.executableURL = URL(filePath: "/usr/bin/prlimit")
    lifting.arguments = ["--pid", String(id), "--fsize=unlimited"]
    try lifting.run()
    lifting.waitUntilExit()
    guard lifting.terminationStatus == 0 else { throw Failure(description: "the limit cannot be lifted") }
  }

  func signal(_ signal: Int32) { kill(process.processIdentifier, signal) }

  func wait() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  @discardableResult
  func stop(_ signal: Int32) -> Int32 {
    if process.isRunning { self.signal(signal) }
    return wait()
  }
}
