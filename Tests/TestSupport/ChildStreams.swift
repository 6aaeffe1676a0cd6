import Foundation

extension ChildProcess {
  /// What it reads.
  public enum Input {
    case nothing
    case text(String)
    case file(String)
    /// What is written to it while it runs.
    case written
  }

  /// Where it writes.
  public enum Destination {
    case discarded
    /// To be asked for.
    case kept
    /// To the file, which is made anew.
    case file(String)
    /// Of the errors: wherever the output goes.
    case withOutput
  }
}

/// The three streams of a child, and our ends of them. All that it writes goes to files, so nobody waits for a reader.
struct ChildStreams {
  /// What is to be its standard input, output and errors.
  private(set) var theirs: [Int32] = []
  private(set) var output: Int32?
  private(set) var errors: Int32?
  private var input: Int32?

  init(_ input: ChildProcess.Input, _ output: ChildProcess.Destination, _ errors: ChildProcess.Destination) throws {
    do {
      switch input {
      case .nothing: theirs = [try ChildStreams.opened("/dev/null", O_RDONLY)]
      case .file(let path): theirs = [try ChildStreams.opened(path, O_RDONLY)]
      case .text(let text):
        theirs = [try ChildStreams.nameless()]
        try FileHandle(fileDescriptor: theirs[0], closeOnDealloc: false).write(contentsOf: Data(text.utf8))
        lseek(theirs[0], 0, SEEK_SET)
      case .written: try openInput()
      }
      self.output = try direct(output)
      self.errors = try direct(errors)
    } catch {
      close()
      throw error
    }
  }

  /// Unlike a pipe, a socket says that nobody reads without ending who writes.
  private mutating func openInput() throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw ChildStreams.failure("no socket") }
    (input, theirs) = (ends[0], [ends[1]])
    var limit = timeval(tv_sec: Int(ChildProcess.patience.components.seconds), tv_usec: 0)
    setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Our own end, where there is one.
  private mutating func direct(_ destination: ChildProcess.Destination) throws -> Int32? {
    switch destination {
    case .discarded: theirs.append(try ChildStreams.opened("/dev/null", O_WRONLY))
    case .file(let path): theirs.append(try ChildStreams.opened(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND))
    case .withOutput: theirs.append(theirs[1])
    case .kept:
      theirs.append(try ChildStreams.nameless())
      return fcntl(theirs[theirs.count - 1], F_DUPFD_CLOEXEC, 0)
    }
    return nil
  }

  mutating func closeTheirs() {
    for descriptor in Set(theirs) { Foundation.close(descriptor) }
    theirs = []
  }

  mutating func close() {
    closeTheirs()
    for descriptor in [input, output, errors] { if let descriptor { Foundation.close(descriptor) } }
    (input, output, errors) = (nil, nil, nil)
  }

  func write(_ bytes: [UInt8]) throws {
    guard let input else { throw ChildProcess.Failure(description: "its input is not written, or has ended") }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(input, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw ChildStreams.failure("nobody reads what is written to it") }
      rest = rest.dropFirst(count)
    }
  }

  mutating func finishInput() {
    if let input { Foundation.close(input) }
    input = nil
  }

  /// No other program inherits it.
  private static func opened(_ path: String, _ flags: Int32) throws -> Int32 {
    let descriptor = open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("\(path) cannot be opened") }
    return descriptor
  }

  /// A file that is gone with its last descriptor.
  private static func nameless() throws -> Int32 {
    let path = FileManager.default.temporaryDirectory.appending(path: "sheriff-stream-\(UUID().uuidString)").path
    let descriptor = try opened(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND)
    unlink(path)
    return descriptor
  }

  private static func failure(_ text: String) -> ChildProcess.Failure {
    let reason = String(cString: strerror(errno))
    return ChildProcess.Failure(description: "\(text): \(reason)")
  }
}
