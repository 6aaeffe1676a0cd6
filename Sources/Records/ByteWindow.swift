/// A window over a byte source that slides forward, a row or a line at a time: bytes from `start` to `end` are unread.
///
/// One owner, one thread; the memory is freed with the object.
public final class ByteWindow {
  public private(set) var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  public private(set) var start = 0
  public private(set) var end = 0
  public private(set) var isFinal = false
  /// Bytes consumed so far.
  public private(set) var consumed: Int64 = 0
  private let bytes: any ByteSource

  public static let chunkBytes = 256 * 1024

  public init(_ bytes: any ByteSource) {
    self.bytes = bytes
    capacity = ByteWindow.chunkBytes
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  public func consume(to position: Int) {
    consumed += Int64(position - start)
    start = position
  }

  /// Reads on; what is unread keeps its bytes but moves to the front. False where there is nothing more, for good where `isFinal` says so.
  public func refill() throws(SourceError) -> Bool {
    guard !isFinal else { return false }
    let unread = end - start
    if unread + ByteWindow.chunkBytes > capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
      larger.update(from: base + start, count: unread)
      base.deallocate()
      base = larger
      capacity *= 2
    } else {
      base.update(from: base + start, count: unread)
    }
    (start, end) = (0, unread)
    let count = try bytes.read(into: UnsafeMutableRawBufferPointer(start: base + end, count: capacity - end))
    end += count
    isFinal = count == 0 && !bytes.mayGrow
    return count > 0
  }
}
