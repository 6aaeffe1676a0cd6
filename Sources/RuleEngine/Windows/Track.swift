import Records
import RuleLanguage

/// Windows with the same keys over the same records, as they are kept up from record to record.
///
/// Of each key the records lie in a ring in the order of time; each span of time has a first and a last place in it, and
/// totals of what lies between, which move on with the records. One owner, one thread.
final class Track {
  let plan: TrackPlan
  let stride: Int
  let aggregation: Aggregation
  let kinds: [Kind]
  let isExcluding: Bool
  let timed: [Int]
  let settled: [Int]
  let reaches: [TimedReach]
  /// Of each timed span, where its totals begin among those of a key.
  let totalStarts: [Int]
  let orderStarts: [Int]
  let totalCount: Int
  let orderCount: Int

  var keys: KeyTable
  var excludedKeys: KeyTable
  var pairs: KeyTable
  private var keyWords: UnsafeMutablePointer<Int64>
  let scratch: Entry

  var capacity = 0
  var rings: UnsafeMutablePointer<EntryRing>
  /// Whether each ring's order is also that of the sequence.
  var isInSequence: UnsafeMutablePointer<Bool>
  var spanStates: UnsafeMutablePointer<SpanState>
  var totals: UnsafeMutablePointer<ExactTotals>
  var orders: [Ordered] = []
  var settledStates: [SettledState] = []
  /// By key and excluded key, the totals of those that are excluded.
  var pairTotals: [ExactTotals] = []
  /// By a version's slot, the key that its record was counted with; -1 for none.
  var placements: [Int32] = []

  let timedSpans: [TimedSpan]

  /// A span of time with all that is asked of it, as an object: no record copies it.
  final class TimedSpan {
    let reach: TimedReach
    let includesCurrent: Bool
    let aggregates: [AggregatePlan]
    let totals: [TotalsPlan]
    let orders: [OrderPlan]

    init(_ plan: SpanPlan, _ reach: TimedReach) {
      (self.reach, includesCurrent, aggregates) = (reach, plan.includesCurrent, plan.aggregates)
      (totals, orders) = (plan.totals, plan.orders)
    }
  }

  /// Where a span stands in a key's ring.
  struct SpanState {
    var tail = 0
    var entered = 0
    var low = Int64.min
    var high = Int64.min
    var isStale = false
  }

  init(_ plan: TrackPlan, zone: (String) -> Zone, isLess: @escaping (Int64, Int64, Kind) -> Bool) {
    self.plan = plan
    stride = EntryLayout.arguments + plan.arguments.count
    aggregation = Aggregation(track: plan, isLess: isLess)
    kinds = plan.arguments.map(\.kind)
    isExcluding = !plan.excluded.isEmpty
    timed = plan.spans.indices.filter { plan.spans[$0].isTimed }
    settled = plan.spans.indices.filter { !plan.spans[$0].isTimed }
    reaches = timed.map { TimedReach(plan.spans[$0], zone: zone) }
    timedSpans = zip(timed, reaches).map { TimedSpan(plan.spans[$0], $1) }
    var (totalStarts, orderStarts) = ([0], [0])
    for span in timed {
      totalStarts.append(totalStarts[totalStarts.count - 1] + plan.spans[span].totals.count)
      orderStarts.append(orderStarts[orderStarts.count - 1] + plan.spans[span].orders.count)
    }
    (self.totalStarts, self.orderStarts) = (totalStarts, orderStarts)
    (totalCount, orderCount) = (totalStarts[timed.count], orderStarts[timed.count])
    keys = KeyTable(width: plan.keys.count, isSymbol: plan.keys.first?.kind == .text)
    excludedKeys = KeyTable(width: plan.excluded.count, isSymbol: plan.excluded.first?.kind == .text)
    pairs = KeyTable(width: 2, isSymbol: false)
    keyWords = .allocate(capacity: max(2, plan.keys.count, plan.excluded.count))
    scratch = .allocate(capacity: stride)
    rings = .allocate(capacity: 1)
    isInSequence = .allocate(capacity: 1)
    spanStates = .allocate(capacity: 1)
    totals = .allocate(capacity: 1)
  }

  deinit {
    for key in 0..<capacity { rings[key].free() }
    keyWords.deallocate()
    scratch.deallocate()
    rings.deallocate()
    isInSequence.deallocate()
    spanStates.deallocate()
    totals.deallocate()
  }

  // MARK: Room for keys

  func makeRoom(for key: Int) {
    if key >= capacity {
      let larger = max(64, capacity * 2, key + 1)
      rings = grown(rings, capacity, larger, EntryRing(stride: stride))
      isInSequence = grown(isInSequence, capacity, larger, true)
      spanStates = grown(spanStates, capacity * timed.count, larger * timed.count, SpanState())
      totals = grown(totals, capacity * totalCount, larger * totalCount, ExactTotals())
      capacity = larger
    }
    while orders.count < keys.count * orderCount {
      for span in timed {
        for order in plan.spans[span].orders {
          let kind = kinds[order.argument]
          orders.append(Ordered(order.way) { [aggregation] in aggregation.isLess($0, $1, kind) })
        }
      }
    }
    while settledStates.count < keys.count * settled.count {
      for span in settled { settledStates.append(SettledState(plan.spans[span], aggregation, stride: stride)) }
    }
  }

  private func grown<Element>(
    _ old: UnsafeMutablePointer<Element>, _ count: Int, _ larger: Int, _ fill: Element
  ) -> UnsafeMutablePointer<Element> {
    let fresh = UnsafeMutablePointer<Element>.allocate(capacity: max(1, larger))
    fresh.moveInitialize(from: old, count: count)
    (fresh + count).initialize(repeating: fill, count: larger - count)
    old.deallocate()
    return fresh
  }

  // MARK: A block

  /// Aggregates for each record of the block, and then takes it in.
  func run(_ view: TrackView, _ arrivals: Arrivals) {
    arrivals.times.withUnsafeBufferPointer { times in
      arrivals.clocks.withUnsafeBufferPointer { clocks in
        guard let times = times.baseAddress, let clocks = clocks.baseAddress else { return }
        for reach in reaches { reach.compute(times, clocks, arrivals.count) }
      }
    }
    for row in 0..<arrivals.count { decide(row, view, arrivals) }
  }

  private func decide(_ row: Int, _ view: TrackView, _ arrivals: Arrivals) {
    let version = arrivals.version(row)
    guard version.kind != .duplicate else { return }
    let slot = Int(version.slot)
    if version.supersededSequence >= 0 { removeVersion(version, clock: arrivals.clocks[row]) }
    guard version.kind == .decided else { return }
    if slot >= 0 {
      while placements.count <= slot { placements.append(-1) }
      placements[slot] = -1
    }
    guard view.read(view.keys, row, into: keyWords) else { return view.putAll(row, .missing) }
    let key = keys.number(of: keyWords)
    makeRoom(for: key)
    var excluded = EntryLayout.none
    if isExcluding, view.read(view.excluded, row, into: keyWords) { excluded = Int32(excludedKeys.number(of: keyWords)) }
    let passes = view.passes(row)
    view.fill(scratch, row, time: arrivals.times[row], sequence: arrivals.sequence(row), excluded: excluded)
    let canAnswer = !isExcluding || excluded != EntryLayout.none
    if canAnswer {
      for index in timedSpans.indices where !timedSpans[index].includesCurrent { ask(index, key, row, excluded, view) }
      askSettled(key, row, passes, excluded, view, arrivals)
    } else {
      view.putAll(row, .missing)
    }
    if passes {
      take(key, arrivals.clocks[row], excluded)
      if slot >= 0 { placements[slot] = Int32(key) }
    }
    if canAnswer {
      for index in timedSpans.indices where timedSpans[index].includesCurrent { ask(index, key, row, excluded, view) }
    }
  }

  private func take(_ key: Int, _ clock: Int64, _ excluded: Int32) {
    for (index, _) in settled.enumerated() { settledStates[key * settled.count + index].append(scratch, clock: clock) }
    guard !timed.isEmpty, !isExcluding || excluded != EntryLayout.none else { return }
    let ring = rings + key
    if ring.pointee.count == ring.pointee.capacity { forget(key, clock) }
    let time = scratch[EntryLayout.time]
    if ring.pointee.count == 0 || ring.pointee[ring.pointee.end - 1][EntryLayout.time] <= time {
      ring.pointee.append().update(from: scratch, count: stride)
      return
    }
    // Late: it belongs further back, and what was summed up may have to count it.
    ring.pointee.insert(at: ring.pointee.firstPlace(after: time)).update(from: scratch, count: stride)
    isInSequence[key] = false
    markStale(key)
  }

  private func markStale(_ key: Int) {
    for index in timed.indices { spanStates[key * timed.count + index].isStale = true }
  }

  /// Lets go of what no record can see any more, however late it comes within what its windows allow.
  func forget(_ key: Int, _ clock: Int64) {
    var floor = Int64.max
    for reach in reaches { floor = min(floor, reach.lasting(at: clock)) }
    let ring = rings + key
    while ring.pointee.count > 0, ring.pointee[ring.pointee.start][EntryLayout.time] <= floor { ring.pointee.removeFirst() }
    for index in timed.indices {
      let state = spanStates + key * timed.count + index
      if state.pointee.tail < ring.pointee.start { state.pointee.isStale = true }
    }
    if ring.pointee.count == 0 { isInSequence[key] = true }
  }

  private func removeVersion(_ version: Arrivals.Version, clock: Int64) {
    let slot = Int(version.slot)
    guard slot < placements.count, placements[slot] >= 0 else { return }
    let key = Int(placements[slot])
    placements[slot] = -1
    let (time, sequence) = (version.supersededTime, version.supersededSequence)
    for index in settled.indices {
      settledStates[key * settled.count + index].remove(sequence: sequence, clock: clock)
    }
    let ring = rings + key
    var place = ring.pointee.firstPlace(after: time) - 1
    while place >= ring.pointee.start, ring.pointee[place][EntryLayout.time] == time {
      if ring.pointee[place][EntryLayout.sequence] == sequence {
        ring.pointee.remove(at: place)
        return markStale(key)
      }
      place -= 1
    }
  }

  private func askSettled(
    _ key: Int, _ row: Int, _ passes: Bool, _ excluded: Int32, _ view: TrackView, _ arrivals: Arrivals
  ) {
    for (index, span) in settled.enumerated() {
      let state = settledStates[key * settled.count + index]
      let spanPlan = plan.spans[span]
      state.settle(at: arrivals.clocks[row])
      let includes = spanPlan.includesCurrent && passes && spanPlan.delay == 0 && !isExcluding
      state.results(
        high: saturatingDifference(arrivals.times[row], spanPlan.delay), excluding: excluded, current: includes ? scratch : nil,
        zscoreOf: { view.current($0, row) }
      ) { view.put(row, $0, $1) }
    }
  }
}
