import RuleLanguage

/// What a span by number, `last n` or `all before`, keeps of one key. The newest records are at hand one by one, so that one
/// of them may still be corrected or passed over; what is older is frozen into totals.
final class SettledState {
  let span: SpanPlan
  let kinds: [Kind]
  let isExcluding: Bool
  let aggregation: Aggregation
  /// Nil for `all before`.
  let limit: Int?
  let atHandMax: Int

  /// Settled, in the order of sequence.
  var ring: EntryRing
  /// Of a delayed span what is not old enough, in the order of sequence.
  var pending: EntryRing
  var deadCount = 0
  /// The greatest time of all that ever settled.
  var newest = Int64.min

  var frozenCount = 0
  var frozenNewest = Int64.min
  var isTainted = false
  /// By excluded key; all under one where none is excluded.
  var frozen: [Int32: FrozenTotals] = [:]

  /// Kept up while nothing out of the ordinary is at hand.
  var totals: [ExactTotals]
  var orders: [Ordered]
  var windowStart = 0
  var isStale = false

  /// A dead entry's mark, above those of its arguments.
  static let deadMark: Int64 = 1 << 31
  static let atHandOfAll = 32

  init(_ span: SpanPlan, _ aggregation: Aggregation, stride: Int) {
    (self.span, self.aggregation) = (span, aggregation)
    kinds = aggregation.track.arguments.map(\.kind)
    isExcluding = !aggregation.track.excluded.isEmpty
    if case .lastRecords(let count) = span.reach { limit = count } else { limit = nil }
    atHandMax = limit.map { $0 * 2 } ?? SettledState.atHandOfAll
    ring = EntryRing(stride: stride)
    pending = EntryRing(stride: stride)
    totals = Array(repeating: ExactTotals(), count: span.totals.count)
    // Over all before the extremes are found among those at hand and the frozen ones.
    orders =
      limit == nil
      ? []
      : span.orders.map { plan in
        let kind = aggregation.track.arguments[plan.argument].kind
        return Ordered(plan.way) { aggregation.isLess($0, $1, kind) }
      }
  }

  deinit {
    ring.free()
    pending.free()
  }

  // MARK: What comes and goes

  func append(_ entry: Entry, clock: Int64) {
    if entry[EntryLayout.time] > saturatingDifference(clock, span.delay) {
      pending.makeRoom()
      pending.append().update(from: entry, count: pending.stride)
    } else {
      settle(entry)
    }
  }

  /// Takes in what has become old enough.
  func settle(at clock: Int64) {
    guard pending.count > 0 else { return }
    var place = pending.start
    while place < pending.end {
      if pending[place][EntryLayout.time] <= saturatingDifference(clock, span.delay) {
        settle(pending[place])
        pending.remove(at: place)
      } else {
        place += 1
      }
    }
  }

  private func settle(_ entry: Entry) {
    let sequence = entry[EntryLayout.sequence]
    newest = max(newest, entry[EntryLayout.time])
    var place = ring.end
    while place > ring.start, ring[place - 1][EntryLayout.sequence] > sequence { place -= 1 }
    if place == ring.start, ring.count == atHandMax { return freeze(entry) }
    let isLast = place == ring.end
    ring.makeRoom()
    ring.insert(at: place).update(from: entry, count: ring.stride)
    if isDead(entry) { deadCount += 1 }
    if isLast, deadCount == 0, !isStale { enter(ring.end - 1) } else { isStale = true }
    if ring.count > atHandMax {
      let first = ring[ring.start]
      if isDead(first) { deadCount -= 1 }
      freeze(first)
      ring.removeFirst()
    }
  }

  func isDead(_ entry: Entry) -> Bool { entry[EntryLayout.marks] & SettledState.deadMark != 0 }

  private func freeze(_ entry: Entry) {
    frozenCount += 1
    guard limit == nil, !isDead(entry) else { return }
    frozenNewest = max(frozenNewest, entry[EntryLayout.time])
    let key = isExcluding ? excludedKey(entry) : 0
    frozen[key, default: FrozenTotals(arguments: kinds.count)].add(entry, kinds, aggregation.isLess)
  }

  /// A record was superseded or deleted.
  func remove(sequence: Int64, clock: Int64) {
    settle(at: clock)
    for place in ring.start..<ring.end where ring[place][EntryLayout.sequence] == sequence {
      ring[place][EntryLayout.marks] |= SettledState.deadMark
      deadCount += 1
      isStale = true
      return
    }
    for place in pending.start..<pending.end where pending[place][EntryLayout.sequence] == sequence {
      pending[place][EntryLayout.marks] |= SettledState.deadMark
      return
    }
    if limit == nil { isTainted = true }
  }

  // MARK: Kept up

  private func enter(_ place: Int) {
    let entry = ring[place]
    for (index, plan) in span.totals.enumerated() { totals[index].add(entry, plan, kinds) }
    for (index, plan) in zip(orders.indices, span.orders) where hasArgument(entry, plan.argument) {
      orders[index].add(entry[EntryLayout.arguments + plan.argument], at: place)
    }
    if let limit, ring.end - windowStart > limit {
      leave(windowStart)
      windowStart += 1
    }
  }

  private func leave(_ place: Int) {
    let entry = ring[place]
    for (index, plan) in span.totals.enumerated() { totals[index].remove(entry, plan, kinds) }
    for (index, plan) in zip(orders.indices, span.orders) where hasArgument(entry, plan.argument) {
      orders[index].remove(entry[EntryLayout.arguments + plan.argument], at: place)
    }
  }

  private func rebuild() {
    totals = Array(repeating: ExactTotals(), count: span.totals.count)
    for order in orders { order.removeAll() }
    windowStart = limit.map { max(ring.start, ring.end - $0) } ?? ring.start
    if limit == nil, let base = frozen[0] {
      for (index, plan) in span.totals.enumerated() {
        totals[index] = base.sums(plan)
      }
    }
    for place in windowStart..<ring.end {
      let entry = ring[place]
      for (index, plan) in span.totals.enumerated() { totals[index].add(entry, plan, kinds) }
      for (index, plan) in zip(orders.indices, span.orders) where hasArgument(entry, plan.argument) {
        orders[index].add(entry[EntryLayout.arguments + plan.argument], at: place)
      }
    }
    isStale = false
  }

  // MARK: Questions

  /// - current: the record itself where it is one of those aggregated.
  func results(
    high: Int64, excluding: Int32, current: Entry?, zscoreOf value: (Int) -> AggregateResult,
    _ put: (AggregatePlan, AggregateResult) -> Void
  ) {
    if limit == nil, isTainted || frozenNewest > high {
      for aggregate in span.aggregates { put(aggregate, .insufficient) }
      return
    }
    let isPlain = deadCount == 0 && newest <= high && !isExcluding && current == nil
    if isPlain, isStale { rebuild() }
    // Fewer than wanted, though some are frozen that might have been among them.
    if isPlain, let limit, ring.count < limit, frozenCount > 0 {
      for aggregate in span.aggregates { put(aggregate, .insufficient) }
      return
    }
    var selected: [Entry]?
    for aggregate in span.aggregates {
      if isPlain, let result = plainResult(aggregate, value) {
        put(aggregate, result)
        continue
      }
      if selected == nil {
        selected = select(high, excluding, current)
        if selected == nil {
          for aggregate in span.aggregates { put(aggregate, .insufficient) }
          return
        }
      }
      put(
        aggregate, aggregation.result(aggregate, selected ?? [], base: base(excluding), current: value(aggregate.argument)))
    }
  }

  private func plainResult(_ aggregate: AggregatePlan, _ value: (Int) -> AggregateResult) -> AggregateResult? {
    switch aggregate.function {
    case .count, .sum, .avg, .share, .stddev, .zscore:
      return aggregation.sums(totals[aggregate.store], aggregate, current: value(aggregate.argument))
    case .first, .last, .previous: return nil
    default: return limit == nil ? nil : aggregation.ordered(orders[aggregate.store], aggregate)
    }
  }

  /// In the order of sequence; nil where some that it wants may be among the frozen.
  private func select(_ high: Int64, _ excluding: Int32, _ current: Entry?) -> [Entry]? {
    var selected: [Entry] = []
    if let current { selected.append(current) }
    var place = ring.end - 1
    while place >= ring.start, limit.map({ selected.count < $0 }) ?? true {
      let entry = ring[place]
      if !isDead(entry), entry[EntryLayout.time] <= high, passes(entry, excluding) { selected.append(entry) }
      place -= 1
    }
    if let limit, selected.count < limit, frozenCount > 0 { return nil }
    return selected.reversed()
  }

  private func passes(_ entry: Entry, _ excluding: Int32) -> Bool {
    guard isExcluding else { return true }
    let key = excludedKey(entry)
    return key != EntryLayout.none && key != excluding
  }

  private func base(_ excluding: Int32) -> FrozenTotals? {
    guard limit == nil, !frozen.isEmpty else { return nil }
    guard isExcluding else { return frozen[0] }
    var sum = FrozenTotals(arguments: kinds.count)
    for (key, part) in frozen where key != EntryLayout.none && key != excluding { sum.add(part, kinds, aggregation.isLess) }
    return sum
  }
}

extension ExactTotals {
  @inline(__always)
  mutating func add(_ entry: Entry, _ plan: TotalsPlan, _ kinds: [Kind]) {
    guard plan.argument >= 0 else {
      count &+= 1
      return
    }
    guard hasArgument(entry, plan.argument) else { return }
    let value = entry[EntryLayout.arguments + plan.argument]
    if kinds[plan.argument] == .number {
      add(number: number(value), squares: plan.hasSquares)
    } else {
      add(whole: value, squares: plan.hasSquares)
    }
  }

  @inline(__always)
  mutating func remove(_ entry: Entry, _ plan: TotalsPlan, _ kinds: [Kind]) {
    guard plan.argument >= 0 else {
      count &-= 1
      return
    }
    guard hasArgument(entry, plan.argument) else { return }
    let value = entry[EntryLayout.arguments + plan.argument]
    if kinds[plan.argument] == .number {
      remove(number: number(value), squares: plan.hasSquares)
    } else {
      remove(whole: value, squares: plan.hasSquares)
    }
  }
}

extension FrozenTotals {
  func sums(_ plan: TotalsPlan) -> ExactTotals {
    guard plan.argument < 0 else { return parts[plan.argument].totals }
    var totals = ExactTotals()
    totals.count = Int64(records)
    return totals
  }
}

extension Aggregation {
  /// From values that were kept in order all along.
  func ordered(_ values: Ordered, _ aggregate: AggregatePlan) -> AggregateResult {
    if values.count < Int(aggregate.requires) { return .insufficient }
    switch aggregate.function {
    case .min, .max: return AggregateResult(values.best)
    case .distinct: return .value(values.distinctCount)
    default: return AggregateResult(values.value(at: aggregate.function == .median ? 0.5 : aggregate.share))
    }
  }
}
