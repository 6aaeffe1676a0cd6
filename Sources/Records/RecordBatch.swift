/// About a thousand records in columns: what crosses every border from the sources inward.
public struct RecordBatch: Sendable {
  public let schema: Schema
  /// Each record's number in its source, counting data rows from 1; a rejected row uses up its number.
  public var rows: [Int64]
  /// What each record does to its id; nil where all are inserts, as in a plain file.
  public var operations: [RecordOperation]?
  /// One per field of the schema.
  public var columns: [Column]
  /// One per list of the schema.
  public var lists: [ListColumn]
  public var rejects: [RejectedRecord]
  /// Where the source stands after this batch: reading on from here continues it.
  public var end: SourcePosition

  public init(
    schema: Schema, rows: [Int64], operations: [RecordOperation]? = nil, columns: [Column], lists: [ListColumn],
    rejects: [RejectedRecord], end: SourcePosition
  ) {
    (self.schema, self.rows, self.operations, self.columns) = (schema, rows, operations, columns)
    (self.lists, self.rejects, self.end) = (lists, rejects, end)
  }

  public var count: Int { rows.count }

  /// The record's identity: its id field, or `row:N`, with the part of the source before the number where there is one.
  public func identity(of record: Int) -> String {
    if let field = schema.identityField, columns[field].validity[record] {
      return columns[field].texts[record]
    }
    return "row:" + (end.part.map { "\($0):" } ?? "") + "\(rows[record])"
  }
}

public enum RecordOperation: UInt8, Sendable {
  case insert, update, delete
}

/// The elements of one list field over a batch: record `r` has the elements `offsets[r]..<offsets[r + 1]`.
public struct ListColumn: Sendable {
  public var offsets: [Int32]
  /// One per field of the element.
  public var columns: [Column]

  public init(offsets: [Int32], columns: [Column]) { (self.offsets, self.columns) = (offsets, columns) }

  public func elements(of record: Int) -> Range<Int> { Int(offsets[record])..<Int(offsets[record + 1]) }
}
