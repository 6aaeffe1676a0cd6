import Diagnostics
import Records
import RuleLanguage
import RuleSQL
import Testing

/// Programs and histories as tests write them.
enum Programs {
  private struct Nothing: PackSurroundings {
    func schema(named name: String, usedBy path: String) -> SchemaLookup { .absent(known: []) }
    func listFile(_ name: String, usedBy path: String) -> [UInt8]? { nil }
  }

  static func load(_ text: String) throws -> Program {
    let load = RuleLoad([SourceText(path: "test.rules", text: text)], registry: registry, surroundings: Nothing())
    let complaints = load.files.map { file in
      TextRenderer().render(file.diagnostics.filter { $0.severity == .error }, in: file.source)
    }.joined()
    try #require(load.isSound, "\(complaints)")
    return load.program
  }

  private static let registry = Registry(
    natives: [
      .init(
        "odd", version: 1, parameters: [.type(.integer)], fields: [(name: "chance", type: .percent)], meaning: "how odd it is")
    ],
    baseline: [.init("price", parameters: [.key], type: .number, meaning: "a price")])

  static func query(_ text: String, _ dialect: SQLDialect, _ options: SQLOptions = SQLOptions()) throws -> SQLQuery {
    SQLWriter(try load(text), schema: 0, dialect: dialect, options: options).query()
  }
}

/// Records as a source would make them: a line a record, cells parted by `|`, an empty cell for a missing value. A list's cell
/// holds elements parted by `;`, and their fields by `,`.
struct History {
  let batch: RecordBatch
  let symbols = SymbolTable()

  init(_ schema: Schema, _ lines: String) throws {
    let builder = BatchBuilder(schema: schema)
    for (number, line) in lines.split(separator: "\n").enumerated() {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { History.trimmed($0) }
      try #require(cells.count == schema.fields.count + schema.lists.count, "\(line)")
      symbols.withIndex { index in
        for (field, cell) in zip(schema.fields.indices, cells) {
          var cell = cell
          let fault = cell.withUTF8 { builder.append(Cell(rebasing: $0[...]), to: field, index: &index) }
          if let fault { Issue.record("\(line): \(fault)") }
        }
        for (list, cell) in zip(schema.lists.indices, cells.dropFirst(schema.fields.count)) {
          for element in cell.split(separator: ";") {
            let values = element.split(separator: ",", omittingEmptySubsequences: false).map { History.trimmed($0) }
            for field in schema.lists[list].fields.indices {
              var value = field < values.count ? values[field] : ""
              let fault = value.withUTF8 { builder.list(list).append(Cell(rebasing: $0[...]), to: field, index: &index) }
              if let fault { Issue.record("\(line): \(fault)") }
            }
          }
        }
      }
      builder.finishRow(Int64(number + 1))
    }
    batch = builder.take(end: SourcePosition(source: "test"))
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }

  func statements(_ dialect: SQLDialect, table: TableName? = nil) -> [String] {
    HistoryTable.statements([batch], of: batch.schema, symbols: symbols, dialect: dialect, table: table)
  }
}
