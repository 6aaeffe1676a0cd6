public import Records

/// Bytes of a file that is being written: now and then there are none yet.
public final class DrippingBytes: ByteSource {
  private let bytes: [UInt8]
  private var position = 0
  private var written: Int
  private let pieces: ClosedRange<Int>
  private var random: SeededGenerator
  /// Whether all has been written, and the writer has gone.
  public private(set) var isFinished = false

  public var mayGrow: Bool { !isFinished }

  /// - whole: how many bytes are there from the beginning.
  /// - pieces: how many are written at once from then on.
  public init(_ bytes: [UInt8], whole: Int, pieces: ClosedRange<Int> = 1...9, seed: UInt64) {
    (self.bytes, written, self.pieces, random) = (bytes, whole, pieces, SeededGenerator(seed: seed))
  }

  /// Somebody writes on; after the last byte he goes.
  public func grow() {
    if written == bytes.count { isFinished = true }
    written = min(bytes.count, written + Int.random(in: pieces, using: &random))
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    let count = min(buffer.count, written - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}
