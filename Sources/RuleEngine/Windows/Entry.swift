import RuleLanguage

/// A record as a window keeps it: its time, its place in the sequence, whom it is counted with, and the arguments.
///
/// It is a run of words in a ring, so that a window's records lie side by side.
typealias Entry = UnsafeMutablePointer<Int64>

enum EntryLayout {
  static let time = 0
  static let sequence = 1
  /// Which arguments have a value, a bit each, and above them the number of the keys to be excluded.
  static let marks = 2
  static let arguments = 3
  /// One bit of a half word is left over.
  static let argumentsMax = 31
  /// No key to exclude, or one that is missing.
  static let none: Int32 = -1
}

@inline(__always)
func hasArgument(_ entry: Entry, _ argument: Int) -> Bool { entry[EntryLayout.marks] >> Int64(argument) & 1 == 1 }

@inline(__always)
func excludedKey(_ entry: Entry) -> Int32 { Int32(truncatingIfNeeded: entry[EntryLayout.marks] >> 32) }

/// A result on its way to a lane.
enum AggregateResult {
  case value(Int64)
  case missing
  case insufficient

  @inline(__always)
  init(_ value: Int64?) { self = value.map { .value($0) } ?? .missing }
}

/// Entries in a ring, oldest first by their own order; grows where it must.
struct EntryRing {
  let stride: Int
  private(set) var words: UnsafeMutablePointer<Int64>?
  private(set) var capacity = 0
  /// Places count on for ever; a place's entry lies at its remainder.
  private(set) var start = 0
  private(set) var end = 0
  /// Room for the first few beside what else is kept of a key; belongs to whoever lent it.
  private var lent: UnsafeMutablePointer<Int64>?
  /// The least room that a ring has.
  static let least = 4

  init(stride: Int) { self.stride = stride }

  /// - lent: room for the least number of entries.
  init(stride: Int, lent: UnsafeMutablePointer<Int64>) {
    self.init(stride: stride)
    (self.lent, words, capacity) = (lent, lent, EntryRing.least)
  }

  /// What was lent has moved.
  mutating func move(lent moved: UnsafeMutablePointer<Int64>) {
    if words == lent { words = moved }
    lent = moved
  }

  /// What it has taken besides what was lent.
  var ownCapacity: Int { words == lent ? 0 : capacity }

  @inline(__always)
  var count: Int { end - start }

  @inline(__always)
  subscript(place: Int) -> Entry { words! + (place & (capacity - 1)) * stride }

  func free() { if words != lent { words?.deallocate() } }

  @inline(__always)
  mutating func append() -> Entry {
    if count == capacity { grow() }
    end += 1
    return self[end - 1]
  }

  @inline(__always)
  mutating func removeFirst() { start += 1 }

  /// Makes room before a place; what stands there and behind moves on.
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

  private mutating func grow() { resize(capacity == 0 ? EntryRing.least : capacity * 2) }

  /// Gives back room that the entries have left, but not the last half: a key that comes and goes would take it again.
  mutating func shrink() {
    if count == 0 {
      free()
      (words, capacity) = (lent, lent == nil ? 0 : EntryRing.least)
      return
    }
    var least = EntryRing.least
    while least < count { least *= 2 }
    if least * 2 < capacity { resize(least) }
  }

  /// Makes room for so many from the beginning.
  mutating func reserve(_ count: Int) {
    var least = EntryRing.least
    while least < count { least *= 2 }
    if count > 0, least > capacity { resize(least) }
  }

  private mutating func resize(_ larger: Int) {
    let isLent = larger == EntryRing.least
    let fresh = (isLent ? lent : nil) ?? UnsafeMutablePointer<Int64>.allocate(capacity: larger * stride)
    for place in start..<end { (fresh + (place & (larger - 1)) * stride).update(from: self[place], count: stride) }
    free()
    (words, capacity) = (fresh, larger)
  }
}
