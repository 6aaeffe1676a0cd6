import Records

/// Compressed bytes on their way into a decoder, refilled as it eats them.
final class InputWindow {
  private let bytes: any ByteSource
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 * 1024, alignment: 16)
  private var start = 0
  private var end = 0

  init(_ bytes: any ByteSource) { self.bytes = bytes }

  deinit { memory.deallocate() }

  /// What is at hand, read on where nothing is; empty only at the end.
  func available() throws(SourceError) -> UnsafeMutableRawBufferPointer {
    if start == end {
      start = 0
      end = try bytes.read(into: memory)
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[start..<end])
  }

  func consume(_ count: Int) { start += count }
}
