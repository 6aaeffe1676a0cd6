/// Keys that were passed over while a table was read in their order: whoever was given one may commit later than those with higher ones.
struct KeyGaps: Hashable, Codable {
  struct Gap: Hashable, Codable {
    var low: Int64
    var high: Int64
    /// When it was seen, in microseconds since 1970.
    var since: Int64
  }

  /// From low to high.
  private(set) var gaps: [Gap] = []

  /// What lies between keys that were read now, all of them above those that were read before.
  ///
  /// - Returns: how many of the lowest were let go, because there are too many.
  mutating func add(after last: Int64?, _ keys: [Int64], at now: Int64, countMax: Int) -> Int {
    // The lowest number has no literal of its own in SQL.
    var low = last.map { $0 + 1 } ?? Int64.min + 1
    for key in keys {
      if key > low { gaps.append(Gap(low: low, high: key - 1, since: now)) }
      if key == .max { break }
      low = key + 1
    }
    let excess = max(0, gaps.count - countMax)
    gaps.removeFirst(excess)
    return excess
  }

  /// Keys that were found within gaps, from low to high.
  mutating func fill(_ keys: [Int64]) {
    var filled: [Gap] = []
    var next = keys[...]
    for gap in gaps {
      next = next.drop { $0 < gap.low }
      var low = gap.low
      var isOpen = true
      while let key = next.first, key <= gap.high {
        if key > low { filled.append(Gap(low: low, high: key - 1, since: gap.since)) }
        next = next.dropFirst()
        isOpen = key < gap.high
        if isOpen { low = key + 1 }
      }
      if isOpen { filled.append(Gap(low: low, high: gap.high, since: gap.since)) }
    }
    gaps = filled
  }

  mutating func forget(before time: Int64) { gaps.removeAll { $0.since < time } }
}
