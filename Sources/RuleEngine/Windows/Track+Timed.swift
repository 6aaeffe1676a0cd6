import RuleLanguage

/// Spans of time: what lies between two times, kept up as both move on.
extension Track {
  /// Answers for all spans that count the record itself, or for all that do not.
  func ask(
    includingCurrent: Bool, _ key: Int, _ row: Int, _ time: Int64, _ clock: Int64, _ excluded: Int32, _ view: TrackView
  ) {
    let (spans, parts) = (spans, slab.parts(key))
    var index = 0
    while index < spans.spans.count {
      defer { index &+= 1 }
      let span = spans.span(index)
      guard span.pointee.includesCurrent == includingCurrent else { continue }
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
      let state = parts.states + index
      // A late record, or a clock turned back, looks at what the others have passed.
      if isTooLate || high < state.pointee.high || low < state.pointee.low {
        askOutOfTurn(span, key, row, excluded, isTooLate ? nil : (low, high), view)
        continue
      }
      advance(span, key, parts, state, low, high)
      let (first, end) = span.pointee.questions
      var place = first
      while place < end {
        answer(spans.question(place), key, row, excluded, low, high, parts, state, view)
        place &+= 1
      }
    }
  }

  /// - between: nil where the record comes too late to be answered.
  @inline(never)
  private func askOutOfTurn(
    _ span: UnsafePointer<TimedSpans.Span>, _ key: Int, _ row: Int, _ excluded: Int32, _ between: (low: Int64, high: Int64)?,
    _ view: TrackView
  ) {
    for place in span.pointee.questions.first..<span.pointee.questions.end {
      let aggregate = spans.question(place).pointee.aggregate
      if let between {
        scan(aggregate, key, row, excluded, between.low, between.high, view)
      } else {
        view.put(row, aggregate, .insufficient)
      }
    }
  }

  @inline(__always)
  private func advance(
    _ span: UnsafePointer<TimedSpans.Span>, _ key: Int, _ parts: KeySlab.Parts, _ state: UnsafeMutablePointer<SpanState>,
    _ low: Int64, _ high: Int64
  ) {
    if state.pointee.isStale { clear(span, key, state, low) }
    let ring = parts.ring.pointee
    var (tail, entered) = (state.pointee.tail, state.pointee.entered)
    while entered < ring.end {
      let entry = ring[entered]
      guard entry[EntryLayout.time] <= high else { break }
      move(entry, entered, span, key, parts.totals, isEntering: true)
      entered &+= 1
    }
    while tail < entered {
      let entry = ring[tail]
      guard entry[EntryLayout.time] <= low else { break }
      move(entry, tail, span, key, parts.totals, isEntering: false)
      tail &+= 1
    }
    state.pointee.stand(tail, entered)
    (state.pointee.low, state.pointee.high) = (low, high)
  }

  @inline(never)
  private func clear(_ span: UnsafePointer<TimedSpans.Span>, _ key: Int, _ state: UnsafeMutablePointer<SpanState>, _ low: Int64) {
    let parts = slab.parts(key)
    for place in span.pointee.totals.first..<span.pointee.totals.end { parts.totals[place] = ExactTotals() }
    for place in span.pointee.orders.first..<span.pointee.orders.end { orders[key * spans.orders.count + place].removeAll() }
    if isExcluding { pairs.clear(key, span.pointee.totals.first..<span.pointee.totals.end) }
    let tail = parts.ring.pointee.firstPlace(after: low)
    state.pointee.stand(tail, tail)
  }

  @inline(__always)
  private func move(
    _ entry: Entry, _ place: Int, _ span: UnsafePointer<TimedSpans.Span>, _ key: Int,
    _ totals: UnsafeMutablePointer<ExactTotals>, isEntering: Bool
  ) {
    let (first, end) = span.pointee.totals
    var index = first
    while index < end {
      totals[index].move(entry, spans.total(index), isEntering)
      index &+= 1
    }
    if span.pointee.hasOthers { moveOthers(entry, place, span, key, isEntering) }
  }

  @inline(never)
  private func moveOthers(
    _ entry: Entry, _ place: Int, _ span: UnsafePointer<TimedSpans.Span>, _ key: Int, _ isEntering: Bool
  ) {
    if isExcluding {
      let pair = pairs.number(key, excludedKey(entry))
      for index in span.pointee.totals.first..<span.pointee.totals.end {
        pairs[pair, index].move(entry, spans.total(index), isEntering)
      }
    }
    for index in span.pointee.orders.first..<span.pointee.orders.end {
      let argument = spans.orders[index].argument
      guard hasArgument(entry, argument) else { continue }
      let values = orders[key * spans.orders.count + index]
      let value = entry[EntryLayout.arguments + argument]
      if isEntering { values.add(value, at: place) } else { values.remove(value, at: place) }
    }
  }

  // MARK: Out of turn

  /// An entry now stands at a place where none stood: what is behind has moved on by one.
  func inserted(_ place: Int, _ index: Int, _ key: Int) {
    let parts = slab.parts(key)
    let (state, span) = (parts.states + index, spans.span(index))
    guard !state.pointee.isStale, place < state.pointee.entered else { return }
    // Values in order know their places.
    guard span.pointee.orders.first == span.pointee.orders.end else { return state.pointee.setStale() }
    let entry = parts.ring.pointee[place]
    var tail = state.pointee.tail
    if place < tail || place == tail && entry[EntryLayout.time] <= state.pointee.low {
      tail += 1
    } else {
      move(entry, place, span, key, parts.totals, isEntering: true)
    }
    state.pointee.stand(tail, state.pointee.entered + 1)
  }

  /// An entry is about to be taken out.
  func removing(_ place: Int, _ index: Int, _ key: Int) {
    let parts = slab.parts(key)
    let (state, span) = (parts.states + index, spans.span(index))
    guard !state.pointee.isStale, place < state.pointee.entered else { return }
    guard span.pointee.orders.first == span.pointee.orders.end else { return state.pointee.setStale() }
    var tail = state.pointee.tail
    if place < tail {
      tail -= 1
    } else {
      move(parts.ring.pointee[place], place, span, key, parts.totals, isEntering: false)
    }
    state.pointee.stand(tail, state.pointee.entered - 1)
  }

  // MARK: Answers

  @inline(__always)
  private func answer(
    _ question: UnsafePointer<TimedSpans.Question>, _ key: Int, _ row: Int, _ excluded: Int32, _ low: Int64, _ high: Int64,
    _ parts: KeySlab.Parts, _ state: UnsafeMutablePointer<SpanState>, _ view: TrackView
  ) {
    switch question.pointee.way {
    case .places:
      let count = Int64(state.pointee.entered &- state.pointee.tail)
      put(row, question, count < question.pointee.aggregate.requires ? .insufficient : .value(count), view)
    case .totals: put(row, question, parts.totals[question.pointee.store].answer(question), view)
    case .others: answerOtherwise(question, key, row, excluded, low, high, view)
    }
  }

  @inline(__always)
  private func put(_ row: Int, _ question: UnsafePointer<TimedSpans.Question>, _ result: AggregateResult, _ view: TrackView) {
    view.put(row, at: question.pointee.place, isFlag: question.pointee.isFlag, result)
  }

  @inline(never)
  private func answerOtherwise(
    _ question: UnsafePointer<TimedSpans.Question>, _ key: Int, _ row: Int, _ excluded: Int32, _ low: Int64, _ high: Int64,
    _ view: TrackView
  ) {
    let (store, aggregate) = (question.pointee.store, question.pointee.aggregate)
    switch aggregate.function {
    case .count, .sum, .avg, .share, .stddev, .zscore: answerSums(question, key, row, excluded, view)
    case .min, .max, .median, .percentile, .distinct:
      if isExcluding { return scan(aggregate, key, row, excluded, low, high, view) }
      view.put(row, aggregate, aggregation.ordered(orders[key * spans.orders.count + store], aggregate))
    case .first, .last, .previous:
      let parts = slab.parts(key)
      if isExcluding || !parts.ring.pointee.isInSequence || aggregate.requires > 0 {
        return scan(aggregate, key, row, excluded, low, high, view)
      }
      let state = parts.states[question.pointee.span]
      view.put(row, aggregate, edge(aggregate, key, state.tail..<state.entered))
    }
  }

  private func answerSums(
    _ question: UnsafePointer<TimedSpans.Question>, _ key: Int, _ row: Int, _ excluded: Int32, _ view: TrackView
  ) {
    let (store, aggregate) = (question.pointee.store, question.pointee.aggregate)
    var sum = slab.parts(key).totals[store]
    if isExcluding { sum.subtract(pairs[pairs.number(key, excluded), store]) }
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
    if !ring.isInSequence { entries.sort { $0[EntryLayout.sequence] < $1[EntryLayout.sequence] } }
    let current = aggregate.function == .zscore ? view.current(aggregate.argument, row) : .missing
    view.put(row, aggregate, aggregation.result(aggregate, entries, base: nil, current: current))
  }
}

extension ExactTotals {
  @inline(__always)
  mutating func move(_ entry: Entry, _ total: UnsafePointer<TimedSpans.Total>, _ isEntering: Bool) {
    let (argument, hasSquares) = (total.pointee.argument, total.pointee.hasSquares)
    guard argument >= 0 else {
      count &+= isEntering ? 1 : -1
      return
    }
    guard hasArgument(entry, argument) else { return }
    let value = entry[EntryLayout.arguments &+ argument]
    switch (total.pointee.isNumber, isEntering) {
    case (true, true): add(number: number(value), squares: hasSquares)
    case (true, false): remove(number: number(value), squares: hasSquares)
    case (false, true): add(whole: value, squares: hasSquares)
    case (false, false): remove(whole: value, squares: hasSquares)
    }
  }

  @inline(__always)
  func answer(_ question: UnsafePointer<TimedSpans.Question>) -> AggregateResult {
    let aggregate = question.pointee.aggregate
    if count < aggregate.requires { return .insufficient }
    let sums = Sums(
      self, isNumber: question.pointee.isNumber, isMoney: question.pointee.isMoney, isInteger: aggregate.isOfIntegers)
    return AggregateResult(sums.value(of: aggregate.function))
  }
}
