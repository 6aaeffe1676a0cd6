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
  /// How long before the clock a record may lie that is still seen, where that is the same at all times.
  private let lasting: Int64?
  /// The spans of time, what they ask, sum up and order.
  let spans: TimedSpans

  var keys: KeyTable
  var excludedKeys: KeyTable
  var pairs: PairTotals
  private var keyWords: UnsafeMutablePointer<Int64>
  let scratch: Entry

  var slab: KeySlab
  var orders: [Ordered] = []
  var settledStates: [SettledState] = []
  /// By a version's slot, the key that its record was counted with; -1 for none.
  var placements: [Int32] = []
  /// Of each key the number that it goes on with; kept for the next time that keys are let go of.
  var renumbered: [Int32] = []
  /// Read by nobody.
  private var touched: Int64 = 0

  init(_ plan: TrackPlan, zone: (String) -> Zone, isLess: @escaping (Int64, Int64, Kind) -> Bool) {
    self.plan = plan
    stride = EntryLayout.arguments + plan.arguments.count
    aggregation = Aggregation(track: plan, isLess: isLess)
    kinds = plan.arguments.map(\.kind)
    isExcluding = !plan.excluded.isEmpty
    timed = plan.spans.indices.filter { plan.spans[$0].isTimed }
    settled = plan.spans.indices.filter { !plan.spans[$0].isTimed }
    reaches = timed.map { TimedReach(plan.spans[$0], zone: zone) }
    spans = TimedSpans(plan, timed)
    lasting = spans.lasting
    keys = KeyTable(width: plan.keys.count, isSymbol: plan.keys.first?.kind == .text)
    excludedKeys = KeyTable(width: plan.excluded.count, isSymbol: plan.excluded.first?.kind == .text)
    pairs = PairTotals(totals: spans.totals.count)
    keyWords = .allocate(capacity: max(2, plan.keys.count, plan.excluded.count))
    scratch = .allocate(capacity: stride)
    slab = KeySlab(stride: stride, spans: spans.spans.count, totals: spans.totals.count)
  }

  deinit {
    slab.free()
    spans.free()
    keyWords.deallocate()
    scratch.deallocate()
  }

  @inline(__always)
  func ring(_ key: Int) -> UnsafeMutablePointer<EntryRing> { slab.ring(key) }

  // MARK: Room for keys

  func makeRoom(for key: Int) {
    slab.makeRoom(for: key)
    while orders.count < keys.count * spans.orders.count {
      for order in spans.orders {
        let kind = kinds[order.argument]
        orders.append(Ordered(order.way) { [aggregation] in aggregation.isLess($0, $1, kind) })
      }
    }
    while settledStates.count < keys.count * settled.count {
      for span in settled { settledStates.append(SettledState(plan.spans[span], aggregation, stride: stride)) }
    }
  }

  // MARK: A block

  /// Aggregates for each record of the block, and then takes it in.
  func run(_ view: TrackView, _ arrivals: Arrivals) {
    if lasting == nil { for (span, reach) in zip(spans.spans, reaches) where !span.isOfDuration { reach.compute(arrivals) } }
    let count = arrivals.count
    for row in 0..<count { decide(row, view, arrivals, isAlone: count == 1) }
  }

  private func decide(_ row: Int, _ view: TrackView, _ arrivals: Arrivals, isAlone: Bool) {
    let (time, clock) = (arrivals.times[row], arrivals.clocks[row])
    var slot = -1
    if !arrivals.versions.isEmpty {
      let version = arrivals.versions[row]
      guard version.kind != .duplicate else { return }
      slot = Int(version.slot)
      if version.supersededSequence >= 0 { removeVersion(version, clock: clock) }
      guard version.kind == .decided else { return }
      if slot >= 0 {
        while placements.count <= slot { placements.append(-1) }
        placements[slot] = -1
      }
    }
    guard view.read(view.keys, row, into: keyWords) else { return view.putAll(row, .missing) }
    let known = keys.count
    let key = keys.number(of: keyWords)
    if keys.count > known { makeRoom(for: key) }
    var excluded = EntryLayout.none
    if isExcluding, view.read(view.excluded, row, into: keyWords) { excluded = Int32(excludedKeys.number(of: keyWords)) }
    let passes = view.passes(row)
    view.fill(scratch, row, time: time, sequence: arrivals.sequence(row), excluded: excluded)
    let canAnswer = !isExcluding || excluded != EntryLayout.none
    if !isAlone { touched = reach(key) }
    if canAnswer {
      if spans.leaveCurrentOut { ask(includingCurrent: false, key, row, time, clock, excluded, view) }
      if !settled.isEmpty { askSettled(key, row, passes, excluded, view, arrivals) }
    } else {
      view.putAll(row, .missing)
    }
    if passes {
      take(key, clock, excluded)
      if slot >= 0 { placements[slot] = Int32(key) }
    }
    if canAnswer, spans.includeCurrent { ask(includingCurrent: true, key, row, time, clock, excluded, view) }
  }

  /// Asks memory for what is kept of a record's key, before anything is computed: what several tracks keep is then waited for
  /// together and not one after the other.
  @inline(__always)
  func reachOut(_ view: TrackView) {
    guard view.read(view.keys, 0, into: keyWords), let key = keys.known(keyWords) else { return }
    touched = slab.touch(key) &+ reach(key)
  }

  /// Reads the entries that a key's spans will look at.
  @inline(__always)
  private func reach(_ key: Int) -> Int64 {
    let parts = slab.parts(key)
    let ring = parts.ring.pointee
    guard ring.count > 0 else { return 0 }
    var sum: Int64 = 0
    for index in spans.spans.indices {
      sum &+= ring[parts.states[index].tail][EntryLayout.time] &+ ring[parts.states[index].entered][EntryLayout.time]
    }
    return sum
  }

  private func take(_ key: Int, _ clock: Int64, _ excluded: Int32) {
    for index in settled.indices { settledStates[key * settled.count + index].append(scratch, clock: clock) }
    guard spans.spans.count > 0, !isExcluding || excluded != EntryLayout.none else { return }
    let ring = ring(key)
    if ring.pointee.count == ring.pointee.capacity {
      forget(key, clock)
      slab.makeRoom(in: key)
    }
    let time = scratch[EntryLayout.time]
    if ring.pointee.count == 0 || ring.pointee[ring.pointee.end - 1][EntryLayout.time] <= time {
      let entry = ring.pointee.append()
      for word in 0..<stride { entry[word] = scratch[word] }
      return
    }
    // Late: it belongs further back, and what was summed up may have to count it.
    let place = ring.pointee.firstPlace(after: time)
    ring.pointee.insert(at: place).update(from: scratch, count: stride)
    ring.pointee.isInSequence = false
    for index in spans.spans.indices { inserted(place, index, key) }
  }

  /// Lets go of what no record can see any more, however late it comes within what its windows allow.
  func forget(_ key: Int, _ clock: Int64) {
    let floor = floor(at: clock)
    let ring = ring(key)
    while ring.pointee.count > 0, ring.pointee[ring.pointee.start][EntryLayout.time] <= floor { ring.pointee.removeFirst() }
    let states = slab.parts(key).states
    for index in spans.spans.indices where states[index].tail < ring.pointee.start { states[index].setStale() }
    if ring.pointee.count == 0 { ring.pointee.isInSequence = true }
  }

  private func floor(at clock: Int64) -> Int64 {
    if let lasting { return TimedReach.subtracting(clock, lasting) }
    return reaches.reduce(Int64.max) { min($0, $1.lasting(at: clock)) }
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
    let ring = ring(key)
    var place = ring.pointee.firstPlace(after: time) - 1
    while place >= ring.pointee.start, ring.pointee[place][EntryLayout.time] == time {
      if ring.pointee[place][EntryLayout.sequence] == sequence {
        for index in spans.spans.indices { removing(place, index, key) }
        return ring.pointee.remove(at: place)
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
