import Records

extension StreamEngine {
  static let compactionLeast = 65_536

  /// Lets go of all that no record can see any more: what has left every window, however late a record may come; keys of
  /// which nothing is left; ids that are too old for another version. No answer depends on when it is called.
  ///
  /// It is called every so many records as there is kept, so that a record's share of it does not grow.
  public func compact() {
    let clock = admission.clock
    untilCompaction = StreamEngine.compactionLeast
    guard clock != .min else { return }
    admission.versions.sweep(clock)
    admission.versions.trim()
    for track in tracks.joined() { track.compact(clock, slots: admission.versions.slots.count) }
    let memory = memory
    untilCompaction = max(StreamEngine.compactionLeast, memory.entries + memory.keys + memory.versions)
  }
}

extension Versions {
  /// Gives back free places behind the last one that is taken. The others keep their numbers: whoever counts by them goes on.
  func trim() {
    while let last = slots.last, last == nil { slots.removeLast() }
    free.removeAll { $0 >= slots.count }
  }
}

extension Track {
  func compact(_ clock: Int64, slots: Int) {
    if placements.count > slots { placements.removeLast(placements.count - slots) }
    var alive = 0
    renumbered.removeAll(keepingCapacity: true)
    for key in 0..<keys.count {
      if !timed.isEmpty {
        forget(key, clock)
        slab.shrink(key)
      }
      for index in settled.indices { settledStates[key * settled.count + index].compact(clock) }
      let isKept = holdsSomething(key)
      renumbered.append(isKept ? Int32(alive) : -1)
      if isKept { alive += 1 }
    }
    if alive < keys.count { keepKeys(renumbered, alive) }
    slab.trim()
    guard isExcluding else { return }
    keepExcludedKeys()
    // Pairs of which nothing is left are found only by beginning anew.
    pairs = PairTotals(totals: spans.totals.count)
    for key in 0..<keys.count { beginAnew(key) }
  }

  private func holdsSomething(_ key: Int) -> Bool {
    ring(key).pointee.count > 0 || settled.indices.contains { !settledStates[key * settled.count + $0].isFresh }
  }

  /// What is kept up for a key's spans is made again from the ring's beginning when it is next asked for.
  private func beginAnew(_ key: Int) {
    let parts = slab.parts(key)
    for index in timed.indices {
      parts.states[index] = SpanState()
      parts.states[index].stand(parts.ring.pointee.start, parts.ring.pointee.start)
    }
    for place in spans.totals.indices { parts.totals[place] = ExactTotals() }
    for place in spans.orders.indices { orders[key * spans.orders.count + place].removeAll() }
  }

  // MARK: Keys

  /// Keeps some keys under new numbers; -1 is let go of.
  private func keepKeys(_ numbers: [Int32], _ count: Int) {
    keep(&orders, spans.orders.count, numbers)
    keep(&settledStates, settled.count, numbers)
    keys.keep(numbers, count)
    slab.keep(numbers, count)
    for slot in placements.indices where placements[slot] >= 0 { placements[slot] = numbers[Int(placements[slot])] }
  }

  private func keep<Kept>(_ all: inout [Kept], _ width: Int, _ numbers: [Int32]) {
    guard width > 0 else { return }
    var kept: [Kept] = []
    for key in numbers.indices where numbers[key] >= 0 { kept += all[key * width..<(key + 1) * width] }
    all = kept
  }

  func number(of words: [Int64], in table: inout KeyTable) -> Int {
    (words + [0]).withUnsafeBufferPointer { words in words.baseAddress.map { table.number(of: $0) } ?? 0 }
  }

  // MARK: Excluded keys

  /// Calls a body with every entry that is kept, wherever it lies.
  private func forEachEntry(_ body: (Entry) -> Void) {
    for key in 0..<keys.count {
      let ring = ring(key).pointee
      for place in ring.start..<ring.end { body(ring[place]) }
    }
    for state in settledStates { state.forEachEntry(body) }
  }

  private func keepExcludedKeys() {
    var isUsed = [Bool](repeating: false, count: excludedKeys.count)
    forEachEntry { if excludedKey($0) >= 0 { isUsed[Int(excludedKey($0))] = true } }
    for state in settledStates { for key in state.frozen.keys where key >= 0 { isUsed[Int(key)] = true } }
    guard isUsed.contains(false) else { return }
    var fresh = KeyTable(width: plan.excluded.count, isSymbol: plan.excluded.first?.kind == .text)
    var numbers = [Int32](repeating: EntryLayout.none, count: isUsed.count)
    for key in isUsed.indices where isUsed[key] {
      numbers[key] = Int32(fresh.add(key, of: excludedKeys))
    }
    excludedKeys = fresh
    forEachEntry { entry in
      let old = excludedKey(entry)
      guard old >= 0 else { return }
      entry[EntryLayout.marks] = entry[EntryLayout.marks] & 0xFFFF_FFFF | Int64(numbers[Int(old)]) << 32
    }
    for state in settledStates {
      state.frozen = Dictionary(
        state.frozen.map { ($0 >= 0 ? numbers[Int($0)] : $0, $1) }, uniquingKeysWith: { first, _ in first })
    }
  }
}

extension SettledState {
  /// Whether nothing ever came.
  var isFresh: Bool { ring.count == 0 && pending.count == 0 && frozenCount == 0 && !isTainted }

  func compact(_ clock: Int64) {
    settle(at: clock)
    ring.shrink()
    pending.shrink()
  }

  func forEachEntry(_ body: (Entry) -> Void) {
    for place in ring.start..<ring.end { body(ring[place]) }
    for place in pending.start..<pending.end { body(pending[place]) }
  }
}
