import Foundation
import PostgresLink
public import Records

/// Follows a table by its database's log: whatever was committed, in the order of the commits, corrections and deletes too.
///
/// It begins with a slot, from which on the log is kept; then the table is read as it stands, up to the highest key of that moment; then
/// the log takes over. What comes twice at this seam is the same version of the same record, which is passed over.
///
/// A record's row and the rows of its lines usually come in one transaction. Where they do not, or where the log leaves a long value
/// out, the record is read from the table, and is as it stands there by then; a version in between is not seen.
public final class TableLog: FollowedSource {
  public let symbols: SymbolTable
  public var schema: Schema { followed.schema }
  /// How much log the server keeps for this follower; nil where that is not known.
  public private(set) var lagBytes: Int64?
  /// When the last transaction was committed that was handed over.
  public private(set) var lastCommit: Instant?

  let address: String
  let followed: FollowedTable
  let settings: Settings
  var named = (table: "", key: "")
  var phase = Phase.new
  var rows: Int64 = 0
  var last: Int64?
  var upTo: Int64?
  /// All transactions that end here or before were handed over.
  var position = LogPosition.zero
  /// How much of the next one was.
  var partial: Partial?
  var fingerprint: String?
  /// Whether the server may still need to send again what was handed over.
  var isUnconfirmed = false
  var notices: [SourceNotice] = []

  private var pages: TablePages?
  private var log: PostgresLog?
  private var batches: LogBatches?
  private var queue: [Queued] = []
  /// How far the server's log went when its reading began, and until when that is waited for.
  private var expected = (position: LogPosition.zero, until: ContinuousClock.now)
  private var lagDue = ContinuousClock.now
  private var confirmDue = ContinuousClock.now
  private var isLagTold = false
  private var notesTold: Set<String> = []

  enum Phase: String, Codable { case new, table, log }

  struct Partial: Hashable, Codable {
    var end: LogPosition
    var done: Int
  }

  private struct Queued {
    var unit: LogUnit
    var end: LogPosition
    var time: Instant
    /// Its place among those of its transaction.
    var ordinal: Int
    var isLast: Bool
  }

  public struct Settings: Sendable {
    public var slot: String
    /// Begins with what comes, and leaves out what is there.
    public var fromNow: Bool
    public var pageRows = 4_096
    public var lagMax: Int64 = 1 << 30
    public var idleConfirmEvery = Duration.seconds(10)

    public init(slot: String = "sheriff_watch", fromNow: Bool = false) { (self.slot, self.fromNow) = (slot, fromNow) }
  }

  /// Connects, so that what cannot be followed is said at once.
  public init(_ address: String, _ followed: FollowedTable, symbols: SymbolTable, settings: Settings) throws(SourceError) {
    (self.address, self.followed, self.symbols, self.settings) = (address, followed, symbols, settings)
    _ = try connected()
  }

  private func connected() throws(SourceError) -> TablePages {
    if let pages { return pages }
    let made = try TablePages(address, followed, symbols)
    if fingerprint == nil {
      for notice in made.notices { notices.append(SourceNotice(.plain, source: made.source, notice)) }
    } else if fingerprint != made.fingerprint {
      notices.append(SourceNotice(.odd, source: made.source, "its columns are others than before; they are read as they are now"))
    }
    fingerprint = made.fingerprint
    named = (made.head.table.description, made.key)
    (pages, batches) = (made, nil)
    return made
  }

  private func disconnect() {
    (pages, log, batches) = (nil, nil, nil)
    // The server sends again what was not handed over.
    queue = []
  }

  // MARK: reading

  public func next() throws(SourceError) -> RecordBatch? {
    do throws(SourceError) {
      let pages = try connected()
      if phase == .new { try begin(pages) }
      try lookAtLag(pages)
      if phase == .table {
        if let batch = try stock(pages) { return batch }
        phase = .log
      }
      return try changes(pages)
    } catch {
      disconnect()
      throw error
    }
  }

  private func slot(_ pages: TablePages) throws(SourceError) -> LogSlot {
    LogSlot(session: try PostgresSession(address), name: settings.slot, tables: pages.tables.map(\.table))
  }

  private func begin(_ pages: TablePages) throws(SourceError) {
    position = try slot(pages).open(mayCreate: true)
    if settings.fromNow {
      phase = .log
    } else {
      upTo = try pages.highestKey()
      phase = .table
    }
  }

  /// What the table held when the slot was made.
  private func stock(_ pages: TablePages) throws(SourceError) -> RecordBatch? {
    guard let upTo else { return nil }
    let key = ServerNames.quoted(pages.key)
    let page = try pages.page(where: "\(key) <= \(upTo)" + (last.map { " AND \(key) > \($0)" } ?? ""), limit: settings.pageRows)
    guard let highest = page.keys.last else { return nil }
    last = highest
    return handOver(page.batch)
  }

  private func changes(_ pages: TablePages) throws(SourceError) -> RecordBatch? {
    let batches = try reading(pages)
    let log = try opened(pages)
    while true {
      while queue.count < settings.pageRows, let event = try log.next(waitMilliseconds: 0) {
        if case .transaction(let transaction) = event { try enqueue(transaction, batches, pages) }
      }
      guard !queue.isEmpty else {
        position = max(position, log.reached)
        try confirmIdle(log)
        return nil
      }
      let taken = queue.prefix(settings.pageRows)
      let batch = try batches.batch(of: taken.map(\.unit)[...])
      for notice in batches.takeNotices() { notices.append(SourceNotice(.odd, source: pages.source, notice)) }
      if let end = taken.last {
        lastCommit = end.time
        if end.isLast {
          (position, partial) = (max(position, end.end), nil)
        } else {
          partial = Partial(end: end.end, done: end.ordinal)
        }
      }
      queue.removeFirst(taken.count)
      if queue.isEmpty { position = max(position, log.reached) }
      if let batch { return handOver(batch) }
    }
  }

  private func reading(_ pages: TablePages) throws(SourceError) -> LogBatches {
    if let batches { return batches }
    let made = try LogBatches(pages, symbols)
    batches = made
    return made
  }

  private func opened(_ pages: TablePages) throws(SourceError) -> PostgresLog {
    if let log { return log }
    // A slot that is gone and made anew would begin after what is missing.
    _ = try slot(pages).open(mayCreate: false)
    let made = try PostgresLog(address, slot: settings.slot, publication: settings.slot, from: position)
    let written = try pages.connection.perform("SELECT pg_current_wal_flush_lsn()").first?.first.flatMap { $0 }
    expected = (written.flatMap { LogPosition($0) } ?? .zero, .now + .seconds(5))
    log = made
    return made
  }

  /// The server needs a moment before the first of what it has comes.
  public var isExpectingMore: Bool {
    guard let log else { return false }
    return log.reached < expected.position && .now < expected.until
  }

  private func enqueue(_ transaction: LogTransaction, _ batches: LogBatches, _ pages: TablePages) throws(SourceError) {
    for change in transaction.changes { try batches.prepare(change.relation) }
    let result = batches.reading.units(of: transaction)
    for note in result.notes where notesTold.count < 100 && notesTold.insert(note).inserted {
      notices.append(SourceNotice(.odd, source: pages.source, note))
    }
    let skipped = partial?.end == transaction.end ? partial?.done ?? 0 : 0
    for (index, unit) in result.units.enumerated().dropFirst(skipped) {
      queue.append(
        Queued(
          unit: unit, end: transaction.end, time: transaction.time, ordinal: index + 1, isLast: index + 1 == result.units.count))
    }
  }

  private func handOver(_ batch: RecordBatch) -> RecordBatch {
    isUnconfirmed = true
    rows += Int64(batch.count + batch.rejects.count)
    var batch = batch
    batch.end.row = rows
    return batch
  }

  public func wait(_ limit: Duration) {
    let milliseconds = Int(limit / .milliseconds(1))
    if let log { log.wait(milliseconds: milliseconds) } else { usleep(UInt32(clamping: milliseconds * 1_000)) }
  }

  public func takeNotices() -> [SourceNotice] {
    defer { notices = [] }
    return notices
  }

  // MARK: the server's log

  /// Where nothing of ours comes, others' changes must not be kept for us.
  private func confirmIdle(_ log: PostgresLog) throws(SourceError) {
    guard !isUnconfirmed, .now >= confirmDue else { return }
    confirmDue = .now + settings.idleConfirmEvery
    try log.confirm(position)
  }

  func confirm(upTo position: LogPosition) {
    // What cannot be said now is said with the next checkpoint; the connection's loss is found by the next read.
    if let log, (try? log.confirm(position)) == nil { disconnect() }
  }

  /// The server gives up whom it does not hear of.
  public func showLife() {
    if let log, (try? log.showLife()) == nil { disconnect() }
  }

  private func lookAtLag(_ pages: TablePages) throws(SourceError) {
    guard .now >= lagDue else { return }
    lagDue = .now + .seconds(10)
    let query = "SELECT (pg_current_wal_lsn() - confirmed_flush_lsn)::bigint FROM pg_replication_slots WHERE slot_name = $1"
    lagBytes = try pages.connection.ask(query, [settings.slot]).first?.first.flatMap { $0 }.flatMap { Int64($0) }
    let lag = lagBytes ?? 0
    if lag > settings.lagMax, !isLagTold {
      isLagTold = true
      notices.append(
        SourceNotice(
          .odd, source: pages.source,
          "the server keeps \(lag) bytes of its log for the slot `\(settings.slot)`; it grows until this monitor has caught up"))
    }
    if lag < settings.lagMax / 2 { isLagTold = false }
  }
}
