/// One step from a version of the tables to the next. Its place in the list, from 1, is the version that it leads to.
///
/// What was released once is never changed: files were made by it.
public struct Migration: Sendable {
  public let name: String
  let script: String

  public init(_ name: String, _ script: String) { (self.name, self.script) = (name, script) }

  /// All there are, in their order.
  public static let all = [registry, weights, alerts]
}

extension Database {
  /// Stands in a file's head, so that no other program's database is taken for ours.
  static let applicationMark: Int64 = 0x5348_5246

  /// Brings the tables to the last of the versions, all steps or none; refuses what it does not know before anything is written.
  func migrate(_ migrations: [Migration]) throws(StoreError) {
    guard try isBehindNow(migrations.count) else { return }
    try transaction { () throws(StoreError) in
      // Somebody else may have been faster.
      guard try isBehind(migrations.count) else { return }
      let from = Int(try pragma("user_version"))
      for (index, migration) in migrations.enumerated().dropFirst(from) {
        do throws(StoreError) { try execute(migration.script) } catch {
          var error = error
          error.message = "version \(index + 1) of the tables, \(migration.name): \(error.message)"
          throw error
        }
      }
      let orphans = try rows("PRAGMA foreign_key_check") { row throws(StoreError) in try row.text(0) }
      if let table = orphans.first {
        throw StoreError(.damaged, path: path, "rows of \(table) refer to rows that are not there", advice: Database.restore)
      }
      try execute("PRAGMA application_id = \(Database.applicationMark); PRAGMA user_version = \(migrations.count)")
    }
  }

  /// All that it asks is of one moment: between two questions somebody else may make the tables, which would then look like a stranger's.
  func isBehindNow(_ latest: Int) throws(StoreError) -> Bool {
    try transaction(.reading) { () throws(StoreError) in try isBehind(latest) }
  }

  private func isBehind(_ latest: Int) throws(StoreError) -> Bool {
    let version = try pragma("user_version")
    switch try pragma("application_id") {
    case Database.applicationMark: break
    case 0 where version == 0:
      let tables = try rows("SELECT count(*) FROM sqlite_schema") { row throws(StoreError) in try row.integer(0) }
      if tables != [0] { throw foreign() }
    default: throw foreign()
    }
    guard version <= latest else {
      throw StoreError(
        .newer, path: path, "its tables are of version \(version); this program knows them up to \(latest)",
        advice: "use the program that wrote it, or a later one")
    }
    return version < latest
  }

  private func foreign() -> StoreError {
    StoreError(.foreign, path: path, "is a database of another program", advice: "name another folder with --home")
  }

  private func pragma(_ name: String) throws(StoreError) -> Int64 {
    try rows("PRAGMA \(name)") { row throws(StoreError) in try row.integer(0) }.first ?? 0
  }
}
