import CommandLineKit
import PostgresSource
import Provenance
import Records

/// Which tables get witnesses: those that a person named, or those of the schema that fits the database.
struct WatchedTables {
  private struct Wish {
    var table: TableName
    var timeColumn: String?
    var parent: WatchedTable.Parent?
  }

  private let wishes: [Wish]

  init(_ invocation: Invocation, _ session: PostgresSession) throws {
    let named = invocation.list("tables").flatMap { $0.split(separator: ",").map(String.init) }
    if !named.isEmpty {
      wishes = try named.map { text in
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let name = parts[0].split(separator: ".", maxSplits: 1).map(String.init)
        guard !name.isEmpty else {
          throw invocation.usage("`--tables \(text)`: expected SCHEMA.TABLE or SCHEMA.TABLE:TIME_COLUMN")
        }
        return Wish(
          table: TableName(schema: name.count == 2 ? name[0] : "public", name: name.last ?? ""),
          timeColumn: parts.count == 2 ? parts[1] : nil)
      }
      return
    }
    let library = try SchemaLibrary(invocation)
    let rights = WitnessRights(session)
    for entry in library.entries {
      for mapping in entry.schema.mappings {
        guard case .table(let table) = mapping.kind,
          try !reading({ () throws(SourceError) in try rights.columns(of: table) }).isEmpty
        else { continue }
        wishes = WatchedTables.wishes(table, mapping, entry.schema)
        return
      }
    }
    throw CommandFailure(
      .badData, "\(session.name): no schema's tables are there", hints: ["name the tables of the orders with --tables"])
  }

  private static func wishes(_ table: TableName, _ mapping: SourceMapping, _ schema: Schema) -> [Wish] {
    let time = schema.timeField.flatMap { mapping.fields[$0].first }
    var result = [Wish(table: table, timeColumn: time)]
    for case .table(let lines, let elementKey, let recordKey, _) in mapping.lists {
      result.append(Wish(table: lines, parent: .init(column: elementKey, table: table, key: recordKey)))
    }
    return result
  }

  /// Complete with keys and columns, once nothing stands in the way.
  func resolved(_ session: PostgresSession, needsSlot: Bool) throws -> [WatchedTable] {
    let rights = WitnessRights(session)
    let tables = wishes.map { TableName(schema: $0.table.schema ?? "public", name: $0.table.name) }
    var obstacles = try reading { () throws(SourceError) in try rights.obstacles(tables, needsSlot: needsSlot) }
    let dated = zip(wishes, tables).filter { $0.0.timeColumn != nil }.map(\.1)
    var result: [WatchedTable] = []
    for (wish, table) in zip(wishes, tables) {
      let (key, columns) = try reading { () throws(SourceError) in (try rights.key(of: table), try rights.columns(of: table)) }
      if columns.isEmpty { continue }
      if key.isEmpty { obstacles.append("\(table) has no primary key, so that a finding could not say which row it is about") }
      if let time = wish.timeColumn, !columns.contains(where: { $0.name == time }) {
        obstacles.append("\(table) has no column `\(time)`")
      }
      var parent = wish.parent
      if parent == nil, wish.timeColumn == nil {
        parent = try reading { () throws(SourceError) in try rights.parent(of: table, among: dated) }
      }
      result.append(
        WatchedTable(
          table: table, key: key, timeColumn: wish.timeColumn, parent: parent,
          columns: columns.filter { !$0.isGenerated }.map(\.name)))
    }
    guard obstacles.isEmpty else {
      throw CommandFailure(
        .configuration, "\(session.name): no witnesses can be installed here", hints: obstacles)
    }
    return result
  }
}
