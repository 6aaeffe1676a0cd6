/// A few of many, spread over the time that they take: the first and the last, and between them whichever lie nearest to
/// moments that are equally far apart. Without chance, so that a second look shows the same ones.
public enum SpreadSample {
  /// - times: of what is chosen from, in any order.
  /// - Returns: places among the times, in the order of time.
  public static func places(_ times: [Int64], count: Int) -> [Int] {
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    guard count > 0, let first = order.first, let last = order.last else { return [] }
    if order.count <= count { return order }
    if count == 1 { return [order[order.count / 2]] }
    let (start, length) = (Double(times[first]), Double(times[last]) - Double(times[first]))
    var taken: Set<Int> = []
    for step in 0..<count {
      let wanted = start + length * Double(step) / Double(count - 1)
      // Where all are of one moment only their order can spread them.
      let middle = length > 0 ? firstPlace(order, times, from: wanted) : step * (order.count - 1) / (count - 1)
      taken.insert(nearestFree(to: wanted, around: middle, order, times, taken))
    }
    return taken.sorted().map { order[$0] }
  }

  private static func firstPlace(_ order: [Int], _ times: [Int64], from wanted: Double) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if Double(times[order[middle]]) < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func nearestFree(
    to wanted: Double, around middle: Int, _ order: [Int], _ times: [Int64], _ taken: Set<Int>
  ) -> Int {
    var below = middle - 1
    while below >= 0, taken.contains(below) { below -= 1 }
    var above = middle
    while above < order.count, taken.contains(above) { above += 1 }
    if above >= order.count { return below }
    if below < 0 { return above }
    return wanted - Double(times[order[below]]) < Double(times[order[above]]) - wanted ? below : above
  }
}
