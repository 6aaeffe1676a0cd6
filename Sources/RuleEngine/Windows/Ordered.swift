import RuleLanguage

/// Values of a moving window that have to be compared with each other, not summed. What comes first goes first.
final class Ordered {
  private let way: OrderPlan.Way
  private let isLess: (Int64, Int64) -> Bool
  /// For the smallest or greatest: the values that may still become it, best first, with their places.
  private var candidates: [(place: Int, value: Int64)] = []
  private var firstCandidate = 0
  /// For ranks: all values in order.
  private var sorted: [Int64] = []
  /// For distinct: how often each value is there.
  private var counts: [Int64: Int] = [:]
  private(set) var count = 0

  init(_ way: OrderPlan.Way, _ isLess: @escaping (Int64, Int64) -> Bool) { (self.way, self.isLess) = (way, isLess) }

  func add(_ value: Int64, at place: Int) {
    count += 1
    switch way {
    case .smallest, .greatest:
      // A later value that is at least as good outlives all worse ones before it.
      while candidates.count > firstCandidate, let last = candidates.last, !isBetter(last.value, value) {
        candidates.removeLast()
      }
      candidates.append((place, value))
    case .sorted: sorted.insert(value, at: position(of: value))
    case .distinct: counts[value, default: 0] += 1
    }
  }

  func remove(_ value: Int64, at place: Int) {
    count -= 1
    switch way {
    case .smallest, .greatest:
      if candidates.count > firstCandidate, candidates[firstCandidate].place == place {
        firstCandidate += 1
        if firstCandidate > 64, firstCandidate * 2 > candidates.count {
          candidates.removeFirst(firstCandidate)
          firstCandidate = 0
        }
      }
    case .sorted:
      let position = position(of: value)
      sorted.remove(at: position)
    case .distinct:
      let left = (counts[value] ?? 1) - 1
      counts[value] = left == 0 ? nil : left
    }
  }

  func removeAll() {
    (candidates, firstCandidate, count) = ([], 0, 0)
    sorted = []
    counts = [:]
  }

  /// About how much room it takes, with the object itself.
  var bytes: Int { 128 + candidates.capacity * 16 + sorted.capacity * 8 + counts.capacity * 17 * 4 / 3 }

  var best: Int64? { candidates.count > firstCandidate ? candidates[firstCandidate].value : nil }
  var distinctCount: Int64 { Int64(counts.count) }

  func value(at share: Double) -> Int64? { sorted.isEmpty ? nil : sorted[Rank.place(of: share, among: sorted.count)] }

  private func isBetter(_ left: Int64, _ right: Int64) -> Bool { way == .smallest ? isLess(left, right) : isLess(right, left) }

  /// Where the value stands first, or would.
  private func position(of value: Int64) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if isLess(sorted[middle], value) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
