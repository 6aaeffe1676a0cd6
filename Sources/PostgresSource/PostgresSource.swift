import PostgresLink
public import Records

/// Records of one PostgreSQL table, streamed through COPY: one round trip, whatever the table's size.
public final class PostgresSource: RecordSource {
  public let schema: Schema
  public let symbols: SymbolTable
  /// What a person should know about the table's columns.
  public let notices: [String]

  private let connection: PostgresConnection
  private let table: TableName
  private let plan: ColumnPlan
  /// Per field of the plan, where its columns stand among those that are selected.
  private let selected: [[Int]]
  private let names: [String]
  private let builder: BatchBuilder
  private let batchRows: Int
  private let orderBy: [String]
  private let columns: [(name: String, isMoney: Bool)]
  private var row: Int64 = 0
  private var state = State.waiting
  private enum State { case waiting, copying, done }

  /// - orderBy: fields of the schema; rows come in their order, so that a history has one order wherever it is kept.
  public init(
    _ connection: PostgresConnection, table: TableName, schema: Schema, mapping: SourceMapping, orderBy: [Int],
    symbols: SymbolTable, batchRows: Int = 4096
  ) throws(SourceError) {
    (self.connection, self.table, self.schema, self.symbols, self.batchRows) = (connection, table, schema, symbols, batchRows)
    columns = try connection.columns(of: table)
    guard !columns.isEmpty else {
      throw SourceError(.notFound, source: connection.name, "there is no table `\(table)`, or this user may not see it")
    }
    plan = try ColumnPlan(
      header: columns.map(\.name), schema: schema, mapping: mapping, symbols: symbols, source: "\(connection.name) \(table)")
    notices = plan.notices
    let wanted = Array(Set(plan.fields.joined())).sorted()
    selected = plan.fields.map { $0.compactMap { wanted.firstIndex(of: $0) } }
    let all = columns
    names = wanted.map { all[$0].name }
    self.orderBy = orderBy.compactMap { [plan] field in plan.fields[field].first.map { all[$0].name } }
    builder = BatchBuilder(schema: schema)
  }

  deinit {
    if state == .copying { connection.link.cancelCopy() }
  }

  public func next() throws(SourceError) -> RecordBatch? {
    if state == .waiting { try begin() }
    guard state == .copying else { return nil }
    var line = CopyLine()
    try symbols.withIndex { index throws(SourceError) in
      while builder.count + builder.rejects.count < batchRows {
        guard try read(&line) else { return }
        row += 1
        if let reject = appendRow(line, index: &index) {
          builder.abandonRow()
          builder.rejects.append(reject)
        } else {
          builder.finishRow(row)
        }
      }
    }
    guard builder.count + builder.rejects.count > 0 else { return nil }
    return builder.take(end: SourcePosition(source: "\(connection.name) \(table)", row: row))
  }

  private func begin() throws(SourceError) {
    let list = names.map { name in
      let quoted = ServerNames.quoted(name)
      // The money type is written with signs and separators of the server's locale.
      return columns.first { $0.name == name }?.isMoney == true ? "\(quoted)::numeric" : quoted
    }
    let order = orderBy.isEmpty ? "" : " ORDER BY " + orderBy.map(ServerNames.quoted).joined(separator: ", ")
    let query = "COPY (SELECT \(list.joined(separator: ", ")) FROM \(ServerNames.quoted(table))\(order)) TO STDOUT"
    try named(connection.name) { () throws(ServerFailure) in try connection.link.beginCopy(query, .out) }
    state = .copying
  }

  /// False at the end.
  private func read(_ line: inout CopyLine) throws(SourceError) -> Bool {
    if connection.link.copied({ line.parse($0) }) == .piece { return true }
    state = .done
    if let failure = connection.link.endCopy() { throw SourceError(failure, connection.name) }
    return false
  }

  private func appendRow(_ line: CopyLine, index: inout SymbolIndex) -> RejectedRecord? {
    for field in selected.indices {
      let column = selected[field].first { !line.isNull($0) }
      let fault =
        if let column { line.withCell(column) { builder.append($0, to: field, index: &index) } } else {
          builder.appendMissing(to: field, index: &index)
        }
      guard let fault else { continue }
      let shown = (column ?? selected[field].first).map { names[$0] }
      return RejectedRecord(
        source: "\(connection.name) \(table)", line: 0, row: row, column: shown,
        value: column.map { line.withCell($0, RejectedRecord.shown) }, reason: fault.reason,
        message: fault.message(field: schema.fields[field].name), text: line.text)
    }
    return nil
  }
}
