import CommandLineKit
import Files
import Foundation

/// Runs exported notebooks by a Python that has what they are run with.
struct NotebookRunner {
  private let python: String

  /// Asked first, so that nothing is overwritten that could not be run afterwards.
  init(_ name: String) throws {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    let places = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
    guard let found = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      throw CommandFailure(
        .unavailable, "\(name): there is no such Python to run the notebooks with",
        hints: ["name one with --python, or leave out --execute"])
    }
    python = found
    guard try start(["-c", "import nbclient, nbformat, ipykernel, pandas, matplotlib"], isQuiet: true) == 0 else {
      throw CommandFailure(
        .unavailable, "\(found) lacks what notebooks are run with, so nothing was written",
        hints: [
          "\(found) -m pip install nbclient nbformat ipykernel pandas matplotlib",
          "or leave out --execute, and run them elsewhere",
        ])
    }
  }

  func run(in folder: String) throws {
    let status = try start(["\(folder)/run.py"], isQuiet: false)
    guard status == 0 else {
      throw CommandFailure(
        .internal, "the notebooks in \(folder) are written, and not all of them ran", hints: ["see what \(python) said above"])
    }
  }

  private func start(_ words: [String], isQuiet: Bool) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = words
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    if isQuiet { process.standardError = FileHandle.nullDevice }
    do { try process.run() } catch {
      throw CommandFailure(.unavailable, "\(python) cannot be started: \(error.localizedDescription)")
    }
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : 70
  }
}
