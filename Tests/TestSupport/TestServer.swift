public import Foundation

/// A PostgreSQL of the test's own: a fresh cluster in a temporary folder, on a free port of the loopback, stopped by its
/// process id when the test lets go of it.
public final class TestServer {
  public let port: Int
  private let folder: URL
  private let settings: [String]
  private var process: ChildProcess?

  public struct Failure: Error, CustomStringConvertible { public let description: String }

  /// - settings: more of the server's settings, each as `name=value`.
  public init(settings: [String] = []) throws {
    self.settings = settings
    folder = FileManager.default.temporaryDirectory.appending(path: "sheriff-postgres-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    port = try TestServer.freePort()
    let binaries = try TestServer.binaries()
    let data = folder.appending(path: "data").path
    // PostgreSQL refuses to run as root, so there a plain user takes over.
    if getuid() == 0 { try TestServer.run("/bin/chown", ["-R", "postgres", folder.path]) }
    try TestServer.runAsPlainUser([
      binaries + "/initdb", "-D", data, "-U", "sheriff", "--auth=trust", "-N", "-E", "UTF8", "--locale=C",
    ])
    try start()
  }

  private func start() throws {
    let binaries = try TestServer.binaries()
    var words = [
      binaries + "/postgres", "-D", folder.appending(path: "data").path, "-p", String(port), "-c", "listen_addresses=127.0.0.1",
      "-c", "fsync=off", "-c", "unix_socket_directories=" + folder.path, "-c", "wal_level=logical",
    ]
    for setting in settings { words += ["-c", setting] }
    let command = TestServer.asPlainUser(words)
    process = try ChildProcess(command[0], Array(command.dropFirst()), folder: "/", errors: .withOutput)
    try waitUntilReady(binaries)
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(at: folder)
  }

  /// SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one.
  private func stop() { end(SIGINT) }

  private func end(_ signal: Int32) {
    guard let process, process.isRunning else { return }
    // The wrapper around the server hands on some signals only.
    if let text = try? String(contentsOf: folder.appending(path: "data/postmaster.pid"), encoding: .utf8),
      let id = text.split(separator: "\n").first.flatMap({ pid_t($0) })
    {
      kill(id, signal)
    } else {
      process.signal(SIGTERM)
    }
    _ = try? process.exitStatus(within: .seconds(60))
  }

  /// Does something to the stopped server's files, as only who holds the machine can.
  ///
  /// - body: gets the folder of the server's data.
  public func offline(_ body: (URL) throws -> Void) throws {
    stop()
    try body(folder.appending(path: "data"))
    try start()
  }

  /// Ends the server as if its machine had lost its power: nothing is tidied up, and nobody is told.
  public func crash() {
    end(SIGQUIT)
  }

  /// Starts the server that was ended.
  public func revive() throws { try start() }

  public var address: String { address() }

  public func address(user: String = "sheriff", database: String = "postgres", application: String? = nil) -> String {
    "postgres://\(user)@127.0.0.1:\(port)/\(database)" + (application.map { "?application_name=\($0)" } ?? "")
  }

  /// The address of a schema of one's own, which need not be there yet.
  public func address(schema: String) -> String { address + "?options=-csearch_path%3D%22\(schema)%22" }

  /// What statements answer, a row a line, cells between bars.
  @discardableResult
  public func query(_ statements: String, at address: String) throws -> String {
    try TestServer.run(
      try TestServer.binaries() + "/psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", statements])
  }

  /// Runs statements through psql, as a person would.
  public func execute(_ statements: String) throws {
    try TestServer.run(
      try TestServer.binaries() + "/psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", statements])
  }

  /// Somebody else, who runs statements meanwhile: those that are given, or else those that are written to it.
  public func writer(_ statements: String? = nil) throws -> ChildProcess {
    try ChildProcess(
      try TestServer.binaries() + "/psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address],
      input: statements.map { .text($0) } ?? .written)
  }

  private func waitUntilReady(_ binaries: String) throws {
    let isReady = Waiting.holds {
      (try? TestServer.run(binaries + "/pg_isready", ["-q", "-h", "127.0.0.1", "-p", String(port)])) != nil
    }
    guard !isReady else { return }
    throw Failure(description: "PostgreSQL did not come up within a minute: \((try? process?.said()) ?? "")")
  }

  private static func binaries() throws -> String {
    let root = "/usr/lib/postgresql"
    let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }.sorted()
    guard let newest = versions.last else { throw Failure(description: "no PostgreSQL server under \(root); run `make deps`") }
    return "\(root)/\(newest)/bin"
  }

  private static func asPlainUser(_ command: [String]) -> [String] {
    getuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--"] + command : command
  }

  private static func runAsPlainUser(_ command: [String]) throws {
    let full = asPlainUser(command)
    try run(full[0], Array(full.dropFirst()))
  }

  @discardableResult
  private static func run(_ path: String, _ arguments: [String]) throws -> String {
    let outcome = try ChildProcess.run(path, arguments, folder: "/", errors: .withOutput)
    guard outcome.status == 0 else { throw Failure(description: "\(path) \(arguments): \(outcome.output)") }
    return outcome.output
  }

  /// A port that was free a moment ago; the server fails loudly if somebody was faster.
  public static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard bound else { throw Failure(description: "no free port on the loopback") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
