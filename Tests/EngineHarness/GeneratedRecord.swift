public import Records

/// One record of a history, as a source would deliver it.
public struct GeneratedRecord: Hashable, Sendable {
  /// Its number in its source; numbers may be left out, as those of rejected rows are.
  public var row: Int64
  public var operation: RecordOperation
  /// Per field of the schema its cell; nil where the record has none.
  public var cells: [String?]
  /// Per list of the schema, per element, per field of the element.
  public var lists: [[[String?]]]
  /// What the record is there for.
  public var events: [HistoryEvent]

  public init(
    row: Int64, operation: RecordOperation = .insert, cells: [String?], lists: [[[String?]]], events: [HistoryEvent] = []
  ) {
    (self.row, self.operation, self.cells, self.lists, self.events) = (row, operation, cells, lists, events)
  }
}

/// What can happen in a history that engines might see differently.
public enum HistoryEvent: String, Hashable, Sendable, CaseIterable {
  /// At the moment of the record before.
  case tie
  /// So long after an earlier record as a window reaches, give or take a microsecond.
  case edge
  /// Where a calendar or a zone's clock has a corner.
  case corner
  /// After a pause that empties windows.
  case gap
  case late
  /// Late by what a window reaches, give or take a microsecond.
  case lateByReach
  /// Late by more than any window reaches.
  case lateBeyondReach
  /// A second delivery.
  case duplicate
  /// The same, spelled otherwise.
  case respelled
  case correction, correctedKey, correctedTime
  /// Back to what an earlier version said, which makes it no duplicate.
  case reversion
  case deletion
  /// A delete of what is not there.
  case emptyDeletion
  /// A delete that carries its id and little else.
  case bareDeletion
  /// An insert after a delete.
  case reinsertion
  /// A version about 90 days after the one before.
  case staleVersion
  case withoutIdentity
}
