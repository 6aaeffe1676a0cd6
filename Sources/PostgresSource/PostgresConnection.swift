import CPostgres
public import Records

/// A connection that only reads. Owns the libpq handle; one owner, one thread.
public final class PostgresConnection {
  let handle: OpaquePointer
  /// The address without its password, for messages.
  public let name: String

  public init(_ address: String) throws(SourceError) {
    name = PostgresConnection.withoutPassword(address)
    guard let handle = PQconnectdb(address) else {
      throw SourceError(.internal, source: name, "libpq has no memory for a connection")
    }
    self.handle = handle
    guard PQstatus(handle) == CONNECTION_OK else {
      throw SourceError(.unavailable, source: name, PostgresConnection.message(PQerrorMessage(handle)), isRetriable: true)
    }
    for setting in [
      "SET application_name = 'sheriff'", "SET default_transaction_read_only = on", "SET datestyle = 'ISO'",
      "SET timezone = 'UTC'", "SET client_encoding = 'UTF8'", "SET extra_float_digits = 3",
    ] { try run(setting) }
  }

  deinit { PQfinish(handle) }

  private func run(_ statement: String) throws(SourceError) {
    let result = PQexec(handle, statement)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure() }
  }

  /// The names of a table's columns, in order; empty where there is no such table or no right to read it.
  public func columns(of table: TableName) throws(SourceError) -> [(name: String, isMoney: Bool)] {
    let query = """
      SELECT a.attname, a.atttypid = 'money'::regtype FROM pg_attribute a
      WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """
    let result = PostgresConnection.quoted(table).withCString { argument in
      var arguments: [UnsafePointer<CChar>?] = [argument]
      return PQexecParams(handle, query, 1, nil, &arguments, nil, nil, 0)
    }
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw failure() }
    return (0..<PQntuples(result)).map { row in
      (String(cString: PQgetvalue(result, row, 0)), PQgetvalue(result, row, 1).pointee == CChar(UInt8(ascii: "t")))
    }
  }

  func failure() -> SourceError {
    let isLost = PQstatus(handle) == CONNECTION_BAD
    return SourceError(
      isLost ? .unavailable : .unreadable, source: name, PostgresConnection.message(PQerrorMessage(handle)), isRetriable: isLost)
  }

  static func quoted(_ table: TableName) -> String {
    (table.schema.map { quoted($0) + "." } ?? "") + quoted(table.name)
  }

  static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  static func message(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "PostgreSQL gave no reason" }
    return String(cString: text).split(separator: "\n").joined(separator: "; ")
  }

  /// `postgres://user:secret@host/db` as `postgres://user@host/db`.
  static func withoutPassword(_ address: String) -> String {
    guard let scheme = address.firstRange(of: "://"), let at = address[scheme.upperBound...].firstIndex(of: "@"),
      let colon = address[scheme.upperBound..<at].firstIndex(of: ":")
    else { return String(address.prefix { $0 != "?" }) }
    return String((address[..<colon] + address[at...]).prefix { $0 != "?" })
  }
}
