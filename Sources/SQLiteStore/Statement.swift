import CSQLite

/// One statement that is ready to run. Owns the library's handle; lives within one call of `Database`.
struct Statement: ~Copyable {
  private let handle: OpaquePointer
  private let database: Database

  init(_ database: Database, _ sql: String) throws(StoreError) {
    var prepared: OpaquePointer?
    let status = sqlite3_prepare_v2(database.handle, sql, -1, &prepared, nil)
    guard status == SQLITE_OK, let prepared else { throw database.failure(status) }
    (handle, self.database) = (prepared, database)
  }

  deinit { sqlite3_finalize(handle) }

  /// Puts values in place of the question marks.
  func bind(_ values: [SQLValue]) throws(StoreError) {
    guard Int(sqlite3_bind_parameter_count(handle)) == values.count else {
      throw StoreError(
        .internal, path: database.path, "\(values.count) values do not fit: \(String(cString: sqlite3_sql(handle)))")
    }
    for (index, value) in values.enumerated() {
      let status = bind(value, Int32(index + 1))
      guard status == SQLITE_OK else { throw database.failure(status) }
    }
  }

  private func bind(_ value: SQLValue, _ place: Int32) -> Int32 {
    switch value {
    case .null: sqlite3_bind_null(handle, place)
    case .integer(let integer): sqlite3_bind_int64(handle, place, integer)
    case .real(let real): sqlite3_bind_double(handle, place, real)
    case .text(let text):
      // The length is said, for a text may have a zero in it.
      sqlite3_bind_text64(handle, place, text, UInt64(text.utf8.count), Statement.copied, UInt8(SQLITE_UTF8))
    case .bytes(let bytes):
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, place, 0)
        : bytes.withUnsafeBytes { sqlite3_bind_blob64(handle, place, $0.baseAddress, UInt64($0.count), Statement.copied) }
    }
  }

  /// Whether there is another row.
  func step() throws(StoreError) -> Bool {
    let status = sqlite3_step(handle)
    switch status {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw database.failure(status)
    }
  }

  /// Ready to be run again.
  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  var row: Row { Row(statement: handle, path: database.path) }

  /// SQLITE_TRANSIENT, whose macro is a cast that is not imported: the library makes its own copy.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
