/// Records of one table with a list of records from another, joined on a column: orders with their lines.
///
/// The elements are read first and held in columns; the records then stream by. An element without its record is kept
/// as a reject of the last batch.
public final class JoinedSource: RecordSource {
  public let schema: Schema
  public var symbols: SymbolTable { records.symbols }

  private let records: any RecordSource
  private let lists: [any RecordSource]
  private var loaded: [ElementTable]?
  private var isDone = false

  /// - records: of `recordSchema(of:mapping:)`.
  /// - lists: one per list of the schema, each of `elementSchema(of:list:)`.
  public init(schema: Schema, records: any RecordSource, lists: [any RecordSource]) {
    (self.schema, self.records, self.lists) = (schema, records, lists)
  }

  /// The record's own fields, and after them the keys on which its lists are joined.
  public static func recordSchema(of schema: Schema, _ mapping: SourceMapping) -> (Schema, SourceMapping) {
    var result = schema
    result.lists = []
    var fields = mapping.fields
    for list in mapping.lists {
      guard case .table(_, _, let recordKey, _) = list else { continue }
      result.fields.append(Field(name: "join \(result.fields.count)", type: .key))
      fields.append([recordKey])
    }
    return (result, SourceMapping(kind: mapping.kind, fields: fields))
  }

  /// The element's join key first, then its fields.
  public static func elementSchema(
    of schema: Schema, list: Int, _ mapping: SourceMapping
  ) -> (table: TableName, Schema, SourceMapping)? {
    guard case .table(let table, let elementKey, _, let fields) = mapping.lists[list] else { return nil }
    let field = schema.lists[list]
    let result = Schema(
      name: "\(schema.name).\(field.name)", fields: [Field(name: "join", type: .key, isRequired: true)] + field.fields)
    return (table, result, SourceMapping(kind: .table(table), fields: [[elementKey]] + fields))
  }

  public func next() throws(SourceError) -> RecordBatch? {
    guard !isDone else { return nil }
    if loaded == nil {
      var tables: [ElementTable] = []
      for list in lists { tables.append(try ElementTable(list)) }
      loaded = tables
    }
    guard var tables = loaded else { return nil }
    guard let batch = try records.next() else {
      isDone = true
      return orphans(of: tables)
    }
    loaded = nil
    let own = schema.fields.count
    var columns: [ListColumn] = []
    for list in tables.indices {
      columns.append(tables[list].elements(of: batch.columns[own + list], fields: schema.lists[list].fields))
    }
    var rejects = batch.rejects
    for list in tables.indices { rejects.append(contentsOf: tables[list].takeRejects()) }
    loaded = tables
    return RecordBatch(
      schema: schema, rows: batch.rows, operations: batch.operations, columns: Array(batch.columns[..<own]), lists: columns,
      rejects: rejects, end: batch.end)
  }

  /// What no record asked for, as a last batch without records; nil where all was asked for.
  private func orphans(of tables: [ElementTable]) -> RecordBatch? {
    let rejects = tables.enumerated().flatMap { list, table in
      table.unclaimed(symbols).map { key, count in
        RejectedRecord(
          source: schema.name, line: 0, row: 0, column: schema.lists[list].name, value: key, reason: .noMatch,
          message: "\(count) in `\(schema.lists[list].name)` belong to `\(key)`, and there is no such record", text: key)
      }
    }
    guard !rejects.isEmpty else { return nil }
    return RecordBatch(
      schema: schema, rows: [], columns: schema.fields.map { Column(for: $0) },
      lists: schema.lists.map { ListColumn(offsets: [0], columns: $0.fields.map { Column(for: $0) }) }, rejects: rejects,
      end: SourcePosition(source: schema.name))
  }
}

/// All elements of one list, grouped by the record that they belong to.
struct ElementTable {
  private var columns: [Column]
  private var positions: [Symbol: [Int]] = [:]
  private var claimed: Set<Symbol> = []
  private var rejects: [RejectedRecord] = []

  init(_ source: any RecordSource) throws(SourceError) {
    columns = source.schema.fields.dropFirst().map { Column(for: $0) }
    var count = 0
    while let batch = try source.next() {
      for (record, key) in batch.columns[0].keys.enumerated() { positions[key, default: []].append(count + record) }
      for index in columns.indices { columns[index].append(contentsOf: batch.columns[index + 1]) }
      count += batch.count
      rejects.append(contentsOf: batch.rejects)
    }
  }

  mutating func elements(of keys: Column, fields: [Field]) -> ListColumn {
    var offsets: [Int32] = [0]
    var wanted: [Int] = []
    for (record, key) in keys.keys.enumerated() {
      if keys.validity[record] {
        wanted.append(contentsOf: positions[key] ?? [])
        claimed.insert(key)
      }
      offsets.append(Int32(wanted.count))
    }
    let columns = fields.indices.map { index in
      var column = Column(for: fields[index])
      column.append(self.columns[index], at: wanted)
      return column
    }
    return ListColumn(offsets: offsets, columns: columns)
  }

  mutating func takeRejects() -> [RejectedRecord] {
    defer { rejects = [] }
    return rejects
  }

  func unclaimed(_ symbols: SymbolTable) -> [(key: String, count: Int)] {
    positions.filter { !claimed.contains($0.key) }.map { (symbols.text(of: $0.key), $0.value.count) }.sorted { $0.0 < $1.0 }
  }
}
