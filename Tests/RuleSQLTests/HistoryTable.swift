import Records
import RuleSQL

/// A history as the statements that make a table of it: a column a field, one of JSON a list, and the records' order.
enum HistoryTable {
  /// - sequenceColumn: the column of the records' order, from 1.
  static func statements(
    _ batches: [RecordBatch], of schema: Schema, symbols: SymbolTable, dialect: SQLDialect, table: TableName? = nil,
    sequenceColumn: String = "sequence"
  ) -> [String] {
    let writer = HistoryWriter(schema: schema, symbols: symbols, dialect: dialect)
    let name = writer.table(table ?? TableName(schema: nil, name: schema.name))
    var rows: [String] = []
    for batch in batches {
      for record in 0..<batch.count { rows.append(writer.row(Int64(rows.count + 1), record, of: batch)) }
    }
    let columns = [(sequenceColumn, "bigint")] + writer.columns
    if dialect == .spark {
      let names = columns.map { writer.identifier($0.0) }.joined(separator: ", ")
      if rows.isEmpty {
        let empty = columns.map { "cast(null as \($0.1)) as \(writer.identifier($0.0))" }.joined(separator: ", ")
        return ["create or replace temporary view \(name) as select \(empty) where false"]
      }
      return [
        "create or replace temporary view \(name) as select * from values\n\(rows.joined(separator: ",\n")) as t(\(names))"
      ]
    }
    let declared = columns.map { "\(writer.identifier($0.0)) \($0.1)" }.joined(separator: ", ")
    var statements = ["drop table if exists \(name)", "create table \(name) (\(declared))"]
    for start in stride(from: 0, to: rows.count, by: 500) {
      statements.append(
        "insert into \(name) values\n\(rows[start..<min(start + 500, rows.count)].joined(separator: ",\n"))")
    }
    return statements
  }
}

/// Writes values as constants of a dialect.
struct HistoryWriter {
  let schema: Schema
  let symbols: SymbolTable
  let dialect: SQLDialect

  func identifier(_ name: String) -> String {
    dialect == .spark
      ? "`" + name.replacing("`", with: "``") + "`" : "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  func table(_ name: TableName) -> String { (name.schema.map { identifier($0) + "." } ?? "") + identifier(name.name) }

  var columns: [(String, String)] {
    schema.fields.map { ($0.name, type($0.type)) } + schema.lists.map { ($0.name, dialect == .spark ? "string" : listType) }
  }

  private var listType: String { dialect == .duckdb ? "json" : "jsonb" }

  private func type(_ type: FieldType) -> String {
    switch type {
    case .identity, .key, .text: dialect == .spark ? "string" : "text"
    case .money: dialect == .postgresql ? "numeric" : "decimal(18, 4)"
    case .percent, .number: dialect == .postgresql ? "double precision" : "double"
    case .integer, .duration: "bigint"
    case .time: dialect == .postgresql ? "timestamptz" : "timestamp"
    case .flag: "boolean"
    }
  }

  func row(_ sequence: Int64, _ record: Int, of batch: RecordBatch) -> String {
    var cells = ["\(sequence)\(dialect == .spark ? "L" : "")"]
    for (field, column) in zip(schema.fields, batch.columns) { cells.append(cell(column, record, field.type)) }
    for (list, elements) in zip(schema.lists, batch.lists) {
      let objects = elements.elements(of: record).map { object(elements, $0, list) }
      cells.append(literal("[\(objects.joined(separator: ","))]"))
    }
    return "(\(cells.joined(separator: ", ")))"
  }

  private func cell(_ column: Column, _ record: Int, _ type: FieldType) -> String {
    guard column.validity[record] else { return "cast(null as \(self.type(type)))" }
    let isSpark = dialect == .spark
    switch column.values {
    case .money(let values):
      let amount = Money(unchecked: values[record]).description
      return isSpark ? "cast('\(amount)' as decimal(20, 4))" : "'\(amount)'"
    case .number(let values): return isSpark ? "\(values[record])D" : "'\(values[record])'"
    case .integer(let values), .duration(let values): return isSpark ? "\(values[record])L" : "'\(values[record])'"
    case .time(let values):
      switch dialect {
      case .postgresql: return "'\(Instant(microseconds: values[record]))'"
      case .duckdb: return "make_timestamp(\(values[record]))"
      case .spark: return "timestamp_micros(\(values[record])L)"
      }
    case .key(let values): return literal(symbols.text(of: values[record]))
    case .text(let texts): return literal(texts[record])
    case .flag(let values): return values[record] ? "true" : "false"
    }
  }

  private func literal(_ text: String) -> String {
    switch dialect {
    case .postgresql: return "E'" + text.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    case .duckdb: return "'" + text.replacing("'", with: "''") + "'"
    case .spark:
      let digits = text.utf8.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
      return "cast(X'\(digits)' as string)"
    }
  }

  // MARK: Lists

  private func object(_ elements: ListColumn, _ element: Int, _ list: ListField) -> String {
    var parts: [String] = []
    for (field, column) in zip(list.fields, elements.columns) where column.validity[element] {
      parts.append("\(json(field.name)):\(value(column, element))")
    }
    return "{\(parts.joined(separator: ","))}"
  }

  private func value(_ column: Column, _ element: Int) -> String {
    switch column.values {
    case .money(let values):
      let amount = Money(unchecked: values[element]).description
      // DuckDB reads a JSON number through binary64.
      return dialect == .duckdb ? json(amount) : amount
    case .number(let values): return "\(values[element])"
    case .integer(let values), .duration(let values): return "\(values[element])"
    case .time(let values): return json(Instant(microseconds: values[element]).description)
    case .key(let values): return json(symbols.text(of: values[element]))
    case .text(let texts): return json(texts[element])
    case .flag(let values): return values[element] ? "true" : "false"
    }
  }

  private func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
