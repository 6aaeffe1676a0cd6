import Foundation

/// How often each rep pads, from how likely each of their orders is padded: most never do, a few do often, and nobody says
/// how many. The spread of rates over the reps is learned with the rates themselves, on a grid, so that a rep with few orders
/// is judged mostly by what reps are like.
struct PaddingRates {
  /// One order with a gap.
  struct Evidence {
    var rep: Int
    var gap: GapChances
  }

  private(set) var rates: [Double] = []
  private(set) var odd: Double

  private static let grid: [Double] = [
    0, 1e-4, 3e-4, 1e-3, 2e-3, 4e-3, 8e-3, 0.015, 0.022, 0.03, 0.045, 0.06, 0.085, 0.12, 0.18, 0.25,
  ]
  private static let rounds = 12

  /// - orders: of each rep, those without a gap too.
  init(_ evidence: [Evidence], orders: [Int], odd: Double) {
    self.odd = max(odd, 1e-5)
    let grid = PaddingRates.grid
    var spread = grid.map { $0 == 0 ? 0.5 : 0.5 / Double(grid.count - 1) }
    var posterior: [[Double]] = []
    var gaps = orders.map { _ in 0 }
    for one in evidence { gaps[one.rep] += 1 }
    let all = Double(max(1, orders.reduce(0, +)))
    for _ in 0..<PaddingRates.rounds {
      var logs = orders.indices.map { rep in grid.map { Double(orders[rep] - gaps[rep]) * log(max(1 - $0 - self.odd, 1e-9)) } }
      for one in evidence {
        for (place, rate) in grid.enumerated() {
          logs[one.rep][place] += log(
            max((1 - rate - self.odd) * one.gap.ordinary + rate * one.gap.padded + self.odd * one.gap.odd, 1e-300))
        }
      }
      posterior = logs.map { PaddingRates.normalised($0, spread) }
      // Of rates there are as many as there are reps to show them, and one honest rep besides.
      var next = grid.map { $0 == 0 ? 1.0 : 0.02 }
      for row in posterior { for place in row.indices { next[place] += row[place] } }
      let sum = next.reduce(0, +)
      spread = next.map { $0 / sum }
      rates = posterior.map { row in zip(row, grid).reduce(0) { $0 + $1.0 * $1.1 } }
      let odds = evidence.reduce(0.0) { $0 + PaddingRates.chances($1.gap, rates[$1.rep], self.odd).odd }
      self.odd = min(0.5, max((odds + 0.02) / all, 1e-6))
    }
  }

  private static func normalised(_ logs: [Double], _ spread: [Double]) -> [Double] {
    let terms = zip(logs, spread).map { $0 + log($1) }
    let highest = terms.max() ?? 0
    let weights = terms.map { exp($0 - highest) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// After all evidence: how likely it is that goods are hidden, and that the charge is odd.
  static func chances(_ gap: GapChances, _ rate: Double, _ odd: Double) -> (padded: Double, odd: Double) {
    let weights = [max(0, 1 - rate - odd) * gap.ordinary, rate * gap.padded, odd * gap.odd]
    let sum = weights.reduce(0, +)
    return sum > 0 ? (weights[1] / sum, weights[2] / sum) : (0, 0)
  }
}
