import CommandLineKit
import Files
import Foundation
import Records
import RuleLanguage

/// A folder as it was at a git revision, written out into a folder of its own that goes away with this.
///
/// git is a process that is given words and never a shell's line, so no name of a revision or file can be a command.
final class GitRevision {
  let path: String
  /// The commit's hash.
  let commit: String
  private let program: String
  private let folder: String

  /// - revision: anything that git takes for one, such as `main~3` or a tag.
  init(_ revision: String, of folder: String) throws {
    guard let program = GitRevision.programPath() else {
      throw CommandFailure(
        .unavailable, "`\(revision)` is no folder, and to read it as a revision git is needed, which is not installed",
        hints: ["install git, or name a folder that holds the other version"])
    }
    (self.program, self.folder) = (program, folder)
    path = FileManager.default.temporaryDirectory.appending(path: "sheriff-\(UUID().uuidString)").path
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw CommandFailure(.inputOutput, "\(path): cannot be made: \(error.localizedDescription)")
    }
    var found = ""
    let run = GitProcess(program: program, folder: folder, scratch: path)
    do {
      let prefix = try GitRevision.prefix(run, revision, folder)
      found = try GitRevision.commit(run, revision, folder)
      try GitRevision.write(run, found, prefix, revision, to: path)
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
    commit = found
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private static func programPath() -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/git" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Where the folder lies in its repository, with a slash behind it; empty for the repository itself.
  private static func prefix(_ run: GitProcess, _ revision: String, _ folder: String) throws -> String {
    let answer = try run(["rev-parse", "--show-prefix"])
    guard answer.code == 0 else {
      throw CommandFailure(
        .inputMissing, "`\(revision)` is no folder, and \(folder) is in no git repository: \(answer.complaint)",
        hints: ["name a folder that holds the other version"])
    }
    return answer.line
  }

  private static func commit(_ run: GitProcess, _ revision: String, _ folder: String) throws -> String {
    let answer = try run(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(revision)^{commit}"])
    guard answer.code == 0, !answer.line.isEmpty else {
      throw CommandFailure(
        .inputMissing, "`\(revision)` is neither a folder nor a revision of the repository of \(folder)",
        hints: ["`git log --oneline` in it shows revisions; a shallow clone has only the newest"])
    }
    return answer.line
  }

  private static func write(_ run: GitProcess, _ commit: String, _ prefix: String, _ revision: String, to path: String) throws {
    let tree = "\(commit):\(prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix)"
    let listing = try run(["ls-tree", "-r", "-z", "-l", "--full-tree", tree])
    guard listing.code == 0 else {
      throw CommandFailure(
        .inputMissing, "at `\(revision)` there was no folder \(prefix)", hints: ["git says: \(listing.complaint)"])
    }
    for entry in listing.output.split(separator: 0) {
      // MODE blob HASH SIZE, a tab, and the path.
      let sides = String(decoding: entry, as: UTF8.self).split(separator: "\t", maxSplits: 1).map(String.init)
      let words = sides[0].split(separator: " ").map(String.init)
      guard sides.count == 2, words.count == 4, words[0].hasPrefix("100"), let size = Int(words[3]), size <= Limits.listBytesMax,
        sides[1].split(separator: "/", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
      else { continue }
      let content = try run(["cat-file", "blob", words[2]])
      guard content.code == 0 else {
        throw CommandFailure(.inputOutput, "git cannot read \(prefix)\(sides[1]) at `\(revision)`: \(content.complaint)")
      }
      let file = "\(path)/\(sides[1])"
      try reading { () throws(SourceError) in
        try OutputFile.makeFolder(file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
        let output = try OutputFile(path: file)
        try output.write(content.output)
        try output.finish()
      }
    }
  }
}

/// Runs git in a folder and waits for its answer.
private struct GitProcess {
  struct Answer {
    var code: Int32
    var output: [UInt8]
    var errors: String

    var line: String { String(decoding: output.prefix { $0 != 0x0A }, as: UTF8.self) }
    var complaint: String { errors.split(whereSeparator: \.isNewline).first.map(String.init) ?? "exit \(code)" }
  }

  let program: String
  let folder: String
  let scratch: String

  func callAsFunction(_ words: [String]) throws -> Answer {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = ["-C", folder] + words
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    // Into a file: two pipes that are read one after the other could wait for each other for ever.
    let errors = "\(scratch)/.errors"
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    guard let complaints = FileHandle(forWritingAtPath: errors) else {
      throw CommandFailure(.inputOutput, "\(errors): cannot be written")
    }
    process.standardError = complaints
    do { try process.run() } catch {
      throw CommandFailure(.unavailable, "\(program) cannot be started: \(error.localizedDescription)")
    }
    let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    let text = (try? reading { () throws(SourceError) in try FileTree.contents(errors) }) ?? []
    return Answer(code: process.terminationStatus, output: bytes, errors: String(decoding: text, as: UTF8.self))
  }
}
