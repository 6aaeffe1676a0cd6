public import Records

/// What is held against the witnesses themselves and against whole tables; no row of the log speaks of these.
public struct WitnessSuspicions {
  private let slot: String
  /// Where the last look ended, which keeps ids apart that would be alike.
  private let base: LogPosition

  public init(slot: String, base: LogPosition) { (self.slot, self.base) = (slot, base) }

  /// - event: what the audit's event trigger told of the same transaction.
  public func definition(
    _ change: DefinitionChange, event: Reconciliation.DefinitionEvent?, committed: Instant?, between: String
  ) -> Suspicion {
    var found = Suspicion(
      kinds: [.definitionChanged], id: "\(change.kind.rawValue) \(change.name)@\(slot):\(base)",
      witnesses: "the catalogue differs from what was kept", reason: "")
    found.transaction = change.new?.transaction
    (found.time, found.position) = (event?.time ?? committed, event?.position)
    found.writer = event?.entry.writer
    if event != nil { found.witnesses += "; the audit and the log have the command" }
    found.details = [.init("between", between)]
    if let old = change.old { found.details.append(.init("old", old.text)) }
    if let new = change.new, new.text != change.old?.text { found.details.append(.init("new", new.text)) }
    if let command = event?.entry.command { found.details.append(.init("command", command)) }
    let by = event.map { " by " + SuspicionWriting.name($0.entry.writer) } ?? ""
    found.reason = SuspicionText.sentence(change.sentence + by + "; the witnesses depend on it")
    return found
  }

  /// A command that changed something and was undone before anyone looked.
  public func definition(_ event: Reconciliation.DefinitionEvent) -> Suspicion {
    var found = Suspicion(
      kinds: [.definitionChanged], id: "\(event.entry.tableName)@\(slot):\(event.position)",
      witnesses: "the audit and the log have the command", reason: "")
    (found.time, found.transaction, found.position) = (event.time, event.transaction, event.position)
    found.writer = event.entry.writer
    if let command = event.entry.command { found.details.append(.init("command", command)) }
    found.reason = SuspicionText.sentence(
      "\(event.entry.tableName) was redefined by \(SuspicionWriting.name(event.entry.writer)); the witnesses depend on it")
    return found
  }

  public func slotGone() -> Suspicion {
    var found = Suspicion(
      kinds: [.slotGone], id: "slot \(slot)@\(base)", witnesses: "the slot is not in the catalogue",
      reason: "The replication slot \(slot) was dropped: what was written since \(base) can be told from the tables' hashes only")
    found.details = [.init("last_position", base.description)]
    return found
  }

  public func slotMoved(to position: LogPosition) -> Suspicion {
    var found = Suspicion(
      kinds: [.slotMoved], id: "slot \(slot)@\(base)", witnesses: "the slot stands further than we confirmed",
      reason:
        "The replication slot \(slot) was advanced or made anew by someone else, from \(base) to \(position): what was written "
        + "between can be told from the tables' hashes only")
    found.details = [.init("last_position", base.description), .init("found_position", position.description)]
    found.position = position
    return found
  }

  public func otherServer(expected: String, found identifier: String) -> Suspicion {
    var found = Suspicion(
      kinds: [.otherServer], id: "server \(identifier)@\(slot):\(base)", witnesses: "the server's own identifier",
      reason: "This is not the database server that was watched: another cluster, or one that was restored, answers in its place")
    found.details = [.init("expected", expected), .init("found", identifier)]
    return found
  }

  /// - explained: the audit table has the row as it now stands.
  /// - writer: the transaction that the row itself carries, and when it was committed, where that is known.
  public func rowDiffers(
    _ table: TableName, _ row: TableComparison.Row, explained: AuditEntry?, writer: (transaction: UInt32, time: Instant?)?
  ) -> Suspicion {
    let key = row.key
    var found = Suspicion(
      kinds: [explained == nil ? .tableDiffers : .onlyAudited], id: "\(table):\(key)@\(slot):\(base)",
      witnesses: explained == nil
        ? "the table's hash differs from what the log made of it; neither log nor audit has the change"
        : "the log has no such change, the audit table has", reason: "")
    (found.table, found.key, found.writer) = (table, key, explained?.writer)
    found.transaction = explained?.transaction ?? writer?.transaction
    if found.transaction == writer?.transaction { found.time = writer?.time }
    found.details = [.init("block", row.block), .init("change", row.change.rawValue)]
    let behind =
      explained == nil ? "without a trace in log or audit" : "while the log was not read; only the audit has a record of it"
    found.reason = "Row \(key) of \(table) \(row.change.phrase) since the last look, \(behind)"
    return found
  }

  /// Too many rows to name one by one, or rows that are not remembered.
  public func blocksDiffer(_ table: TableName, blocks: [String], keys: [String], rows: Int, _ kind: Suspicion.Kind) -> Suspicion {
    let range = blocks.count == 1 ? blocks[0] : "\(blocks[0]) and \(blocks.count - 1) more ranges"
    var found = Suspicion(
      kinds: [kind], id: "\(table):\(blocks[0]) \(kind.rawValue)@\(slot):\(base)",
      witnesses: "the table's hash differs from what the log made of it",
      reason: "")
    found.table = table
    found.details = [.init("ranges", blocks.prefix(100).joined(separator: "; "))]
    if !keys.isEmpty { found.details.append(.init("keys", keys.prefix(100).joined(separator: ", "))) }
    let count = rows > 0 ? "\(rows) rows" : "Rows"
    found.reason = "\(count) of \(table) with keys \(range) are not what the log made of them"
    return found
  }
}

enum SuspicionText {
  static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
