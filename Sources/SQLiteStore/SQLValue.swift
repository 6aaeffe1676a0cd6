/// What stands in a cell of a table, or for a question mark in a statement.
public enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case bytes([UInt8])

  public static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }
  public static func optional(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
  public static func optional(_ value: Double?) -> SQLValue { value.map { .real($0) } ?? .null }
  public static func optional(_ value: Int64?) -> SQLValue { value.map { .integer($0) } ?? .null }
}
