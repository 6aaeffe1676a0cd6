public import Records

/// A table that is followed, and how its rows are records.
public struct FollowedTable: Sendable {
  public var table: TableName
  /// A column of whole numbers of which every row has another; nil for the primary key.
  public var keyColumn: String?
  public var schema: Schema
  /// A table's, with its lines in other tables, or one of columns, as of an export.
  public var mapping: SourceMapping

  public init(table: TableName, keyColumn: String? = nil, schema: Schema, mapping: SourceMapping) {
    (self.table, self.keyColumn, self.schema, self.mapping) = (table, keyColumn, schema, mapping)
  }

  var hasTableLists: Bool {
    mapping.lists.contains { if case .table = $0 { true } else { false } }
  }

  /// What `LISTEN` waits on, and a trigger has to notify.
  public static func channel(of table: TableName) -> String { "sheriff_\(table.name)" }
}
