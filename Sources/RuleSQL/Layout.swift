import Records

/// Which table and columns hold a schema's records.
struct Layout {
  let schema: Schema
  let table: TableName
  let sequenceColumn: String?
  /// Per field the columns to try; none where the source has no such field.
  let fields: [[String]]
  let lists: [ListPlace]

  enum ListPlace {
    case absent
    /// A column that holds a JSON array of objects; per field of the element the keys to try.
    case array(column: String, fields: [[String]])
    /// Rows of another table, joined on a column.
    case table(TableName, elementKey: String, recordKey: String, fields: [[String]])
  }

  init(_ schema: Schema, _ options: SQLOptions) {
    self.schema = schema
    sequenceColumn = options.sequenceColumn
    var mapped: (table: TableName, mapping: SourceMapping)?
    if options.usesMapping {
      for mapping in schema.mappings where mapped == nil {
        if case .table(let table) = mapping.kind { mapped = (table, mapping) }
      }
    }
    table = options.table ?? mapped?.table ?? TableName(schema: nil, name: schema.name)
    guard let mapping = mapped?.mapping else {
      fields = schema.fields.map { [$0.name] }
      lists = schema.lists.map { .array(column: $0.name, fields: $0.fields.map { [$0.name] }) }
      return
    }
    fields = mapping.fields
    lists = schema.lists.indices.map { index in
      guard index < mapping.lists.count else { return .absent }
      switch mapping.lists[index] {
      case .absent, .remainingColumns: return .absent
      case .array(let paths, let fields):
        return paths.first.map { .array(column: $0, fields: fields) } ?? .absent
      case .table(let table, let elementKey, let recordKey, let fields):
        return .table(table, elementKey: elementKey, recordKey: recordKey, fields: fields)
      }
    }
  }

  /// Every table's name, which no part of the query may take.
  var tables: [TableName] {
    [table]
      + lists.compactMap { place in
        if case .table(let table, _, _, _) = place { table } else { nil }
      }
  }
}
