import PostgresLink
import Records

/// The slot that keeps the log for a follower, and the publication that says what is in it. Both have one name.
///
/// What is missing is made where this role may; else the error says what somebody with the rights has to run.
struct LogSlot {
  let session: PostgresSession
  let name: String
  let tables: [TableName]

  /// The oldest server whose log carries messages.
  private static let versionMin = 140_000

  private var source: String { session.name }

  private func refused(_ reason: String) -> SourceError { SourceError(.unavailable, source: source, reason) }

  /// All that a superuser would run.
  private func script(_ role: String) -> String {
    "ALTER ROLE \(ServerNames.quoted(role)) REPLICATION; \(publicationStatement); "
      + "SELECT pg_create_logical_replication_slot('\(name)', 'pgoutput');"
  }

  private var tableList: String { tables.map { ServerNames.quoted($0) }.joined(separator: ", ") }

  private var publicationStatement: String {
    "CREATE PUBLICATION \(ServerNames.quoted(name)) FOR TABLE \(tableList) WITH (publish_via_partition_root = true)"
  }

  /// Where the slot stands.
  ///
  /// - mayCreate: false for whoever goes on: a slot that is made now knows nothing of what came since.
  func open(mayCreate: Bool) throws(SourceError) -> LogPosition {
    try checkServer()
    // A slot reads its publication as it was when each change was written, so the publication comes first.
    if try session.value("SELECT 1 FROM pg_publication WHERE pubname = $1", [name]) == nil {
      try checkIdentities()
      do throws(SourceError) { try session.execute(publicationStatement) } catch {
        guard !error.isRetriable else { throw error }
        throw refused("\(error.message); somebody who owns the tables, or a superuser, runs: \(publicationStatement);")
      }
    } else {
      try checkPublication()
    }
    if let position = try standing() { return position }
    guard mayCreate else {
      throw refused(
        "the slot `\(name)` is gone, and with it what was written since this monitor last read; begin anew with --restart: the table is "
          + "then read from its beginning, and alerts that are known are not told again")
    }
    do throws(SourceError) {
      try session.rows("SELECT pg_create_logical_replication_slot($1, 'pgoutput')", [name])
    } catch {
      guard !error.isRetriable || error.message.contains("max_replication_slots") else { throw error }
      throw refused(
        "\(error.message); somebody with the rights runs: SELECT pg_create_logical_replication_slot('\(name)', 'pgoutput');")
    }
    guard let position = try standing() else { throw refused("the slot `\(name)` was made and is not there") }
    return position
  }

  private func checkServer() throws(SourceError) {
    let version = Int(try session.value("SHOW server_version_num") ?? "") ?? 0
    guard version >= LogSlot.versionMin else {
      throw refused(
        "the server is PostgreSQL \(version / 10_000), and its log is followed from 14 on; follow the table with --follow cursor")
    }
    if try session.value("SELECT pg_is_in_recovery()") == "t" {
      throw refused("the server is a standby: follow the primary's log, or the standby's table with --follow cursor")
    }
    guard try session.value("SHOW wal_level") == "logical" else {
      throw refused(
        "its log does not say which rows were written: somebody with the rights runs: ALTER SYSTEM SET wal_level = logical; and restarts the "
          + "server; or follow the table with --follow cursor")
    }
    let role = try session.rows("SELECT rolname, rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user")
    guard let row = role.first, row[1] == "t" else {
      throw refused(
        "this role may not read the log; somebody with the rights runs: \(script(role.first?[0] ?? "…")) or follow the table with "
          + "--follow cursor, which needs nothing but SELECT")
    }
  }

  /// A table in a publication without anything that tells its rows apart refuses every UPDATE and DELETE from then on: following it
  /// must not stop a shop.
  private func checkIdentities() throws(SourceError) {
    for table in tables {
      let query = """
        SELECT c.relreplident = 'f' OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid
          AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END)
        FROM pg_class c WHERE c.oid = to_regclass($1)
        """
      guard try session.value(query, [ServerNames.quoted(table)]) != "t" else { continue }
      throw refused(
        "\(table) has no primary key: in a publication, it would refuse every UPDATE and DELETE; give it one, or let its owner run: "
          + "ALTER TABLE \(ServerNames.quoted(table)) REPLICA IDENTITY FULL;")
    }
  }

  private func checkPublication() throws(SourceError) {
    let rows = try session.rows("SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = $1", [name])
    let published = Set(rows.map { TableName(schema: $0[0], name: $0[1] ?? "") })
    let lacking = tables.filter { !published.contains($0) }
    guard lacking.isEmpty else {
      let list = lacking.map { ServerNames.quoted($0) }.joined(separator: ", ")
      throw refused(
        "the publication `\(name)` does not hold \(lacking.map(\.description).joined(separator: ", ")); its owner runs: "
          + "ALTER PUBLICATION \(ServerNames.quoted(name)) ADD TABLE \(list);")
    }
    let kinds = try session.value(
      "SELECT pubinsert AND pubupdate AND pubdelete FROM pg_publication WHERE pubname = $1", [name])
    guard kinds == "t" else {
      throw refused(
        "the publication `\(name)` leaves changes out; its owner runs: ALTER PUBLICATION \(ServerNames.quoted(name)) "
          + "SET (publish = 'insert, update, delete, truncate');")
    }
  }

  /// Nil where there is no such slot.
  private func standing() throws(SourceError) -> LogPosition? {
    let query = """
      SELECT plugin, database = current_database(), confirmed_flush_lsn::text, wal_status FROM pg_replication_slots WHERE slot_name = $1
      """
    guard let row = try session.rows(query, [name]).first else { return nil }
    guard row[0] == "pgoutput", row[1] == "t" else {
      throw refused("the slot `\(name)` is another database's or program's; name another with --slot")
    }
    guard row[3] != "lost", let position = row[2].flatMap({ LogPosition($0) }) else {
      throw refused(
        "the slot `\(name)` fell so far behind that the server gave up its log; somebody with the rights runs: SELECT "
          + "pg_drop_replication_slot('\(name)'); then begin anew with --restart")
    }
    return position
  }
}
