import RuleLanguage

/// A block as a track reads and writes it: an object over plain memory, so that no record copies it.
final class TrackView {
  struct Column {
    var operand: Operand
    var lane: Lane?

    init(_ operand: Operand, _ lanes: (Register) -> Lane) {
      self.operand = operand
      lane = operand.isConstant ? nil : lanes(operand.register)
    }

    init(_ operand: Operand, _ frame: Frame) { self.init(operand) { frame.lane($0) } }

    /// The value's bits; nil where there is none.
    @inline(__always)
    func value(_ row: Int) -> Int64? {
      guard let lane else { return operand.constant }
      guard lane.isValid(row) else { return nil }
      return operand.kind == .flag ? (lane.isTrue(row) ? 1 : 0) : lane.values[row]
    }
  }

  let plan: TrackPlan
  let keys: UnsafeMutableBufferPointer<Column>
  let excluded: UnsafeMutableBufferPointer<Column>
  let filter: Column?
  let arguments: UnsafeMutableBufferPointer<Column>
  /// By the aggregates' places.
  let results: UnsafeMutableBufferPointer<Lane>

  /// - Parameters:
  ///   - inputs: where the values lie that windows read.
  ///   - results: where what they come to goes.
  init(_ plan: TrackPlan, inputs: (Register) -> Lane, results: (Register) -> Lane) {
    self.plan = plan
    keys = TrackView.placed(plan.keys.map { Column($0, inputs) })
    excluded = TrackView.placed(plan.excluded.map { Column($0, inputs) })
    filter = plan.filter.map { Column($0, inputs) }
    arguments = TrackView.placed(plan.arguments.map { Column($0, inputs) })
    self.results = TrackView.placed(plan.spans.flatMap(\.aggregates).map { results($0.result) })
  }

  deinit {
    keys.deallocate()
    excluded.deallocate()
    arguments.deallocate()
    results.deallocate()
  }

  private static func placed<Element>(_ elements: [Element]) -> UnsafeMutableBufferPointer<Element> {
    let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = buffer.initialize(from: elements)
    return buffer
  }

  /// False where one of them is missing.
  @inline(__always)
  func read(_ columns: UnsafeMutableBufferPointer<Column>, _ row: Int, into words: UnsafeMutablePointer<Int64>) -> Bool {
    for place in columns.indices {
      guard let value = columns[place].value(row) else { return false }
      words[place] = value
    }
    return true
  }

  @inline(__always)
  func passes(_ row: Int) -> Bool { filter.map { $0.value(row) == 1 } ?? true }

  @inline(__always)
  func argument(_ argument: Int, _ row: Int) -> Int64? { argument < 0 ? nil : arguments[argument].value(row) }

  /// The record's own argument, missing as it is.
  @inline(__always)
  func current(_ argument: Int, _ row: Int) -> AggregateResult {
    guard argument >= 0 else { return .missing }
    let column = arguments[argument]
    if let value = column.value(row) { return .value(value) }
    return column.operand.register.mayBeInsufficient && column.lane?.isInsufficient(row) == true ? .insufficient : .missing
  }

  @inline(__always)
  func fill(_ entry: Entry, _ row: Int, time: Int64, sequence: Int64, excluded: Int32) {
    entry[EntryLayout.time] = time
    entry[EntryLayout.sequence] = sequence
    var marks = Int64(excluded) << 32
    for place in arguments.indices {
      guard let value = arguments[place].value(row) else { continue }
      entry[EntryLayout.arguments + place] = value
      marks |= 1 << Int64(place)
    }
    entry[EntryLayout.marks] = marks
  }

  @inline(__always)
  func put(_ row: Int, _ aggregate: AggregatePlan, _ result: AggregateResult) {
    put(row, at: aggregate.place, isFlag: aggregate.result.isFlag, result)
  }

  @inline(__always)
  func put(_ row: Int, at place: Int, isFlag: Bool, _ result: AggregateResult) {
    let lane = (results.baseAddress.unsafelyUnwrapped + place).pointee
    switch result {
    case .value(let value): if isFlag { lane.put(row, flag: value == 1) } else { lane.put(row, value) }
    case .missing: lane.putMissing(row, insufficient: false)
    case .insufficient: lane.putMissing(row, insufficient: true)
    }
  }

  func putAll(_ row: Int, _ result: AggregateResult) {
    for span in plan.spans { for aggregate in span.aggregates { put(row, aggregate, result) } }
  }
}
