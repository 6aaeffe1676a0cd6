/// A finite run of records, pulled a batch at a time by one owner.
public protocol RecordSource: AnyObject {
  var schema: Schema { get }
  var symbols: SymbolTable { get }

  /// The next batch, or nil at the end. A bad row is a reject in the batch; only what ends the reading is thrown.
  func next() throws(SourceError) -> RecordBatch?
}

/// Where reading stands in a source, so that it can go on from there.
public struct SourcePosition: Hashable, Sendable {
  /// The file, or the source's name.
  public var source: String
  /// Bytes of the decompressed text consumed; the last row's end.
  public var byte: Int64
  public var line: Int
  /// Data rows so far over all files of the source.
  public var row: Int64
  /// Of which part of the source the rows are counted, where each part counts its own.
  public var part: String?

  public init(source: String, byte: Int64 = 0, line: Int = 1, row: Int64 = 0, part: String? = nil) {
    (self.source, self.byte, self.line, self.row, self.part) = (source, byte, line, row, part)
  }
}

/// Why a source cannot be read further: what happened, where, and what to do.
public struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case notFound, unreadable, unwritable, badCompression, badHeader, badSchema, tooManyRejects, badAddress, unavailable
    case `internal`
  }

  public var code: Code
  public var source: String
  public var message: String
  public var isRetriable: Bool

  public init(_ code: Code, source: String, _ message: String, isRetriable: Bool = false) {
    (self.code, self.source, self.message, self.isRetriable) = (code, source, message, isRetriable)
  }

  public var description: String { source.isEmpty ? message : "\(source): \(message)" }
}
