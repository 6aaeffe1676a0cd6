import CommandLineKit
import PostgresSource
import Records

/// A table of a database as a source that goes on.
enum FollowedTableOpening {
  static let options = [
    Option(
      "follow", value: "HOW", "PostgreSQL: by a key that grows, or by the database's log, with corrections and deletes",
      default: "cursor", allowed: ["cursor", "log"]),
    Option("table", value: "NAME", "PostgreSQL: the table, where the schema names none"),
    Option("cursor", value: "COLUMN", "PostgreSQL: the unique column of whole numbers to read on by; default the primary key"),
    Option("slot", value: "NAME", "PostgreSQL, --follow log: the replication slot; default sheriff_watch"),
    Option("from-now", "PostgreSQL, --follow log: begin with what comes, without what is there"),
  ]

  /// What only a database knows says nothing of files.
  static func refuseOptions(_ invocation: Invocation) throws {
    for name in ["table", "cursor", "slot"] where invocation.text(name) != nil {
      throw invocation.usage("--\(name) is for postgres:// alone")
    }
    if invocation.flag("from-now") || invocation.text("follow") == "log" {
      throw invocation.usage("--follow and --from-now are for postgres:// alone")
    }
  }

  static func open(_ address: String, _ invocation: Invocation) throws -> FollowedOpening {
    let isLog = invocation.text("follow") == "log"
    if !isLog, invocation.flag("from-now") || invocation.text("slot") != nil {
      throw invocation.usage("--slot and --from-now want --follow log")
    }
    let slot = invocation.text("slot") ?? "sheriff_watch"
    // The server's own rule, said before it is asked; and a name that needs no quotes anywhere.
    guard !slot.isEmpty, slot.utf8.count <= 63, slot.utf8.allSatisfy(isSlotByte) else {
      throw invocation.usage("`--slot \(slot)`: a slot's name is of lower-case letters, digits and underscores, 63 at most")
    }
    let (followed, best) = try table(address, invocation)
    let symbols = SymbolTable()
    let source: any FollowedSource = try reading { () throws(SourceError) in
      if isLog {
        return try TableLog(
          address, followed, symbols: symbols, settings: .init(slot: slot, fromNow: invocation.flag("from-now")))
      }
      return try TableCursor(address, followed, symbols: symbols)
    }
    return FollowedOpening(source: source, schemaPath: best.entry.path)
  }

  private static func isSlotByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "_")
  }

  private static func table(_ address: String, _ invocation: Invocation) throws -> (FollowedTable, Recognition.Candidate) {
    let library = try SchemaLibrary(invocation)
    let connection = try reading { () throws(SourceError) in try PostgresConnection(address) }
    let key = invocation.text("cursor")
    let wished = invocation.text("table").map(tableName)
    for (_, mapping, table) in TableOpening.tables(library) where wished == nil || wished == table {
      let columns = try reading { () throws(SourceError) in try connection.columns(of: table) }
      let recognition = Recognition(names: columns.map(\.name), kind: mapping.kind, library: library)
      guard !columns.isEmpty, let best = recognition.best else { continue }
      return (FollowedTable(table: table, keyColumn: key, schema: best.entry.schema, mapping: best.mapping), best)
    }
    guard let wished else {
      throw CommandFailure(
        .badData, "\(connection.name): no schema's tables are there",
        hints: ["looked for: \(TableOpening.names(library))", "name a table whose columns are those of an export with --table"])
    }
    let columns = try reading { () throws(SourceError) in try connection.columns(of: wished) }
    guard !columns.isEmpty else {
      throw CommandFailure(.inputMissing, "\(connection.name): there is no table `\(wished)`, or this user may not see it")
    }
    let recognition = Recognition(names: columns.map(\.name), kind: .columns, library: library)
    guard let best = recognition.best else { throw recognition.failure("\(connection.name) \(wished)") }
    return (FollowedTable(table: wished, keyColumn: key, schema: best.entry.schema, mapping: best.mapping), best)
  }

  private static func tableName(_ text: String) -> TableName {
    guard let dot = text.firstIndex(of: ".") else { return TableName(schema: nil, name: text) }
    return TableName(schema: String(text[..<dot]), name: String(text[text.index(after: dot)...]))
  }
}
