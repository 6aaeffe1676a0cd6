import Records

/// The audit's rows of one transaction, each to be taken by the row of the log that it speaks of.
struct Twins {
  enum Match {
    case twin(AuditEntry)
    /// An entry for the same key that tells something else.
    case other(AuditEntry)
    case none
  }

  private var entries: [AuditEntry]
  private var isTaken: [Bool]
  /// Places among the entries, last first, by what they tell.
  private var byContent: [String: [Int]] = [:]
  private var byKey: [String: [Int]] = [:]
  private var byTable: [String: [Int]] = [:]

  init(_ entries: [AuditEntry], forms: (String) -> RowForm?) {
    self.entries = entries
    isTaken = Array(repeating: false, count: entries.count)
    for (index, entry) in entries.enumerated().reversed() {
      let form = forms(entry.tableName)
      let table = "\(entry.tableName)\n\(entry.operation)"
      byTable[table, default: []].append(index)
      if entry.operation == .truncate { continue }
      guard let form, let content = Twins.content(entry, form) else { continue }
      byContent["\(table)\n\(content)", default: []].append(index)
      if let key = (entry.newText ?? entry.oldText).flatMap({ form.keyText(audited: $0) }) {
        byKey["\(table)\n\(key)", default: []].append(index)
      }
    }
  }

  /// What nobody took.
  var left: [AuditEntry] { zip(entries, isTaken).filter { !$0.1 }.map(\.0) }

  mutating func take(_ change: LogChange, _ form: RowForm) -> Match {
    let table = "\(change.relation.table)\n\(Twins.operation(change.action))"
    if case .truncate = change.action { return Twins.taken(&byTable, table, &isTaken).map { .twin(entries[$0]) } ?? .none }
    let (old, new) = Twins.rows(change.action)
    let (oldValues, newValues) = (old.flatMap(form.values), new.flatMap(form.values))
    let isWhole = change.relation.keepsOldRows && (old == nil) == (oldValues == nil) && (new == nil) == (newValues == nil)
    if isWhole || old == nil {
      let content = "\(table)\n\(Twins.content(oldValues, newValues))"
      if let place = Twins.taken(&byContent, content, &isTaken) { return .twin(entries[place]) }
    }
    let key = form.key(of: new ?? old ?? LogRow([])).text
    if let place = Twins.taken(&byKey, "\(table)\n\(key)", &isTaken) {
      let entry = entries[place]
      return !isWhole && Twins.agree(entry, old, new, form) ? .twin(entry) : .other(entry)
    }
    // Whose columns cannot be told apart is believed for its place alone.
    while let place = byTable[table]?.popLast() {
      if isTaken[place] || Twins.content(entries[place], form) != nil { continue }
      isTaken[place] = true
      return .twin(entries[place])
    }
    return .none
  }

  private static func taken(_ places: inout [String: [Int]], _ name: String, _ isTaken: inout [Bool]) -> Int? {
    while let place = places[name]?.popLast() {
      if isTaken[place] { continue }
      isTaken[place] = true
      return place
    }
    return nil
  }

  static func rows(_ action: LogChange.Action) -> (old: LogRow?, new: LogRow?) {
    switch action {
    case .insert(let new): (nil, new)
    case .update(let old, let new): (old, new)
    case .delete(let old): (old, nil)
    case .truncate: (nil, nil)
    }
  }

  static func operation(_ action: LogChange.Action) -> AuditEntry.Operation {
    switch action {
    case .insert: .insert
    case .update: .update
    case .delete: .delete
    case .truncate: .truncate
    }
  }

  private static func content(_ entry: AuditEntry, _ form: RowForm) -> String? {
    let old = entry.oldText.map { form.values(audited: $0) }
    let new = entry.newText.map { form.values(audited: $0) }
    if case .some(nil) = old { return nil }
    if case .some(nil) = new { return nil }
    return content(old.flatMap { $0 }, new.flatMap { $0 })
  }

  private static func content(_ old: [String?]?, _ new: [String?]?) -> String {
    (old.map(RecordText.compose) ?? "-") + "\n" + (new.map(RecordText.compose) ?? "-")
  }

  /// What the log did write is what the audit has.
  private static func agree(_ entry: AuditEntry, _ old: LogRow?, _ new: LogRow?, _ form: RowForm) -> Bool {
    func agrees(_ text: String?, _ row: LogRow?) -> Bool {
      guard let row else { return true }
      guard let values = text.flatMap({ form.values(audited: $0) }), values.count == row.values.count else { return false }
      return zip(values, row.values).allSatisfy { audited, logged in
        switch logged {
        case .unchanged: true
        // Of an old row that is not kept, all but the key is null.
        case .null: row == old || audited == nil
        case .text(let text): audited == text
        }
      }
    }
    return agrees(entry.oldText, old) && agrees(entry.newText, new)
  }
}
