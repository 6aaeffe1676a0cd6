import Records

/// One row's cells as the database writes them, wherever they come from.
protocol RowCells {
  func isNull(_ index: Int) -> Bool
  func withCell<Result>(_ index: Int, _ body: (Cell) -> Result) -> Result
  /// The row's cells between tabs, for a reject.
  var text: String { get }
}

/// What COPY brings, behind the columns that are not the record's.
struct CopiedCells: RowCells {
  let line: CopyLine
  let lead: Int

  func isNull(_ index: Int) -> Bool { line.isNull(index + lead) }

  func withCell<Result>(_ index: Int, _ body: (Cell) -> Result) -> Result { line.withCell(index + lead, body) }

  var text: String { line.text }
}

/// What the log brings: the same texts as COPY's, but for money.
struct LoggedCells: RowCells {
  private let cells: [String?]

  /// - columns: which of the relation's columns are wanted, in order; those behind its last are not in the log.
  /// - moneyScale: places behind the point that the server's money has.
  init(_ row: LogRow, _ relation: LogRelation, columns: [Int], moneyScale: Int) {
    cells = columns.map { column in
      guard column < row.values.count, case .text(let text) = row.values[column] else { return nil }
      return relation.columns[column].type == TableShape.moneyType ? LoggedCells.number(ofMoney: text, scale: moneyScale) : text
    }
  }

  func isNull(_ index: Int) -> Bool { cells[index] == nil }

  func withCell<Result>(_ index: Int, _ body: (Cell) -> Result) -> Result {
    var text = cells[index] ?? ""
    return text.withUTF8(body)
  }

  var text: String { cells.map { $0 ?? "" }.joined(separator: "\t") }

  /// `-$2,024.99` as `-2024.99`. The log's connection writes money with two places, whatever the server's currency has.
  static func number(ofMoney text: String, scale: Int) -> String {
    var digits = text.filter { $0.isASCII && $0.isNumber }
    let isNegative = text.contains("-") || text.contains("(")
    if digits.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.count) + digits }
    let whole = digits.dropLast(scale)
    return (isNegative ? "-" : "") + whole + (scale > 0 ? "." + digits.suffix(scale) : "")
  }
}
