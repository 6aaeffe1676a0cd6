import Records
import RuleLanguage

/// One record that was decided, with its place among the others.
struct PastRecord {
  let batch: Int
  let position: Int
  let row: Int64
  /// Its place among all that came.
  let sequence: Int
  let time: Int64
  /// The greatest time among it and all before it.
  let clock: Int64
  /// The version before it, among the records.
  let before: Int?
  /// The place of what took it out of the windows: a version or a delete.
  var endedAt = Int.max
  /// The clock then.
  var endedClock = Int64.max

  var isLate: Bool { time < clock }
}

/// Records in the order in which they came: who is a version of whom, who repeats, who is gone.
struct History {
  enum Arrival {
    /// A place among the records.
    case decided(Int)
    case duplicate(row: Int64, isLate: Bool)
    case deleted(row: Int64, isLate: Bool)
  }

  let batches: [RecordBatch]
  private(set) var arrivals: [Arrival] = []
  /// Those that were decided; of two the one that came later stands later.
  private(set) var records: [PastRecord] = []

  /// The newest version of each id that was not deleted.
  private var newest: [String: Int] = [:]
  private var clock: Int64?
  private var sequence = 0
  private let reading: RecordReading

  /// A version that comes later than this after the time of the one before is a new record.
  private static let versionAge = 90 * Instant.microsecondsPerDay

  init(_ batches: [RecordBatch], reading: RecordReading) {
    (self.batches, self.reading) = (batches, reading)
    for batch in batches.indices {
      for position in 0..<batches[batch].count { arrive(batch, position) }
    }
  }

  /// Whether a record is in its newest version when another one is decided.
  func isLive(_ record: Int, at other: Int) -> Bool { records[record].endedAt > records[other].sequence }

  private mutating func arrive(_ batch: Int, _ position: Int) {
    let source = batches[batch]
    let ownTime = time(source, position)
    let clock = max(self.clock ?? ownTime ?? 0, ownTime ?? .min)
    self.clock = clock
    let time = ownTime ?? clock
    let isDelete = source.operations?[position] == .delete
    let id = identity(source, position)
    let before = id.flatMap { newest[$0] }.flatMap { isForgotten(records[$0], clock) ? nil : $0 }
    if isDelete {
      if let before, let id {
        (records[before].endedAt, records[before].endedClock) = (sequence, clock)
        newest[id] = nil
      }
      arrivals.append(.deleted(row: source.rows[position], isLate: time < clock))
      sequence += 1
      return
    }
    if let before {
      let earlier = records[before]
      if reading.haveSameContent(batches[earlier.batch], earlier.position, source, position) {
        arrivals.append(.duplicate(row: source.rows[position], isLate: time < clock))
        return
      }
      (records[before].endedAt, records[before].endedClock) = (sequence, clock)
    }
    if let id { newest[id] = records.count }
    arrivals.append(.decided(records.count))
    records.append(
      PastRecord(
        batch: batch, position: position, row: source.rows[position], sequence: sequence, time: time, clock: clock, before: before
      ))
    sequence += 1
  }

  private func isForgotten(_ record: PastRecord, _ clock: Int64) -> Bool {
    record.time < saturatingDifference(clock, History.versionAge)
  }

  /// Where the schema has no time the sequence counts as time. A delete may come without one.
  private func time(_ batch: RecordBatch, _ position: Int) -> Int64? {
    guard let field = batch.schema.timeField else { return Int64(sequence) }
    guard case .time(let time) = reading.value(of: batch.columns[field], at: position) else { return nil }
    return time
  }

  private func identity(_ batch: RecordBatch, _ position: Int) -> String? {
    guard let field = batch.schema.identityField else { return nil }
    guard case .text(let id) = reading.value(of: batch.columns[field], at: position) else { return nil }
    return id
  }
}

/// A difference that stays at the end of all times where it would lie beyond.
func saturatingDifference(_ first: Int64, _ second: Int64) -> Int64 {
  let (difference, isBeyond) = first.subtractingReportingOverflow(second)
  return isBeyond ? (second > 0 ? .min : .max) : difference
}
