import CPostgres

extension ServerLink {
  /// Several statements as one text, in one turn; the rows of the last one, nil is null.
  public func lastTexts(_ statements: String) throws(ServerFailure) -> [[String?]] {
    let result = PQexec(handle, statements)
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    if status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY { return [] }
    guard status == PGRES_TUPLES_OK else { throw failure(result) }
    let columns = PQnfields(result)
    return (0..<PQntuples(result)).map { row in
      (0..<columns).map { column in
        PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
      }
    }
  }

  /// A text as a literal in a statement.
  public func literal(_ text: String) throws(ServerFailure) -> String {
    guard let escaped = PQescapeLiteral(handle, text, text.utf8.count) else { throw failure(nil) }
    defer { PQfreemem(escaped) }
    return String(cString: escaped)
  }

  /// Whether somebody notified since this was last asked; what the server sent is read by `wait`.
  public func takeNotifications() -> Bool {
    var isNotified = false
    while let notification = PQnotifies(handle) {
      isNotified = true
      PQfreemem(notification)
    }
    return isNotified
  }
}
