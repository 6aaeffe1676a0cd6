import Records
import TestSupport

/// Records that come again: the same, corrected, deleted, and after a delete.
extension HistoryWriter {
  private static let keptFor: Int64 = 90 * 86_400_000_000

  /// Adds a later version of some record; false where there is none to have one.
  mutating func version() -> Bool {
    guard let place = schema.identityField, !identities.isEmpty else { return false }
    // Mostly of a recent record: the others are beyond 90 days sooner or later.
    let chosen =
      random.happens(60)
      ? identities[max(0, identities.count - 1 - random.below(5))] : random.one(of: identities)
    if random.happens(4) { return delete("never-\(random.below(3))", place) }
    if chosen.isDeleted { return random.happens(30) ? delete(chosen.text, place) : reinsert(chosen) }
    switch random.below(100) {
    case ..<22: duplicate(records[chosen.last])
    case ..<60: correct(records[chosen.last])
    case ..<85: delete(records[chosen.last], place)
    default: return stale(records[chosen.last])
    }
    return true
  }

  private mutating func operation() -> RecordOperation { random.one(of: [.insert, .update, .update]) }

  // MARK: Duplicates

  private mutating func duplicate(_ record: GeneratedRecord) {
    var copy = record
    (copy.operation, copy.events) = (operation(), [.duplicate])
    if random.happens(35) {
      respell(&copy)
      copy.events.append(.respelled)
    }
    add(copy)
  }

  /// The same values, otherwise spelled; a field's default is written out, or left to the schema.
  private mutating func respell(_ record: inout GeneratedRecord) {
    for (place, field) in schema.fields.enumerated() where place != schema.timeField || random.happens(50) {
      if let cell = record.cells[place] {
        let isDefault = field.defaultText == cell
        record.cells[place] = isDefault && random.happens(50) ? nil : Respelling.of(cell, field.type)
      } else if let text = field.defaultText {
        record.cells[place] = text
      }
    }
    for (place, list) in schema.lists.enumerated() {
      for index in record.lists[place].indices {
        for (part, field) in list.fields.enumerated() {
          record.lists[place][index][part] = record.lists[place][index][part].map { Respelling.of($0, field.type) }
        }
      }
    }
  }

  // MARK: Corrections

  private mutating func correct(_ record: GeneratedRecord) {
    if random.happens(15), revert(record) { return }
    var copy = record
    (copy.operation, copy.events) = (operation(), [.correction])
    for _ in 0..<8 where copy.cells == record.cells && copy.lists == record.lists { change(&copy) }
    if copy.cells == record.cells, copy.lists == record.lists { copy.events = [.duplicate] }
    add(copy)
  }

  private mutating func revert(_ record: GeneratedRecord) -> Bool {
    guard let place = schema.identityField else { return false }
    let others = records.filter {
      $0.cells[place] == record.cells[place] && $0.operation != .delete && ($0.cells != record.cells || $0.lists != record.lists)
    }
    guard !others.isEmpty else { return false }
    var copy = random.one(of: others)
    (copy.operation, copy.events) = (operation(), [.reversion])
    add(copy)
    return true
  }

  private mutating func change(_ record: inout GeneratedRecord) {
    switch random.below(100) {
    case ..<20:
      let keys = schema.fields.indices.filter { schema.fields[$0].type == .key }
      let place = random.one(of: keys)
      let before = record.cells[place]
      record.cells[place] = cell(of: place)
      if record.cells[place] != before { record.events.append(.correctedKey) }
    case ..<38:
      guard let place = schema.timeField else { return }
      var events: [HistoryEvent] = [.correctedTime]
      let time = record.cells[place].map(Moments.microseconds) ?? clock
      let nudged = bounded(time + random.one(of: [-1, 1, 1_000_000, -86_400_000_000]))
      record.cells[place] = Sample.time(random.happens(50) ? nudged : nextTime(&events)).cell
      record.events += events
    case ..<50 where !schema.lists.isEmpty:
      let list = random.below(schema.lists.count)
      record.lists[list] = freshLists()[list]
    default:
      let others = schema.fields.indices.filter { $0 != schema.timeField && $0 != schema.identityField }
      for _ in 0..<random.whole(1...3) {
        let place = random.one(of: others)
        record.cells[place] = cell(of: place)
      }
    }
  }

  // MARK: Deletes

  private mutating func delete(_ record: GeneratedRecord, _ place: Int) {
    var copy = record
    (copy.operation, copy.events) = (.delete, [.deletion])
    if random.happens(40) {
      bare(&copy, place)
    } else if let time = schema.timeField, random.happens(30) {
      copy.cells[time] = Sample.time(nextTime(&copy.events)).cell
    }
    add(copy)
  }

  private mutating func bare(_ record: inout GeneratedRecord, _ place: Int) {
    let keepsTime = random.happens(50)
    for field in record.cells.indices where field != place && !(keepsTime && field == schema.timeField) {
      record.cells[field] = nil
    }
    record.lists = schema.lists.map { _ in [] }
    record.events.append(.bareDeletion)
  }

  /// A delete of an id under which there is nothing.
  private mutating func delete(_ text: String, _ place: Int) -> Bool {
    var record = GeneratedRecord(row: 0, operation: .delete, cells: freshCells(), lists: freshLists(), events: [.emptyDeletion])
    record.cells[place] = text
    if let time = schema.timeField { record.cells[time] = Sample.time(nextTime(&record.events)).cell }
    if random.happens(50) { bare(&record, place) }
    add(record)
    return true
  }

  private mutating func reinsert(_ identity: (text: String, last: Int, isDeleted: Bool)) -> Bool {
    guard let place = schema.identityField else { return false }
    var record = GeneratedRecord(row: 0, cells: freshCells(), lists: freshLists(), events: [.reinsertion])
    let earlier = records[..<identity.last].last { $0.cells[place] == identity.text && $0.operation != .delete }
    if let earlier, random.happens(40) {
      (record.cells, record.lists) = (earlier.cells, earlier.lists)
    } else if let time = schema.timeField {
      record.cells[time] = Sample.time(nextTime(&record.events)).cell
    }
    record.cells[place] = identity.text
    record.operation = random.happens(70) ? .insert : .update
    add(record)
    return true
  }

  // MARK: After 90 days

  /// A version that comes when the clock stands 90 days after the record before it, give or take a microsecond.
  private mutating func stale(_ record: GeneratedRecord) -> Bool {
    guard let place = schema.timeField, let time = record.cells[place].map(Moments.microseconds) else { return false }
    let wanted = time + HistoryWriter.keptFor + random.one(of: [-1, 0, 1, 1])
    var copy = record
    (copy.operation, copy.events) = (operation(), [.staleVersion])
    if wanted >= clock, wanted <= timeRange.upperBound {
      copy.cells[place] = Sample.time(wanted).cell
    } else if random.happens(60) {
      copy.cells[place] = Sample.time(nextTime(&copy.events)).cell
    }
    for _ in 0..<random.below(2) { change(&copy) }
    add(copy)
    return true
  }
}
