public import Records

/// Holds the log against the audit table, transaction by transaction. Both are read from the log, so nobody can mend one of them
/// afterwards; the audit's rows of a transaction stand in the very same transaction.
public struct Reconciliation {
  /// Where a row is counted.
  public struct Place: Hashable, Sendable {
    public var block: String
    public var key: String

    init(_ key: (first: String, text: String)) { (block, self.key) = (TableDigest.block(firstKey: key.first), key.text) }
  }

  /// What a change of a row does to its table's digest.
  public struct Effect: Hashable, Sendable {
    public var table: TableName
    public var place: Place
    /// Where the row was before, which is elsewhere only if its key was changed.
    public var oldPlace: Place
    /// Of the row before and after; nil where there was none.
    public var old: RowDigest?
    public var new: RowDigest?
    /// The table was emptied.
    public var isTruncate = false
    /// The log does not say enough to keep the digest up.
    public var isUnknown = false
  }

  /// Someone changed a definition, as the audit's event trigger saw it.
  public struct DefinitionEvent: Hashable, Sendable {
    public var entry: AuditEntry
    public var transaction: UInt32
    public var time: Instant
    public var position: LogPosition
  }

  public struct Verdict {
    public var suspicions: [Suspicion] = []
    public var effects: [Effect] = []
    public var definitions: [DefinitionEvent] = []
    public var auditRows = 0
  }

  private let installation: Installation
  private let policy: Policy
  private let columns: [TableName: [TableColumn]]

  /// - columns: of each table as it is now, also those that the log leaves out.
  public init(_ installation: Installation, policy: Policy, columns: [TableName: [TableColumn]]) {
    (self.installation, self.policy, self.columns) = (installation, policy, columns)
  }

  /// - parentTime: when the order was placed that a row belongs to, asked only where the row itself does not say.
  public func judge<Failure>(
    _ transaction: LogTransaction, parentTime: (WatchedTable.Parent, String) throws(Failure) -> Instant?
  ) throws(Failure) -> Verdict {
    var verdict = Verdict()
    var forms: [TableName: RowForm] = [:]
    for change in transaction.changes where forms[change.relation.table] == nil {
      forms[change.relation.table] = form(change.relation)
    }
    let writing = SuspicionWriting(transaction, slot: installation.slot)
    var entries: [(entry: AuditEntry, position: LogPosition)] = []
    for change in transaction.changes where change.relation.table == Installation.auditTable {
      audit(change, transaction, writing, &entries, &verdict)
    }
    var byName: [String: RowForm] = [:]
    for (name, form) in forms { byName[name.description] = form }
    let sound = entries.filter {
      $0.entry.isSealed && $0.entry.transaction == transaction.id && $0.entry.operation != .definition
    }
    var twins = Twins(sound.map(\.entry)) { byName[$0] }
    for change in transaction.changes where change.relation.table != Installation.auditTable {
      // A form that was made of an earlier shape of the table within the transaction is made anew.
      guard
        let form = forms[change.relation.table]?.relation == change.relation
          ? forms[change.relation.table] : self.form(change.relation)
      else { continue }
      verdict.effects.append(effect(of: change, form))
      let match = twins.take(change, form)
      if let found = try suspicion(change, form, match, transaction, writing, parentTime) { verdict.suspicions.append(found) }
    }
    let left = Set(twins.left.map(\.id))
    for (entry, position) in entries where entry.operation != .definition {
      if left.contains(entry.id) || !entry.isSealed || entry.transaction != transaction.id {
        verdict.suspicions.append(writing.forged(entry, at: position))
      }
    }
    for change in transaction.changes where change.relation.table == Installation.auditTable {
      if let form = forms[change.relation.table] { verdict.effects.append(effect(of: change, form)) }
    }
    writing.finish(&verdict.suspicions)
    return verdict
  }

  /// A row that the audit tells of, as it would stand in a hashed table.
  public func audited(_ text: String, of table: TableName) -> (key: String, digest: RowDigest?)? {
    guard let columns = columns[table] else { return nil }
    let relation = LogRelation(
      id: 0, table: table, keepsOldRows: true,
      columns: columns.filter { !$0.isGenerated }.map { .init(name: $0.name, type: 0, isKey: false) })
    guard let form = form(relation), let values = form.values(audited: text), let key = form.keyText(audited: text) else {
      return nil
    }
    return (key, form.digest(values))
  }

  private func form(_ relation: LogRelation) -> RowForm? {
    let watched = relation.table == Installation.auditTable ? Installation.audit : installation.table(relation.table)
    return watched.map {
      RowForm(watched: $0, relation: relation, allColumns: columns[relation.table]?.map(\.name) ?? relation.columns.map(\.name))
    }
  }

  private func audit(
    _ change: LogChange, _ transaction: LogTransaction, _ writing: SuspicionWriting,
    _ entries: inout [(entry: AuditEntry, position: LogPosition)], _ verdict: inout Verdict
  ) {
    switch change.action {
    case .insert(let row):
      verdict.auditRows += 1
      guard let entry = AuditEntry(row, of: change.relation) else {
        verdict.suspicions.append(writing.unreadableAudit(change))
        return
      }
      entries.append((entry, change.position))
      if entry.operation == .definition, entry.isSealed, entry.transaction == transaction.id {
        verdict.definitions.append(
          DefinitionEvent(entry: entry, transaction: transaction.id, time: transaction.time, position: change.position))
      }
    case .update(let old, let new): verdict.suspicions.append(writing.auditTouched(change, old: old, new: new))
    case .delete(let old): verdict.suspicions.append(writing.auditTouched(change, old: old, new: nil))
    case .truncate: verdict.suspicions.append(writing.auditTouched(change, old: nil, new: nil))
    }
  }

  private func effect(of change: LogChange, _ form: RowForm) -> Effect {
    let (old, new) = Twins.rows(change.action)
    let place = Place(form.key(of: new ?? old ?? LogRow([])))
    let oldPlace = old.flatMap { change.relation.keepsOldRows ? Place(form.key(of: $0)) : nil } ?? place
    var effect = Effect(
      table: change.relation.table, place: place, oldPlace: oldPlace, old: old.flatMap(form.digest), new: new.flatMap(form.digest)
    )
    if case .truncate = change.action {
      effect.isTruncate = true
      return effect
    }
    let needsOld = if case .insert = change.action { false } else { true }
    effect.isUnknown = (needsOld && (effect.old == nil || !change.relation.keepsOldRows)) || (new != nil && effect.new == nil)
    return effect
  }

  private func suspicion<Failure>(
    _ change: LogChange, _ form: RowForm, _ match: Twins.Match, _ transaction: LogTransaction, _ writing: SuspicionWriting,
    _ parentTime: (WatchedTable.Parent, String) throws(Failure) -> Instant?
  ) throws(Failure) -> Suspicion? {
    if case .truncate = change.action { return writing.truncated(change, match) }
    let (old, new) = Twins.rows(change.action)
    var kinds: [Suspicion.Kind] = []
    var writer: AuditEntry.Writer?
    switch match {
    case .none: kinds.append(.writtenAround)
    case .other(let entry):
      kinds.append(.contentDiffers)
      writer = entry.writer
    case .twin(let entry):
      writer = entry.writer
      if entry.triggerMode == "replica" { kinds.append(.triggersSilenced) }
    }
    if let writer, !isExpected(writer) { kinds.append(.unexpectedWriter) }
    var placed = (old ?? new).flatMap(form.time)
    if placed == nil, let parent = form.watched.parent, let value = (old ?? new).flatMap({ form.text(parent.column, in: $0) }) {
      placed = try parentTime(parent, value)
    }
    if let placed, policy.isPast(placed, writtenAt: transaction.time) { kinds.append(.pastChanged) }
    if kinds.isEmpty { return nil }
    return writing.row(change, form, kinds, match, placed: placed)
  }

  private func isExpected(_ writer: AuditEntry.Writer) -> Bool {
    let roles = installation.writers
    if !roles.isEmpty, !roles.contains(writer.sessionRole) || !roles.contains(writer.actingRole) { return false }
    return installation.applications.isEmpty || installation.applications.contains(writer.application)
  }
}
