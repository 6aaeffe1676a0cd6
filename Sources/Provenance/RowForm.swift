import Records

/// The rows of one table as values by column name, whether the log or the audit table tells of them.
struct RowForm {
  let watched: WatchedTable
  let relation: LogRelation
  /// All columns, also the generated ones, which a trigger sees and the log does not.
  let allColumns: [String]

  /// Values in the order of the log's columns; nil where some value was left out.
  func values(_ row: LogRow) -> [String?]? {
    var result: [String?] = []
    for value in row.values {
      switch value {
      case .null: result.append(nil)
      case .text(let text): result.append(text)
      case .unchanged: return nil
      }
    }
    return result
  }

  /// What the trigger wrote, in the order of the log's columns; nil where the columns cannot be told apart any more.
  func values(audited text: String) -> [String?]? {
    guard let values = RecordText.parse(text) else { return nil }
    if values.count == relation.columns.count { return values }
    guard values.count == allColumns.count else { return nil }
    var result: [String?] = []
    for column in relation.columns {
      guard let place = allColumns.firstIndex(of: column.name) else { return nil }
      result.append(values[place])
    }
    return result
  }

  func text(_ name: String, in row: LogRow) -> String? {
    guard let column = relation.column(named: name), column < row.values.count, case .text(let text) = row.values[column] else {
      return nil
    }
    return text
  }

  /// The first of a key's values, and all of them as one text.
  func key(of row: LogRow) -> (first: String, text: String) {
    let values = watched.key.map { text($0, in: row) }
    return (values.first?.flatMap { $0 } ?? "", watched.keyText(values))
  }

  func keyText(audited text: String) -> String? {
    guard let values = values(audited: text) else { return nil }
    return watched.keyText(watched.key.map { name in relation.column(named: name).flatMap { values[$0] } })
  }

  /// Over the columns that were there at installation; nil where one is gone or was left out.
  func digest(_ row: LogRow) -> RowDigest? {
    guard let values = values(row) else { return nil }
    return digest(values)
  }

  func digest(_ values: [String?]) -> RowDigest? {
    var chosen: [String?] = []
    for name in watched.columns {
      guard let column = relation.column(named: name) else { return nil }
      chosen.append(values[column])
    }
    return RowDigest(ofRecord: RecordText.compose(chosen))
  }

  func time(_ row: LogRow) -> Instant? {
    guard let column = watched.timeColumn, let text = text(column, in: row) else { return nil }
    return Array(text.utf8).withUnsafeBufferPointer { CellParser.time($0) }.map { Instant(microseconds: $0) }
  }

  /// Columns in which two rows differ.
  func changes(from old: LogRow?, to new: LogRow?) -> [Suspicion.ColumnChange] {
    relation.columns.compactMap { column in
      let before = old.flatMap { text(column.name, in: $0) }
      let after = new.flatMap { text(column.name, in: $0) }
      return before == after ? nil : Suspicion.ColumnChange(name: column.name, old: before, new: after)
    }
  }
}
