import PostgresLink
import Records

/// Records of a table, with the lines that belong to them in other tables, each page as of one moment. Owns its connection; made anew
/// with each, and so is the plan of how columns fill fields.
final class TablePages {
  struct Page {
    var batch: RecordBatch
    /// Of all rows, those of rejects among them, from low to high.
    var keys: [Int64]
  }

  /// A list of the records, and the table in which its elements are.
  struct Lines {
    var shape: TableShape
    var elementKey: String
    var recordKey: String
    var schema: Schema
    var mapping: SourceMapping
    fileprivate var rows: TableRows
  }

  let connection: PostgresConnection
  let head: TableShape
  let key: String
  let lines: [Lines]
  /// The head's schema and mapping, with the keys on which lists are joined behind the fields.
  let recordSchema: Schema
  let recordMapping: SourceMapping
  let notices: [String]
  var source: String { "\(connection.name) \(head.table)" }
  var tables: [TableShape] { [head] + lines.map(\.shape) }
  /// Of all columns of all tables.
  let fingerprint: String

  private let schema: Schema
  private let symbols: SymbolTable
  private let rows: TableRows
  private let opening: String

  init(_ address: String, _ followed: FollowedTable, _ symbols: SymbolTable) throws(SourceError) {
    connection = try PostgresConnection(address)
    // Whoever holds a table for himself is waited for, but not without a word.
    try connection.perform("SET lock_timeout = '5s'; SET standard_conforming_strings = on")
    (schema, self.symbols) = (followed.schema, symbols)
    head = try TableShape(connection, followed.table)
    key = try head.key(followed.keyColumn, connection)
    let own = followed.schema.fields.count
    (recordSchema, recordMapping) =
      followed.hasTableLists
      ? JoinedSource.recordSchema(of: followed.schema, followed.mapping) : (followed.schema, followed.mapping)
    rows = try TableRows(
      header: TablePages.header(head.columns.map(\.name), key: key, recordMapping), schema: recordSchema, mapping: recordMapping,
      joins: own..<recordSchema.fields.count,
      symbols: symbols, source: "\(connection.name) \(head.table)")
    var lines: [Lines] = []
    for list in followed.schema.lists.indices where followed.hasTableLists {
      guard case .table(_, let elementKey, let recordKey, _) = followed.mapping.lists[list],
        let (table, schema, mapping) = JoinedSource.elementSchema(of: followed.schema, list: list, followed.mapping)
      else { continue }
      let shape = try TableShape(connection, table)
      let rows = try TableRows(
        header: shape.columns.map(\.name), schema: schema, mapping: mapping, joins: 0..<1, symbols: symbols,
        source: "\(connection.name) \(shape.table)")
      lines.append(
        Lines(
          shape: shape, elementKey: try TablePages.column(elementKey, of: shape, connection),
          recordKey: try TablePages.column(recordKey, of: head, connection), schema: schema, mapping: mapping, rows: rows))
    }
    self.lines = lines
    notices = rows.notices + lines.flatMap(\.rows.notices)
    let shapes = [head] + lines.map(\.shape)
    let look = TableShape.fingerprints(shapes.map(\.table))
    fingerprint = try connection.perform(look).first?.first.flatMap { $0 } ?? ""
    // While a page is read nobody changes a column. Foreign tables cannot be locked, and are not ours to hold.
    let lockable = shapes.filter { ["r", "p", "v"].contains($0.kind) }.map { ServerNames.quoted($0.table) }
    let lock = lockable.isEmpty ? "" : "LOCK TABLE \(lockable.joined(separator: ", ")) IN ACCESS SHARE MODE; "
    opening = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; \(lock)\(look)"
  }

  /// Where the columns that no field names are a list, the key is none of its elements.
  static func header(_ names: [String], key: String, _ mapping: SourceMapping) -> [String] {
    let isNamed = mapping.fields.joined().contains { $0.lowercased() == key.lowercased() }
    return isNamed ? names : names.map { $0 == key ? "" : $0 }
  }

  private static func column(_ name: String, of shape: TableShape, _ connection: PostgresConnection) throws(SourceError) -> String
  {
    let names = shape.columns.map(\.name)
    let folded = names.filter { $0.lowercased() == name.lowercased() }
    guard let column = names.first(where: { $0 == name }) ?? (folded.count == 1 ? folded[0] : nil) else {
      throw SourceError(
        .badHeader, source: "\(connection.name) \(shape.table)", "there is no column `\(name)`, on which lines are joined")
    }
    return column
  }

  /// Thrown where columns are no longer what they were: whoever gets it connects again.
  static let changed = "the table's columns changed while it was read"

  /// The rows for which a condition holds, in the order of their keys.
  func page(where condition: String, limit: Int? = nil) throws(SourceError) -> Page {
    let found = try connection.perform(opening).first?.first.flatMap { $0 } ?? ""
    guard found == fingerprint else { throw SourceError(.unavailable, source: source, TablePages.changed, isRetriable: true) }
    var pageKeys = SymbolIndex()
    let keys = try records(condition, limit, &pageKeys)
    var batch = rows.take()
    if !lines.isEmpty {
      if let last = keys.last {
        // The same rows again: all that this moment shows of them lies up to the last key.
        let same = limit == nil ? condition : "(\(condition)) AND \(ServerNames.quoted(key)) <= \(last)"
        for list in lines { try elements(of: list, same, &pageKeys) }
      }
      batch = try joined(batch, lines.map { $0.rows.take() })
    }
    try connection.perform("COMMIT")
    return Page(batch: batch, keys: keys)
  }

  func joined(_ batch: RecordBatch, _ lists: [RecordBatch]) throws(SourceError) -> RecordBatch {
    let source = JoinedSource(
      schema: schema, records: BatchAtHand(batch, symbols), lists: lists.map { BatchAtHand($0, symbols) })
    guard let whole = try source.next() else {
      throw SourceError(.internal, source: self.source, "a page that was read is not there")
    }
    return whole
  }

  private func records(_ condition: String, _ limit: Int?, _ pageKeys: inout SymbolIndex) throws(SourceError) -> [Int64] {
    let key = ServerNames.quoted(self.key)
    let query =
      "SELECT \(([key] + TablePages.list(rows.wanted, of: head)).joined(separator: ", ")) FROM "
      + "\(ServerNames.quoted(head.table)) WHERE \(condition) ORDER BY \(key)" + (limit.map { " LIMIT \($0)" } ?? "")
    var keys: [Int64] = []
    try read(query, into: rows, lead: 1, &pageKeys) { line in
      // Where a view gives no key, the condition has left the row out.
      let number = line.withCell(0) { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
      keys.append(number)
      return number
    }
    return keys
  }

  private func elements(of list: Lines, _ condition: String, _ pageKeys: inout SymbolIndex) throws(SourceError) {
    // Elements have the order in which they were put in, as far as the table knows one.
    let order =
      list.shape.primaryKey.isEmpty
      ? "" : " ORDER BY " + list.shape.primaryKey.map(ServerNames.quoted).joined(separator: ", ")
    let query =
      "SELECT \(TablePages.list(list.rows.wanted, of: list.shape).joined(separator: ", ")) FROM "
      + "\(ServerNames.quoted(list.shape.table)) WHERE \(ServerNames.quoted(list.elementKey)) IN (SELECT "
      + "\(ServerNames.quoted(list.recordKey)) FROM \(ServerNames.quoted(head.table)) WHERE \(condition))\(order)"
    try read(query, into: list.rows, lead: 0, &pageKeys) { _ in 0 }
  }

  private func read(
    _ query: String, into rows: TableRows, lead: Int, _ pageKeys: inout SymbolIndex, _ key: (CopyLine) -> Int64
  ) throws(SourceError) {
    try symbols.withIndex { index throws(SourceError) in
      try connection.copy(query) { line throws(SourceError) in
        rows.append(CopiedCells(line: line, lead: lead), key: key(line), index: &index, pageKeys: &pageKeys)
      }
    }
  }

  /// The money type is written with signs and separators of the server's locale.
  private static func list(_ wanted: [Int], of shape: TableShape) -> [String] {
    wanted.map { column in
      let quoted = ServerNames.quoted(shape.columns[column].name)
      return shape.columns[column].isMoney ? "\(quoted)::numeric" : quoted
    }
  }

  /// Keys of rows that are there now, within ranges.
  func keys(within gaps: [KeyGaps.Gap], limit: Int) throws(SourceError) -> [Int64] {
    let key = ServerNames.quoted(key)
    func array(_ numbers: [Int64]) -> String { "{" + numbers.map(String.init).joined(separator: ",") + "}" }
    return try connection.ask(
      """
      SELECT f.key FROM unnest($1::bigint[], $2::bigint[]) AS g(low, high) CROSS JOIN LATERAL (
        SELECT t.\(key) AS key FROM \(ServerNames.quoted(head.table)) AS t WHERE t.\(key) >= g.low AND t.\(key) <= g.high
        ORDER BY 1 LIMIT \(limit)) AS f ORDER BY 1 LIMIT \(limit)
      """, [array(gaps.map(\.low)), array(gaps.map(\.high))]
    ).compactMap { $0.first.flatMap { $0 }.flatMap { Int64($0) } }
  }

  func highestKey() throws(SourceError) -> Int64? {
    let text = try connection.perform(
      "SELECT max(\(ServerNames.quoted(key))) FROM \(ServerNames.quoted(head.table))")
    return text.first?.first.flatMap { $0 }.flatMap { Int64($0) }
  }
}
