import PostgresLink
import Records

/// What every connection of this room does: ask, do, stream.
protocol PostgresHandle: AnyObject {
  var link: ServerLink { get }
  var name: String { get }
}

extension PostgresHandle {
  /// Rows of a query; nil is null.
  func ask(_ query: String, _ arguments: [String?] = []) throws(SourceError) -> [[String?]] {
    try asked { () throws(ServerFailure) in try link.texts(query, arguments) }
  }

  /// Statements as one text; the rows of the last one, where it has some.
  @discardableResult
  func perform(_ statements: String) throws(SourceError) -> [[String?]] {
    try asked { () throws(ServerFailure) in try link.lastTexts(statements) }
  }

  /// Streams a query's rows through COPY. Where the body throws, rows are still on their way: whoever throws lets go of the connection.
  func copy(_ query: String, _ body: (CopyLine) throws(SourceError) -> Void) throws(SourceError) {
    try asked { () throws(ServerFailure) in try link.beginCopy("COPY (\(query)) TO STDOUT", .out) }
    var line = CopyLine()
    while link.copied({ line.parse($0) }) == .piece { try body(line) }
    if let failure = link.endCopy() { throw error(failure) }
  }

  /// A text as a literal of the server's, whatever its settings for backslashes are.
  func literal(_ text: String) throws(SourceError) -> String {
    try asked { () throws(ServerFailure) in try link.literal(text) }
  }

  private func asked<Value>(_ body: () throws(ServerFailure) -> Value) throws(SourceError) -> Value {
    do throws(ServerFailure) { return try body() } catch { throw self.error(error) }
  }

  /// A server that ends, or has no room for now, is asked again; one that refuses will refuse again.
  private func error(_ failure: ServerFailure) -> SourceError {
    let isPassing = ["08", "40", "53", "55", "57"].contains { failure.state?.hasPrefix($0) ?? false }
    guard isPassing || failure.isLost else { return SourceError(failure, name) }
    return SourceError(.unavailable, source: name, failure.message, isRetriable: true)
  }
}
