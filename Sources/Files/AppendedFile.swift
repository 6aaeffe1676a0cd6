import Glibc
public import Records

/// A file that only grows, a whole piece at a time: a piece that cannot be written leaves nothing behind. One owner, one thread.
public final class AppendedFile {
  public let path: String
  public private(set) var length: Int64
  private let descriptor: Int32

  /// Opens the file, or makes it, with its folder.
  public init(path: String) throws(SourceError) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    if !folder.isEmpty { try OutputFile.makeFolder(folder) }
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw OutputFile.failure(errno, path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw OutputFile.failure(code, path)
    }
    length = Int64(status.st_size)
  }

  deinit { close(descriptor) }

  /// Adds bytes, on the disk when it comes back.
  public func append(_ bytes: [UInt8]) throws(SourceError) {
    guard !bytes.isEmpty else { return }
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 {
        start += written
        continue
      }
      let code = errno
      if code == EINTR { continue }
      ftruncate(descriptor, off_t(length))
      throw OutputFile.failure(code, path)
    }
    // A pipe or a device has no disk.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      let code = errno
      ftruncate(descriptor, off_t(length))
      throw OutputFile.failure(code, path)
    }
    length += Int64(bytes.count)
  }

  /// Cuts off what lies behind.
  public func cut(to length: Int64) throws(SourceError) {
    guard length < self.length else { return }
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw OutputFile.failure(errno, path) }
    self.length = length
  }

  /// Whether nobody else has taken the file for himself; it is ours until the process ends, however that comes.
  public func takeForOneself() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Lets others take it.
  public func giveBack() { flock(descriptor, LOCK_UN) }
}
