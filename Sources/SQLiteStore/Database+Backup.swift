import CSQLite

extension Database {
  /// Writes a copy of what is there now to a file that is not there yet. Others may go on reading and writing: what they write after this
  /// began is not in it.
  public func copy(to place: String) throws(StoreError) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let status = sqlite3_open_v2(place.hasPrefix("/") ? place : "./" + place, &opened, flags, nil)
    defer { sqlite3_close_v2(opened) }
    guard let opened, status == SQLITE_OK else {
      throw StoreError(.unwritable, path: place, "a copy cannot be written there", advice: "name another place")
    }
    guard let backup = sqlite3_backup_init(opened, "main", handle, "main") else { throw failed(opened, place) }
    // In one go: a copy in steps begins anew whenever somebody writes in between.
    var step: Int32
    repeat {
      step = sqlite3_backup_step(backup, -1)
      if step & 0xFF == SQLITE_BUSY || step & 0xFF == SQLITE_LOCKED { sqlite3_sleep(10) }
    } while step == SQLITE_OK || step & 0xFF == SQLITE_BUSY || step & 0xFF == SQLITE_LOCKED
    let end = sqlite3_backup_finish(backup)
    guard step == SQLITE_DONE, end == SQLITE_OK else { throw failed(opened, place) }
  }

  /// What a reader of the file's head calls the version of the tables.
  public func version() throws(StoreError) -> Int {
    try rows("PRAGMA user_version") { row throws(StoreError) in try row.int(0) }.first ?? 0
  }

  private func failed(_ copy: OpaquePointer, _ place: String) -> StoreError {
    let words = String(cString: sqlite3_errmsg(copy))
    switch sqlite3_errcode(copy) & 0xFF {
    case SQLITE_FULL:
      return StoreError(.full, path: place, "there is no room for a copy", advice: "make room on the disk, then do it again")
    case SQLITE_CORRUPT, SQLITE_NOTADB: return StoreError(.damaged, path: path, "is damaged: \(words)", advice: Database.restore)
    default:
      return StoreError(.unwritable, path: place, "copying failed: \(words)", advice: "look after the disk, then do it again")
    }
  }
}
