import PostgresLink
public import Records

/// A connection that asks and does, for the witnesses: their installation, their catalogues, their hashes. One owner,
/// one thread.
///
/// Values come and go as text in one fixed form, whatever the server's settings are: the log and the audit table use the same.
public final class PostgresSession: PostgresHandle {
  let link: ServerLink
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
    let name = ServerNames.withoutPassword(address)
    self.name = name
    // Notices of things that are not there yet would only be noise.
    let options = (PostgresSession.textForm + [("client_min_messages", "warning")]).map { "-c \($0.0)=\($0.1)" }
      .joined(separator: " ")
    var settings = [("dbname", address)]
    // What stands behind the address counts over what stands in it.
    settings += [("options", options), ("client_encoding", "UTF8"), ("application_name", PostgresSession.applicationName)]
    if isReplication { settings.append(("replication", "database")) }
    link = try named(name) { () throws(ServerFailure) in try ServerLink(settings) }
  }

  /// Rows of a query; nil is null.
  @discardableResult
  public func rows(_ query: String, _ arguments: [String?] = []) throws(SourceError) -> [[String?]] {
    try named(name) { () throws(ServerFailure) in try link.texts(query, arguments) }
  }

  /// The first value of the first row.
  public func value(_ query: String, _ arguments: [String?] = []) throws(SourceError) -> String? {
    try rows(query, arguments).first?.first ?? nil
  }

  /// Statements whose results nobody reads, as one text.
  public func execute(_ statements: String) throws(SourceError) {
    try named(name) { () throws(ServerFailure) in try link.run(statements) }
  }
}
