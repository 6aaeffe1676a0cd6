import CZlib
import Records

/// gzip through zlib, several members in a row as `cat a.gz b.gz` leaves them. Owns the inflate state.
final class GzipBytes: ByteSource {
  private let input: InputWindow
  private let name: String
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var isBetweenMembers = true

  init(_ bytes: any ByteSource, name: String) throws(SourceError) {
    input = InputWindow(bytes)
    self.name = name
    stream.initialize(to: z_stream())
    // 15 bits of window, plus 16: gzip framing only.
    guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw SourceError(.internal, source: name, "zlib has no memory for decompression")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(buffer.count)
    while stream.pointee.avail_out == UInt32(buffer.count) {
      let window = try input.available()
      // At the end of input zlib may still hold output; only without that is a member cut short.
      if window.isEmpty, isBetweenMembers { return 0 }
      isBetweenMembers = false
      stream.pointee.next_in = window.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_in = UInt32(window.count)
      let status = inflate(stream, Z_NO_FLUSH)
      input.consume(window.count - Int(stream.pointee.avail_in))
      switch status {
      case Z_OK, Z_BUF_ERROR:
        guard !window.isEmpty || stream.pointee.avail_out < UInt32(buffer.count) else { throw truncated() }
      case Z_STREAM_END:
        isBetweenMembers = true
        inflateReset(stream)
      default:
        let detail = stream.pointee.msg.map { String(cString: $0) } ?? "code \(status)"
        throw SourceError(.badCompression, source: name, "the gzip data are damaged (\(detail)); fetch the file again")
      }
    }
    return buffer.count - Int(stream.pointee.avail_out)
  }

  private func truncated() -> SourceError {
    SourceError(.badCompression, source: name, "the gzip data end in the middle; fetch the file again")
  }
}
