import PostgresLink
import Records

/// Makes batches of what the log says of records, and reads from the table what it does not say. Made anew with each connection.
final class LogBatches {
  private let pages: TablePages
  private let symbols: SymbolTable
  private let moneyScale: Int
  private var plans: [UInt32: Plan] = [:]
  /// What a person should know of columns; each once.
  private(set) var notices: [String] = []

  /// How a table's rows in the log fill fields.
  private struct Plan {
    var relation: LogRelation
    var rows: TableRows
  }

  private struct Named: Hashable {
    var name: String
    var type: UInt32

    init(_ column: LogRelation.Column) { (name, type) = (column.name, column.type) }
    init(_ column: TableShape.Column) { (name, type) = (column.name, column.type) }
  }

  init(_ pages: TablePages, _ symbols: SymbolTable) throws(SourceError) {
    (self.pages, self.symbols) = (pages, symbols)
    let scale = try pages.connection.perform("SELECT pg_catalog.scale('1'::pg_catalog.money::pg_catalog.numeric)")
    moneyScale = scale.first?.first.flatMap { $0 }.flatMap { Int($0) } ?? 2
  }

  var reading: LogReading {
    LogReading(
      head: pages.head.table, key: pages.key,
      lines: pages.lines.map { .init(table: $0.shape.table, elementKey: $0.elementKey, recordKey: $0.recordKey) },
      isWhole: { [weak self] row in self?.isWhole(row) ?? false })
  }

  /// Before rows of a relation are judged or read: the log describes a table anew when it is altered.
  func prepare(_ relation: LogRelation) throws(SourceError) {
    if let known = plans[relation.id], known.relation == relation { return }
    let source = "\(pages.connection.name) \(relation.table)"
    let rows: TableRows
    // What the database computes itself is not in the log, and is read from the table.
    func header(_ shape: TableShape) -> [String] {
      let names = relation.columns.map(\.name)
      let known =
        plans[relation.id]?.relation.columns.map { Named($0) } ?? shape.columns.filter { !$0.isGenerated }.map { Named($0) }
      if known != relation.columns.map({ Named($0) }) {
        notices.append("the columns of \(relation.table) are others than before; they are read as they are now")
      }
      return names + shape.columns.filter { $0.isGenerated && !names.contains($0.name) }.map(\.name)
    }
    if relation.table == pages.head.table {
      let own = pages.recordSchema.fields.count - pages.lines.count
      rows = try TableRows(
        header: TablePages.header(header(pages.head), key: pages.key, pages.recordMapping), schema: pages.recordSchema,
        mapping: pages.recordMapping,
        joins: own..<pages.recordSchema.fields.count, symbols: symbols, source: source)
    } else if let list = pages.lines.first(where: { $0.shape.table == relation.table }) {
      rows = try TableRows(
        header: header(list.shape), schema: list.schema, mapping: list.mapping, joins: 0..<1, symbols: symbols, source: source)
    } else {
      return
    }
    plans[relation.id] = Plan(relation: relation, rows: rows)
  }

  func takeNotices() -> [String] {
    defer { notices = [] }
    return notices
  }

  private func isWhole(_ row: LoggedRow) -> Bool {
    guard let plan = plans[row.relation.id] else { return false }
    return plan.rows.wanted.allSatisfy { $0 < row.row.values.count && row.row.values[$0] != .unchanged }
  }

  /// Nil where nothing came of it.
  func batch(of units: ArraySlice<LogUnit>) throws(SourceError) -> RecordBatch? {
    var batches: [RecordBatch] = []
    var rest = units
    while let first = rest.first {
      let count: Int
      if case .read = first {
        count = rest.prefix { if case .read = $0 { true } else { false } }.count
        try batches.append(contentsOf: readings(rest.prefix(count)))
      } else {
        count = try append(direct: rest, to: &batches)
      }
      rest = rest.dropFirst(count)
    }
    return RecordBatch.joined(batches.filter { $0.count + $0.rejects.count > 0 })
  }

  // MARK: what the log says whole

  /// How many of the units were taken: up to the next that is to be read, or to a record that comes again.
  private func append(direct units: ArraySlice<LogUnit>, to batches: inout [RecordBatch]) throws(SourceError) -> Int {
    var pageKeys = SymbolIndex()
    var seen: Set<String> = []
    var count = 0
    var heads: [TableRows] = []
    try symbols.withIndex { index throws(SourceError) in
      units: for unit in units {
        switch unit {
        case .read: break units
        case .delete(let old):
          guard let rows = plan(old, &heads) else { break units }
          rows.append(
            LoggedCells(old.keyOnly, old.relation, columns: rows.wanted, moneyScale: moneyScale), key: try key(old),
            operation: .delete, index: &index, pageKeys: &pageKeys)
        case .row(let head, let operation, let lines):
          // Lines find their record by its key, so it comes once in a run.
          if !pages.lines.isEmpty, !seen.insert(head.text(pages.key) ?? "").inserted { break units }
          guard let rows = plan(head, &heads) else { break units }
          rows.append(
            LoggedCells(head.row, head.relation, columns: rows.wanted, moneyScale: moneyScale), key: try key(head),
            operation: operation, index: &index, pageKeys: &pageKeys)
          for line in lines.joined() {
            guard let rows = plans[line.relation.id]?.rows else { continue }
            rows.append(
              LoggedCells(line.row, line.relation, columns: rows.wanted, moneyScale: moneyScale), key: 0, index: &index,
              pageKeys: &pageKeys)
          }
        }
        count += 1
      }
    }
    guard let rows = heads.first else {
      throw SourceError(.internal, source: pages.source, "the log speaks of a table that it did not describe")
    }
    let batch = rows.take()
    guard !pages.lines.isEmpty else {
      batches.append(batch)
      return count
    }
    // A list whose table was not written yet has no plan, and no elements.
    let lists = pages.lines.map { list in
      plans.values.first { $0.relation.table == list.shape.table }?.rows.take()
        ?? BatchBuilder(schema: list.schema).take(
          end: SourcePosition(source: pages.source))
    }
    batches.append(try pages.joined(batch, lists))
    return count
  }

  /// The plan of a row of the head's; nil where it is another than the run's, since the table was altered in between.
  private func plan(_ row: LoggedRow, _ used: inout [TableRows]) -> TableRows? {
    guard let rows = plans[row.relation.id]?.rows else { return nil }
    if used.isEmpty { used.append(rows) }
    return used[0] === rows ? rows : nil
  }

  private func key(_ row: LoggedRow) throws(SourceError) -> Int64 {
    guard let key = row.text(pages.key).flatMap({ Int64($0) }) else {
      throw SourceError(.badSchema, source: pages.source, "a row of the log has no whole number as its `\(pages.key)`")
    }
    return key
  }

  // MARK: what it does not

  private func readings(_ units: ArraySlice<LogUnit>) throws(SourceError) -> [RecordBatch] {
    var wanted: [String: [String]] = [:]
    var columns: [String] = []
    for case .read(let column, let value) in units {
      if wanted[column] == nil { columns.append(column) }
      wanted[column, default: []].append(value)
    }
    var batches: [RecordBatch] = []
    for column in columns {
      var literals: [String] = []
      for value in Set(wanted[column] ?? []).sorted() { literals.append(try pages.connection.literal(value)) }
      var batch = try pages.page(
        where: "\(ServerNames.quoted(column)) IN (\(literals.joined(separator: ", ")))"
      ).batch
      batch.operations = Array(repeating: .update, count: batch.count)
      batches.append(batch)
    }
    return batches
  }
}

extension LoggedRow {
  /// An old row, of which a table that keeps only keys says nothing else.
  fileprivate var keyOnly: LogRow {
    guard !relation.keepsOldRows else { return row }
    return LogRow(zip(relation.columns, row.values).map { $0.isKey ? $1 : .null })
  }
}
