import Diagnostics

/// One exported table: a CSV file, and what its columns mean.
public struct DataTable {
  public enum Kind: String, Sendable {
    /// An exact amount, a decimal with four places.
    case money
    case integer, number, flag, time
    case text
    /// An identity that recurs: `1` is not `01`.
    case key

    /// As a table schema calls it.
    var type: String {
      switch self {
      case .money, .number: "number"
      case .integer: "integer"
      case .flag: "boolean"
      case .time: "datetime"
      case .text, .key: "string"
      }
    }
  }

  public struct Column {
    public var name: String
    public var kind: Kind
    /// Empty where there is none.
    public var unit: String
    public var meaning: String
    /// The text of a row's cell; empty where there is no value.
    public var cell: (Int) -> String

    public init(_ name: String, _ kind: Kind, unit: String = "", _ meaning: String, cell: @escaping (Int) -> String) {
      (self.name, self.kind, self.unit, self.meaning, self.cell) = (name, kind, unit, meaning, cell)
    }
  }

  public var name: String
  public var meaning: String
  public var count: Int
  public var columns: [Column]
  /// What tells its rows apart.
  public var key: [String]

  public init(_ name: String, _ meaning: String, count: Int, key: [String], columns: [Column]) {
    (self.name, self.meaning, self.count, self.key, self.columns) = (name, meaning, count, key, columns)
  }

  public var header: String { DataTable.line(columns.map(\.name)) }

  public func line(_ row: Int) -> String { DataTable.line(columns.map { $0.cell(row) }) }

  private static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

  /// By bytes: a line's end of two bytes is one character, and none of these.
  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

/// What the tables are, for programs: a data package as Frictionless Data describes one, with what the notebooks ask for beside it.
public struct DataPackage {
  public var title: String
  public var tables: [DataTable]
  /// What the notebooks ask for, by name, as JSON.
  public var about: [(name: String, json: String)]

  public init(title: String, tables: [DataTable], about: [(name: String, json: String)]) {
    (self.title, self.tables, self.about) = (title, tables, about)
  }

  public var json: String {
    let resources = tables.map { table in
      let fields = table.columns.map { column in
        let unit = column.unit.isEmpty ? "" : ", \"unit\": \(jsonString(column.unit))"
        return
          "          {\"name\": \(jsonString(column.name)), \"type\": \"\(column.kind.type)\", \"kind\": \"\(column.kind.rawValue)\"\(unit), "
          + "\"description\": \(jsonString(column.meaning))}"
      }
      return """
            {
              "name": \(jsonString(table.name)),
              "path": \(jsonString(table.name + ".csv")),
              "description": \(jsonString(table.meaning)),
              "rows": \(table.count),
              "encoding": "utf-8",
              "schema": {
                "fields": [
        \(fields.joined(separator: ",\n"))
                ],
                "missingValues": [""],
                "primaryKey": [\(table.key.map(jsonString).joined(separator: ", "))]
              }
            }
        """
    }
    return """
      {
        "profile": "tabular-data-package",
        "title": \(jsonString(title)),
        "sheriff": {
      \(about.map { "    \(jsonString($0.name)): \($0.json)" }.joined(separator: ",\n"))
        },
        "resources": [
      \(resources.joined(separator: ",\n"))
        ]
      }

      """
  }
}
