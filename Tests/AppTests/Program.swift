import Foundation
import TestSupport

/// The built executable, run as a user runs it.
struct Program {
  struct Outcome {
    /// A signal's number below zero where one ended it.
    var code: Int32
    var output: String
    var talk: String
  }

  /// A folder of this test's own, gone with it.
  final class Folder {
    let path: String

    init() throws {
      path = FileManager.default.temporaryDirectory.appending(path: "sheriff-test-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
      let file = URL(filePath: path).appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
  }

  static let path = (try? ChildProcess.built("sheriff")) ?? ""
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path

  static func run(_ arguments: [String], in folder: Folder, input: String = "", environment: [String: String] = [:]) throws
    -> Outcome
  {
    let process = try start(arguments, in: folder, input: input, environment: environment)
    return Outcome(code: try process.exitStatus(), output: try process.said(), talk: try process.complained())
  }

  static func start(
    _ arguments: [String], in folder: Folder, input: String = "", environment: [String: String] = [:], by wrapper: [String] = []
  ) throws -> ChildProcess {
    let command = wrapper + [path] + arguments
    let settings = ["SHERIFF_RULES": "\(root)/rules", "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    return try ChildProcess(
      command[0], Array(command.dropFirst()), environment: .only(settings), folder: folder.path,
      input: input.isEmpty ? .nothing : .text(input))
  }
}
