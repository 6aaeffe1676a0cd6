import Glibc
import PostgresLink
public import Records

/// A database's log, read through a logical replication slot: every transaction that was committed, in the order of the commits,
/// whoever wrote it and however. Owns the connection; one owner, one thread.
///
/// The server keeps what was not confirmed, so whoever confirms only what is safely kept misses nothing.
public final class PostgresLog {
  private let session: PostgresSession
  private var assembly: LogAssembly
  /// All that was committed before this place has been delivered.
  public private(set) var reached: LogPosition
  private var confirmed: LogPosition

  public var name: String { session.name }

  /// - from: where the reader stands; the slot itself may be behind, and is never asked for less than it has.
  public init(
    _ address: String, slot: String, publication: String, from position: LogPosition, transactionBytesMax: Int = 1 << 30
  ) throws(SourceError) {
    session = try PostgresSession(address, isReplication: true)
    assembly = LogAssembly(transactionBytesMax: transactionBytesMax)
    (reached, confirmed) = (position, position)
    let names = ServerNames.quoted(publication).replacing("'", with: "''")
    let command =
      "START_REPLICATION SLOT \(ServerNames.quoted(slot)) LOGICAL \(position) "
      + "(proto_version '1', publication_names '\(names)', messages 'true')"
    // A reader that died a moment ago may still hold the slot, until the server has noticed.
    for attempt in 0... {
      do throws(ServerFailure) {
        try session.link.beginCopy(command, .both)
        return
      } catch {
        guard error.state == PostgresLog.objectInUse, attempt < 50 else { throw SourceError(error, session.name) }
        usleep(100_000)
      }
    }
  }

  private static let objectInUse = "55006"

  /// The next event; nil where none came within the time.
  public func next(waitMilliseconds: Int) throws(SourceError) -> LogEvent? {
    var deadline = PostgresLog.milliseconds() + waitMilliseconds
    var isOver = false
    while true {
      var copy: [UInt8] = []
      let state = session.link.copied(isPatient: false) { copy = [UInt8]($0) }
      if state == .piece {
        if let event = try take(copy) { return event }
        // A long transaction comes in many pieces; as long as they come, nobody is idle.
        if assembly.isOpen { deadline = PostgresLog.milliseconds() + waitMilliseconds }
        isOver = false
        continue
      }
      guard state == .nothing else { throw ended() }
      // What lies ready is taken even by whoever cannot wait.
      guard !isOver else { return nil }
      let left = max(0, deadline - PostgresLog.milliseconds())
      isOver = left == 0
      try named(name) { () throws(ServerFailure) in try session.link.wait(milliseconds: left) }
    }
  }

  /// Says that everything before this place is safely kept, so that the server may let go of its log.
  public func confirm(_ position: LogPosition) throws(SourceError) {
    confirmed = max(confirmed, position)
    try sendStatus()
  }

  /// Keeps the server from giving us up while we are busy elsewhere.
  public func showLife() throws(SourceError) { try sendStatus() }

  /// Comes back when the server says something, or after so long. That the connection is gone is found by the next read, which says it
  /// better.
  public func wait(milliseconds: Int) { try? session.link.wait(milliseconds: milliseconds) }

  private func take(_ bytes: [UInt8]) throws(SourceError) -> LogEvent? {
    do throws(LogDamage) {
      switch try ReplicationFrame(bytes) {
      case .keepalive(let end, let wantsReply):
        // The server sends commits before it says that it is past them.
        if !assembly.isOpen { reached = max(reached, end) }
        if wantsReply { try replied() }
        return nil
      case .data(let start, let payload):
        let event = try assembly.feed(try LogMessage(bytes, from: payload), at: start, byteCount: bytes.count)
        switch event {
        case .transaction(let transaction): reached = max(reached, transaction.end)
        case .message(_, _, let position): reached = max(reached, position)
        case nil: break
        }
        return event
      }
    } catch {
      throw SourceError(.unreadable, source: name, error.description)
    }
  }

  private func replied() throws(LogDamage) {
    // That the connection is gone is found by the next read, which says it better.
    try? sendStatus()
  }

  private func sendStatus() throws(SourceError) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let microseconds = Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
    let status = ReplicationFrame.status(confirmed: confirmed, now: Instant(microseconds: microseconds))
    try named(name) { () throws(ServerFailure) in try session.link.send(status) }
  }

  private func ended() -> SourceError {
    let failure = session.link.endCopy()
    // The server was told to end, or is ending itself: what comes next comes to whoever asks again.
    guard let failure, !(failure.state ?? "").hasPrefix("57"), !failure.isLost else {
      let reason = failure.map { ": " + $0.message } ?? ""
      return SourceError(.unavailable, source: name, "the server ended the reading of its log" + reason, isRetriable: true)
    }
    return SourceError(failure, name)
  }

  private static func milliseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
  }
}
