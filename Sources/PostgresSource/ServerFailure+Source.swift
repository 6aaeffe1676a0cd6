import PostgresLink
import Records

extension SourceError {
  init(_ failure: ServerFailure, _ name: String) {
    self.init(failure.isLost ? .unavailable : .unreadable, source: name, failure.message, isRetriable: failure.isLost)
  }
}

/// Runs what asks the server; its failures are the source's of that name.
func named<Value>(_ name: String, _ body: () throws(ServerFailure) -> Value) throws(SourceError) -> Value {
  do throws(ServerFailure) { return try body() } catch { throw SourceError(error, name) }
}
