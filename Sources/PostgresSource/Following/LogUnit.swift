import Records

/// What a transaction means for one record.
enum LogUnit: Hashable {
  /// All of it is in the log: the row, and per list the rows of its lines.
  case row(LoggedRow, RecordOperation, lines: [[LoggedRow]])
  /// The log has a part of it, so the rest is read from the table: the record whose column has this value.
  case read(column: String, value: String)
  case delete(LoggedRow)
}

struct LoggedRow: Hashable {
  var row: LogRow
  var relation: LogRelation

  /// Nil where it is null, or not said.
  func text(_ column: String) -> String? {
    guard let index = relation.column(named: column), index < row.values.count, case .text(let text) = row.values[index] else {
      return nil
    }
    return text
  }

  /// An old row of which only the key was written says nothing of its other columns.
  func knownText(_ column: String, ofOld isOld: Bool) -> String? {
    guard let index = relation.column(named: column) else { return nil }
    if isOld, !relation.keepsOldRows, !relation.columns[index].isKey { return nil }
    return text(column)
  }
}

/// Takes a transaction apart into what it means for records. Pure.
struct LogReading {
  struct Lines {
    var table: TableName
    var elementKey: String
    var recordKey: String
  }

  let head: TableName
  let key: String
  let lines: [Lines]
  /// Whether the log has all of a row that is wanted.
  let isWhole: (LoggedRow) -> Bool

  struct Result {
    var units: [LogUnit] = []
    var notes: [String] = []
  }

  func units(of transaction: LogTransaction) -> Result {
    lines.isEmpty ? versions(transaction) : records(transaction)
  }

  /// Without lines every change is a version of its own.
  private func versions(_ transaction: LogTransaction) -> Result {
    var result = Result()
    for change in transaction.changes where change.relation.table == head {
      switch change.action {
      case .insert(let row): add(LoggedRow(row: row, relation: change.relation), .insert, &result)
      case .update(let old, let row):
        let new = LoggedRow(row: row, relation: change.relation)
        if let moved = moved(from: old, to: new) { result.units.append(.delete(moved)) }
        add(new, .update, &result)
      case .delete(let old): add(deleted: LoggedRow(row: old, relation: change.relation), &result)
      case .truncate: result.notes.append(LogReading.truncated(head))
      }
    }
    return result
  }

  private func add(_ row: LoggedRow, _ operation: RecordOperation, _ result: inout Result) {
    if isWhole(row) {
      result.units.append(.row(row, operation, lines: []))
    } else if let value = row.text(key) {
      result.units.append(.read(column: key, value: value))
    } else {
      result.notes.append("a row of \(head) is in the log without its \(key), and was passed over")
    }
  }

  private func add(deleted old: LoggedRow, _ result: inout Result) {
    if old.knownText(key, ofOld: true) != nil {
      result.units.append(.delete(old))
    } else {
      result.notes.append(
        "a row of \(head) was deleted, and the log does not say which; ALTER TABLE … REPLICA IDENTITY FULL makes it")
    }
  }

  /// The row before, where the record's key was changed.
  private func moved(from old: LogRow?, to new: LoggedRow) -> LoggedRow? {
    guard let old else { return nil }
    let before = LoggedRow(row: old, relation: new.relation)
    guard let was = before.knownText(key, ofOld: true), was != new.text(key) else { return nil }
    return before
  }

  private static func truncated(_ table: TableName) -> String {
    "\(table) was emptied by TRUNCATE; its records stay as they were seen"
  }
}

extension LogReading {
  /// One record's share of a transaction.
  private struct Share {
    var readBy: (column: String, value: String)
    var head: LoggedRow?
    var isInserted = false
    var deleted: [LoggedRow] = []
    var isGone = false
    var lines: [[LoggedRow]]
    /// Lines that were there before were touched, or the order was there before.
    var needsReading = false
  }

  /// With lines a record is what the transaction left of it: an order and its lines are put in one after the other.
  private func records(_ transaction: LogTransaction) -> Result {
    var result = Result()
    var shares: [Share] = []
    var places: [String: Int] = [:]
    func place(_ column: String, _ value: String) -> Int {
      let name = column + "\u{0}" + value
      if let place = places[name] { return place }
      places[name] = shares.count
      shares.append(Share(readBy: (column, value), lines: Array(repeating: [], count: lines.count)))
      return shares.count - 1
    }
    /// A record is known by its key and by what its lines call it.
    func place(ofHead row: LoggedRow, isOld: Bool) -> Int? {
      var names: [(String, String)] = []
      for column in [key] + lines.map(\.recordKey) {
        if let value = row.knownText(column, ofOld: isOld) { names.append((column, value)) }
      }
      guard let first = names.first else { return nil }
      let found = names.compactMap { places[$0.0 + "\u{0}" + $0.1] }.first ?? place(first.0, first.1)
      for name in names where places[name.0 + "\u{0}" + name.1] == nil { places[name.0 + "\u{0}" + name.1] = found }
      return found
    }
    for change in transaction.changes {
      if change.relation.table == head {
        switch change.action {
        case .truncate: result.notes.append(LogReading.truncated(head))
        case .insert(let row):
          let new = LoggedRow(row: row, relation: change.relation)
          guard let place = place(ofHead: new, isOld: false) else { continue }
          if shares[place].isGone { shares[place].needsReading = true }
          (shares[place].head, shares[place].isInserted, shares[place].isGone) = (new, true, false)
        case .update(let old, let row):
          var new = LoggedRow(row: row, relation: change.relation)
          if let moved = moved(from: old, to: new), let place = place(ofHead: moved, isOld: true) {
            if shares[place].isInserted { shares[place].head = nil } else { shares[place].deleted.append(moved) }
            shares[place].isGone = true
          }
          guard let place = place(ofHead: new, isOld: false) else { continue }
          // What the log leaves out stood in the row that was put in a moment before.
          if shares[place].isInserted { new.row = new.row.completed(from: shares[place].head?.row) }
          if !shares[place].isInserted { shares[place].needsReading = true }
          shares[place].head = new
        case .delete(let old):
          let row = LoggedRow(row: old, relation: change.relation)
          guard let place = place(ofHead: row, isOld: true), row.knownText(key, ofOld: true) != nil else {
            add(deleted: row, &result)
            continue
          }
          if !shares[place].isInserted || shares[place].needsReading { shares[place].deleted.append(row) }
          (shares[place].isGone, shares[place].head, shares[place].isInserted) = (true, nil, false)
        }
      }
      for (list, table) in lines.enumerated() where table.table == change.relation.table {
        func touch(_ row: LoggedRow, isOld: Bool) {
          guard let value = row.knownText(table.elementKey, ofOld: isOld) else {
            result.notes.append(
              "a line in \(table.table) was changed or deleted, and the log does not say of which record; ALTER TABLE … REPLICA IDENTITY "
                + "FULL makes it")
            return
          }
          shares[place(table.recordKey, value)].needsReading = true
        }
        switch change.action {
        case .truncate: result.notes.append(LogReading.truncated(table.table))
        case .insert(let row):
          let new = LoggedRow(row: row, relation: change.relation)
          guard let value = new.text(table.elementKey) else { continue }
          shares[place(table.recordKey, value)].lines[list].append(new)
        case .update(let old, let row):
          if let old { touch(LoggedRow(row: old, relation: change.relation), isOld: true) }
          touch(LoggedRow(row: row, relation: change.relation), isOld: false)
        case .delete(let old): touch(LoggedRow(row: old, relation: change.relation), isOld: true)
        }
      }
    }
    for share in shares { add(share, &result) }
    return result
  }

  private func add(_ share: Share, _ result: inout Result) {
    for old in share.deleted { result.units.append(.delete(old)) }
    if share.isGone { return }
    if let head = share.head, share.isInserted, !share.needsReading, isWhole(head), share.lines.joined().allSatisfy(isWhole) {
      result.units.append(.row(head, .insert, lines: share.lines))
    } else {
      result.units.append(.read(column: share.readBy.column, value: share.readBy.value))
    }
  }
}
