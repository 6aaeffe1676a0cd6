/// A row that is no record: kept, counted and said, never silently lost.
public struct RejectedRecord: Hashable, Sendable {
  public enum Reason: String, Sendable, CaseIterable {
    case badCell = "bad-cell"
    case missingValue = "missing-value"
    case wrongFieldCount = "wrong-field-count"
    case badQuoting = "bad-quoting"
    case badEncoding = "bad-encoding"
    case badSyntax = "bad-syntax"
    case tooLong = "too-long"
    case noMatch = "no-match"
  }

  public var source: String
  /// The physical line on which the row begins, counting from 1; 0 where the source has no lines.
  public var line: Int
  public var row: Int64
  /// The column or path at fault, where one is.
  public var column: String?
  /// The value at fault, cut to a readable length.
  public var value: String?
  public var reason: Reason
  /// One sentence, lower case: what is wrong and what was expected.
  public var message: String
  /// The row as it stood, bytes that are no UTF-8 replaced.
  public var text: String

  public init(
    source: String, line: Int, row: Int64, column: String? = nil, value: String? = nil, reason: Reason, message: String,
    text: String
  ) {
    (self.source, self.line, self.row, self.column) = (source, line, row, column)
    (self.value, self.reason, self.message, self.text) = (value, reason, message, text)
  }
}

extension RejectedRecord {
  /// How much of a value a reject shows.
  static let shownBytesMax = 200

  /// A faulty value as a person may see it: at most a line, bytes that are no UTF-8 replaced.
  public static func shown(_ cell: Cell) -> String {
    let text = String(decoding: cell.prefix(shownBytesMax), as: UTF8.self)
    return cell.count > shownBytesMax ? text + "…" : text
  }
}
