import Glibc
public import Records

/// A file's bytes through read(2). Owns its descriptor; one owner, one thread.
public final class FileBytes: ByteSource {
  private let descriptor: Int32
  private let name: String
  private let isOwned: Bool

  public init(path: String) throws(SourceError) {
    name = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    isOwned = true
    guard descriptor >= 0 else { throw FileBytes.failure(errno, path) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw SourceError(.unreadable, source: path, "is a folder; name its files, or use a folder of tables with `--schema`")
    }
  }

  public static func standardInput() -> FileBytes { FileBytes(descriptor: STDIN_FILENO, name: "standard input") }

  private init(descriptor: Int32, name: String) {
    (self.descriptor, self.name, isOwned) = (descriptor, name, false)
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      let code = errno
      guard code == EINTR else { throw FileBytes.failure(code, name) }
    }
  }

  private static func failure(_ code: Int32, _ path: String) -> SourceError {
    let reason = String(cString: strerror(code))
    return SourceError(code == ENOENT ? .notFound : .unreadable, source: path, reason.prefix(1).lowercased() + reason.dropFirst())
  }
}
