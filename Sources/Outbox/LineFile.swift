import Files
import Glibc
import Records

/// One of an outbox's files of lines: it grows at its end, and is read from wherever. One owner, one thread at a time.
final class LineFile {
  let path: String
  private let appended: AppendedFile
  private let descriptor: Int32

  init(path: String) throws(SourceError) {
    self.path = path
    appended = try AppendedFile(path: path)
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw LineFile.failure(path) }
  }

  deinit { close(descriptor) }

  var length: Int64 { appended.length }

  func append(_ bytes: [UInt8]) throws(SourceError) { try appended.append(bytes) }

  func cut(to length: Int64) throws(SourceError) { try appended.cut(to: length) }

  /// Up to so many bytes; fewer only at the end.
  func read(from offset: Int64, count: Int) throws(SourceError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Int(max(0, min(Int64(count), length - offset))))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress! + filled, $0.count - filled, off_t(offset) + filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw LineFile.failure(path) }
      filled += count
    }
    return bytes
  }

  /// Every whole line from a place on, with the place behind it. A line without an end is not told.
  func forEachLine(from start: Int64, _ body: (ArraySlice<UInt8>, Int64) throws(SourceError) -> Bool) throws(SourceError) {
    var place = start
    var rest: [UInt8] = []
    var read = start
    while read < length {
      let more = try self.read(from: read, count: 1 << 18)
      read += Int64(more.count)
      rest += more
      var begin = 0
      while let end = rest[begin...].firstIndex(of: UInt8(ascii: "\n")) {
        place += Int64(end + 1 - begin)
        guard try body(rest[begin..<end], place) else { return }
        begin = end + 1
      }
      rest.removeFirst(begin)
    }
  }

  private static func failure(_ path: String) -> SourceError {
    let reason = String(cString: strerror(errno))
    return SourceError(.unreadable, source: path, reason.prefix(1).lowercased() + reason.dropFirst())
  }
}
