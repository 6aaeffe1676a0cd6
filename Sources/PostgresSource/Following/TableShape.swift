import PostgresLink
import Records

/// What the catalogue says of a table.
struct TableShape: Hashable {
  struct Column: Hashable {
    var name: String
    var type: UInt32
    var isGenerated: Bool

    var isMoney: Bool { type == TableShape.moneyType }
  }

  /// With its schema, wherever the search path found it.
  var table: TableName
  var kind: String
  var columns: [Column]
  /// Columns of the primary key.
  var primaryKey: [String]
  /// Of all names and types, so that a change is seen.
  var fingerprint: String

  static let moneyType: UInt32 = 790
  private static let integerTypes: Set<UInt32> = [20, 21, 23]

  /// Of each table one row: its number, and its fingerprint.
  static func fingerprints(_ tables: [TableName]) -> String {
    let names = tables.map { ServerNames.quoted($0).replacing("'", with: "''") }
    return """
      SELECT string_agg(t.place || ' ' || coalesce(a.columns, ''), '; ' ORDER BY t.place) FROM unnest(ARRAY[\(names.map { "'\($0)'" }.joined(separator: ", "))])
        WITH ORDINALITY AS t(name, place) CROSS JOIN LATERAL (
          SELECT string_agg(format('%I %s %s %s', attname, atttypid, atttypmod, attnum), ', ' ORDER BY attnum) FROM pg_catalog.pg_attribute
          WHERE attrelid = pg_catalog.to_regclass(t.name) AND attnum > 0 AND NOT attisdropped) AS a(columns)
      """
  }

  init(_ connection: some PostgresHandle, _ table: TableName) throws(SourceError) {
    let named = try connection.ask(
      """
      SELECT n.nspname, c.relname, c.relkind FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = pg_catalog.to_regclass($1)
      """, [ServerNames.quoted(table)])
    guard let row = named.first, let schema = row[0], let name = row[1], let kind = row[2] else {
      throw SourceError(.notFound, source: connection.name, "there is no table `\(table)`, or this user may not see it")
    }
    (self.table, self.kind) = (TableName(schema: schema, name: name), kind)
    let quoted = ServerNames.quoted(self.table)
    columns = try connection.ask(
      """
      SELECT attname, atttypid, attgenerated <> '' FROM pg_catalog.pg_attribute
      WHERE attrelid = pg_catalog.to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
      """, [quoted]
    ).map { Column(name: $0[0] ?? "", type: UInt32($0[1] ?? "") ?? 0, isGenerated: $0[2] == "t") }
    primaryKey = try connection.ask(
      """
      SELECT a.attname FROM pg_catalog.pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = pg_catalog.to_regclass($1) AND i.indisprimary ORDER BY k.place
      """, [quoted]
    ).compactMap { $0[0] }
    fingerprint = try connection.perform(TableShape.fingerprints([self.table])).first?.first.flatMap { $0 } ?? ""
  }

  /// The column by which the table is read on; what cannot serve is refused, because rows would be lost without a word.
  func key(_ wished: String?, _ connection: some PostgresHandle) throws(SourceError) -> String {
    func refused(_ reason: String) -> SourceError { SourceError(.badSchema, source: "\(connection.name) \(table)", reason) }
    let advice = "name a unique column of whole numbers that grows with --cursor COLUMN"
    guard let wished else {
      guard primaryKey.count == 1, let name = primaryKey.first, isInteger(name) else {
        throw refused("the table has no primary key of one column of whole numbers, by which it could be read on; \(advice)")
      }
      return name
    }
    guard let column = columns.first(where: { $0.name == wished }) ?? columns.first(where: { $0.name == wished.lowercased() })
    else { throw refused("there is no column `\(wished)`; there are \(columns.map(\.name).joined(separator: ", "))") }
    guard isInteger(column.name) else { throw refused("the column `\(column.name)` is none of whole numbers; \(advice)") }
    // Views have no indexes; whoever names one answers for it.
    guard ["r", "p", "m"].contains(kind) else { return column.name }
    let unique = try connection.ask(
      """
      SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indrelid = pg_catalog.to_regclass($1) AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND i.indpred IS NULL
        AND a.attname = $2 AND a.attnotnull
      """, [ServerNames.quoted(table), column.name])
    guard !unique.isEmpty else {
      throw refused(
        "nothing says that every row has a `\(column.name)` of its own, and rows that share one could be passed over; "
          + "create a unique index on it and set it NOT NULL, or name another column with --cursor")
    }
    return column.name
  }

  private func isInteger(_ name: String) -> Bool {
    columns.contains { $0.name == name && TableShape.integerTypes.contains($0.type) }
  }
}
