/// Two halves of an order's lines: the chances that a sum of each add up to an amount.
struct GapMeeting {
  private let left: GapSums
  private let right: GapSums
  private let cells: (left: GapSums.Cells, right: GapSums.Cells)
  private let slack: Int64

  init(_ left: GapSums, _ right: GapSums, slack: Int64) {
    (self.left, self.right, self.slack) = (left, right, slack)
    cells = (left.byCell, right.byCell)
  }

  private var isExact: Bool { left.isExact && right.isExact }

  /// - hider: hears of every pair that hides something, and how likely it is.
  func chances(at target: Int64, hider: (Int32, Double) -> Void = { _, _ in }) -> (plain: Double, hiding: Double) {
    // A cent less than a gap of half a cent: nothing adds up to less than nothing.
    guard target >= -slack else { return (0, 0) }
    var (plain, hiding) = (0.0, 0.0)
    var high = right.sums.count - 1
    for first in left.sums {
      if first.amount > target + slack { break }
      while high >= 0, first.amount + right.sums[high].amount > target + slack { high -= 1 }
      var index = high
      while index >= 0, first.amount + right.sums[index].amount >= target - slack {
        let second = right.sums[index]
        plain += first.plain * second.plain
        let (ofFirst, ofSecond) = (first.hiding * second.plain, first.plain * second.hiding)
        if ofFirst > 0 { hider(first.hider, ofFirst) }
        if ofSecond > 0 { hider(second.hider, ofSecond) }
        hiding += ofFirst + ofSecond
        index -= 1
      }
    }
    guard !isExact else { return (plain, hiding) }
    // What is spread lies anywhere around its cell: so much of it falls within the tolerance.
    let share = 2 * Double(slack) / left.cell
    let place = Double(max(0, target)) / left.cell
    let (one, other) = cells
    plain += share * max(0, mass(one.plain, other.plain, place) - mass(one.exactPlain, other.exactPlain, place))
    hiding +=
      share
      * max(
        0,
        mass(one.plain, other.hiding, place) + mass(one.hiding, other.plain, place)
          - mass(one.exactPlain, other.exactHiding, place) - mass(one.exactHiding, other.exactPlain, place))
    return (plain, hiding)
  }

  /// The chance that places in two cells add up to this one.
  private func mass(_ left: [Double], _ right: [Double], _ place: Double) -> Double {
    let low = Int(place)
    let part = place - Double(low)
    var sum = 0.0
    for index in 0...min(low + 1, left.count - 1) where left[index] > 0 {
      let other = low - index
      if other >= 0, other < right.count { sum += left[index] * right[other] * (1 - part) }
      if other + 1 < right.count { sum += left[index] * right[other + 1] * part }
    }
    return sum
  }

  /// What ordinary discounts come to in all, roughly; the unlikely left out.
  var plainTotals: [(amount: Double, chance: Double)] {
    var totals = [Double](repeating: 0, count: 2 * cells.left.plain.count)
    let others = cells.right.plain.enumerated().filter { $0.element > 1e-7 }
    totals.withUnsafeMutableBufferPointer { totals in
      others.withUnsafeBufferPointer { others in
        for (first, chance) in cells.left.plain.enumerated() where chance > 1e-7 {
          for other in others { totals[first + other.offset] += chance * other.element }
        }
      }
    }
    return totals.indices.filter { totals[$0] > 1e-7 }.map { (Double($0) * left.cell, totals[$0]) }
  }
}
