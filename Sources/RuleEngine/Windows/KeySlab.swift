/// Where a span stands in a key's ring.
struct SpanState {
  private(set) var tail = 0
  private(set) var entered = 0
  var low = Int64.min
  var high = Int64.min

  /// Whether its totals have to be made anew.
  @inline(__always)
  var isStale: Bool { entered < 0 }

  mutating func setStale() { entered = -1 }

  @inline(__always)
  mutating func stand(_ tail: Int, _ entered: Int) { (self.tail, self.entered) = (tail, entered) }
}

/// What is kept of each key, all of one key's side by side: its ring, where each span stands in it, their totals, and room for
/// its first entries. A record then touches a run of cache lines and not a line here and there.
struct KeySlab {
  /// A key's parts.
  struct Parts {
    let ring: UnsafeMutablePointer<EntryRing>
    /// Span by span.
    let states: UnsafeMutablePointer<SpanState>
    /// Span by span.
    let totals: UnsafeMutablePointer<ExactTotals>
  }

  private let stride: Int
  private let spans: Int
  private let totals: Int
  private let totalsAt: Int
  private let entriesAt: Int
  let bytesPerKey: Int
  private(set) var capacity = 0
  private var memory: UnsafeMutableRawPointer
  /// For the rings of keys that have more entries than there is room for beside them.
  private var pool: EntryPool
  private static let line = 64
  private static let statesAt = MemoryLayout<EntryRing>.stride

  /// - stride: of a ring's entries.
  init(stride: Int, spans: Int, totals: Int) {
    (self.stride, self.spans, self.totals) = (stride, spans, totals)
    let statesEnd = KeySlab.statesAt + spans * MemoryLayout<SpanState>.stride
    totalsAt = (statesEnd + 15) / 16 * 16
    entriesAt = totalsAt + totals * MemoryLayout<ExactTotals>.stride
    let entries = spans == 0 ? 0 : EntryRing.least * stride * MemoryLayout<Int64>.stride
    bytesPerKey = (entriesAt + entries + KeySlab.line - 1) / KeySlab.line * KeySlab.line
    memory = .allocate(byteCount: 1, alignment: KeySlab.line)
    pool = EntryPool(stride: stride, capacity: 0)
  }

  /// With all rings.
  func free() {
    pool.free()
    memory.deallocate()
  }

  var bytes: Int { capacity * bytesPerKey + pool.bytes }

  @inline(__always)
  private func place(_ key: Int) -> UnsafeMutableRawPointer { memory + key &* bytesPerKey }

  @inline(__always)
  func parts(_ key: Int) -> Parts {
    let place = place(key)
    return Parts(
      ring: place.assumingMemoryBound(to: EntryRing.self),
      states: (place + KeySlab.statesAt).assumingMemoryBound(to: SpanState.self),
      totals: (place + totalsAt).assumingMemoryBound(to: ExactTotals.self))
  }

  @inline(__always)
  func ring(_ key: Int) -> UnsafeMutablePointer<EntryRing> { place(key).assumingMemoryBound(to: EntryRing.self) }

  /// Reads a word of each of a key's cache lines.
  @inline(__always)
  func touch(_ key: Int) -> Int64 {
    let place = place(key)
    var sum: Int64 = 0
    var offset = 0
    while offset < bytesPerKey {
      sum &+= (place + offset).load(as: Int64.self)
      offset &+= KeySlab.line
    }
    return sum
  }

  // MARK: Room for keys

  mutating func makeRoom(for key: Int) {
    guard key >= capacity else { return }
    resize(max(64, capacity * 2, key + 1), keeping: capacity)
  }

  private mutating func resize(_ room: Int, keeping count: Int) {
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: max(1, room * bytesPerKey), alignment: KeySlab.line)
    fresh.copyMemory(from: memory, byteCount: count * bytesPerKey)
    let before = memory
    (memory, capacity) = (fresh, room)
    for key in 0..<count where isBeside(ring(key).pointee, before + key * bytesPerKey) {
      ring(key).pointee.isMoved(to: entries(key))
    }
    before.deallocate()
    for key in count..<room { begin(key) }
  }

  /// Room for a key's first entries.
  private func entries(_ key: Int) -> UnsafeMutablePointer<Int64> {
    (place(key) + entriesAt).assumingMemoryBound(to: Int64.self)
  }

  /// Whether a ring's entries lie beside what else is kept of a key, which lies there.
  private func isBeside(_ ring: EntryRing, _ place: UnsafeMutableRawPointer) -> Bool {
    ring.words.map { UnsafeMutableRawPointer($0) == place + entriesAt } ?? false
  }

  private func begin(_ key: Int) {
    let parts = parts(key)
    parts.ring.initialize(
      to: spans > 0 ? EntryRing(stride: stride, in: entries(key), capacity: EntryRing.least) : EntryRing(stride: stride))
    parts.states.initialize(repeating: SpanState(), count: spans)
    parts.totals.initialize(repeating: ExactTotals(), count: totals)
  }

  /// Keeps some of the keys under new numbers, in their order, and lets go of the others.
  ///
  /// - numbers: of each key the new one, which is never greater; -1 is let go of.
  mutating func keep(_ numbers: [Int32], _ count: Int) {
    for key in numbers.indices {
      let number = Int(numbers[key])
      if number < 0 { giveBack(key) }
      guard number >= 0, number < key else { continue }
      let wasBeside = isBeside(ring(key).pointee, place(key))
      place(number).copyMemory(from: place(key), byteCount: bytesPerKey)
      if wasBeside { ring(number).pointee.isMoved(to: entries(number)) }
    }
    for key in count..<numbers.count { begin(key) }
    // Not down to the last place: the next new key would double it all.
    if capacity > 64, count < capacity / 2 { resize(count == 0 ? 0 : max(64, count + count / 4), keeping: count) }
  }

  // MARK: Room for entries

  /// Room for one more of a key's entries.
  mutating func makeRoom(in key: Int) {
    let ring = ring(key).pointee
    if ring.count == ring.capacity { resize(key, to: ring.capacity * 2) }
  }

  /// Makes room for so many of a key's entries from the beginning.
  mutating func reserve(_ count: Int, in key: Int) {
    let least = EntryRing.room(for: count)
    if least > ring(key).pointee.capacity { resize(key, to: least) }
  }

  /// Gives back room that a key's entries have left, but not the last half: a key that comes and goes would take it again.
  mutating func shrink(_ key: Int) {
    let ring = ring(key).pointee
    let least = EntryRing.room(for: ring.count)
    if least * 2 < ring.capacity || ring.count == 0 && ring.capacity > EntryRing.least { resize(key, to: least) }
  }

  /// Gives back what the rings have left, where that is most of it.
  mutating func trim() { if pool.used < pool.capacity / 2 { repack(adding: 0) } }

  private mutating func resize(_ key: Int, to capacity: Int) {
    guard capacity > EntryRing.least else {
      let before = ring(key).pointee
      ring(key).pointee.move(to: entries(key), capacity: capacity)
      if let words = before.words { pool.give(words, before.capacity) }
      return
    }
    var block = pool.take(capacity)
    if block == nil {
      repack(adding: capacity)
      block = pool.take(capacity)
    }
    guard let block else { preconditionFailure("a pool is packed anew with the room that is asked for") }
    giveBack(key) { $0.move(to: block, capacity: capacity) }
  }

  /// Gives a ring's memory back once a body has moved what is in it.
  private mutating func giveBack(_ key: Int, _ move: (inout EntryRing) -> Void = { _ in }) {
    let before = ring(key).pointee
    let wasBeside = isBeside(before, place(key))
    move(&ring(key).pointee)
    if !wasBeside, let words = before.words { pool.give(words, before.capacity) }
  }

  /// Moves all rings to another pool, side by side, with a quarter more room than they need.
  private mutating func repack(adding entries: Int) {
    let needed = pool.used + entries * stride
    var fresh = EntryPool(stride: stride, capacity: needed + needed / 4)
    for key in 0..<capacity {
      let ring = ring(key)
      guard ring.pointee.words != nil, !isBeside(ring.pointee, place(key)) else { continue }
      guard let block = fresh.take(ring.pointee.capacity) else { preconditionFailure("a pool holds what is in use") }
      ring.pointee.move(to: block, capacity: ring.pointee.capacity)
    }
    pool.free()
    pool = fresh
  }
}
