import PostgresLink
public import Provenance
public import Records

/// What must hold before witnesses can be installed, and what a table looks like to them.
public struct WitnessRights {
  private let session: PostgresSession

  public init(_ session: PostgresSession) { self.session = session }

  /// The oldest server whose log carries messages, which mark how far a reading is complete.
  private static let versionMin = 140_000

  public func isSuperuser() throws(SourceError) -> Bool {
    try session.value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "t"
  }

  /// Everything that stands in the way, each with what to do about it; empty where nothing does.
  public func obstacles(_ tables: [TableName], needsSlot: Bool) throws(SourceError) -> [String] {
    var found: [String] = []
    let version = Int(try session.value("SHOW server_version_num") ?? "") ?? 0
    if version < WitnessRights.versionMin {
      found.append("the server is PostgreSQL \(version / 10_000), and 14 or later is needed")
    }
    if try session.value("SELECT pg_is_in_recovery()") == "t" {
      found.append("the server is a standby: install on the primary, whose log it repeats")
    }
    if try session.value("SHOW wal_level") != "logical" {
      found.append("wal_level is not logical: set `wal_level = logical` in postgresql.conf and restart the server")
    }
    if try session.value("SHOW server_encoding") == "SQL_ASCII" {
      found.append("the database's encoding is SQL_ASCII, so that no one can say which text its bytes are")
    }
    if try session.value("SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user") != "t" {
      found.append("the role may not read the log: `ALTER ROLE … REPLICATION` lets it")
    }
    if try session.value("SELECT has_database_privilege(current_database(), 'CREATE')") != "t" {
      found.append("the role may not create a schema and a publication: `GRANT CREATE ON DATABASE … TO …` lets it")
    }
    let slots = "SELECT current_setting('max_replication_slots')::int - count(*) FROM pg_replication_slots"
    if needsSlot, let free = try session.value(slots), (Int(free) ?? 0) <= 0 {
      found.append("no replication slot is free: raise max_replication_slots and restart the server")
    }
    for table in tables {
      if let obstacle = try obstacle(table) { found.append("\(table) \(obstacle)") }
    }
    return found
  }

  private func obstacle(_ table: TableName) throws(SourceError) -> String? {
    let query = """
      SELECT c.relkind, c.relpersistence, c.relispartition, pg_has_role(c.relowner, 'MEMBER'),
        EXISTS (SELECT FROM pg_inherits i WHERE c.oid IN (i.inhparent, i.inhrelid))
      FROM pg_class c WHERE c.oid = to_regclass($1)
      """
    guard let row = try session.rows(query, [ServerNames.quoted(table)]).first else {
      return "does not exist, or this role may not see it"
    }
    if row[0] != "r" || row[2] == "t" || row[4] == "t" {
      return "is no plain table: views, partitions and tables with heirs are not watched yet"
    }
    if row[1] != "p" { return "is not in the log, since it is temporary or unlogged: `ALTER TABLE … SET LOGGED` puts it there" }
    if row[3] != "t" { return "belongs to another role: its owner, or a superuser, can put a trigger on it" }
    return nil
  }

  /// The primary key's columns in order; empty where there is none.
  public func key(of table: TableName) throws(SourceError) -> [String] {
    let query = """
      SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = to_regclass($1) AND i.indisprimary ORDER BY k.place
      """
    return try session.rows(query, [ServerNames.quoted(table)]).compactMap { $0[0] }
  }

  public func columns(of table: TableName) throws(SourceError) -> [TableColumn] {
    let query = """
      SELECT a.attname, a.attgenerated <> '' FROM pg_attribute a
      WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """
    return try session.rows(query, [ServerNames.quoted(table)]).map {
      TableColumn(name: $0[0] ?? "", isGenerated: $0[1] == "t")
    }
  }

  /// The row that a row belongs to, by a foreign key of one column into one of the tables.
  public func parent(of table: TableName, among tables: [TableName]) throws(SourceError) -> WatchedTable.Parent? {
    let query = """
      SELECT a.attname, b.attname FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
      WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND c.conrelid = to_regclass($1) AND c.confrelid = to_regclass($2)
      ORDER BY c.conname
      """
    for other in tables where other != table {
      let names = [ServerNames.quoted(table), ServerNames.quoted(other)]
      if let row = try session.rows(query, names).first, let column = row[0], let key = row[1] {
        return WatchedTable.Parent(column: column, table: other, key: key)
      }
    }
    return nil
  }

  /// `d`, `f`, `n` or `i`.
  public func replicaIdentity(of table: TableName) throws(SourceError) -> String? {
    try session.value("SELECT relreplident FROM pg_class WHERE oid = to_regclass($1)", [ServerNames.quoted(table)])
  }
}
