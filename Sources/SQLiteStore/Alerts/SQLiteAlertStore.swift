public import Alerts

/// Alerts in a file of tables. The file's own rules forbid that anything of it is changed or removed but what may change.
public final class SQLiteAlertStore: AlertStore {
  let database: Database

  public init(_ database: Database) { self.database = database }

  // MARK: the store's errors as the room's

  func stored<Value>(_ body: () throws(StoreError) -> Value) throws(AlertError) -> Value {
    do throws(StoreError) { return try body() } catch { throw AlertError(error) }
  }

  func reading<Value>(_ body: () throws(StoreError) -> Value) throws(AlertError) -> Value {
    try stored { () throws(StoreError) in try database.transaction(.reading, body) }
  }

  func writing<Value>(_ body: () throws(AlertError) -> Value) throws(AlertError) -> Value {
    try database.transaction(.writing, failing: AlertError.init, body)
  }
}

extension AlertError {
  init(_ error: StoreError) {
    let code: Code =
      switch error.code {
      case .missing: .missing
      case .foreign, .newer, .damaged: .damaged
      case .unwritable: .unwritable
      case .full: .full
      case .busy: .busy
      case .refused: .refused
      case .internal: .internal
      }
    self.init(code, "\(error.path): \(error.message)", advice: error.advice.map { [$0] } ?? [])
  }
}
