import Records

/// Changes that were dated a little too early or too late.
///
/// When many prices move on one day, rarely sold products were last sold some time before it and are sold again some time
/// afterwards: their change lies anywhere between. An order in between that holds several of them says which of their prices it
/// was made with, if one choice alone bears it out.
extension PriceLearner {
  /// A change of a product's price that one order would have on its other side.
  private struct Shift {
    /// The segment whose beginning moves, and to when.
    var segment: Int
    var from: Int64
    /// What the order's total gains, in ten-thousandths.
    var gain: Double
    var line: Int
  }

  /// Of one order so many products may be doubtful: each doubles what has to be tried.
  private static let doubtfulMax = 8

  /// Says whether any change was moved.
  mutating func addShifts(_ result: Result) -> Bool {
    var first = [Int64](repeating: .max, count: segments.count)
    var last = [Int64](repeating: .min, count: segments.count)
    for order in 0..<history.count where result.isBorneOut[order] == true {
      for line in history.lines(of: order) {
        let index = segment(line, of: order)
        first[index] = min(first[index], history.times[order])
        last[index] = max(last[index], history.times[order])
      }
    }
    var moved: Set<Int> = []
    for order in byTime where result.isBorneOut[order] == false && !column.isMissing(order) {
      guard let expected = result.expected[order] else { continue }
      let shifts = history.lines(of: order).flatMap { self.shifts($0, of: order, first, last) }
      guard !shifts.isEmpty, shifts.count <= PriceLearner.doubtfulMax,
        let chosen = onlyChoice(shifts, for: order, expected), chosen.allSatisfy({ !moved.contains($0.segment) })
      else { continue }
      for shift in chosen {
        segments[shift.segment].from = shift.from
        moved.insert(shift.segment)
      }
    }
    if !moved.isEmpty { self.order() }
    return !moved.isEmpty
  }

  /// What may be moved for one line: no order that agrees may lie between.
  private func shifts(_ line: Int, of order: Int, _ first: [Int64], _ last: [Int64]) -> [Shift] {
    let index = segment(line, of: order)
    let time = history.times[order]
    guard let amount = segments[index].amount else { return [] }
    func gain(_ other: Int64) -> Double { Double(other - amount) * Double(history.lineQuantities[line]) }
    var result: [Shift] = []
    if let before = neighbour(of: index, -1).flatMap({ segments[$0].amount }), time < first[index], first[index] < .max {
      result.append(Shift(segment: index, from: first[index], gain: gain(before), line: line))
    }
    if let next = neighbour(of: index, 1), let after = segments[next].amount, time > last[index], last[index] > .min {
      result.append(Shift(segment: next, from: time, gain: gain(after), line: line))
    }
    return result
  }

  /// The shifts that bear out an order together; nil where none do, or several choices.
  private func onlyChoice(_ shifts: [Shift], for order: Int, _ expected: Int64) -> [Shift]? {
    let missing = column.raws[order] * 10_000 - Double(expected)
    let slack = max(column.errors[order], 0) + 0.5
    var found: [Shift]?
    for choice in 1..<(1 << shifts.count) {
      let chosen = shifts.indices.filter { choice >> $0 & 1 == 1 }.map { shifts[$0] }
      guard (chosen.reduce(0) { $0 + $1.gain } - missing).magnitude <= slack, Set(chosen.map(\.line)).count == chosen.count else {
        continue
      }
      guard found == nil else { return nil }
      found = chosen
    }
    return found
  }
}
