import Foundation

/// Which steps of a ladder are ordinary, and which are the marks of goods given away.
///
/// An ordinary discount is given by all reps, more or less; a part of a price that only a few of them ever give, and a deep
/// one, is none. Both are weighed: how unevenly a step is spread over the reps, against how deep it is. What all reps give
/// alike stays ordinary however deep: a clearance, a free sample.
struct StepSorting {
  /// Orders of each rep, and of these those whose whole gap is this step and no other.
  private let orders: [Int]
  private let uses: [[Int]]

  /// - uses: by step, then by rep.
  init(orders: [Int], uses: [[Int]]) { (self.orders, self.uses) = (orders, uses) }

  /// A step is hidden where the odds say so; it is in natural logarithms.
  func isHidden(_ step: Int, millionths: Int64) -> Bool {
    let depth = Double(millionths) / 1e6
    let prior = (depth - 0.35) / 0.06
    return prior + StepSorting.unevenness(uses[step], orders) > 0
  }

  /// The logarithm of how much likelier the uses are if few reps give the step than if all do.
  static func unevenness(_ uses: [Int], _ orders: [Int]) -> Double {
    let total = uses.reduce(0, +)
    let all = orders.reduce(0, +)
    guard total > 0, all > 0 else { return 0 }
    let rate = Double(total) / Double(all)
    var (common, few) = (0.0, 0.0)
    for (used, count) in zip(uses, orders) where count > 0 {
      let expected = rate * Double(count)
      common += mixture(habits.map { ($0.weight, expected * $0.factor) }, used)
      // A few give it at any rate; from the others it is an accident.
      few += mixture(
        [(0.8, max(0.03 * expected, 1e-3))] + rates.map { (0.2 / Double(rates.count), $0 * Double(count)) }, used)
    }
    return few - common
  }

  /// Habits differ between reps: so much more or less than all of them together.
  private static let habits: [(factor: Double, weight: Double)] = [
    (0.3, 0.06), (0.5, 0.14), (0.75, 0.2), (1, 0.24), (1.3, 0.18), (1.7, 0.11), (2.3, 0.05), (3.2, 0.02),
  ]
  private static let rates: [Double] = (0..<16).map { 3e-4 * exp(Double($0) * 0.45) }

  /// The logarithm of a mixture of Poisson chances, but for what all have in common.
  private static func mixture(_ parts: [(weight: Double, mean: Double)], _ count: Int) -> Double {
    let terms = parts.map { log($0.weight) + Double(count) * log($0.mean) - $0.mean }
    let highest = terms.max() ?? 0
    return highest + log(terms.reduce(0) { $0 + exp($1 - highest) })
  }
}
