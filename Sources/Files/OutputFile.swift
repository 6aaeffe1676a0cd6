import Glibc
public import Records

/// A file under construction: written beside its place, and moved there only when it is whole.
///
/// Owns its descriptor; one owner, one thread. Without `finish` nothing is left behind.
public final class OutputFile {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private var pending: [UInt8] = []
  private var isFinished = false

  /// Some hundreds may be under construction at once.
  private static let pendingMax = 1 << 16

  /// - isPrivate: only its owner may read it.
  public init(path: String, isPrivate: Bool = false) throws(SourceError) {
    self.path = path
    temporary = "\(path).\(getpid()).part"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
    guard descriptor >= 0 else { throw OutputFile.failure(errno, path) }
  }

  deinit {
    close(descriptor)
    if !isFinished { unlink(temporary) }
  }

  public func write(_ bytes: some Collection<UInt8>) throws(SourceError) {
    pending.append(contentsOf: bytes)
    if pending.count >= OutputFile.pendingMax { try flush() }
  }

  public func write(_ text: String) throws(SourceError) { try write(text.utf8) }

  /// - beforeRename: is called when all is written and nothing is in its place yet.
  public func finish(beforeRename: () -> Void = {}) throws(SourceError) {
    try flush()
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw OutputFile.failure(errno, path) }
    beforeRename()
    guard rename(temporary, path) == 0 else { throw OutputFile.failure(errno, path) }
    isFinished = true
    // The new name is only on the disk when the folder is.
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else { return }
    fsync(handle)
    close(handle)
  }

  public static func write(_ text: String, to path: String, isPrivate: Bool = false) throws(SourceError) {
    let file = try OutputFile(path: path, isPrivate: isPrivate)
    try file.write(text)
    try file.finish()
  }

  /// The folder and those above it, where they are not there.
  public static func makeFolder(_ path: String) throws(SourceError) {
    var partial = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      partial += "/" + part
      if mkdir(partial, 0o755) != 0, errno != EEXIST { throw failure(errno, partial) }
    }
  }

  private func flush() throws(SourceError) {
    var start = 0
    while start < pending.count {
      let count = pending.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start) }
      if count >= 0 { start += count } else if errno != EINTR { throw OutputFile.failure(errno, path) }
    }
    pending.removeAll(keepingCapacity: true)
  }

  static func failure(_ code: Int32, _ path: String) -> SourceError {
    let reason = String(cString: strerror(code))
    return SourceError(.unwritable, source: path, "cannot be written: " + reason.prefix(1).lowercased() + reason.dropFirst())
  }
}
