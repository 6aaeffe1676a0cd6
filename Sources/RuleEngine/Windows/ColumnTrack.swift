import Records
import RuleLanguage

/// Windows over a whole history whose records come in the order of their times, each once: sorted by key the records of
/// one key lie side by side, and a span is two places that move along them.
struct ColumnTrack {
  private let plan: TrackPlan
  private let reaches: [TimedReach]

  /// Everything that sums can answer; the rest goes record by record.
  static func canRun(_ plan: TrackPlan) -> Bool {
    plan.excluded.isEmpty
      && plan.spans.allSatisfy { span in span.isTimed && span.orders.isEmpty && span.aggregates.allSatisfy { $0.store >= 0 } }
  }

  init(_ plan: TrackPlan, zone: (String) -> Zone) {
    self.plan = plan
    reaches = plan.spans.map { TimedReach($0, zone: zone) }
  }

  func run(_ frame: Frame, _ arrivals: Arrivals) {
    let view = TrackView(plan, frame)
    let sorted = SortedRows(view, arrivals.count)
    for row in sorted.withoutKey { view.putAll(row, .missing) }
    var group = KeyGroup(plan)
    arrivals.times.withUnsafeBufferPointer { times in
      arrivals.clocks.withUnsafeBufferPointer { clocks in
        guard let times = times.baseAddress, let clocks = clocks.baseAddress else { return }
        for (span, reach) in zip(plan.spans, reaches) where !span.isOfDuration {
          reach.compute(times, clocks, arrivals.count)
        }
        for key in 0..<sorted.keyCount {
          let rows = sorted.rows(of: key)
          group.gather(rows, view, times)
          for (index, span) in plan.spans.enumerated() {
            for store in span.totals.indices { run(span, index, store, group, view) }
          }
        }
      }
    }
  }

  /// One argument of one span along the records of a key.
  private func run(_ span: SpanPlan, _ index: Int, _ store: Int, _ group: KeyGroup, _ view: TrackView) {
    let total = span.totals[store]
    let aggregates = span.aggregates.filter { $0.store == store }
    let outputs = aggregates.map { Output($0, view, plan) }
    let reach = reaches[index]
    let fixed: Int64? = if case .duration(let length) = span.reach { length } else { nil }
    let isScaled = total.argument < 0 || group.isWhole[total.argument]
    var totals = ExactTotals()
    var (tail, entered) = (0, 0)
    for place in 0..<group.count {
      let row = Int(group.rows[place])
      let high = group.times[place] &- span.delay
      var low = high
      if let fixed {
        let (value, overflow) = high.subtractingReportingOverflow(fixed)
        low = overflow ? .min : value
      } else {
        low = reach.low[row]
      }
      // Of what came before, and the record itself where it is included; a delayed span ends where time does.
      let end = Int(span.includesCurrent ? group.entriesThrough[place] : group.entriesBefore[place])
      while entered < end, group.entryTimes[entered] <= high {
        move(&totals, total, group, entered, isScaled, isEntering: true)
        entered += 1
      }
      while tail < entered, group.entryTimes[tail] <= low {
        move(&totals, total, group, tail, isScaled, isEntering: false)
        tail += 1
      }
      for output in outputs { output.write(totals, row, view) }
    }
  }

  @inline(__always)
  private func move(
    _ totals: inout ExactTotals, _ plan: TotalsPlan, _ group: KeyGroup, _ entry: Int, _ isScaled: Bool, isEntering: Bool
  ) {
    guard plan.argument >= 0 else {
      totals.count &+= isEntering ? 1 : -1
      return
    }
    let place = plan.argument * group.capacity + entry
    guard group.hasValue[place] else { return }
    if isScaled {
      let value = group.values[place]
      if isEntering {
        totals.add(whole: value, squares: plan.hasSquares)
      } else {
        totals.remove(whole: value, squares: plan.hasSquares)
      }
    } else {
      let value = number(group.values[place])
      if isEntering {
        totals.add(number: value, squares: plan.hasSquares)
      } else {
        totals.remove(number: value, squares: plan.hasSquares)
      }
    }
  }

  /// Where an aggregate's results go.
  private struct Output {
    let aggregate: AggregatePlan
    let lane: Lane
    let isNumber: Bool
    let isMoney: Bool

    init(_ aggregate: AggregatePlan, _ view: TrackView, _ plan: TrackPlan) {
      self.aggregate = aggregate
      lane = view.lane(of: aggregate)
      let kind = aggregate.argument < 0 ? Kind.whole : plan.arguments[aggregate.argument].kind
      (isNumber, isMoney) = (kind == .number, kind == .money)
    }

    @inline(__always)
    func write(_ totals: ExactTotals, _ row: Int, _ view: TrackView) {
      if totals.count < aggregate.requires { return lane.putMissing(row, insufficient: true) }
      let sums = Sums(totals, isNumber: isNumber, isMoney: isMoney, isInteger: aggregate.isOfIntegers)
      var value: Int64?
      if aggregate.function == .zscore {
        let current = view.current(aggregate.argument, row)
        guard case .value(let own) = current else { return view.put(row, aggregate, current) }
        value = sums.score(of: own)
      } else {
        value = sums.value(of: aggregate.function)
      }
      if let value { lane.put(row, value) } else { lane.putMissing(row, insufficient: false) }
    }
  }
}

extension SpanPlan {
  var isOfDuration: Bool { if case .duration = reach { true } else { false } }
}

/// Rows in the order of their keys, and within a key in their own.
private struct SortedRows {
  private(set) var keyCount = 0
  private(set) var withoutKey: [Int] = []
  private var starts: [Int32] = []
  private var order: [Int32] = []

  init(_ view: TrackView, _ count: Int) {
    var keys = KeyTable(width: view.keys.count, isSymbol: view.keys.first?.operand.kind == .text)
    var numbers = [Int32](repeating: -1, count: count)
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(1, view.keys.count)) { words in
      guard let words = words.baseAddress else { return }
      for row in 0..<count {
        if view.read(view.keys, row, into: words) { numbers[row] = Int32(keys.number(of: words)) } else { withoutKey.append(row) }
      }
    }
    keyCount = keys.count
    starts = Array(repeating: 0, count: keyCount + 1)
    for number in numbers where number >= 0 { starts[Int(number) + 1] += 1 }
    for key in 0..<keyCount { starts[key + 1] += starts[key] }
    var next = starts
    order = Array(repeating: 0, count: count - withoutKey.count)
    for row in 0..<count where numbers[row] >= 0 {
      order[Int(next[Int(numbers[row])])] = Int32(row)
      next[Int(numbers[row])] += 1
    }
  }

  func rows(of key: Int) -> ArraySlice<Int32> { order[Int(starts[key])..<Int(starts[key + 1])] }
}

/// The records of one key side by side: all that ask, and those of them that are counted.
private struct KeyGroup {
  private let arguments: Int
  private(set) var count = 0
  private(set) var capacity = 0
  private(set) var rows: [Int32] = []
  private(set) var times: [Int64] = []
  /// How many entries there are before each record, and with it.
  private(set) var entriesBefore: [Int32] = []
  private(set) var entriesThrough: [Int32] = []
  private(set) var entryTimes: [Int64] = []
  /// Argument by argument: whole numbers to be summed, or a number's bits where one is too large for that.
  private(set) var values: [Int64] = []
  private(set) var hasValue: [Bool] = []
  private(set) var isWhole: [Bool]

  init(_ plan: TrackPlan) {
    arguments = plan.arguments.count
    isWhole = Array(repeating: true, count: arguments)
  }

  mutating func gather(_ rows: ArraySlice<Int32>, _ view: TrackView, _ allTimes: UnsafePointer<Int64>) {
    count = rows.count
    if count > capacity {
      capacity = max(count, capacity * 2)
      self.rows = Array(repeating: 0, count: capacity)
      times = Array(repeating: 0, count: capacity)
      entriesBefore = Array(repeating: 0, count: capacity)
      entriesThrough = Array(repeating: 0, count: capacity)
      entryTimes = Array(repeating: 0, count: capacity)
      values = Array(repeating: 0, count: capacity * arguments)
      hasValue = Array(repeating: false, count: capacity * arguments)
    }
    var entries = 0
    for (place, row) in rows.enumerated() {
      self.rows[place] = row
      let time = allTimes[Int(row)]
      times[place] = time
      entriesBefore[place] = Int32(entries)
      if view.passes(Int(row)) {
        entryTimes[entries] = time
        entries += 1
      }
      entriesThrough[place] = Int32(entries)
    }
    for argument in 0..<arguments { gather(argument, rows, view) }
  }

  private mutating func gather(_ argument: Int, _ rows: ArraySlice<Int32>, _ view: TrackView) {
    let isNumber = view.arguments[argument].operand.kind == .number
    isWhole[argument] = true
    var entry = argument * capacity
    for row in rows where view.passes(Int(row)) {
      let value = view.argument(argument, Int(row))
      hasValue[entry] = value != nil
      if let value {
        values[entry] = value
        if isNumber {
          let scaled = (number(value) * 1e9).rounded(.toNearestOrEven)
          if scaled.magnitude < 0x1p62 { values[entry] = Int64(scaled) } else { isWhole[argument] = false }
        }
      }
      entry += 1
    }
    guard !isWhole[argument] else { return }
    // One is too large: all stay as they are.
    entry = argument * capacity
    for row in rows where view.passes(Int(row)) {
      if let value = view.argument(argument, Int(row)) { values[entry] = value }
      entry += 1
    }
  }
}
