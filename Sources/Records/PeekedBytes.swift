/// A byte source whose beginning can be looked at before it is read.
public final class PeekedBytes: ByteSource {
  private let bytes: any ByteSource
  private var peeked: [UInt8] = []

  public init(_ bytes: any ByteSource) { self.bytes = bytes }

  public var mayGrow: Bool { bytes.mayGrow }

  /// Up to `count` bytes that the next read will deliver; fewer only where the source ends before.
  public func peek(count: Int) throws(SourceError) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: count)
    while peeked.count < count {
      let got = try PeekedBytes.read(bytes, into: &chunk, count: count - peeked.count)
      if got == 0 { break }
      peeked.append(contentsOf: chunk[..<got])
    }
    return Array(peeked.prefix(count))
  }

  public func skip(_ count: Int) throws(SourceError) {
    _ = try peek(count: count)
    peeked.removeFirst(min(count, peeked.count))
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    guard !peeked.isEmpty else { return try bytes.read(into: buffer) }
    let count = min(buffer.count, peeked.count)
    buffer.copyBytes(from: peeked[..<count])
    peeked.removeFirst(count)
    return count
  }

  private static func read(_ bytes: any ByteSource, into chunk: inout [UInt8], count: Int) throws(SourceError) -> Int {
    var failure: SourceError?
    let got = chunk.withUnsafeMutableBytes { buffer in
      do throws(SourceError) {
        return try bytes.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return got
  }
}
