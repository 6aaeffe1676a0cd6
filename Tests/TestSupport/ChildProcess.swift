import Foundation

/// A program that a test starts: what it says is kept, its end is waited for with a deadline, and it ends with its owner.
///
/// Started by hand: Foundation's `Process` notices that a program has ended only once all programs have that were started meanwhile,
/// for they inherit what it watches; so a test would wait for another test's server. Ours inherits nothing but its three streams.
public final class ChildProcess {
  public struct Failure: Error, CustomStringConvertible { public let description: String }

  public struct Outcome {
    /// What it ended with; a signal's number below zero where one ended it.
    public var status: Int32
    public var output: String
    public var errors: String
  }

  /// How long anything is waited for unless a test says otherwise.
  public static let patience: Duration =
    ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] == nil ? .seconds(300) : .seconds(3600)

  public let id: Int32
  private let name: String
  private var status: Int32?
  private var streams: ChildStreams
  private var output: KeptText
  private var errors: KeptText

  public init(
    _ path: String, _ arguments: [String] = [], environment: Environment = .merged([:]), folder: String? = nil,
    input: Input = .nothing, output: Destination = .kept, errors: Destination = .kept, blocking: BlockedSignals = .none
  ) throws {
    var opened = try ChildStreams(input, output, errors)
    do {
      id = try ChildProcess.spawn(path, arguments, environment, folder, opened.theirs, blocking)
    } catch {
      opened.close()
      throw error
    }
    opened.closeTheirs()
    streams = opened
    (self.output, self.errors) = (KeptText(opened.output), KeptText(opened.errors))
    name = ([path] + arguments).joined(separator: " ")
  }

  deinit {
    if isRunning { kill() }
    streams.close()
  }

  /// Runs a program to its end.
  public static func run(
    _ path: String, _ arguments: [String] = [], environment: Environment = .merged([:]), folder: String? = nil,
    input: Input = .nothing, errors: Destination = .kept, within limit: Duration = patience
  ) throws -> Outcome {
    let process = try ChildProcess(
      path, arguments, environment: environment, folder: folder, input: input, errors: errors)
    let status = try process.exitStatus(within: limit)
    return Outcome(status: status, output: try process.said(), errors: try process.complained())
  }

  /// The path of a program that was built beside the tests.
  public static func built(_ name: String) throws -> String {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: tests).deletingLastPathComponent().appending(path: name).path
  }

  public var isRunning: Bool {
    guard status == nil else { return false }
    var ended: Int32 = 0
    if waitpid(id, &ended, WNOHANG) == id { status = ended }
    return status == nil
  }

  public func signal(_ number: Int32) { if isRunning { Foundation.kill(id, number) } }

  /// Ends it at once, and waits until it has ended.
  public func kill() {
    guard isRunning else { return }
    Foundation.kill(id, SIGKILL)
    var ended: Int32 = 0
    while waitpid(id, &ended, 0) < 0 && errno == EINTR {}
    status = ended
  }

  /// What it ended with; a signal's number below zero where one ended it. Killed where it does not end in time.
  @discardableResult
  public func exitStatus(within limit: Duration = patience) throws -> Int32 {
    try waiting(limit, "ended") { !isRunning }
    let ended = status ?? 0
    return ended & 0x7F == 0 ? (ended >> 8) & 0xFF : -(ended & 0x7F)
  }

  /// What stands behind `beginning` in the next line that begins so; fails where the program ends before.
  @discardableResult
  public func line(beginning: String = "", within limit: Duration = patience) throws -> String {
    var found: String?
    try waiting(limit, "said a line that begins with `\(beginning)`") {
      let wasRunning = isRunning
      while let line = try output.next() {
        if line.hasPrefix(beginning) {
          found = line.dropFirst(beginning.count).trimmingCharacters(in: .whitespaces)
          return true
        }
        if line.hasPrefix("failed") { throw Failure(description: line) }
      }
      guard wasRunning else { throw Failure(description: "\(name) ended without saying `\(beginning)`\(try everything())") }
      return false
    }
    return found ?? ""
  }

  /// Until the text stands in what it says or complains of.
  public func waitUntil(says text: String, within limit: Duration = patience) throws {
    try waiting(limit, "said `\(text)`") {
      let wasRunning = isRunning
      if try said().contains(text) || complained().contains(text) { return true }
      guard wasRunning else { throw Failure(description: "\(name) ended without saying `\(text)`\(try everything())") }
      return false
    }
  }

  /// All that it has written to its standard output so far.
  public func said() throws -> String { String(decoding: try output.all(), as: UTF8.self) }

  public func saidBytes() throws -> [UInt8] { try output.all() }

  /// All that it has written to its standard error so far.
  public func complained() throws -> String { String(decoding: try errors.all(), as: UTF8.self) }

  /// Writes to its standard input.
  public func write(_ text: String) throws { try streams.write(Array(text.utf8)) }

  /// Its standard input has an end.
  public func finishInput() { streams.finishInput() }

  private func everything() throws -> String { try ":\n" + said() + complained() }

  private func waiting(_ limit: Duration, _ deed: String, _ isDone: () throws -> Bool) throws {
    guard try !Waiting.holds(within: limit, isDone) else { return }
    kill()
    throw Failure(description: "\(name) has not \(deed) within \(limit)\(try everything())")
  }

  /// Memory that is there and not only promised, in bytes.
  public func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }

  public func descriptorCount() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd").count }
}
