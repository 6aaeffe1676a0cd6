import PostgresLink
public import Records

/// A connection that only reads. One owner, one thread.
public final class PostgresConnection: PostgresHandle {
  let link: ServerLink
  /// The address without its password, for messages.
  public let name: String

  public init(_ address: String) throws(SourceError) {
    let name = ServerNames.withoutPassword(address)
    self.name = name
    link = try named(name) { () throws(ServerFailure) in
      let link = try ServerLink([("dbname", address)])
      for setting in [
        "SET application_name = 'sheriff'", "SET default_transaction_read_only = on", "SET datestyle = 'ISO'",
        "SET timezone = 'UTC'", "SET client_encoding = 'UTF8'", "SET extra_float_digits = 3",
      ] { try link.run(setting) }
      return link
    }
  }

  /// The names of a table's columns, in order; empty where there is no such table or no right to read it.
  public func columns(of table: TableName) throws(SourceError) -> [(name: String, isMoney: Bool)] {
    let query = """
      SELECT a.attname, a.atttypid = 'money'::regtype FROM pg_attribute a
      WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """
    return try named(name) { () throws(ServerFailure) in
      try link.texts(query, [ServerNames.quoted(table)]).map { ($0[0] ?? "", $0[1] == "t") }
    }
  }
}
