/// What is known of a block's records before anything is computed: when each came, which is another's later version.
struct Arrivals {
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

  mutating func begin(at sequence: Int64) {
    times.removeAll(keepingCapacity: true)
    clocks.removeAll(keepingCapacity: true)
    versions.removeAll(keepingCapacity: true)
    firstSequence = sequence
    isRegular = true
  }

  /// Plain records, all at once; the clock after them.
  mutating func appendPlain(_ new: ArraySlice<Int64>, clock start: Int64) -> (clock: Int64, late: Int) {
    times.append(contentsOf: new)
    clocks.append(contentsOf: new)
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
    isRegular = late == 0
    return (clock, late)
  }

  mutating func append(_ time: Int64, clock: Int64, _ version: Version) {
    times.append(time)
    clocks.append(clock)
    versions.append(version)
    if version.kind != .decided || time < clock || version.supersededSequence >= 0 { isRegular = false }
  }
}
