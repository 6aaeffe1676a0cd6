import CSQLite

/// A file of tables. Owns the library's handle; one owner, one thread. Others may have the same file open, also as other
/// processes: readers see what was there when they began, and of writers one goes after the other.
public final class Database {
  public enum Mode: Sendable { case existing, created }

  let handle: OpaquePointer
  public let path: String

  /// Opens a file and brings its tables up to date. The folder must be there.
  ///
  /// - patienceMilliseconds: how long others that write are waited for.
  public init(
    path: String, mode: Mode = .created, migrations: [Migration] = Migration.all, patienceMilliseconds: Int = 5_000
  ) throws(StoreError) {
    self.path = path
    // A name such as `:memory:` would mean something to the library.
    let plain = path.hasPrefix("/") ? path : "./" + path
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (mode == .created ? SQLITE_OPEN_CREATE : 0)
    let status = sqlite3_open_v2(plain, &opened, flags, nil)
    guard let opened else { throw StoreError(.internal, path: path, "SQLite has no memory for a database") }
    // Also a handle that could not open its file is closed by the one who owns it.
    handle = opened
    guard status == SQLITE_OK else { throw failure(status) }
    guard sqlite3_db_readonly(handle, "main") == 0 else {
      throw StoreError(
        .unwritable, path: path, "may be read only", advice: "run as a user who may write it, or name another folder with --home")
    }
    sqlite3_busy_timeout(handle, Int32(clamping: patienceMilliseconds))
    // Nothing is written to a file that is not ours, or later than we are.
    _ = try isBehindNow(migrations.count)
    try execute("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA trusted_schema = OFF")
    try writeAhead(patienceMilliseconds)
    try execute("PRAGMA synchronous = FULL")
    try migrate(migrations)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements without values.
  public func execute(_ script: String) throws(StoreError) {
    let status = sqlite3_exec(handle, script, nil, nil, nil)
    guard status == SQLITE_OK else { throw failure(status) }
  }

  /// Runs one statement that answers nothing.
  public func run(_ sql: String, _ values: SQLValue...) throws(StoreError) {
    let statement = try Statement(self, sql)
    try statement.bind(values)
    while try statement.step() {}
  }

  /// The id of the row that was inserted last.
  public var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }

  /// All rows of an answer.
  public func rows<Value>(
    _ sql: String, _ values: SQLValue..., read: (borrowing Row) throws(StoreError) -> Value
  ) throws(StoreError) -> [Value] {
    try rows(sql, values, read: read)
  }

  public func rows<Value>(
    _ sql: String, _ values: [SQLValue], read: (borrowing Row) throws(StoreError) -> Value
  ) throws(StoreError) -> [Value] {
    let statement = try Statement(self, sql)
    try statement.bind(values)
    var result: [Value] = []
    while try statement.step() { result.append(try read(statement.row)) }
    return result
  }

  /// What is not sound in the file, a sentence each; reads all of it.
  public func problems() throws(StoreError) -> [String] {
    do throws(StoreError) {
      let unsound = try rows("PRAGMA integrity_check(100)") { row throws(StoreError) in try row.text(0) }.filter { $0 != "ok" }
      let orphans = try rows("PRAGMA foreign_key_check") { row throws(StoreError) in
        "a row of \(try row.text(0)) refers to one of \(try row.text(2)) that is not there"
      }
      return unsound + orphans
    } catch {
      // Damage can be such that the check itself fails.
      guard error.code == .damaged else { throw error }
      return [error.message]
    }
  }

  /// A log beside the file takes what is written, so that readers and a writer do not wait for each other.
  private func writeAhead(_ patienceMilliseconds: Int) throws(StoreError) {
    var waited = 0
    while true {
      do throws(StoreError) {
        let modes = try rows("PRAGMA journal_mode = WAL") { row throws(StoreError) in try row.text(0) }
        guard modes == ["wal"] else {
          throw StoreError(
            .unwritable, path: path, "no log can be kept beside the file", advice: "keep the home on a disk of this machine")
        }
        return
      } catch {
        // The library does not wait here, where two that open a new file might wait for each other.
        guard error.code == .busy, waited < patienceMilliseconds else { throw error }
        sqlite3_sleep(10)
        waited += 10
      }
    }
  }
}
