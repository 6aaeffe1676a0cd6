import RuleLanguage

/// Spans of time: what lies between two times, kept up as both move on.
extension Track {
  func ask(_ index: Int, _ key: Int, _ row: Int, _ excluded: Int32, _ view: TrackView) {
    let span = timedSpans[index]
    let reach = span.reach
    if reach.isTooLate[row] {
      for aggregate in span.aggregates { view.put(row, aggregate, .insufficient) }
      return
    }
    let (low, high) = (reach.low[row], reach.high[row])
    let state = spanStates + key * timed.count + index
    // A late record, or a clock turned back, looks at what the others have passed.
    if high < state.pointee.high || low < state.pointee.low {
      return scan(span, key, row, excluded, low, high, view)
    }
    advance(index, key, state, low, high)
    let pair = isExcluding ? self.pair(key, excluded) : -1
    for aggregate in span.aggregates { answer(aggregate, index, key, row, excluded, pair, low, high, state, view) }
  }

  private func advance(_ index: Int, _ key: Int, _ state: UnsafeMutablePointer<SpanState>, _ low: Int64, _ high: Int64) {
    let ring = rings + key
    if state.pointee.isStale {
      clear(index, key)
      state.pointee.tail = ring.pointee.firstPlace(after: low)
      state.pointee.entered = state.pointee.tail
      state.pointee.isStale = false
    }
    while state.pointee.entered < ring.pointee.end {
      let entry = ring.pointee[state.pointee.entered]
      guard entry[EntryLayout.time] <= high else { break }
      move(entry, state.pointee.entered, index, key, isEntering: true)
      state.pointee.entered += 1
    }
    while state.pointee.tail < state.pointee.entered {
      let entry = ring.pointee[state.pointee.tail]
      guard entry[EntryLayout.time] <= low else { break }
      move(entry, state.pointee.tail, index, key, isEntering: false)
      state.pointee.tail += 1
    }
    (state.pointee.low, state.pointee.high) = (low, high)
  }

  private func clear(_ index: Int, _ key: Int) {
    for place in totalStarts[index]..<totalStarts[index + 1] { totals[key * totalCount + place] = ExactTotals() }
    for place in orderStarts[index]..<orderStarts[index + 1] { orders[key * orderCount + place].removeAll() }
    guard isExcluding else { return }
    for pair in 0..<pairs.count where pairs.key(pair).first == Int64(key) {
      for place in totalStarts[index]..<totalStarts[index + 1] { pairTotals[pair * totalCount + place] = ExactTotals() }
    }
  }

  @inline(__always)
  private func move(_ entry: Entry, _ place: Int, _ index: Int, _ key: Int, isEntering: Bool) {
    let span = timedSpans[index]
    let first = totalStarts[index]
    for offset in span.totals.indices {
      let total = span.totals[offset]
      let sum = totals + key * totalCount + first + offset
      if isEntering { sum.pointee.add(entry, total, kinds) } else { sum.pointee.remove(entry, total, kinds) }
    }
    if isExcluding {
      let start = pair(key, excludedKey(entry)) * totalCount + first
      for (offset, total) in span.totals.enumerated() {
        if isEntering {
          pairTotals[start + offset].add(entry, total, kinds)
        } else {
          pairTotals[start + offset].remove(entry, total, kinds)
        }
      }
    }
    for (offset, order) in span.orders.enumerated() where hasArgument(entry, order.argument) {
      let values = orders[key * orderCount + orderStarts[index] + offset]
      let value = entry[EntryLayout.arguments + order.argument]
      if isEntering { values.add(value, at: place) } else { values.remove(value, at: place) }
    }
  }

  private func pair(_ key: Int, _ excluded: Int32) -> Int {
    let number = withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2) { words in
      (words[0], words[1]) = (Int64(key), Int64(excluded))
      return words.baseAddress.map { pairs.number(of: $0) } ?? 0
    }
    while pairTotals.count < pairs.count * totalCount { pairTotals.append(ExactTotals()) }
    return number
  }

  @inline(__always)
  private func answer(
    _ aggregate: AggregatePlan, _ index: Int, _ key: Int, _ row: Int, _ excluded: Int32, _ pair: Int, _ low: Int64,
    _ high: Int64, _ state: UnsafeMutablePointer<SpanState>, _ view: TrackView
  ) {
    switch aggregate.function {
    case .count, .sum, .avg, .share, .stddev, .zscore:
      var sum = totals[key * totalCount + totalStarts[index] + aggregate.store]
      if isExcluding { sum.subtract(pairTotals[pair * totalCount + totalStarts[index] + aggregate.store]) }
      let current = aggregate.function == .zscore ? view.current(aggregate.argument, row) : .missing
      view.put(row, aggregate, aggregation.sums(sum, aggregate, current: current))
    case .min, .max, .median, .percentile, .distinct:
      if isExcluding { return scan(aggregate, key, row, excluded, low, high, view) }
      view.put(row, aggregate, aggregation.ordered(orders[key * orderCount + orderStarts[index] + aggregate.store], aggregate))
    case .first, .last, .previous:
      if isExcluding || !isInSequence[key] || aggregate.requires > 0 {
        return scan(aggregate, key, row, excluded, low, high, view)
      }
      view.put(row, aggregate, edge(aggregate, key, state.pointee.tail..<state.pointee.entered))
    }
  }

  /// The first or last value in a ring whose order is that of the sequence.
  private func edge(_ aggregate: AggregatePlan, _ key: Int, _ places: Range<Int>) -> AggregateResult {
    let ring = rings[key]
    func value(_ entry: Entry) -> AggregateResult { .value(entry[EntryLayout.arguments + aggregate.argument]) }
    if aggregate.function == .first {
      for place in places where hasArgument(ring[place], aggregate.argument) { return value(ring[place]) }
      return .missing
    }
    for place in places.reversed() {
      if hasArgument(ring[place], aggregate.argument) { return value(ring[place]) }
      if aggregate.function == .previous { return .missing }
    }
    return .missing
  }

  // MARK: One by one

  private func scan(
    _ span: TimedSpan, _ key: Int, _ row: Int, _ excluded: Int32, _ low: Int64, _ high: Int64, _ view: TrackView
  ) {
    for aggregate in span.aggregates { scan(aggregate, key, row, excluded, low, high, view) }
  }

  private func scan(
    _ aggregate: AggregatePlan, _ key: Int, _ row: Int, _ excluded: Int32, _ low: Int64, _ high: Int64, _ view: TrackView
  ) {
    let ring = rings[key]
    var entries: [Entry] = []
    for place in ring.firstPlace(after: low)..<max(ring.firstPlace(after: low), ring.firstPlace(after: high)) {
      let entry = ring[place]
      if !isExcluding || excludedKey(entry) != excluded { entries.append(entry) }
    }
    if !isInSequence[key] { entries.sort { $0[EntryLayout.sequence] < $1[EntryLayout.sequence] } }
    let current = aggregate.function == .zscore ? view.current(aggregate.argument, row) : .missing
    view.put(row, aggregate, aggregation.result(aggregate, entries, base: nil, current: current))
  }
}
