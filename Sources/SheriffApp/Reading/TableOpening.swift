import CSVSource
import CommandLineKit
import Files
import PostgresSource
import Records

/// Records that are spread over tables: in a database, or in a folder with a file a table.
enum TableOpening {
  static func database(_ address: String, _ library: SchemaLibrary) throws -> OpenedSource {
    let connection = try reading { () throws(SourceError) in try PostgresConnection(address) }
    let symbols = SymbolTable()
    for (entry, mapping, table) in tables(library) {
      let columns = try reading { () throws(SourceError) in try connection.columns(of: table) }
      let recognition = Recognition(names: columns.map(\.name), kind: mapping.kind, library: library)
      guard !columns.isEmpty, let best = recognition.best else { continue }
      return try joined(connection.name, best, entry.schema, mapping, byteCount: nil) {
        table, schema, mapping, orderBy throws(SourceError) in
        // A connection serves one COPY at a time, and the tables of a record are read together.
        let source = try PostgresSource(
          PostgresConnection(address), table: table, schema: schema, mapping: mapping, orderBy: orderBy, symbols: symbols)
        return (source, { source.notices })
      }
    }
    throw CommandFailure(
      .badData, "\(connection.name): no schema's tables are there",
      hints: ["looked for: \(names(library))", "name a schema with --schema"])
  }

  static func folder(_ path: String, _ library: SchemaLibrary) throws -> OpenedSource {
    let symbols = SymbolTable()
    for (entry, mapping, table) in tables(library) {
      guard let file = file(of: table, in: path) else { continue }
      let recognition = Recognition(names: try FirstLook(OpenedSource.input(file)).names, kind: mapping.kind, library: library)
      guard let best = recognition.best else { throw recognition.failure(file) }
      return try joined(path, best, entry.schema, mapping, byteCount: FileTree.byteCount(file)) {
        table, schema, mapping, _ throws(SourceError) in
        guard let file = TableOpening.file(of: table, in: path) else {
          throw SourceError(.notFound, source: path, "there is no file for the table `\(table)`, such as \(table.name).csv")
        }
        let source = CSVSource(inputs: [OpenedSource.input(file)], schema: schema, mapping: mapping, symbols: symbols)
        return (source, { source.notices })
      }
    }
    throw CommandFailure(
      .badData, "\(path): no schema's tables are in this folder",
      hints: ["looked for: \(names(library))", "name the files by a pattern, such as '\(path)/*.csv'"])
  }

  private typealias Opening = (TableName, Schema, SourceMapping, [Int]) throws(SourceError) -> (any RecordSource, () -> [String])

  private static func joined(
    _ name: String, _ candidate: Recognition.Candidate, _ schema: Schema, _ mapping: SourceMapping, byteCount: Int64?,
    _ open: Opening
  ) throws -> OpenedSource {
    guard case .table(let table) = mapping.kind else { throw CommandFailure(.internal, "\(name): the mapping is of no table") }
    return try reading { () throws(SourceError) in
      let (recordSchema, recordMapping) = JoinedSource.recordSchema(of: schema, mapping)
      let orderBy = [schema.timeField, schema.identityField].compactMap { $0 }
      let (records, notices) = try open(table, recordSchema, recordMapping, orderBy)
      var lists: [any RecordSource] = []
      for list in schema.lists.indices {
        guard let (table, elementSchema, elementMapping) = JoinedSource.elementSchema(of: schema, list: list, mapping) else {
          continue
        }
        lists.append(try open(table, elementSchema, elementMapping, []).0)
      }
      return OpenedSource(
        name: name, candidate: candidate, records: JoinedSource(schema: schema, records: records, lists: lists), notices: notices,
        byteCount: byteCount)
    }
  }

  /// The tables that schemas are mapped to.
  static func tables(_ library: SchemaLibrary) -> [(SchemaLibrary.Entry, SourceMapping, TableName)] {
    library.entries.flatMap { entry in
      entry.schema.mappings.compactMap { mapping in
        if case .table(let table) = mapping.kind { (entry, mapping, table) } else { nil }
      }
    }
  }

  static func names(_ library: SchemaLibrary) -> String {
    tables(library).map { $0.2.description }.joined(separator: ", ")
  }

  /// `sales.salesorderheader` as SalesOrderHeader.csv, sales.salesorderheader.csv.gz and the like.
  private static func file(of table: TableName, in folder: String) -> String? {
    let wanted = [table.name, table.description].map { $0.lowercased() }
    return FileTree.names(in: folder).first { name in
      var stem = name.lowercased()
      for ending in [".gz", ".zst", ".csv"] where stem.hasSuffix(ending) { stem.removeLast(ending.count) }
      return stem != name.lowercased() && wanted.contains(stem)
    }.map { "\(folder)/\($0)" }
  }
}
