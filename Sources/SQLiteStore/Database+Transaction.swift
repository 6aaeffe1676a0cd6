import CSQLite

extension Database {
  public enum TransactionKind: String, Sendable {
    /// All that is read is of one moment.
    case reading = "BEGIN"
    /// Nobody else writes until it ends.
    case writing = "BEGIN IMMEDIATE"
  }

  /// All of the body, or nothing of it.
  ///
  /// - failing: makes the caller's error of the store's.
  public func transaction<Value, Failure: Error>(
    _ kind: TransactionKind = .writing, failing: (StoreError) -> Failure, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    do throws(StoreError) { try execute(kind.rawValue) } catch { throw failing(error) }
    let value: Value
    do throws(Failure) { value = try body() } catch {
      abandon()
      throw error
    }
    do throws(StoreError) { try execute("COMMIT") } catch {
      abandon()
      throw failing(error)
    }
    return value
  }

  public func transaction<Value>(
    _ kind: TransactionKind = .writing, _ body: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try transaction(kind, failing: { $0 }, body)
  }

  /// Some failures, such as a full disk, have ended the transaction already.
  private func abandon() {
    if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
  }
}
