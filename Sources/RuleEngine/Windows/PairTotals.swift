/// By key and excluded key the totals of those records that are left out, so that what is left is a difference.
struct PairTotals {
  private let width: Int
  private var table = KeyTable(width: 2, isSymbol: false)
  private var sums: [ExactTotals] = []
  /// Of each key the pair that came last, and of each pair the one of the same key before it; -1 for none.
  private var last: [Int32] = []
  private var before: [Int32] = []

  /// - totals: how many a track keeps of each.
  init(totals: Int) { width = totals }

  /// About how much room it takes.
  var bytes: Int {
    table.bytes + sums.capacity * MemoryLayout<ExactTotals>.stride
      + (last.capacity + before.capacity) * MemoryLayout<Int32>.stride
  }

  mutating func number(_ key: Int, _ excluded: Int32) -> Int {
    let known = table.count
    let number = withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2) { words in
      (words[0], words[1]) = (Int64(key), Int64(excluded))
      return words.baseAddress.map { table.number(of: $0) } ?? 0
    }
    guard table.count > known else { return number }
    for _ in 0..<width { sums.append(ExactTotals()) }
    while last.count <= key { last.append(-1) }
    before.append(last[key])
    last[key] = Int32(number)
    return number
  }

  @inline(__always)
  subscript(pair: Int, total: Int) -> ExactTotals {
    get { sums[pair * width + total] }
    set { sums[pair * width + total] = newValue }
  }

  /// Some totals of all pairs of a key, and of no other.
  mutating func clear(_ key: Int, _ totals: Range<Int>) {
    var pair = key < last.count ? last[key] : -1
    while pair >= 0 {
      for total in totals { self[Int(pair), total] = ExactTotals() }
      pair = before[Int(pair)]
    }
  }
}
