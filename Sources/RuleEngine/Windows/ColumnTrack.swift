import Records
import RuleLanguage

/// Windows over a whole history whose records come in the order of their times, each once: sorted by key the records of
/// one key lie side by side, and a span is two places that move along them.
struct ColumnTrack {
  private let plan: TrackPlan
  private let reaches: [TimedReach]
  /// One mark each in a word.
  private static let resultsMax = 64

  /// Everything that sums can answer; the rest goes record by record.
  static func canRun(_ plan: TrackPlan) -> Bool {
    plan.excluded.isEmpty && plan.spans.reduce(0) { $0 + $1.aggregates.count } <= resultsMax
      && plan.spans.allSatisfy { span in span.isTimed && span.orders.isEmpty && span.aggregates.allSatisfy { $0.store >= 0 } }
  }

  init(_ plan: TrackPlan, zone: (String) -> Zone) {
    self.plan = plan
    reaches = plan.spans.map { TimedReach($0, zone: zone) }
  }

  func run(_ view: TrackView, _ arrivals: Arrivals) -> ResultTable {
    let sorted = SortedRows(view, arrivals.count)
    let results = ResultTable(plan.spans.reduce(0) { $0 + $1.aggregates.count }, sorted)
    let group = KeyGroup(plan)
    // By span and by what it sums.
    let outputs = plan.spans.map { span in
      span.totals.indices.map { store in
        span.aggregates.filter { $0.store == store }.map { ColumnOutput($0, view, plan, results) }
      }
    }
    arrivals.times.withUnsafeBufferPointer { times in
      arrivals.clocks.withUnsafeBufferPointer { clocks in
        guard let times = times.baseAddress, let clocks = clocks.baseAddress else { return }
        for (span, reach) in zip(plan.spans, reaches) where !span.isOfDuration {
          reach.compute(times, clocks, arrivals.count)
        }
        for key in 0..<sorted.keyCount {
          group.gather(sorted.rows(of: key), view, times, from: sorted.start(of: key))
          results.begin(group.start..<group.start + group.count)
          for index in plan.spans.indices { run(index, group, outputs[index]) }
        }
      }
    }
    return results
  }

  /// One span along the records of a key. Whoever walks along an argument knows how many records there are, so that counting
  /// them seldom takes a walk of its own.
  private func run(_ index: Int, _ group: KeyGroup, _ outputs: [[ColumnOutput]]) {
    let span = plan.spans[index]
    var counted = span.totals.firstIndex { $0.argument < 0 }
    for store in span.totals.indices where span.totals[store].argument >= 0 {
      let walk = SpanWalk(span, reaches[index], group, span.totals[store])
      guard walk.isSmall, !outputs[store].contains(where: { $0.own != nil }) else {
        outputs[store].withUnsafeBufferPointer { runLarge(walk, group, $0) }
        continue
      }
      runSmall(walk, group, outputs[store], counting: counted.map { outputs[$0] } ?? [])
      counted = nil
    }
    guard let counted else { return }
    runCounted(SpanWalk(span, reaches[index], group, span.totals[counted]), group, outputs[counted])
  }

  private func runCounted(_ walk: SpanWalk, _ group: KeyGroup, _ outputs: [ColumnOutput]) {
    outputs.withUnsafeBufferPointer { outputs in
      walk.forEach(group) { _ in
      } leaving: { _ in
      } ask: { _, place, records in
        for output in outputs { output.write(count: records, sum: 0, squares: 0, place) }
      }
    }
  }

  /// Where no sum of the group's values can pass 53 bits: then all that moves fits into registers.
  private func runSmall(_ walk: SpanWalk, _ group: KeyGroup, _ outputs: [ColumnOutput], counting: [ColumnOutput]) {
    outputs.withUnsafeBufferPointer { outputs in
      counting.withUnsafeBufferPointer { runSmall(walk, group, outputs, counting: $0) }
    }
  }

  private func runSmall(
    _ walk: SpanWalk, _ group: KeyGroup, _ outputs: UnsafeBufferPointer<ColumnOutput>,
    counting: UnsafeBufferPointer<ColumnOutput>
  ) {
    var (count, sum, squares): (Int64, Int64, UInt128) = (0, 0, 0)
    let (values, hasValue, isSquared) = (walk.values, walk.hasValue, walk.isSquared)
    walk.forEach(group) { entry in
      guard hasValue[entry] else { return }
      count &+= 1
      sum &+= values[entry]
      if isSquared { squares &+= SpanWalk.square(values[entry]) }
    } leaving: { entry in
      guard hasValue[entry] else { return }
      count &-= 1
      sum &-= values[entry]
      if isSquared { squares &-= SpanWalk.square(values[entry]) }
    } ask: { _, place, records in
      for output in counting { output.write(count: records, sum: 0, squares: 0, place) }
      for output in outputs { output.write(count: count, sum: sum, squares: squares, place) }
    }
  }

  private func runLarge(_ walk: SpanWalk, _ group: KeyGroup, _ outputs: UnsafeBufferPointer<ColumnOutput>) {
    var totals = ExactTotals()
    let (values, hasValue, isSquared, isWhole) = (walk.values, walk.hasValue, walk.isSquared, walk.isWhole)
    walk.forEach(group) { entry in
      guard hasValue[entry] else { return }
      if isWhole {
        totals.add(whole: values[entry], squares: isSquared)
      } else {
        totals.add(number: number(values[entry]), squares: isSquared)
      }
    } leaving: { entry in
      guard hasValue[entry] else { return }
      if isWhole {
        totals.remove(whole: values[entry], squares: isSquared)
      } else {
        totals.remove(number: number(values[entry]), squares: isSquared)
      }
    } ask: { row, place, _ in
      for output in outputs { output.write(totals, row, place) }
    }
  }
}

extension SpanPlan {
  var isOfDuration: Bool { if case .duration = reach { true } else { false } }
}

/// A span and an argument of it, ready to be moved along the records of a key.
private struct SpanWalk {
  let isSquared: Bool
  let isWhole: Bool
  /// Whether sums stay below 2^53 and sums of squares below 2^116: exact in registers, and as binary64.
  let isSmall: Bool
  let values: UnsafeMutablePointer<Int64>
  let hasValue: UnsafeMutablePointer<Bool>
  private let ends: UnsafeMutablePointer<Int32>
  private let delay: Int64
  private let length: Int64?
  private let reach: TimedReach

  init(_ span: SpanPlan, _ reach: TimedReach, _ group: KeyGroup, _ total: TotalsPlan) {
    let isCounted = total.argument < 0
    isSquared = total.hasSquares
    let argument = max(0, total.argument)
    isWhole = isCounted || group.isWhole[argument]
    let count = UInt64(group.count)
    isSmall =
      isCounted || isWhole && count > 0 && count < 1 << 22 && group.greatest[argument] < (1 << 53) / max(1, count)
    values = group.values + argument * group.capacity
    hasValue = group.hasValue + argument * group.capacity
    ends = span.includesCurrent ? group.entriesThrough : group.entriesBefore
    delay = span.delay
    length = if case .duration(let length) = span.reach { length } else { nil }
    self.reach = reach
  }

  @inline(__always)
  static func square(_ value: Int64) -> UInt128 {
    let product = value.magnitude.multipliedFullWidth(by: value.magnitude)
    return UInt128(product.high) << 64 | UInt128(product.low)
  }

  /// Moves both ends of the span past the entries that come and go, record by record.
  @inline(__always)
  func forEach(
    _ group: KeyGroup, entering: (Int) -> Void, leaving: (Int) -> Void,
    ask: (_ row: Int, _ place: Int, _ records: Int64) -> Void
  ) {
    let (times, entryTimes, rows) = (group.times, group.entryTimes, group.rows)
    var (tail, entered) = (0, 0)
    for place in 0..<group.count {
      let row = Int(rows[place])
      let high = saturatingDifference(times[place], delay)
      var low: Int64
      if let length {
        let (value, overflow) = high.subtractingReportingOverflow(length)
        low = overflow ? .min : value
      } else {
        low = reach.low[row]
      }
      // Of what came before, and the record itself where it is included; a delayed span ends where time does.
      let end = Int(ends[place])
      while entered < end, entryTimes[entered] <= high {
        entering(entered)
        entered += 1
      }
      // Months end later or earlier on the wall, and clocks are turned back: then the old end moves back too.
      while tail > 0, entryTimes[tail - 1] > low {
        tail -= 1
        entering(tail)
      }
      while tail < entered, entryTimes[tail] <= low {
        leaving(tail)
        tail += 1
      }
      ask(row, group.start + place, Int64(entered &- tail))
    }
  }
}
