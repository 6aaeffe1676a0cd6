import CZstd
import Records

/// Zstandard, several frames in a row. Owns the decompression context.
final class ZstdBytes: ByteSource {
  private let input: InputWindow
  private let name: String
  private let context: OpaquePointer
  private var isBetweenFrames = true

  init(_ bytes: any ByteSource, name: String) throws(SourceError) {
    guard let context = ZSTD_createDStream() else {
      throw SourceError(.internal, source: name, "zstd has no memory for decompression")
    }
    (input, self.name, self.context) = (InputWindow(bytes), name, context)
    // A frame may ask for a window of gigabytes; 2^27 is what the command-line tool takes without being asked.
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
  }

  deinit { ZSTD_freeDStream(context) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while output.pos == 0 {
      let window = try input.available()
      // At the end of input the decoder may still hold output; only without that is a frame cut short.
      if window.isEmpty, isBetweenFrames { return 0 }
      var chunk = ZSTD_inBuffer(src: window.baseAddress, size: window.count, pos: 0)
      let status = ZSTD_decompressStream(context, &output, &chunk)
      guard ZSTD_isError(status) == 0 else {
        let detail = String(cString: ZSTD_getErrorName(status))
        throw SourceError(
          .badCompression, source: name, "the zstd data are damaged (\(detail.lowercased())); fetch the file again")
      }
      input.consume(chunk.pos)
      isBetweenFrames = status == 0
      guard output.pos > 0 || !window.isEmpty else {
        throw SourceError(.badCompression, source: name, "the zstd data end in the middle; fetch the file again")
      }
    }
    return output.pos
  }
}
