/// Where a span stands in a key's ring.
struct SpanState {
  var tail = 0
  var entered = 0
  var low = Int64.min
  var high = Int64.min
  var isStale = false
}

/// What is kept of each key, all of one key's side by side: its ring, where each span stands in it, and their totals. A
/// record then touches a run of cache lines and not a line here and there.
struct KeySlab {
  private struct Head {
    var ring: EntryRing
    /// Whether the ring's order is also that of the sequence.
    var isInSequence = true
  }

  let stride: Int
  private let spans: Int
  private let totals: Int
  private let statesAt: Int
  private let totalsAt: Int
  private let entriesAt: Int
  let bytesPerKey: Int
  private(set) var capacity = 0
  private var memory: UnsafeMutableRawPointer
  private static let line = 64

  /// - stride: of a ring's entries.
  init(stride: Int, spans: Int, totals: Int) {
    (self.stride, self.spans, self.totals) = (stride, spans, totals)
    statesAt = (MemoryLayout<Head>.stride + 15) / 16 * 16
    totalsAt = (statesAt + spans * MemoryLayout<SpanState>.stride + 15) / 16 * 16
    entriesAt = totalsAt + totals * MemoryLayout<ExactTotals>.stride
    let entries = spans == 0 ? 0 : EntryRing.least * stride * MemoryLayout<Int64>.stride
    bytesPerKey = (entriesAt + entries + KeySlab.line - 1) / KeySlab.line * KeySlab.line
    memory = .allocate(byteCount: 1, alignment: KeySlab.line)
  }

  /// With all rings.
  func free() {
    for key in 0..<capacity { ring(key).pointee.free() }
    memory.deallocate()
  }

  @inline(__always)
  private func head(_ key: Int) -> UnsafeMutablePointer<Head> {
    (memory + key &* bytesPerKey).assumingMemoryBound(to: Head.self)
  }

  @inline(__always)
  func ring(_ key: Int) -> UnsafeMutablePointer<EntryRing> {
    (memory + key &* bytesPerKey).assumingMemoryBound(to: EntryRing.self)
  }

  @inline(__always)
  func isInSequence(_ key: Int) -> Bool { head(key).pointee.isInSequence }

  func setInSequence(_ key: Int, _ isInSequence: Bool) { head(key).pointee.isInSequence = isInSequence }

  /// A key's states, span by span.
  @inline(__always)
  func states(_ key: Int) -> UnsafeMutablePointer<SpanState> {
    (memory + (key &* bytesPerKey &+ statesAt)).assumingMemoryBound(to: SpanState.self)
  }

  /// A key's totals, span by span.
  @inline(__always)
  func totals(_ key: Int) -> UnsafeMutablePointer<ExactTotals> {
    (memory + (key &* bytesPerKey &+ totalsAt)).assumingMemoryBound(to: ExactTotals.self)
  }

  /// Reads a word of each of a key's cache lines.
  @inline(__always)
  func touch(_ key: Int) -> Int64 {
    var sum: Int64 = 0
    var offset = 0
    while offset < bytesPerKey {
      sum &+= (memory + (key &* bytesPerKey &+ offset)).load(as: Int64.self)
      offset &+= KeySlab.line
    }
    return sum
  }

  /// Room for a key's first entries.
  private func entries(_ key: Int) -> UnsafeMutablePointer<Int64> {
    (memory + (key &* bytesPerKey &+ entriesAt)).assumingMemoryBound(to: Int64.self)
  }

  mutating func makeRoom(for key: Int) {
    guard key >= capacity else { return }
    let larger = max(64, capacity * 2, key + 1)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: larger * bytesPerKey, alignment: KeySlab.line)
    fresh.copyMemory(from: memory, byteCount: capacity * bytesPerKey)
    memory.deallocate()
    let first = capacity
    (memory, capacity) = (fresh, larger)
    for key in 0..<first { moveEntries(key) }
    for key in first..<larger { begin(key) }
  }

  private func moveEntries(_ key: Int) { if spans > 0 { ring(key).pointee.move(lent: entries(key)) } }

  private func begin(_ key: Int) {
    head(key).initialize(
      to: Head(ring: spans > 0 ? EntryRing(stride: stride, lent: entries(key)) : EntryRing(stride: stride)))
    states(key).initialize(repeating: SpanState(), count: spans)
    totals(key).initialize(repeating: ExactTotals(), count: totals)
  }

  /// Another slab with some of the keys under new numbers; what it does not take is let go of.
  ///
  /// - numbers: of each key the new one; -1 is let go of.
  mutating func keep(_ numbers: [Int32], _ count: Int) {
    let room = count == 0 ? 0 : max(64, count)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: max(1, room * bytesPerKey), alignment: KeySlab.line)
    for key in 0..<capacity {
      guard key < numbers.count, numbers[key] >= 0 else {
        ring(key).pointee.free()
        continue
      }
      (fresh + Int(numbers[key]) * bytesPerKey).copyMemory(from: memory + key * bytesPerKey, byteCount: bytesPerKey)
    }
    memory.deallocate()
    (memory, capacity) = (fresh, room)
    for key in 0..<count { moveEntries(key) }
    for key in count..<max(count, room) { begin(key) }
  }
}
