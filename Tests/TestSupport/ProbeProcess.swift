import Foundation

/// A program of the tests, built beside them, whose lines are read as they come. Ended with its owner.
///
/// Started by hand: Foundation notices that a program has ended only once all programs have that were started beside it, since they
/// inherit what it watches.
public final class ProbeProcess {
  public struct Failure: Error, CustomStringConvertible { public let description: String }

  public let id: Int32
  private let output: Int32
  private var text = ""
  private var status: Int32?

  public init(_ name: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let path = URL(filePath: tests).deletingLastPathComponent().appending(path: name).path
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(description: "no pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var settings = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var id: Int32 = 0
    guard posix_spawn(&id, path, &actions, nil, &words, &settings) == 0 else {
      close(ends[0])
      throw Failure(description: "\(path) does not start")
    }
    (self.id, output) = (id, ends[0])
  }

  deinit {
    if isRunning {
      kill(id, SIGKILL)
      _ = exitStatus()
    }
    close(output)
  }

  public var isRunning: Bool {
    guard status == nil else { return false }
    var ended: Int32 = 0
    if waitpid(id, &ended, WNOHANG) == id { status = ended }
    return status == nil
  }

  /// What it ended with; a signal's number below zero where one ended it.
  public func exitStatus() -> Int32 {
    var ended = status ?? 0
    if status == nil { while waitpid(id, &ended, 0) < 0 && errno == EINTR {} }
    status = ended
    return ended & 0x7F == 0 ? (ended >> 8) & 0xFF : -(ended & 0x7F)
  }

  /// What stands behind `beginning` in the next line that begins so; fails where the program ends before.
  @discardableResult
  public func line(beginning: String) throws -> String {
    while true {
      while let end = text.firstIndex(of: "\n") {
        let line = text[..<end]
        defer { text = String(text[text.index(after: end)...]) }
        if line.hasPrefix(beginning) { return line.dropFirst(beginning.count).trimmingCharacters(in: .whitespaces) }
        if line.hasPrefix("failed") { throw Failure(description: String(line)) }
      }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(output, &bytes, bytes.count)
      guard count > 0 else { throw Failure(description: "the program ended without saying `\(beginning)`") }
      text += String(decoding: bytes[..<count], as: UTF8.self)
    }
  }

  public func signal(_ number: Int32) { kill(id, number) }

  /// Memory that is there and not only promised, in bytes.
  public func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }

  public func descriptorCount() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd").count }
}
