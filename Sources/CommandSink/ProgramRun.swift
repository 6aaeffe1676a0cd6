import Glibc

/// A program while it runs, in a group of its own, so that what it started ends with it. Owns its process and its pipe.
final class ProgramRun {
  enum End {
    case exited(Int32), signalled(Int32)
    case tooLong, abandoned
  }

  /// The last of what it said on its standard error.
  private(set) var talk: [UInt8] = []
  private var id: pid_t = 0
  private let errors: Int32

  /// - input: as a file without a name: nobody waits for anybody, however much it is and however little is read.
  init(_ path: String, _ words: [String], input: [UInt8], withholding withheld: Set<String>) throws(CommandSinkError) {
    let file = try ProgramRun.file(of: input)
    defer { close(file) }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw ProgramRun.failure("no pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    defer { close(ends[1]) }
    errors = ends[0]

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, file, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // This thread keeps signals back and ignores some; a program begins with none of that.
    var none = sigset_t()
    sigemptyset(&none)
    var ignored = sigset_t()
    sigemptyset(&ignored)
    sigaddset(&ignored, SIGPIPE)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &ignored)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

    var arguments = words.map { strdup($0) } + [nil]
    defer { for word in arguments { free(word) } }
    var settings = ProgramRun.environment(without: withheld)
    defer { for setting in settings { free(setting) } }
    let code = posix_spawn(&id, path, &actions, &attributes, &arguments, &settings)
    guard code == 0 else {
      close(ends[0])
      id = 0
      throw CommandSinkError(String(cString: strerror(code)).lowercased())
    }
  }

  deinit {
    if id > 0 {
      end()
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
    }
    close(errors)
  }

  private static func environment(without withheld: Set<String>) -> [UnsafeMutablePointer<CChar>?] {
    var kept: [UnsafeMutablePointer<CChar>?] = []
    var entry = environ
    while let setting = entry.pointee {
      let text = String(cString: setting)
      if !withheld.contains(String(text.prefix { $0 != "=" })) { kept.append(strdup(setting)) }
      entry += 1
    }
    return kept + [nil]
  }

  private static func file(of bytes: [UInt8]) throws(CommandSinkError) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array(("\(folder)/sheriff-findings-" + String(repeating: "X", count: 6)).utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { throw failure("no file for its input under \(folder)") }
    unlink(name)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error = failure("no room for its input")
        close(file)
        throw error
      }
      start += count
    }
    lseek(file, 0, SEEK_SET)
    return file
  }

  private static func failure(_ what: String) -> CommandSinkError {
    CommandSinkError("\(what): \(String(cString: strerror(errno)).lowercased())")
  }

  /// Until it has ended, or is ended.
  func wait(seconds: Double, isEnded: () -> Bool) -> End {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      listen()
      var status: Int32 = 0
      if waitpid(id, &status, WNOHANG) == id {
        // What it has started and left behind ends too, before its number can be another's.
        end()
        id = 0
        listen()
        return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
      }
      if isEnded() { return .abandoned }
      if ContinuousClock.now >= deadline { return .tooLong }
      var asked = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
      // It says when its end of the pipe is closed as well; then only the clock is left to wait by.
      if poll(&asked, 1, 20) > 0, Int32(asked.revents) & POLLIN == 0 { usleep(5_000) }
    }
  }

  private func end() { kill(-id, SIGKILL) }

  private func listen() {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(errors, &bytes, bytes.count)
      guard count > 0 else { return }
      talk = Array((talk + bytes[..<count]).suffix(CommandCarrier.talkBytesMax))
    }
  }
}
