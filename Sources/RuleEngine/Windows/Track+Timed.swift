import RuleLanguage

/// Spans of time: what lies between two times, kept up as both move on.
extension Track {
  @inline(__always)
  func ask(
    _ index: Int, _ key: Int, _ row: Int, _ time: Int64, _ clock: Int64, _ excluded: Int32, _ view: TrackView
  ) {
    let span = spans.span(index)
    let (low, high): (Int64, Int64)
    let isTooLate: Bool
    if let length = span.pointee.length {
      high = saturatingDifference(time, span.pointee.delay)
      low = TimedReach.subtracting(high, length)
      isTooLate = time < clock && time < TimedReach.subtracting(clock, length)
    } else {
      let reach = reaches[index]
      (low, high, isTooLate) = (reach.low[row], reach.high[row], reach.isTooLate[row])
    }
    let questions = spans.questions(of: span)
    if isTooLate {
      for question in questions { view.put(row, question.aggregate, .insufficient) }
      return
    }
    let state = slab.states(key) + index
    // A late record, or a clock turned back, looks at what the others have passed.
    if high < state.pointee.high || low < state.pointee.low {
      for question in questions { scan(question.aggregate, key, row, excluded, low, high, view) }
      return
    }
    advance(span, key, state, low, high)
    let pair = isExcluding ? pairs.number(key, excluded) : -1
    for place in questions.indices {
      answer(questions.baseAddress.unsafelyUnwrapped + place, key, row, excluded, pair, low, high, state, view)
    }
  }

  @inline(__always)
  private func advance(
    _ span: UnsafePointer<TimedSpans.Span>, _ key: Int, _ state: UnsafeMutablePointer<SpanState>, _ low: Int64, _ high: Int64
  ) {
    let ring = slab.ring(key)
    if state.pointee.isStale { clear(span, key, state, low) }
    let end = ring.pointee.end
    var (tail, entered) = (state.pointee.tail, state.pointee.entered)
    while entered < end {
      let entry = ring.pointee[entered]
      guard entry[EntryLayout.time] <= high else { break }
      move(entry, entered, span, key, isEntering: true)
      entered &+= 1
    }
    while tail < entered {
      let entry = ring.pointee[tail]
      guard entry[EntryLayout.time] <= low else { break }
      move(entry, tail, span, key, isEntering: false)
      tail &+= 1
    }
    (state.pointee.tail, state.pointee.entered) = (tail, entered)
    (state.pointee.low, state.pointee.high) = (low, high)
  }

  private func clear(_ span: UnsafePointer<TimedSpans.Span>, _ key: Int, _ state: UnsafeMutablePointer<SpanState>, _ low: Int64) {
    let totals = slab.totals(key)
    for place in span.pointee.totals.first..<span.pointee.totals.end { totals[place] = ExactTotals() }
    for place in span.pointee.orders.first..<span.pointee.orders.end { orders[key * spans.orders.count + place].removeAll() }
    if isExcluding { pairs.clear(key, span.pointee.totals.first..<span.pointee.totals.end) }
    state.pointee.tail = slab.ring(key).pointee.firstPlace(after: low)
    state.pointee.entered = state.pointee.tail
    state.pointee.isStale = false
  }

  @inline(__always)
  private func move(_ entry: Entry, _ place: Int, _ span: UnsafePointer<TimedSpans.Span>, _ key: Int, isEntering: Bool) {
    let totals = slab.totals(key)
    for index in span.pointee.totals.first..<span.pointee.totals.end {
      (totals + index).pointee.move(entry, spans.totals[index], isEntering)
    }
    if isExcluding { moveExcluded(entry, span, key, isEntering) }
    for index in span.pointee.orders.first..<span.pointee.orders.end {
      let argument = spans.orders[index].argument
      guard hasArgument(entry, argument) else { continue }
      let values = orders[key * spans.orders.count + index]
      let value = entry[EntryLayout.arguments + argument]
      if isEntering { values.add(value, at: place) } else { values.remove(value, at: place) }
    }
  }

  private func moveExcluded(_ entry: Entry, _ span: UnsafePointer<TimedSpans.Span>, _ key: Int, _ isEntering: Bool) {
    let pair = pairs.number(key, excludedKey(entry))
    for index in span.pointee.totals.first..<span.pointee.totals.end {
      pairs[pair, index].move(entry, spans.totals[index], isEntering)
    }
  }

  // MARK: Out of turn

  /// An entry now stands at a place where none stood: what is behind has moved on by one.
  func inserted(_ place: Int, _ index: Int, _ key: Int) {
    let state = slab.states(key) + index
    let span = spans.span(index)
    guard !state.pointee.isStale, place < state.pointee.entered else { return }
    // Values in order know their places.
    guard span.pointee.orders.first == span.pointee.orders.end else {
      state.pointee.isStale = true
      return
    }
    let entry = slab.ring(key).pointee[place]
    state.pointee.entered += 1
    if place < state.pointee.tail || place == state.pointee.tail && entry[EntryLayout.time] <= state.pointee.low {
      state.pointee.tail += 1
    } else {
      move(entry, place, span, key, isEntering: true)
    }
  }

  /// An entry is about to be taken out.
  func removing(_ place: Int, _ index: Int, _ key: Int) {
    let state = slab.states(key) + index
    let span = spans.span(index)
    guard !state.pointee.isStale, place < state.pointee.entered else { return }
    guard span.pointee.orders.first == span.pointee.orders.end else {
      state.pointee.isStale = true
      return
    }
    state.pointee.entered -= 1
    if place < state.pointee.tail {
      state.pointee.tail -= 1
    } else {
      move(slab.ring(key).pointee[place], place, span, key, isEntering: false)
    }
  }

  // MARK: Answers

  @inline(__always)
  private func answer(
    _ place: UnsafePointer<TimedSpans.Question>, _ key: Int, _ row: Int, _ excluded: Int32, _ pair: Int, _ low: Int64,
    _ high: Int64, _ state: UnsafeMutablePointer<SpanState>, _ view: TrackView
  ) {
    switch place.pointee.aggregate.function {
    case .count where place.pointee.store < 0:
      let count = Int64(state.pointee.entered &- state.pointee.tail)
      put(row, place, count < place.pointee.aggregate.requires ? .insufficient : .value(count), view)
    case .count, .sum, .avg, .share, .stddev:
      if isExcluding { return answerSums(place, key, row, pair, view) }
      put(row, place, slab.totals(key)[place.pointee.store].answer(place), view)
    case .zscore: answerSums(place, key, row, pair, view)
    case .min, .max, .median, .percentile, .distinct:
      let (store, aggregate) = (place.pointee.store, place.pointee.aggregate)
      if isExcluding { return scan(aggregate, key, row, excluded, low, high, view) }
      put(row, place, aggregation.ordered(orders[key * spans.orders.count + store], aggregate), view)
    case .first, .last, .previous:
      let aggregate = place.pointee.aggregate
      if isExcluding || !slab.isInSequence(key) || aggregate.requires > 0 {
        return scan(aggregate, key, row, excluded, low, high, view)
      }
      put(row, place, edge(aggregate, key, state.pointee.tail..<state.pointee.entered), view)
    }
  }

  @inline(__always)
  private func put(_ row: Int, _ place: UnsafePointer<TimedSpans.Question>, _ result: AggregateResult, _ view: TrackView) {
    view.put(row, at: place.pointee.aggregate.place, isFlag: place.pointee.isFlag, result)
  }

  private func answerSums(_ place: UnsafePointer<TimedSpans.Question>, _ key: Int, _ row: Int, _ pair: Int, _ view: TrackView) {
    let (question, aggregate) = (place.pointee, place.pointee.aggregate)
    var sum = slab.totals(key)[question.store]
    if isExcluding { sum.subtract(pairs[pair, question.store]) }
    let current = aggregate.function == .zscore ? view.current(aggregate.argument, row) : .missing
    view.put(row, aggregate, aggregation.sums(sum, aggregate, current: current))
  }

  /// The first or last value in a ring whose order is that of the sequence.
  private func edge(_ aggregate: AggregatePlan, _ key: Int, _ places: Range<Int>) -> AggregateResult {
    let ring = slab.ring(key).pointee
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
    _ aggregate: AggregatePlan, _ key: Int, _ row: Int, _ excluded: Int32, _ low: Int64, _ high: Int64, _ view: TrackView
  ) {
    let ring = slab.ring(key).pointee
    var entries: [Entry] = []
    for place in ring.firstPlace(after: low)..<max(ring.firstPlace(after: low), ring.firstPlace(after: high)) {
      let entry = ring[place]
      if !isExcluding || excludedKey(entry) != excluded { entries.append(entry) }
    }
    if !slab.isInSequence(key) { entries.sort { $0[EntryLayout.sequence] < $1[EntryLayout.sequence] } }
    let current = aggregate.function == .zscore ? view.current(aggregate.argument, row) : .missing
    view.put(row, aggregate, aggregation.result(aggregate, entries, base: nil, current: current))
  }
}

extension ExactTotals {
  @inline(__always)
  mutating func move(_ entry: Entry, _ total: TimedSpans.Total, _ isEntering: Bool) {
    guard total.argument >= 0 else {
      count &+= isEntering ? 1 : -1
      return
    }
    guard hasArgument(entry, total.argument) else { return }
    let value = entry[EntryLayout.arguments + total.argument]
    switch (total.isNumber, isEntering) {
    case (true, true): add(number: number(value), squares: total.hasSquares)
    case (true, false): remove(number: number(value), squares: total.hasSquares)
    case (false, true): add(whole: value, squares: total.hasSquares)
    case (false, false): remove(whole: value, squares: total.hasSquares)
    }
  }

  @inline(__always)
  func answer(_ place: UnsafePointer<TimedSpans.Question>) -> AggregateResult {
    if count < place.pointee.aggregate.requires { return .insufficient }
    let sums = Sums(
      self, isNumber: place.pointee.isNumber, isMoney: place.pointee.isMoney, isInteger: place.pointee.aggregate.isOfIntegers)
    return AggregateResult(sums.value(of: place.pointee.aggregate.function))
  }
}
