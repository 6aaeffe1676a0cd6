import CommandLineKit
import Foundation
import PostgresSource
import Provenance
import Records

/// One database under watch: its log, its catalogue, its tables, and what is remembered of them.
///
/// The order is always the same: findings are written, then the state that stands behind them, then the database is told that it
/// may forget. Whatever ends in between is done again, and comes to the same findings.
final class Witnessing {
  let address: String
  let home: WitnessHome
  let policy: Policy
  let session: PostgresSession
  let look: WitnessLook
  var state: WitnessState
  var reconciliation: Reconciliation
  var log: PostgresLog?
  /// Found and not yet written.
  var suspicions: [Suspicion] = []
  var events: [Reconciliation.DefinitionEvent] = []
  /// Times of orders that lines were asked about.
  private var parentTimes: [String: Instant?] = [:]
  /// Transactions that were read lately: a snapshot that does not see them yet is too old.
  private var recent: [UInt32] = []
  /// The last audit record that was known when the look began.
  var auditStart: Int64 = 0
  private(set) var transactions = 0
  private(set) var notices: [String] = []

  init(address: String, home: WitnessHome, policy: Policy, session: PostgresSession, state: WitnessState) throws {
    (self.address, self.home, self.policy, self.session, self.state) = (address, home, policy, session, state)
    look = WitnessLook(session)
    reconciliation = Reconciliation(state.installation, policy: policy, columns: [:])
    try refreshColumns()
  }

  var about: WitnessSuspicions { WitnessSuspicions(slot: state.installation.slot, base: state.confirmed) }
  var finding: SuspicionFinding { SuspicionFinding(state.installation, policy) }
  var allTables: [WatchedTable] { state.installation.tables + [Installation.audit] }

  func note(_ text: String) { notices.append(text) }

  func refreshColumns() throws {
    let rights = WitnessRights(session)
    var columns: [TableName: [TableColumn]] = [:]
    for table in allTables {
      columns[table.table] = try reading { () throws(SourceError) in try rights.columns(of: table.table) }
    }
    reconciliation = Reconciliation(state.installation, policy: policy, columns: columns)
  }

  func openLog() throws -> PostgresLog {
    if let log { return log }
    let opened = try reading { () throws(SourceError) in
      try PostgresLog(
        address, slot: state.installation.slot, publication: state.installation.publication, from: state.confirmed)
    }
    log = opened
    return opened
  }

  /// Judges one transaction, and gives what it does to the tables' digests.
  func judge(_ transaction: LogTransaction) throws -> [Reconciliation.Effect] {
    parentTimes.removeAll(keepingCapacity: true)
    let verdict = try reading { () throws(SourceError) in
      try reconciliation.judge(transaction) { parent, key throws(SourceError) in try time(of: parent, key) }
    }
    suspicions += verdict.suspicions
    events += verdict.definitions
    if !transaction.changes.isEmpty { transactions += 1 }
    for effect in verdict.effects where effect.table == Installation.auditTable {
      if effect.new != nil, let id = Int64(effect.place.key) { state.lastAudit = max(state.lastAudit, id) }
    }
    recent.append(transaction.id)
    if recent.count > 2000 { recent.removeFirst(1000) }
    return verdict.effects
  }

  private func time(of parent: WatchedTable.Parent, _ key: String) throws(SourceError) -> Instant? {
    guard let column = state.installation.table(parent.table)?.timeColumn else { return nil }
    if let known = parentTimes["\(parent.table) \(key)"] { return known }
    let text = try look.time(of: parent, key: key, column: column)
    let time = text.flatMap { text in
      Array(text.utf8).withUnsafeBufferPointer { CellParser.time($0) }.map { Instant(microseconds: $0) }
    }
    parentTimes["\(parent.table) \(key)"] = .some(time)
    return time
  }

  func apply(_ effects: [Reconciliation.Effect]) {
    for effect in effects { state.tables[effect.table.description]?.apply(effect) }
  }

  /// Begins a snapshot that sees everything that was read from the log so far.
  func beginSnapshot(_ look: WitnessLook) throws -> Snapshot {
    for _ in 0..<500 {
      let snapshot = try reading { () throws(SourceError) in try look.beginSnapshot() }
      if recent.allSatisfy({ snapshot.sees($0) }) { return snapshot }
      // The server sends a commit a moment before others see it.
      try reading { () throws(SourceError) in try look.endSnapshot() }
      usleep(10_000)
    }
    throw CommandFailure(.unavailable, "\(session.name): what the log has is not seen by others after five seconds")
  }

  /// Findings first, then what is remembered, then the database may let go.
  func settle(at position: LogPosition, _ write: ([Suspicion]) throws -> Void) throws {
    try write(suspicions)
    suspicions = []
    state.confirmed = max(state.confirmed, position)
    try home.save(state)
    home.removeRows(except: state.rowFiles.values)
    if let log { try reading { () throws(SourceError) in try log.confirm(state.confirmed) } }
  }
}
