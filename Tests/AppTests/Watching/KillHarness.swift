import Alerts
import Foundation
import Records
import SQLiteStore
import TestSupport

/// Lets a monitor be killed again and again while a file is written, and holds what is left against a scan of the whole file.
struct KillHarness {
  struct Trial {
    /// Ends of which it is known that they came as they were meant to.
    var kills = 0
    var runs = 0
    var difference: String?
  }

  /// How a run ends: at a named moment, or after so long.
  enum End {
    case point(String, Int)
    case after(milliseconds: Int)
  }

  let folder: Program.Folder
  private let bytes: [UInt8]
  private let expectedLines: String
  private let expectedAlerts: [String]

  private static let words = ["--rules", "pack", "--source-name", "payments"]

  init(rows: Int, seed: UInt64) throws {
    folder = try Program.Folder()
    try RememberedPayments.write(to: folder)
    let text = RememberedPayments.header + RememberedPayments.rows(rows, seed: seed).joined()
    try folder.write(text, to: "whole.csv")
    bytes = Array(text.utf8)
    let scan = try Program.run(
      [
        "scan", "whole.csv", "--format", "jsonl", "--out", "whole.jsonl", "--sink", "store", "--home", "scanned", "--max-rejects",
        "50%",
      ]
        + KillHarness.words, in: folder)
    guard scan.code == 0 else { throw Failure(description: "scan: \(scan.talk)") }
    expectedLines = try folder.read("whole.jsonl")
    expectedAlerts = try KillHarness.alerts("\(folder.path)/scanned/sheriff.db")
  }

  struct Failure: Error, CustomStringConvertible { var description: String }

  /// Everything that the store says of each alert but when it was stored.
  static func alerts(_ path: String) throws -> [String] {
    let store = SQLiteAlertStore(try Database(path: path, mode: .existing))
    let found = try store.alerts(AlertQuery(AlertFilter(), limit: 1_000_000), at: Instant(microseconds: 0))
    return found.map { "\($0.key) \($0.sightingCount) \($0.sighting)" }.sorted()
  }

  /// One file, written and followed from its beginning to its end.
  func run(_ number: Int, _ ends: [End], seed: UInt64) throws -> Trial {
    var random = SeededGenerator(seed: seed)
    let (file, home, sink) = ("trial-\(number).csv", "home-\(number)", "trial-\(number).jsonl")
    defer { for name in [file, home, sink] { try? FileManager.default.removeItem(atPath: "\(folder.path)/\(name)") } }
    let writer = try GrowingWriter(path: "\(folder.path)/\(file)", bytes: bytes, seed: seed)
    var trial = Trial()
    let arguments =
      [
        "watch", file, "--home", home, "--sink", "store", "--sink", "jsonl:\(sink)", "--checkpoint-every", "0.01", "--until-idle",
        "0.4",
      ]
      + KillHarness.words
    for end in ends {
      try writer.write(Int.random(in: 1...max(1, 2 * bytes.count / (ends.count + 1)), using: &random))
      trial.runs += 1
      if try killed(arguments, end, while: writer) { trial.kills += 1 }
    }
    try writer.write(bytes.count)
    let last = try Program.run(arguments, in: folder)
    trial.runs += 1
    if last.code != 0 { trial.difference = "the last run ends with \(last.code): \(last.talk)" }
    if try folder.read(sink) != expectedLines { trial.difference = "the lines differ" }
    if try KillHarness.alerts("\(folder.path)/\(home)/sheriff.db") != expectedAlerts { trial.difference = "the alerts differ" }
    return trial
  }

  /// True where the run was ended as it was meant to.
  private func killed(_ arguments: [String], _ end: End, while writer: GrowingWriter) throws -> Bool {
    var environment: [String: String] = [:]
    if case .point(let name, let times) = end { environment["SHERIFF_CRASH_AT"] = "\(name):\(times)" }
    let process = try Program.start(arguments, in: folder, environment: environment)
    let start = ContinuousClock.now
    while process.isRunning {
      let passed = ContinuousClock.now - start
      if case .after(let milliseconds) = end, passed >= .milliseconds(milliseconds) { process.kill() }
      guard passed < ChildProcess.patience else { throw Failure(description: "a run does not end: \(try process.complained())") }
      try writer.writeSome()
      usleep(3_000)
    }
    return try process.exitStatus() == -SIGKILL
  }
}

/// Appends a text to a file piece by piece, cutting rows where it likes.
final class GrowingWriter {
  private let handle: FileHandle
  private let bytes: [UInt8]
  private var written = 0
  private var random: SeededGenerator

  init(path: String, bytes: [UInt8], seed: UInt64) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw KillHarness.Failure(description: "\(path) cannot be written")
    }
    (self.handle, self.bytes, random) = (handle, bytes, SeededGenerator(seed: seed))
  }

  func write(_ count: Int) throws {
    let end = min(bytes.count, written + count)
    try handle.write(contentsOf: Data(bytes[written..<end]))
    written = end
  }

  func writeSome() throws {
    if written < bytes.count, Int.random(in: 0..<2, using: &random) == 0 { try write(Int.random(in: 1...200, using: &random)) }
  }
}
