/// What is known of a block's records before anything is computed: when each came, which is another's later version.
struct Arrivals {
  enum Kind: UInt8 {
    case decided, duplicate, deleted
  }

  var times: [Int64] = []
  /// The greatest time so far.
  var clocks: [Int64] = []
  var sequences: [Int64] = []
  var kinds: [Kind] = []
  /// Where the record is kept among the versions; -1 where its schema has no ids.
  var slots: [Int32] = []
  /// The version that each supersedes: its time and sequence; a sequence of -1 is none.
  var supersededTimes: [Int64] = []
  var supersededSequences: [Int64] = []

  var count: Int { times.count }
  /// Whether every record is decided, none late, none another's version: then windows can be computed by column.
  var isRegular = true

  @inline(__always)
  func isLate(_ row: Int) -> Bool { kinds[row] == .decided && times[row] < clocks[row] }

  mutating func removeAll() {
    times.removeAll(keepingCapacity: true)
    clocks.removeAll(keepingCapacity: true)
    sequences.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    supersededTimes.removeAll(keepingCapacity: true)
    supersededSequences.removeAll(keepingCapacity: true)
    isRegular = true
  }
}
