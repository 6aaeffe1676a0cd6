import Glibc
import Records

/// Which file it is, whatever it is called.
public struct FileIdentity: Hashable, Sendable, Codable {
  public var device: UInt64
  public var inode: UInt64

  init(_ status: stat) { (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino)) }
}

/// Bytes of a file that is being written, from any place on. Owns its descriptor, so that a file that was renamed or removed is read to
/// its end; one owner, one thread.
final class GrowingFile: ByteSource {
  let path: String
  let identity: FileIdentity
  private(set) var mayGrow = true
  /// How far it has been read.
  private(set) var offset: Int64 = 0
  private let descriptor: Int32
  private var beginning: (offset: Int64, lead: [UInt8]) = (0, [])
  /// Bytes that come before those of the file.
  private var lead: ArraySlice<UInt8> = []
  /// The last that were read.
  private var latest: [UInt8] = []

  /// So many bytes before a place tell whether a file is still the one that was read.
  static let witnessBytes = 4096

  convenience init(path: String) throws(SourceError) {
    // A named pipe without a writer would hold up everything.
    try self.init(path: path, descriptor: open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
  }

  private init(path: String, descriptor: Int32) throws(SourceError) {
    (self.path, self.descriptor) = (path, descriptor)
    guard descriptor >= 0 else { throw GrowingFile.failure(errno, path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw GrowingFile.failure(code, path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw SourceError(.unreadable, source: path, "is no regular file, so its growth cannot be followed")
    }
    identity = FileIdentity(status)
  }

  deinit { close(descriptor) }

  /// Begins at a place of the file, with some bytes before it such as its header.
  func begin(at offset: Int64, lead: [UInt8]) throws(SourceError) {
    beginning = (offset, lead)
    (self.offset, self.lead) = (offset, lead[...])
    latest = try bytes(max(0, offset - Int64(GrowingFile.witnessBytes))..<offset)
  }

  /// The same from where it began: a header that was not whole is read again.
  func again() throws(SourceError) -> GrowingFile {
    try begin(at: beginning.offset, lead: beginning.lead)
    return self
  }

  /// The same file, to be read from its beginning.
  func reopened() throws(SourceError) -> GrowingFile { try GrowingFile(path: path, descriptor: dup(descriptor)) }

  /// What there is now is all.
  func finish() { mayGrow = false }

  var size: Int64 { status.map { Int64($0.st_size) } ?? 0 }

  /// Microseconds since 1970, on the clock of the file's system.
  var changed: Int64 { status?.changed ?? 0 }

  private var status: stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
  }

  /// Whether what was read is no longer there: the file was truncated, or written over.
  var isRewritten: Bool {
    if size < offset { return true }
    let found = try? bytes(offset - Int64(latest.count)..<offset)
    return found.map { $0 != latest } ?? false
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    if !lead.isEmpty {
      let count = min(buffer.count, lead.count)
      buffer.copyBytes(from: lead.prefix(count))
      lead = lead.dropFirst(count)
      return count
    }
    // What is there by now may be of another text.
    guard mayGrow || !isRewritten else { return 0 }
    let count = try read(into: buffer, at: offset)
    offset += Int64(count)
    if count >= GrowingFile.witnessBytes { latest.removeAll(keepingCapacity: true) }
    latest.append(contentsOf: buffer[max(0, count - GrowingFile.witnessBytes)..<count])
    latest.removeFirst(max(0, latest.count - GrowingFile.witnessBytes))
    return count
  }

  /// Fewer where the file ends before.
  func bytes(_ range: Range<Int64>) throws(SourceError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: range.count)
    var count = 0
    var failure: SourceError?
    result.withUnsafeMutableBytes { buffer in
      do throws(SourceError) {
        while count < buffer.count {
          let more = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
          let got = try read(into: more, at: range.lowerBound + Int64(count))
          if got == 0 { break }
          count += got
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    return Array(result.prefix(count))
  }

  private func read(into buffer: UnsafeMutableRawBufferPointer, at place: Int64) throws(SourceError) -> Int {
    guard buffer.count > 0 else { return 0 }
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(place))
      if count >= 0 { return count }
      let code = errno
      guard code == EINTR else { throw GrowingFile.failure(code, path) }
    }
  }

  static func failure(_ code: Int32, _ path: String) -> SourceError {
    let reason = String(cString: strerror(code))
    return SourceError(
      code == ENOENT ? .notFound : .unreadable, source: path, reason.prefix(1).lowercased() + reason.dropFirst(),
      isRetriable: true)
  }
}
