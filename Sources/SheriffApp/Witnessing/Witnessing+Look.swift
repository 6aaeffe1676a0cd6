import CommandLineKit
import Foundation
import PostgresSource
import Provenance
import Records

/// One look at everything: the slot, the log up to now, the definitions, and every row of every table.
extension Witnessing {
  /// - Returns: up to where the log was read.
  func lookAtEverything() throws -> LogPosition {
    try lookAtServer()
    try lookAtSlot()
    try refreshColumns()
    let other = try reading { () throws(SourceError) in try PostgresSession(address) }
    let otherLook = WitnessLook(other)
    let snapshot = try beginSnapshot(otherLook)
    auditStart = state.lastAudit
    let later = try readLog(seenBy: snapshot)
    let reached = log?.reached ?? state.confirmed
    try lookAtDefinitions(WitnessCatalogue(other, state.installation))
    state.looks += 1
    for table in allTables { try lookAtTable(table, otherLook) }
    try reading { () throws(SourceError) in
      state.lastAudit = max(state.lastAudit, try otherLook.lastAudit())
      try otherLook.endSnapshot()
    }
    apply(later)
    state.lookedAt = try reading { () throws(SourceError) in try look.now() }.microseconds
    return reached
  }

  private func lookAtServer() throws {
    let identifier = try reading { () throws(SourceError) in try look.systemIdentifier() }
    if identifier != state.systemIdentifier {
      suspicions.append(about.otherServer(expected: state.systemIdentifier, found: identifier))
      state.systemIdentifier = identifier
      // Positions of one server's log mean nothing in another's.
      state.confirmed = .zero
    }
  }

  private func lookAtSlot() throws {
    let name = state.installation.slot
    let slot = try reading { () throws(SourceError) in try look.slot(name) }
    if let slot, !slot.isOurs {
      throw CommandFailure(
        .configuration, "\(session.name): the slot \(name) is of another database or another plugin than pgoutput",
        hints: ["name another with --slot"])
    }
    if let slot, !slot.isLost {
      if slot.confirmed > state.confirmed, state.confirmed > .zero { suspicions.append(about.slotMoved(to: slot.confirmed)) }
      state.confirmed = max(state.confirmed, slot.confirmed)
      return
    }
    suspicions.append(about.slotGone())
    let script = WitnessScript(state.installation, hasEventTriggers: false, reader: nil)
    try reading { () throws(SourceError) in
      if slot != nil { try session.execute(script.dropSlot) }
      try session.execute(script.slot)
    }
    if let slot = try reading({ () throws(SourceError) in try look.slot(name) }) { state.confirmed = slot.confirmed }
    note("the slot \(name) was made anew, so that watching goes on from here")
  }

  /// Everything that was committed up to now. What the snapshot does not see is counted after the tables were compared.
  private func readLog(seenBy snapshot: Snapshot) throws -> [Reconciliation.Effect] {
    let log = try openLog()
    let mark = UUID().uuidString
    try reading { () throws(SourceError) in try look.mark(mark) }
    var later: [Reconciliation.Effect] = []
    var quiet = 0
    while true {
      guard let event = try reading({ () throws(SourceError) in try log.next(waitMilliseconds: 1000) }) else {
        quiet += 1
        guard quiet < 120 else {
          throw CommandFailure(
            .unavailable, "\(log.name): the log does not come: nothing for two minutes, though it was written to",
            hints: ["does a long transaction hold it up? see pg_stat_activity"])
        }
        continue
      }
      quiet = 0
      switch event {
      case .message(prefix: "sheriff", let content, _) where content == mark: return later
      case .message: break
      case .transaction(let transaction):
        let effects = try judge(transaction)
        if snapshot.sees(transaction.id) { apply(effects) } else { later += effects }
      }
    }
  }

  /// - catalogue: as the snapshot sees it, or as it is.
  func lookAtDefinitions(_ catalogue: WitnessCatalogue) throws {
    let now = try reading { () throws(SourceError) in try catalogue.definitions() }
    let between =
      "\(Instant(microseconds: state.lookedAt)) and \(try reading { () throws(SourceError) in try look.now() })"
    var open = events
    events = []
    for change in DefinitionChange.between(state.definitions, and: now) {
      let event = open.first { event in
        event.transaction == change.new?.transaction || event.entry.tableName == "\(change.kind.rawValue) \(change.name)"
      }
      if event == nil, let transaction = change.new?.transaction, state.told.contains(transaction) { continue }
      let committed = event == nil ? change.new?.transaction.flatMap { catalogue.commitTime(of: $0) } : nil
      suspicions.append(about.definition(change, event: event, committed: committed, between: between))
      if let event { state.told.append(event.transaction) }
    }
    open.removeAll { state.told.contains($0.transaction) }
    for event in open where isRelevant(event, now) {
      suspicions.append(about.definition(event))
      state.told.append(event.transaction)
    }
    state.told.removeFirst(max(0, state.told.count - 1000))
    state.definitions = now
  }

  private func isRelevant(_ event: Reconciliation.DefinitionEvent, _ definitions: [Definition]) -> Bool {
    let name = event.entry.tableName
    if name.hasPrefix("index ") { return false }
    let tables = state.installation.tables.map(\.table.description) + ["\(Installation.schema)."]
    return tables.contains { name.contains($0) } || definitions.contains { name == "\($0.kind.rawValue) \($0.name)" }
      || name == "schema \(Installation.schema)"
  }

  private func lookAtTable(_ table: WatchedTable, _ other: WitnessLook) throws {
    let name = table.table.description
    let present = Set(try reading { () throws(SourceError) in try WitnessRights(session).columns(of: table.table).map(\.name) })
    guard present.isSuperset(of: table.columns) else {
      state.tables[name] = nil
      note(
        "\(name): the table is gone or lacks columns that it had, so its rows are not compared; run `sheriff provenance install`")
      return
    }
    let log = log
    let actual = try reading { () throws(SourceError) in
      try other.read(table) { () throws(SourceError) in try log?.showLife() }
    }
    if let memory = state.tables[name] {
      if memory.isUnsettled {
        note("\(name): its old rows were not in the log, so its hash counts anew from here")
      } else {
        try compare(actual, memory, table)
      }
    }
    state.tables[name] = TableMemory(actual.digest)
    state.rowFiles[name] = try actual.rows.map { try home.saveRows($0, of: table.table, look: state.looks) }
  }

  private static let rowsNamedMax = 20

  private func compare(_ actual: TableReading, _ memory: TableMemory, _ table: WatchedTable) throws {
    let comparison = TableComparison(
      actual, expected: memory, remembered: home.rows(state.rowFiles[table.table.description]), table: table)
    if comparison.blocks.isEmpty { return }
    let isAudit = table.table == Installation.auditTable
    guard var rows = comparison.rows, !rows.isEmpty else {
      suspicions.append(
        about.blocksDiffer(table.table, blocks: comparison.blocks, keys: [], rows: 0, isAudit ? .auditErased : .tableDiffers))
      return
    }
    if isAudit {
      // Where log was lost, records came that the log could not show; that is told once.
      let unseen = rows.filter { $0.change == .appeared }
      rows.removeAll { $0.change == .appeared }
      if !unseen.isEmpty { add(unseen, table.table, .auditUnseen) }
      try name(Array(rows.prefix(Witnessing.rowsNamedMax)), table) { _ in nil }
      let rest = Array(rows.dropFirst(Witnessing.rowsNamedMax))
      if !rest.isEmpty { add(rest, table.table, .auditErased) }
      return
    }
    let explanations = try explanations(of: table)
    let explained = { (row: TableComparison.Row) -> AuditEntry? in
      explanations[row.key].flatMap { $0.digest == row.digest ? $0.entry : nil }
    }
    try name(Array(rows.prefix(Witnessing.rowsNamedMax)), table, explained)
    let rest = rows.dropFirst(Witnessing.rowsNamedMax)
    for (kind, some) in [
      (Suspicion.Kind.tableDiffers, rest.filter { explained($0) == nil }), (.onlyAudited, rest.filter { explained($0) != nil }),
    ] where !some.isEmpty { add(some, table.table, kind) }
  }

  private func name(
    _ rows: [TableComparison.Row], _ table: WatchedTable, _ explained: (TableComparison.Row) -> AuditEntry?
  ) throws {
    let catalogue = WitnessCatalogue(session, state.installation)
    let writers = try reading { () throws(SourceError) in
      try look.writers(of: rows.filter { $0.change != .vanished }.map(\.key), in: table)
    }
    for row in rows {
      let writer = writers[row.key].map { (transaction: $0, time: catalogue.commitTime(of: $0)) }
      suspicions.append(about.rowDiffers(table.table, row, explained: explained(row), writer: writer))
    }
  }

  private func add(_ rows: [TableComparison.Row], _ table: TableName, _ kind: Suspicion.Kind) {
    var blocks: [String] = []
    for row in rows where blocks.last != row.block && !blocks.contains(row.block) { blocks.append(row.block) }
    suspicions.append(about.blocksDiffer(table, blocks: blocks, keys: rows.map(\.key), rows: rows.count, kind))
  }

  /// What the audit alone tells of a table's rows since the log was last read.
  private func explanations(of table: WatchedTable) throws -> [String: (entry: AuditEntry, digest: RowDigest?)] {
    var result: [String: (entry: AuditEntry, digest: RowDigest?)] = [:]
    let audited = try reading { () throws(SourceError) in try look.auditedRows(of: table.table, after: auditStart) }
    for entry in audited {
      guard let text = entry.newText ?? entry.oldText, let row = reconciliation.audited(text, of: table.table) else { continue }
      result[row.key] = (entry, entry.newText == nil ? nil : row.digest)
    }
    return result
  }
}
