/// What one transaction did to the tables that are watched, in the order in which it did it. Only what was committed is in a log.
public struct LogTransaction: Hashable, Sendable {
  public var id: UInt32
  /// Where its commit stands.
  public var commit: LogPosition
  /// Right behind it: whoever has dealt with the transaction goes on from here.
  public var end: LogPosition
  public var time: Instant
  /// The server that the transaction was copied from, where it was.
  public var origin: String?
  public var changes: [LogChange]

  public init(
    id: UInt32, commit: LogPosition, end: LogPosition, time: Instant, origin: String? = nil, changes: [LogChange] = []
  ) {
    (self.id, self.commit, self.end, self.time, self.origin, self.changes) = (id, commit, end, time, origin, changes)
  }
}

/// One row written, or one table emptied.
public struct LogChange: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    case insert(LogRow)
    /// The old row is there where the table's replica identity keeps it, or its key was changed.
    case update(old: LogRow?, new: LogRow)
    case delete(old: LogRow)
    case truncate
  }

  public var position: LogPosition
  public var relation: LogRelation
  public var action: Action

  public init(position: LogPosition, relation: LogRelation, action: Action) {
    (self.position, self.relation, self.action) = (position, relation, action)
  }
}

/// A table as the log describes it before it writes of it.
public struct LogRelation: Hashable, Sendable {
  public struct Column: Hashable, Sendable {
    public var name: String
    public var type: UInt32
    /// Part of what identifies an old row.
    public var isKey: Bool

    public init(name: String, type: UInt32, isKey: Bool) { (self.name, self.type, self.isKey) = (name, type, isKey) }
  }

  public var id: UInt32
  public var table: TableName
  /// Old rows are written whole.
  public var keepsOldRows: Bool
  public var columns: [Column]

  public init(id: UInt32, table: TableName, keepsOldRows: Bool, columns: [Column]) {
    (self.id, self.table, self.keepsOldRows, self.columns) = (id, table, keepsOldRows, columns)
  }

  public func column(named name: String) -> Int? { columns.firstIndex { $0.name == name } }
}

/// A row's values in the order of its relation's columns.
public struct LogRow: Hashable, Sendable {
  public enum Value: Hashable, Sendable {
    case null
    /// A long value that an update left alone and the log does not repeat.
    case unchanged
    /// As the database writes it.
    case text(String)
  }

  public var values: [Value]

  public init(_ values: [Value]) { self.values = values }

  /// The same row, with what the log left out taken from the row before.
  public func completed(from old: LogRow?) -> LogRow {
    guard let old, old.values.count == values.count else { return self }
    var result = self
    for index in values.indices where values[index] == .unchanged { result.values[index] = old.values[index] }
    return result
  }

  public var isComplete: Bool { !values.contains(.unchanged) }
}

/// What reading a log brings.
public enum LogEvent: Hashable, Sendable {
  case transaction(LogTransaction)
  /// A message that someone wrote into the log between the rows; all that was committed before it was delivered before it.
  case message(prefix: String, content: String, LogPosition)
}
