import Records

/// Puts what was found in one transaction into sentences.
struct SuspicionWriting {
  private let transaction: LogTransaction
  private let slot: String

  init(_ transaction: LogTransaction, slot: String) { (self.transaction, self.slot) = (transaction, slot) }

  func row(
    _ change: LogChange, _ form: RowForm, _ kinds: [Suspicion.Kind], _ match: Twins.Match, placed: Instant?
  ) -> Suspicion {
    let (old, new) = Twins.rows(change.action)
    let key = form.key(of: new ?? old ?? LogRow([])).text
    var columns = form.changes(from: change.relation.keepsOldRows ? old : nil, to: new)
    if !change.relation.keepsOldRows, case .update = change.action { columns = [] }
    var found = suspicion(kinds, "\(change.relation.table):\(key)", at: change.position)
    (found.table, found.key, found.columns) = (change.relation.table, key, columns)
    let subject = "row \(key) of \(change.relation.table)"
    let deed = SuspicionWriting.deed(change.action)
    let what = if case .update = change.action { SuspicionWriting.summary(columns) } else { "" }
    switch match {
    case .none:
      found.witnesses = "the log has it, the audit table has not"
      found.reason =
        "\(subject) was \(deed) around the application: the database's log has it, the audit has no record of it\(what)"
    case .other(let entry):
      found.writer = entry.writer
      found.witnesses = "the log and the audit table differ"
      found.details = [
        .init("audited_old", entry.oldText ?? "nothing"), .init("audited_new", entry.newText ?? "nothing"),
        .init("audit_id", entry.id),
      ]
      found.reason = "\(subject) was \(deed), and the audit's record of it tells other values than the database's log\(what)"
    case .twin(let entry):
      found.writer = entry.writer
      found.witnesses = "the log and the audit table agree"
      found.details = [.init("audit_id", entry.id)]
      found.reason = reason(kinds, subject, deed, what, entry, placed)
    }
    if let placed { found.details.append(.init("placed_at", placed.description)) }
    return found
  }

  private func reason(
    _ kinds: [Suspicion.Kind], _ subject: String, _ deed: String, _ what: String, _ entry: AuditEntry, _ placed: Instant?
  ) -> String {
    let who = SuspicionWriting.name(entry.writer)
    if kinds.contains(.triggersSilenced) {
      return "\(subject) was \(deed) by \(who) in a session that kept the application's triggers from firing\(what)"
    }
    let stranger = kinds.contains(.unexpectedWriter) ? ", who is not among the declared writers" : ""
    guard kinds.contains(.pastChanged), let placed else { return "\(subject) was \(deed) by \(who)\(stranger)\(what)" }
    let days = max(0, transaction.time.day - placed.day)
    return "\(subject), which is of \(placed.date), was \(deed) \(days) days later by \(who)\(stranger)\(what)"
  }

  func truncated(_ change: LogChange, _ match: Twins.Match) -> Suspicion {
    var found = suspicion([.truncated], "\(change.relation.table)", at: change.position)
    found.table = change.relation.table
    found.witnesses = "the log has it, the audit table has not"
    var by = " around the application"
    if case .twin(let entry) = match {
      found.writer = entry.writer
      found.witnesses = "the log and the audit table agree"
      by = " by \(SuspicionWriting.name(entry.writer))"
    } else {
      found.kinds.append(.writtenAround)
    }
    found.reason = "all rows of \(change.relation.table) were erased at once\(by)"
    return found
  }

  func forged(_ entry: AuditEntry, at position: LogPosition) -> Suspicion {
    var found = suspicion([.auditForged], "\(Installation.auditTable):\(entry.id)", at: position)
    (found.table, found.key) = (Installation.auditTable, entry.id)
    found.witnesses = "the audit table has it, the log has not"
    found.writer = entry.writer
    found.details = [
      .init("claimed_table", entry.tableName), .init("claimed_operation", entry.operation.rawValue),
      .init("claimed_old", entry.oldText ?? "nothing"), .init("claimed_new", entry.newText ?? "nothing"),
      .init("claimed_transaction", String(entry.transaction)),
    ]
    found.reason =
      "audit record \(entry.id) was forged: it tells that a row of \(entry.tableName) was \(SuspicionWriting.past(entry.operation)), "
      + (entry.isSealed ? "and the database's log has no such row in this transaction" : "and its seal does not fit its content")
    return found
  }

  func unreadableAudit(_ change: LogChange) -> Suspicion {
    var found = suspicion([.auditForged], "\(Installation.auditTable)", at: change.position)
    found.table = Installation.auditTable
    found.witnesses = "the log has a row of the audit table that no trigger could have written"
    found.reason = "an audit record was forged: it is not in the form that the trigger writes"
    return found
  }

  func auditTouched(_ change: LogChange, old: LogRow?, new: LogRow?) -> Suspicion {
    let isUpdate = if case .update = change.action { true } else { false }
    let row = old ?? new
    let entry = row.flatMap { AuditEntry($0, of: change.relation) }
    let id = entry?.id ?? "?"
    var found = suspicion(
      [isUpdate ? .auditChanged : .auditErased], "\(Installation.auditTable)" + (row == nil ? "" : ":\(id)"), at: change.position)
    found.table = Installation.auditTable
    found.key = row == nil ? nil : id
    found.witnesses = "the log tells what was done to the audit table"
    if let entry {
      found.details = [
        .init("told_table", entry.tableName), .init("told_operation", entry.operation.rawValue),
        .init("told_old", entry.oldText ?? "nothing"), .init("told_new", entry.newText ?? "nothing"),
        .init("told_by", SuspicionWriting.name(entry.writer)),
      ]
    }
    let about = entry.map { ", which told that a row of \($0.tableName) was \(SuspicionWriting.past($0.operation))" } ?? ""
    found.reason =
      row == nil
      ? "the whole audit was erased at once" : "audit record \(id)\(about), was \(isUpdate ? "changed" : "erased") afterwards"
    return found
  }

  /// What belongs to every finding of the transaction.
  func finish(_ suspicions: inout [Suspicion]) {
    for index in suspicions.indices {
      let reason = suspicions[index].reason
      suspicions[index].reason = reason.prefix(1).uppercased() + reason.dropFirst()
    }
  }

  private func suspicion(_ kinds: [Suspicion.Kind], _ subject: String, at position: LogPosition) -> Suspicion {
    var found = Suspicion(kinds: kinds, id: "\(subject)@\(slot):\(position)", witnesses: "", reason: "")
    (found.time, found.transaction, found.position) = (transaction.time, transaction.id, position)
    found.origin = transaction.origin
    return found
  }

  static func name(_ writer: AuditEntry.Writer) -> String {
    let acting = writer.actingRole == writer.sessionRole ? "" : " acting as \(writer.actingRole)"
    return writer.sessionRole + acting + (writer.application.isEmpty ? "" : " through \(writer.application)")
  }

  private static func deed(_ action: LogChange.Action) -> String {
    switch action {
    case .insert: "inserted"
    case .update: "changed"
    case .delete: "deleted"
    case .truncate: "erased"
    }
  }

  private static func past(_ operation: AuditEntry.Operation) -> String {
    switch operation {
    case .insert: "inserted"
    case .update: "changed"
    case .delete: "deleted"
    case .truncate, .definition: "\(operation.rawValue)d"
    }
  }

  /// The first few changes, for a sentence; the evidence has them all.
  private static func summary(_ columns: [Suspicion.ColumnChange]) -> String {
    if columns.isEmpty { return "" }
    let parts = columns.prefix(3).map { "\($0.name) went from \(short($0.old)) to \(short($0.new))" }
    return "; " + parts.joined(separator: ", ") + (columns.count > 3 ? " and \(columns.count - 3) more" : "")
  }

  private static func short(_ text: String?) -> String {
    guard let text else { return "nothing" }
    return text.count > 40 ? text.prefix(39) + "…" : text
  }
}
