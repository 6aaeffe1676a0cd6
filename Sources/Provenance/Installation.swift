public import Records

/// What was installed in a database: which tables have witnesses, and who is expected to write them.
public struct Installation: Hashable, Sendable, Codable {
  public static let currentVersion = 1
  /// Where the witnesses live in the database.
  public static let schema = "sheriff"
  public static let auditTable = TableName(schema: schema, name: "audit")

  public var version = Installation.currentVersion
  public var slot: String
  public var publication: String
  public var tables: [WatchedTable]
  /// The roles that write orders; empty where none was declared.
  public var writers: [String]
  /// The names under which applications write them; empty where none was declared.
  public var applications: [String]

  public init(slot: String, publication: String, tables: [WatchedTable], writers: [String], applications: [String]) {
    (self.slot, self.publication, self.tables) = (slot, publication, tables)
    (self.writers, self.applications) = (writers, applications)
  }

  public func table(_ name: TableName) -> WatchedTable? { tables.first { $0.table == name } }

  /// The audit table is watched as the tables are that it speaks of.
  public static let audit = WatchedTable(
    table: auditTable, key: ["id"], timeColumn: nil,
    columns: [
      "id", "transaction_id", "statement_at", "written_at", "session_role", "acting_role", "application", "client",
      "trigger_mode",
      "table_name", "operation", "key", "old_row", "new_row", "old_text", "new_text", "hash",
    ])
}

public struct WatchedTable: Hashable, Sendable, Codable {
  /// Where a row finds the time that it has not itself: an order's line in its order.
  public struct Parent: Hashable, Sendable, Codable {
    public var column: String
    public var table: TableName
    public var key: String

    public init(column: String, table: TableName, key: String) { (self.column, self.table, self.key) = (column, table, key) }
  }

  public var table: TableName
  public var key: [String]
  /// When the order was placed.
  public var timeColumn: String?
  public var parent: Parent?
  /// Those that are hashed, in their order: all that the table had when it was installed, without the generated ones, which are
  /// not in the log.
  public var columns: [String]

  public init(table: TableName, key: [String], timeColumn: String?, parent: Parent? = nil, columns: [String]) {
    (self.table, self.key, self.timeColumn, self.parent, self.columns) = (table, key, timeColumn, parent, columns)
  }

  /// A key's values as one text, as the database would write them.
  public func keyText(_ values: [String?]) -> String { values.count == 1 ? values[0] ?? "" : RecordText.compose(values) }

  /// Where a key is counted.
  public func block(ofKey text: String) -> String {
    let first = key.count == 1 ? text : RecordText.parse(text)?.first.flatMap { $0 } ?? text
    return TableDigest.block(firstKey: first)
  }
}

public struct TableColumn: Hashable, Sendable {
  public var name: String
  /// Computed by the database; a trigger sees it and the log does not.
  public var isGenerated: Bool

  public init(name: String, isGenerated: Bool) { (self.name, self.isGenerated) = (name, isGenerated) }
}
