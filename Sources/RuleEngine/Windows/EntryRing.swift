/// Entries in a ring, oldest first by their own order. It is small, because every key of a window has one; whoever gives it its
/// memory also takes that back.
struct EntryRing {
  private(set) var words: UnsafeMutablePointer<Int64>?
  /// Places count on for ever; a place's entry lies at its remainder.
  private(set) var start = 0
  private(set) var end = 0
  private var room: Int32 = 0
  private let width: UInt8
  /// Whether the entries' order is also that of the sequence; only a key's ring says so.
  var isInSequence = true

  /// The least room that a ring has, if it has any; room is always a power of two. Most keys come seldom, and the entries of
  /// these lie beside the key's other parts.
  static let least = 8

  /// Without memory.
  init(stride: Int) { width = UInt8(stride) }

  init(stride: Int, in memory: UnsafeMutablePointer<Int64>, capacity: Int) {
    self.init(stride: stride)
    (words, room) = (memory, Int32(capacity))
  }

  @inline(__always)
  var stride: Int { Int(width) }

  @inline(__always)
  var capacity: Int { Int(room) }

  @inline(__always)
  var count: Int { end &- start }

  @inline(__always)
  subscript(place: Int) -> Entry { words.unsafelyUnwrapped + (place & (capacity &- 1)) &* stride }

  /// There has to be room.
  @inline(__always)
  mutating func append() -> Entry {
    assert(count < capacity)
    end &+= 1
    return self[end &- 1]
  }

  @inline(__always)
  mutating func removeFirst() { start &+= 1 }

  /// Opens a gap before a place, for which there has to be room; what stands there and behind moves on.
  mutating func insert(at place: Int) -> Entry {
    _ = append()
    var position = end - 1
    while position > place {
      self[position].update(from: self[position - 1], count: stride)
      position -= 1
    }
    return self[place]
  }

  mutating func remove(at place: Int) {
    for position in place..<end - 1 { self[position].update(from: self[position + 1], count: stride) }
    end -= 1
  }

  /// The first place whose time lies after a time.
  func firstPlace(after time: Int64) -> Int {
    var (low, high) = (start, end)
    while low < high {
      let middle = (low + high) / 2
      if self[middle][EntryLayout.time] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The least room that holds so many.
  static func room(for count: Int) -> Int {
    var room = least
    while room < count { room *= 2 }
    return room
  }

  /// What was given lies elsewhere now, with all that was in it.
  mutating func isMoved(to memory: UnsafeMutablePointer<Int64>) { words = memory }

  /// Goes on in other memory, with room for as many as it has or more.
  mutating func move(to memory: UnsafeMutablePointer<Int64>, capacity larger: Int) {
    for place in start..<end { (memory + (place & (larger - 1)) * stride).update(from: self[place], count: stride) }
    (words, room) = (memory, Int32(larger))
  }
}

/// A ring that has its memory for itself.
extension EntryRing {
  /// Room for one more.
  mutating func makeRoom() { if count == capacity { resize(capacity == 0 ? EntryRing.least : capacity * 2) } }

  /// Gives back room that the entries have left, but not the last half: what comes and goes would take it again.
  mutating func shrink() {
    if count == 0 {
      free()
      (words, room) = (nil, 0)
      return
    }
    let least = EntryRing.room(for: count)
    if least * 2 < capacity { resize(least) }
  }

  func free() { words?.deallocate() }

  private mutating func resize(_ capacity: Int) {
    let before = words
    move(to: .allocate(capacity: capacity * stride), capacity: capacity)
    before?.deallocate()
  }
}
