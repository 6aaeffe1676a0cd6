import Records
import RuleLanguage

/// Says of each record, as it comes, when it happened, whether it is late, and whose later version it is.
final class Admission {
  private let schema: Schema
  /// Whether no record can be another's version, unless the source says what each does.
  private let isPlain: Bool
  /// -1 where the schema has none.
  private let timeField: Int
  /// The fields that rules ask a version before for.
  let previousFields: [Int]
  private let texts: Texts
  let versions = Versions()
  private(set) var sequence: Int64 = 0
  private(set) var clock = Int64.min
  var duplicates = 0
  var deletes = 0
  var late = 0
  /// Of a block, for each record with a version before it, the fields that rules ask for.
  private(set) var previous: [Int: [Value]] = [:]
  private(set) var corrected: Set<Int> = []

  init(_ plan: Plan, _ texts: Texts) {
    schema = plan.program.schemas[plan.schema]
    (isPlain, timeField) = (schema.identityField == nil, schema.timeField ?? -1)
    previousFields = plan.fields.filter(\.isPrevious).map(\.field)
    self.texts = texts
  }

  func resume(sequence: Int64, clock: Int64) { (self.sequence, self.clock) = (sequence, clock) }

  func admit(_ batch: RecordBatch, _ range: Range<Int>, into arrivals: Arrivals) {
    if !previous.isEmpty { previous = [:] }
    if !corrected.isEmpty { corrected = [] }
    if isPlain, batch.operations == nil {
      if range.count == 1 { return admitPlain(batch, range.lowerBound, arrivals) }
      arrivals.begin(at: sequence + 1)
      return admitPlain(batch, range, arrivals)
    }
    arrivals.begin(at: sequence + 1)
    let column = schema.timeField.map { batch.columns[$0] }
    for (row, record) in range.enumerated() {
      sequence += 1
      var time = sequence
      // Only a delete may come without a time.
      if let column { time = column.validity[record] ? column.times[record] : clock == .min ? 0 : clock }
      let operation = batch.operations?[record] ?? .insert
      if let field = schema.identityField, batch.columns[field].validity[record] {
        admit(batch, record, row, time, operation, id: batch.columns[field].texts[record], arrivals)
      } else {
        // Without an id a record has no versions, and a delete nothing to delete.
        clock = max(clock, time)
        arrivals.append(time, clock: clock, .init(kind: operation == .delete ? .deleted : .decided))
        if operation == .delete { deletes += 1 } else if time < clock { late += 1 }
      }
    }
  }

  private func admitPlain(_ batch: RecordBatch, _ range: Range<Int>, _ arrivals: Arrivals) {
    let times: [Int64]
    if timeField >= 0 {
      let column = batch.columns[timeField].times
      times = range.count == column.count ? column : Array(column[range])
    } else {
      times = range.indices.map { sequence + 1 + Int64($0 - range.lowerBound) }
    }
    let found = arrivals.appendPlain(times, clock: clock)
    sequence += Int64(range.count)
    clock = found.clock
    late += found.late
  }

  private func admitPlain(_ batch: RecordBatch, _ record: Int, _ arrivals: Arrivals) {
    sequence += 1
    var time = sequence
    if timeField >= 0, case .time(let values) = batch.columns[timeField].values { time = values[record] }
    if time < clock { late += 1 }
    clock = arrivals.beginPlain(time, at: sequence, clock: clock)
  }

  private func admit(
    _ batch: RecordBatch, _ record: Int, _ row: Int, _ time: Int64, _ operation: RecordOperation, id: String,
    _ arrivals: Arrivals
  ) {
    var known = versions.place(of: id)
    if operation == .delete {
      deletes += 1
      clock = max(clock, time)
      if let place = known, let slot = versions.slot(place), clock - slot.time > Versions.memory { known = nil }
      let slot = known.flatMap { versions.slot($0) }
      versions.remove(id)
      return arrivals.append(time, clock: clock, .init(.deleted, slot: known ?? -1, superseding: slot))
    }
    let now = max(clock, time)
    if let place = known, let slot = versions.slot(place), now - slot.time > Versions.memory {
      versions.remove(id)
      known = nil
    }
    let digest = digest(of: batch, record)
    let before = known.flatMap { versions.slot($0) }
    if let before, before.digest == digest {
      duplicates += 1
      return arrivals.append(time, clock: clock, .init(.duplicate, slot: -1, superseding: nil))
    }
    clock = now
    if time < clock { late += 1 }
    if let before {
      previous[row] = before.previous
      corrected.insert(row)
    }
    let fields = previousFields.map { batch.columns[$0].value(at: record, ValueType(schema.fields[$0].type), texts) }
    let slot = Versions.Slot(time: time, sequence: sequence, digest: digest, previous: fields)
    let place = versions.keep(id, slot, clock: clock)
    arrivals.append(time, clock: clock, .init(.decided, slot: place, superseding: before))
  }

  /// Of all that a record says, in an order that does not depend on this run.
  private func digest(of batch: RecordBatch, _ record: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, column) in batch.columns.enumerated() { add(column, index, record, to: &bytes) }
    for list in batch.lists {
      let range = list.elements(of: record)
      withUnsafeBytes(of: Int64(range.count)) { bytes.append(contentsOf: $0) }
      for element in range { for (index, column) in list.columns.enumerated() { add(column, index, element, to: &bytes) } }
    }
    return SHA256.digest(bytes)
  }

  private func add(_ column: Column, _ index: Int, _ place: Int, to bytes: inout [UInt8]) {
    bytes.append(column.validity[place] ? 1 : 0)
    guard column.validity[place] else { return }
    func add(_ number: Int64) { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
    func add(_ text: String) {
      add(Int64(text.utf8.count))
      bytes.append(contentsOf: text.utf8)
    }
    switch column.values {
    case .money(let values), .integer(let values), .time(let values), .duration(let values): add(values[place])
    case .number(let values): add(bits(values[place] + 0))
    case .key(let values): add(texts.text(Int64(values[place].id)))
    case .text(let values): add(values[place])
    case .flag(let values): bytes.append(values[place] ? 1 : 0)
    }
  }
}

extension Arrivals.Version {
  fileprivate init(_ kind: Arrivals.Kind, slot: Int32, superseding before: Versions.Slot?) {
    self.init(
      kind: kind, slot: slot, supersededTime: before?.time ?? 0, supersededSequence: before?.sequence ?? -1)
  }
}
