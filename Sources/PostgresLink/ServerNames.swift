public import Records

/// Names as SQL has them, and addresses as people may see them.
public enum ServerNames {
  public static func quoted(_ table: TableName) -> String {
    (table.schema.map { quoted($0) + "." } ?? "") + quoted(table.name)
  }

  public static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  /// `postgres://user:secret@host/db` as `postgres://user@host/db`.
  public static func withoutPassword(_ address: String) -> String {
    guard let scheme = address.firstRange(of: "://"), let at = address[scheme.upperBound...].firstIndex(of: "@"),
      let colon = address[scheme.upperBound..<at].firstIndex(of: ":")
    else { return String(address.prefix { $0 != "?" }) }
    return String((address[..<colon] + address[at...]).prefix { $0 != "?" })
  }
}
