import CPostgres
import Glibc
public import Records

/// A connection that asks and does, for the witnesses: their installation, their catalogues, their hashes. Owns the libpq handle;
/// one owner, one thread.
///
/// Values come and go as text in one fixed form, whatever the server's settings are: the log and the audit table use the same.
public final class PostgresSession {
  let handle: OpaquePointer
  /// The address without its password, for messages.
  public let name: String

  /// Settings on which the written form of a value depends.
  static let textForm = [
    ("DateStyle", "ISO"), ("TimeZone", "UTC"), ("IntervalStyle", "postgres"), ("extra_float_digits", "3"),
    ("bytea_output", "hex"), ("lc_monetary", "C"), ("search_path", "pg_catalog"),
  ]
  public static let applicationName = "sheriff provenance"

  public convenience init(_ address: String) throws(SourceError) { try self.init(address, isReplication: false) }

  init(_ address: String, isReplication: Bool) throws(SourceError) {
    name = PostgresConnection.withoutPassword(address)
    // Notices of things that are not there yet would only be noise.
    let options = (PostgresSession.textForm + [("client_min_messages", "warning")]).map { "-c \($0.0)=\($0.1)" }
      .joined(separator: " ")
    var settings = [("dbname", address)]
    // What stands behind the address counts over what stands in it.
    settings += [("options", options), ("client_encoding", "UTF8"), ("application_name", PostgresSession.applicationName)]
    if isReplication { settings.append(("replication", "database")) }
    guard let handle = PostgresSession.connect(settings) else {
      throw SourceError(.internal, source: name, "libpq has no memory for a connection")
    }
    self.handle = handle
    guard PQstatus(handle) == CONNECTION_OK else {
      throw SourceError(.unavailable, source: name, PostgresConnection.message(PQerrorMessage(handle)), isRetriable: true)
    }
  }

  deinit { PQfinish(handle) }

  private static func connect(_ settings: [(String, String)]) -> OpaquePointer? {
    // libpq copies what it keeps.
    let texts = settings.map { (strdup($0.0), strdup($0.1)) }
    defer { for text in texts { free(text.0); free(text.1) } }
    var keywords = texts.map { UnsafePointer($0.0) } + [nil]
    var values = texts.map { UnsafePointer($0.1) } + [nil]
    return PQconnectdbParams(&keywords, &values, 1)
  }

  /// Rows of a query; nil is null.
  @discardableResult
  public func rows(_ query: String, _ arguments: [String?] = []) throws(SourceError) -> [[String?]] {
    let texts = arguments.map { $0.map { strdup($0) } }
    defer { for text in texts { free(text ?? nil) } }
    var pointers = texts.map { UnsafePointer<CChar>($0 ?? nil) }
    let result = PQexecParams(handle, query, Int32(pointers.count), nil, &pointers, nil, nil, 0)
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    if status == PGRES_COMMAND_OK { return [] }
    guard status == PGRES_TUPLES_OK else { throw failure() }
    let columns = PQnfields(result)
    return (0..<PQntuples(result)).map { row in
      (0..<columns).map { column in
        PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
      }
    }
  }

  /// The first value of the first row.
  public func value(_ query: String, _ arguments: [String?] = []) throws(SourceError) -> String? {
    try rows(query, arguments).first?.first ?? nil
  }

  /// Statements whose results nobody reads, as one text.
  public func execute(_ statements: String) throws(SourceError) {
    let result = PQexec(handle, statements)
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY else { throw failure() }
  }

  /// Streams a query's rows through COPY.
  func copy(_ query: String, _ body: (CopyLine) throws(SourceError) -> Void) throws(SourceError) {
    let started = PQexec(handle, "COPY (\(query)) TO STDOUT")
    defer { PQclear(started) }
    guard PQresultStatus(started) == PGRES_COPY_OUT else { throw failure() }
    var line = CopyLine()
    while true {
      var bytes: UnsafeMutablePointer<CChar>?
      let count = PQgetCopyData(handle, &bytes, 0)
      defer { PQfreemem(bytes) }
      guard count > 0, let bytes else {
        guard count == -1 else { throw failure() }
        break
      }
      line.parse(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      try body(line)
    }
    var fault: SourceError?
    while let result = PQgetResult(handle) {
      if PQresultStatus(result) != PGRES_COMMAND_OK { fault = failure() }
      PQclear(result)
    }
    if let fault { throw fault }
  }

  func failure() -> SourceError {
    let isLost = PQstatus(handle) == CONNECTION_BAD
    return SourceError(
      isLost ? .unavailable : .unreadable, source: name, PostgresConnection.message(PQerrorMessage(handle)), isRetriable: isLost)
  }
}
