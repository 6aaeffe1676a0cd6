public import Alerts
import PostgresLink

/// Alerts in a schema of a PostgreSQL database, which several programs may write at once. The tables' own rules forbid that anything is
/// changed or removed but what may change.
///
/// One owner, one thread; another thread or process has a store of its own. A call that fails because the server is away says `.unavailable`,
/// and the next one connects again.
public final class PostgresAlertStore: AlertStore {
  public enum Mode: Sendable { case existing, created }

  /// The address without its password, for messages.
  public let name: String
  private let connecting: StoreConnecting
  private var link: ServerLink?
  /// Of the last step whose end the server did not tell: it may be kept, or not.
  var untold: Checkpoint?
  private var isCommitUntold = false

  /// Connects, and brings the tables up to date.
  ///
  /// - address: `postgres://…`; `?options=-csearch_path%3DNAME` names another schema than `sheriff_alerts`.
  /// - patienceMilliseconds: how long others that write the same are waited for.
  public init(_ address: String, mode: Mode = .created, patienceMilliseconds: Int = 5_000) throws(AlertError) {
    name = PostgresAlertStore.name(of: address)
    connecting = StoreConnecting(
      address: address, name: name, isCreated: mode == .created, patienceMilliseconds: patienceMilliseconds)
    link = try connecting.connected()
  }

  /// An address as people may see it.
  public static func name(of address: String) -> String { ServerNames.withoutPassword(address) }

  /// The version of the tables.
  public func version() throws(AlertError) -> Int {
    try reading { link throws(ServerFailure) in try link.ask("SELECT max(version) FROM store_version").int(0, 0) }
  }

  // MARK: transactions

  /// All that is read is of one moment.
  func reading<Value>(_ body: (ServerLink) throws(ServerFailure) -> Value) throws(AlertError) -> Value {
    try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { link throws(Fault) in
      try asked { () throws(ServerFailure) in try body(link) }
    }
  }

  /// All of the body, or nothing of it. Each statement sees what others have finished: whoever changes what is there locks it first, and so
  /// nobody's work is taken for undone. Rows come in the order of their keys, so that two who lock the same do not wait for each other.
  func writing<Value>(_ body: (ServerLink) throws(Fault) -> Value) throws(AlertError) -> Value {
    // A batch is looked up key by key. What the server remembers of the tables' size may be old, and it would read all of them instead.
    try transaction(
      "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off", body)
  }

  /// So often a transaction that was taken back for another's sake is done anew.
  private static let attemptsMax = 5

  private func transaction<Value>(_ begin: String, _ body: (ServerLink) throws(Fault) -> Value) throws(AlertError) -> Value {
    for attempt in 1... {
      isCommitUntold = false
      let link = try begun(begin)
      do throws(Fault) {
        let value = try body(link)
        isCommitUntold = true
        try asked { () throws(ServerFailure) in try link.run("COMMIT") }
        isCommitUntold = false
        return value
      } catch {
        switch error {
        case .refusal(let refusal):
          abandon(link)
          throw refusal
        case .server(let failure):
          if failure.isAway || !link.isOpen {
            self.link = nil
            throw AlertError(failure.lost, name)
          }
          isCommitUntold = false
          abandon(link)
          guard failure.isCollision, attempt < PostgresAlertStore.attemptsMax else { throw AlertError(failure, name) }
        }
      }
    }
    throw AlertError(.internal, "\(name): a transaction came to no end")
  }

  /// A connection with a transaction in it. One that was lost while nobody asked anything is made anew at once: nothing was begun.
  private func begun(_ begin: String) throws(AlertError) -> ServerLink {
    if let link {
      do throws(ServerFailure) {
        try link.run(begin)
        return link
      } catch {
        self.link = nil
        guard error.isAway || !link.isOpen else { throw AlertError(error, name) }
      }
    }
    let fresh = try connecting.connected()
    do throws(ServerFailure) { try fresh.run(begin) } catch { throw AlertError(error, name) }
    link = fresh
    return fresh
  }

  private func abandon(_ link: ServerLink) {
    do throws(ServerFailure) { try link.run("ROLLBACK") } catch { self.link = nil }
  }

  /// Stores a step that ends in a checkpoint, and remembers it where its end was not told.
  func following<Value>(_ checkpoint: Checkpoint?, _ body: (ServerLink) throws(Fault) -> Value) throws(AlertError) -> Value {
    do throws(AlertError) {
      let value = try writing(body)
      if checkpoint != nil { untold = nil }
      return value
    } catch {
      if isCommitUntold, let checkpoint { untold = checkpoint }
      throw error
    }
  }
}

extension ServerFailure {
  /// Also what only said that it would end.
  fileprivate var lost: ServerFailure { ServerFailure(state: state, message, isLost: true) }
}
