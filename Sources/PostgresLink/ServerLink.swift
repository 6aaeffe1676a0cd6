import CPostgres
import Glibc

/// A connection to a PostgreSQL server. Owns the libpq handle; one owner, one thread. What is said over it is its owner's matter.
public final class ServerLink {
  let handle: OpaquePointer
  /// What came last in a COPY; the library's memory, until the next comes.
  var held: UnsafeMutablePointer<CChar>?

  /// - settings: libpq's; a later one stands over an earlier one, and `dbname` may be a whole address.
  public init(_ settings: [(String, String)]) throws(ServerFailure) {
    // libpq copies what it keeps.
    let texts = settings.map { (strdup($0.0), strdup($0.1)) }
    defer { for text in texts { free(text.0); free(text.1) } }
    var keywords = texts.map { UnsafePointer($0.0) } + [nil]
    var values = texts.map { UnsafePointer($0.1) } + [nil]
    guard let handle = PQconnectdbParams(&keywords, &values, 1) else { throw .noMemory }
    self.handle = handle
    guard PQstatus(handle) == CONNECTION_OK else {
      throw ServerFailure(state: nil, ServerFailure.words(PQerrorMessage(handle)), isLost: true)
    }
  }

  deinit {
    PQfreemem(held)
    PQfinish(handle)
  }

  /// Whether the library still takes the connection for one. A server that has gone is found only by asking it.
  public var isOpen: Bool { PQstatus(handle) == CONNECTION_OK }

  /// One statement whose values and answer are in the server's binary form.
  @discardableResult
  public func ask(_ query: String, _ values: [ServerValue] = []) throws(ServerFailure) -> ServerAnswer {
    let result = ServerValue.withPointers(values) { types, pointers, lengths, formats in
      PQexecParams(handle, query, Int32(values.count), types, pointers, lengths, formats, 1)
    }
    guard let result else { throw failure(nil) }
    let answer = ServerAnswer(result)
    let status = PQresultStatus(result)
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else { throw failure(result) }
    return answer
  }

  /// Rows of a query whose values and cells are texts; nil is null.
  @discardableResult
  public func texts(_ query: String, _ values: [String?] = []) throws(ServerFailure) -> [[String?]] {
    let texts = values.map { $0.map { strdup($0) } }
    defer { for text in texts { free(text ?? nil) } }
    var pointers = texts.map { UnsafePointer<CChar>($0 ?? nil) }
    let result = PQexecParams(handle, query, Int32(pointers.count), nil, &pointers, nil, nil, 0)
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    if status == PGRES_COMMAND_OK { return [] }
    guard status == PGRES_TUPLES_OK else { throw failure(result) }
    let columns = PQnfields(result)
    return (0..<PQntuples(result)).map { row in
      (0..<columns).map { column in
        PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
      }
    }
  }

  /// Statements without values whose answers nobody reads, as one text.
  public func run(_ statements: String) throws(ServerFailure) {
    let result = PQexec(handle, statements)
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY else { throw failure(result) }
  }

  func failure(_ result: OpaquePointer?) -> ServerFailure {
    let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
    return ServerFailure(
      state: state, ServerFailure.words(PQerrorMessage(handle)), isLost: PQstatus(handle) == CONNECTION_BAD)
  }
}
