/// One message's place among the bytes of many.
public struct RecordMessage: Hashable, Sendable {
  public var bytes: Range<Int>
  /// What it is counted by where it came from.
  public var row: Int64

  public init(bytes: Range<Int>, row: Int64) { (self.bytes, self.row) = (bytes, row) }
}

/// Makes records of messages, each of which is one. A message that is no record is a reject of the batch.
public protocol MessageRecords: AnyObject {
  var schema: Schema { get }
  var symbols: SymbolTable { get }

  func batch(of messages: [RecordMessage], in bytes: [UInt8], end: SourcePosition) -> RecordBatch
}
