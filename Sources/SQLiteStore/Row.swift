import CSQLite

/// The row that a statement stands at; good until the next one is asked for.
///
/// Columns are counted from 0. A value of another kind than the tables promise means that somebody else wrote it.
public struct Row: ~Copyable {
  let statement: OpaquePointer
  let path: String

  public func integer(_ column: Int32) throws(StoreError) -> Int64 {
    try expect(column, SQLITE_INTEGER, "whole number")
    return sqlite3_column_int64(statement, column)
  }

  public func int(_ column: Int32) throws(StoreError) -> Int { Int(try integer(column)) }

  public func real(_ column: Int32) throws(StoreError) -> Double {
    try expect(column, SQLITE_FLOAT, "number")
    return sqlite3_column_double(statement, column)
  }

  public func text(_ column: Int32) throws(StoreError) -> String {
    try expect(column, SQLITE_TEXT, "text")
    // The text is asked for first: asking may convert it, and changes its length.
    guard let start = sqlite3_column_text(statement, column) else { return "" }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    return String(decoding: bytes, as: UTF8.self)
  }

  public func bytes(_ column: Int32) throws(StoreError) -> [UInt8] {
    try expect(column, SQLITE_BLOB, "bytes")
    // Nothing has no address.
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
  }

  public func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  public func optionalInteger(_ column: Int32) throws(StoreError) -> Int64? { isNull(column) ? nil : try integer(column) }
  public func optionalReal(_ column: Int32) throws(StoreError) -> Double? { isNull(column) ? nil : try real(column) }
  public func optionalText(_ column: Int32) throws(StoreError) -> String? { isNull(column) ? nil : try text(column) }

  /// For values that are kept as one of a few words, or within bounds.
  public func damaged(_ column: Int32, _ reason: String) -> StoreError {
    let name = sqlite3_column_name(statement, column).map { String(cString: $0) } ?? "\(column)"
    return StoreError(
      .damaged, path: path, "`\(name)` of a row \(reason)", advice: "something else wrote into the file; restore a copy of it")
  }

  private func expect(_ column: Int32, _ type: Int32, _ name: String) throws(StoreError) {
    guard sqlite3_column_type(statement, column) == type else { throw damaged(column, "is no \(name)") }
  }
}
