/// What is known of a block's records before anything is computed: when each came, which is another's later version. It is
/// good until the next block.
final class Arrivals {
  enum Kind: UInt8 {
    case decided, duplicate, deleted
  }

  /// What only records with an id can be, or those that a source deletes; kept for a whole block or not at all.
  struct Version {
    var kind = Kind.decided
    /// Where the record is kept among the versions; -1 where it has no id.
    var slot: Int32 = -1
    /// The version that it supersedes: its time and sequence; a sequence of -1 is none.
    var supersededTime: Int64 = 0
    var supersededSequence: Int64 = -1
  }

  private(set) var times: [Int64] = []
  /// The greatest time so far.
  private(set) var clocks: [Int64] = []
  private(set) var firstSequence: Int64 = 0
  /// Empty where every record is a plain one.
  private(set) var versions: [Version] = []
  /// Whether every record is decided, none late, none another's version: then windows can be computed by column.
  private(set) var isRegular = true

  var count: Int { times.count }

  @inline(__always)
  func sequence(_ row: Int) -> Int64 { firstSequence + Int64(row) }

  @inline(__always)
  func version(_ row: Int) -> Version { versions.isEmpty ? Version() : versions[row] }

  @inline(__always)
  func kind(_ row: Int) -> Kind { versions.isEmpty ? .decided : versions[row].kind }

  @inline(__always)
  func isLate(_ row: Int) -> Bool { times[row] < clocks[row] && kind(row) == .decided }

  /// How far the record's time lies behind the clock: zero for one in order.
  @inline(__always)
  func behind(_ row: Int) -> Int64 { saturatingDifference(clocks[row], times[row]) }

  func begin(at sequence: Int64) {
    times.removeAll(keepingCapacity: true)
    clocks.removeAll(keepingCapacity: true)
    if !versions.isEmpty { versions.removeAll(keepingCapacity: true) }
    firstSequence = sequence
    isRegular = true
  }

  /// One plain record, alone; the clock after it.
  func beginPlain(_ time: Int64, at sequence: Int64, clock: Int64) -> Int64 {
    let later = max(time, clock)
    // Nearly always one came alone before it, whose place it takes.
    if times.count == 1, clocks.count == 1, versions.isEmpty {
      (times[0], clocks[0]) = (time, later)
    } else {
      begin(at: sequence)
      times.append(time)
      clocks.append(later)
    }
    (firstSequence, isRegular) = (sequence, time >= clock)
    return later
  }

  /// Plain records, all at once; the clock after them.
  func appendPlain(_ new: [Int64], clock start: Int64) -> (clock: Int64, late: Int) {
    times = new
    // Where none is late every record's time is the clock, and one column serves as both.
    clocks = new
    isRegular = Arrivals.isInOrder(new, after: start)
    guard !isRegular else { return (new.last ?? start, 0) }
    var clock = start
    var late = 0
    for row in clocks.indices {
      if clocks[row] < clock {
        clocks[row] = clock
        late += 1
      } else {
        clock = clocks[row]
      }
    }
    return (clock, late)
  }

  private static func isInOrder(_ times: [Int64], after start: Int64) -> Bool {
    guard let first = times.first, first >= start else { return times.isEmpty }
    return times.withUnsafeBufferPointer { times in
      var isInOrder = true
      for row in 1..<max(1, times.count) { isInOrder = isInOrder && times[row - 1] <= times[row] }
      return isInOrder
    }
  }

  func append(_ time: Int64, clock: Int64, _ version: Version) {
    times.append(time)
    clocks.append(clock)
    versions.append(version)
    if version.kind != .decided || time < clock || version.supersededSequence >= 0 { isRegular = false }
  }
}
