import CSQLite
import Glibc

extension Database {
  static let restore = "restore a copy of it, or move it away to begin anew"

  /// The library's last failure in our words.
  func failure(_ status: Int32) -> StoreError {
    let words = String(cString: sqlite3_errmsg(handle))
    // The low byte is the kind, the rest says more of it.
    switch status & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB: return StoreError(.damaged, path: path, "is damaged: \(words)", advice: Database.restore)
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
      return StoreError(.unwritable, path: path, "cannot be written: \(words)", advice: "run as a user who may write it")
    case SQLITE_CANTOPEN: return cannotOpen()
    case SQLITE_FULL:
      return StoreError(
        .full, path: path, "there is no room left to write; nothing of the last step was kept",
        advice: "make room on the disk, then do it again")
    case SQLITE_IOERR:
      return StoreError(
        .unwritable, path: path, "reading or writing failed: \(systemReason() ?? words)",
        advice: "look after the disk, then do it again")
    case SQLITE_BUSY, SQLITE_LOCKED:
      return StoreError(.busy, path: path, "another program is writing and did not come to an end", advice: "try again later")
    case SQLITE_CONSTRAINT, SQLITE_TOOBIG: return StoreError(.refused, path: path, words)
    case SQLITE_ERROR where Database.saysTablesDiffer(words):
      return StoreError(
        .damaged, path: path, "its tables are not as its version says they are, so somebody changed them by hand: \(words)",
        advice: Database.restore)
    default: return StoreError(.internal, path: path, "SQLite failed: \(words)")
    }
  }

  /// The library has no code of its own for it. All that is asked of a file is asked of tables that migrations made.
  private static func saysTablesDiffer(_ words: String) -> Bool {
    words.hasPrefix("no such table") || words.hasPrefix("no such column") || words.hasPrefix("no such index")
      || words.contains(" has no column named ") || words.hasSuffix(" already exists")
  }

  private func cannotOpen() -> StoreError {
    switch sqlite3_system_errno(handle) {
    case ENOENT: StoreError(.missing, path: path, "there is no such file")
    case EISDIR: StoreError(.unwritable, path: path, "is a folder", advice: "name another folder with --home")
    default:
      StoreError(
        .unwritable, path: path, "it and the log beside it cannot be opened" + (systemReason().map { ": \($0)" } ?? ""),
        advice: "run as a user who may write the folder, or name another with --home")
    }
  }

  private func systemReason() -> String? {
    let code = sqlite3_system_errno(handle)
    guard code != 0 else { return nil }
    let reason = String(cString: strerror(code))
    return reason.prefix(1).lowercased() + reason.dropFirst()
  }
}
