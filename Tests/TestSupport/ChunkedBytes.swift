public import Records

/// Bytes in memory, handed out in pieces of a given size, as a pipe would.
public final class ChunkedBytes: ByteSource {
  private let bytes: [UInt8]
  private let chunk: Int
  private var position = 0

  public init(_ bytes: [UInt8], chunk: Int = 64 * 1024) { (self.bytes, self.chunk) = (bytes, chunk) }

  public convenience init(_ text: String, chunk: Int = 64 * 1024) { self.init(Array(text.utf8), chunk: chunk) }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    let count = min(chunk, buffer.count, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

extension SourceInput {
  /// A file that exists only in memory.
  public static func text(_ text: String, name: String = "test", chunk: Int = 64 * 1024) -> SourceInput {
    SourceInput(name: name) { () throws(SourceError) in ChunkedBytes(text, chunk: chunk) }
  }

  public static func bytes(_ bytes: [UInt8], name: String = "test", chunk: Int = 64 * 1024) -> SourceInput {
    SourceInput(name: name) { () throws(SourceError) in ChunkedBytes(bytes, chunk: chunk) }
  }
}

/// Everything that a source delivers.
public func drain(_ source: any RecordSource) throws(SourceError) -> (batches: [RecordBatch], rejects: [RejectedRecord]) {
  var batches: [RecordBatch] = []
  while let batch = try source.next() { batches.append(batch) }
  return (batches, batches.flatMap(\.rejects))
}
