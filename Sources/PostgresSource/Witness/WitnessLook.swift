import PostgresLink
public import Provenance
public import Records

/// What one look at the database's state needs besides the log: the slot, a snapshot, whole tables.
public struct WitnessLook {
  private let session: PostgresSession

  public init(_ session: PostgresSession) { self.session = session }

  public struct Slot: Sendable {
    public var confirmed: LogPosition
    public var isOurs: Bool
    /// The server has thrown away log that the slot still needed.
    public var isLost: Bool
  }

  /// Nil where there is none.
  public func slot(_ name: String) throws(SourceError) -> Slot? {
    let query = """
      SELECT confirmed_flush_lsn, plugin = 'pgoutput' AND slot_type = 'logical' AND database = current_database(),
        wal_status = 'lost'
      FROM pg_replication_slots WHERE slot_name = $1
      """
    guard let row = try session.rows(query, [name]).first else { return nil }
    return Slot(confirmed: row[0].flatMap { LogPosition($0) } ?? .zero, isOurs: row[1] == "t", isLost: row[2] == "t")
  }

  /// The cluster's own number, which a restored or another cluster does not share.
  public func systemIdentifier() throws(SourceError) -> String {
    try session.value("SELECT system_identifier FROM pg_control_system()") ?? ""
  }

  public func database() throws(SourceError) -> String { try session.value("SELECT current_database()") ?? "" }

  /// Writes a mark into the log; whoever reads it has read all that was committed before.
  public func mark(_ content: String) throws(SourceError) {
    // The second statement makes the server write its log out, which a message alone does not.
    try session.rows("SELECT pg_logical_emit_message(false, 'sheriff', $1)", [content])
    try session.rows("SELECT pg_logical_emit_message(true, 'sheriff', '')")
  }

  public func now() throws(SourceError) -> Instant {
    let text = try session.value("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
    return Instant(microseconds: text.flatMap { Int64($0) } ?? 0)
  }

  /// Begins a transaction in which all tables stand still.
  public func beginSnapshot() throws(SourceError) -> Snapshot {
    try session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    let text = try session.value("SELECT pg_current_snapshot()") ?? ""
    guard let snapshot = Snapshot(text) else {
      throw SourceError(.unreadable, source: session.name, "`\(text)` is no snapshot")
    }
    return snapshot
  }

  public func endSnapshot() throws(SourceError) { try session.execute("COMMIT") }

  /// The whole table by the digests of its rows.
  ///
  /// - tick: called now and then, for whoever has to show signs of life meanwhile.
  public func read(_ table: WatchedTable, tick: () throws(SourceError) -> Void) throws(SourceError) -> TableReading {
    let columns = table.columns.map { "t." + ServerNames.quoted($0) }.joined(separator: ", ")
    let query = """
      SELECT \(WitnessLook.key(of: table)), left(encode(sha256(convert_to(ROW(\(columns))::text, 'UTF8')), 'hex'), 32)
      FROM ONLY \(ServerNames.quoted(table.table)) t
      """
    var reading = TableReading(table)
    var count = 0
    let name = session.name
    try session.copy(query) { line throws(SourceError) in
      let key = line.withCell(0) { String(decoding: $0, as: UTF8.self) }
      let digest = line.withCell(1) { RowDigest(String(decoding: $0, as: UTF8.self)) }
      guard let digest else { throw SourceError(.unreadable, source: name, "\(table.table): the server sent no digest") }
      reading.add(key: key, digest: digest)
      count += 1
      if count % 4096 == 0 { try tick() }
    }
    return reading
  }

  /// A row's key as text, as `WatchedTable.keyText` has it.
  private static func key(of table: WatchedTable) -> String {
    let keys = table.key.map { "t." + ServerNames.quoted($0) }
    return keys.count == 1 ? "format('%s', \(keys[0]))" : "ROW(\(keys.joined(separator: ", ")))::text"
  }

  /// The transactions that wrote rows as they now stand, by their keys. Every row carries that, whether or not anyone witnessed it.
  public func writers(of keys: [String], in table: WatchedTable) throws(SourceError) -> [String: UInt32] {
    let query = """
      SELECT k, t.xmin::text FROM ONLY \(ServerNames.quoted(table.table)) t CROSS JOIN LATERAL (SELECT \(WitnessLook.key(of: table))) AS s(k)
      WHERE k IN (SELECT jsonb_array_elements_text($1::jsonb))
      """
    let list = "[" + keys.map(WitnessLook.jsonText).joined(separator: ",") + "]"
    var found: [String: UInt32] = [:]
    for row in try session.rows(query, [list]) {
      if let key = row[0], let transaction = row[1].flatMap({ UInt32($0) }) { found[key] = transaction }
    }
    return found
  }

  private static func jsonText(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" {
        result += "\\"
        result.unicodeScalars.append(scalar)
      } else if scalar.value < 0x20 {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// What the audit tells of one table from an id on, last state of each row last.
  public func auditedRows(of table: TableName, after id: Int64) throws(SourceError) -> [AuditEntry] {
    let names = Installation.audit.columns
    let list = names.map(ServerNames.quoted).joined(separator: ", ")
    let rows = try session.rows(
      "SELECT \(list) FROM sheriff.audit WHERE table_name = $1 AND id > $2::bigint ORDER BY id",
      [table.description, String(id)])
    let relation = LogRelation(
      id: 0, table: Installation.auditTable, keepsOldRows: true, columns: names.map { .init(name: $0, type: 0, isKey: false) })
    return rows.compactMap { AuditEntry(LogRow($0.map { $0.map { .text($0) } ?? .null }), of: relation) }
  }

  public func lastAudit() throws(SourceError) -> Int64 {
    try session.value("SELECT max(id) FROM sheriff.audit").flatMap { Int64($0) } ?? 0
  }

  /// The time of the order that a row belongs to; nil where it is gone or has none.
  public func time(of parent: WatchedTable.Parent, key: String, column: String) throws(SourceError) -> String? {
    let query =
      "SELECT t.\(ServerNames.quoted(column))::text FROM \(ServerNames.quoted(parent.table)) t "
      + "WHERE t.\(ServerNames.quoted(parent.key))::text = $1 LIMIT 1"
    return try session.value(query, [key])
  }
}
