/// Bytes in order: a file, a pipe, a decompressed stream. Owned by one reader.
public protocol ByteSource: AnyObject {
  /// Fills the front of `buffer` and says how many bytes; 0 only at the end, or where there is no more yet.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int

  /// Whether there may be more after a read of nothing, as in a file that is being written.
  var mayGrow: Bool { get }
}

extension ByteSource {
  public var mayGrow: Bool { false }
}

/// A named run of bytes that has not been opened yet: one file of a source that may have many.
public struct SourceInput {
  public let name: String
  /// Bytes on the disk, where known; for progress only.
  public let byteCount: Int64?
  private let opening: () throws(SourceError) -> any ByteSource

  public init(name: String, byteCount: Int64? = nil, open: @escaping () throws(SourceError) -> any ByteSource) {
    (self.name, self.byteCount, opening) = (name, byteCount, open)
  }

  public func open() throws(SourceError) -> any ByteSource { try opening() }
}
