/// The whole of a table as one snapshot shows it.
public struct TableReading: Sendable {
  /// Beyond so many rows single rows are not remembered, only blocks.
  public static let rowsMax = 1_000_000

  public private(set) var digest = TableDigest()
  /// Nil where there are too many.
  public private(set) var rows: [String: RowDigest]? = [:]

  private let table: WatchedTable
  private let rowsMax: Int

  public init(_ table: WatchedTable, rowsMax: Int = TableReading.rowsMax) { (self.table, self.rowsMax) = (table, rowsMax) }

  public mutating func add(key: String, digest: RowDigest) {
    self.digest.add(digest, to: table.block(ofKey: key))
    guard rows != nil else { return }
    rows?[key] = digest
    if let count = rows?.count, count > rowsMax { rows = nil }
  }

  // MARK: on the disk

  /// A line a row: its digest, and its key.
  public static func text(of rows: [String: RowDigest]) -> String {
    var text = ""
    for (key, digest) in rows {
      text += "\(digest) " + key.replacing("\\", with: "\\\\").replacing("\n", with: "\\n") + "\n"
    }
    return text
  }

  /// Nil where the text is damaged.
  public static func rows(in text: String) -> [String: RowDigest]? {
    var rows: [String: RowDigest] = [:]
    for line in text.split(separator: "\n") {
      guard let space = line.firstIndex(of: " "), let digest = RowDigest(line[..<space]) else { return nil }
      let key = line[line.index(after: space)...]
      rows[key.contains("\\") ? unescaped(key) : String(key)] = digest
    }
    return rows
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var isEscape = false
    for character in text {
      if isEscape {
        result.append(character == "n" ? "\n" : character)
        isEscape = false
      } else if character == "\\" {
        isEscape = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
