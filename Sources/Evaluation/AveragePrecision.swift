import Foundation

/// The mean over all frauds of the precision at each fraud's place; a fraud that is not ranked counts as never found.
///
/// Where scores are equal the order is not known. Three answers are exact: the mean over all orders of the ties, the
/// worst of these orders, and the one that takes a tie whole, at its end.
public struct AveragePrecision: Hashable, Sendable {
  /// Over all orders of equal scores, each as likely.
  public var expected: Double
  /// The honest ones of a tie stand before its frauds.
  public var pessimistic: Double
  /// A tie is taken whole, as common libraries do.
  public var byThreshold: Double

  /// Nil where there is no fraud.
  public init?(_ ranking: Ranking) {
    guard ranking.frauds > 0 else { return nil }
    (expected, pessimistic, byThreshold) = (0, 0, 0)
    var (above, fraudsAbove) = (0, 0)
    for tie in ranking.ties {
      add(above: above, fraudsAbove: fraudsAbove, count: tie.count, frauds: tie.frauds)
      above += tie.count
      fraudsAbove += tie.frauds
    }
    divide(by: ranking.frauds)
  }

  /// One tie's part, below so many others.
  mutating func add(above: Int, fraudsAbove: Int, count: Int, frauds: Int) {
    let honestEnd = above + count - frauds
    expected += AveragePrecision.expectedSum(above: above, fraudsAbove: fraudsAbove, count: count, frauds: frauds)
    pessimistic +=
      Double(frauds) + Double(fraudsAbove - honestEnd) * harmonicDifference(from: honestEnd, to: honestEnd + frauds)
    byThreshold += Double(frauds) * Double(fraudsAbove + frauds) / Double(above + count)
  }

  mutating func divide(by frauds: Int) {
    expected /= Double(frauds)
    pessimistic /= Double(frauds)
    byThreshold /= Double(frauds)
  }

  /// The sum of precisions at a tie's frauds, over all orders of the tie in the mean.
  ///
  /// At the tie's place j stands a fraud with chance p/n; before it in the tie there are then (j-1)·(p-1)/(n-1) frauds in
  /// the mean. Summed over j that is a difference of two harmonic numbers.
  @inline(__always)
  static func expectedSum(above: Int, fraudsAbove: Int, count: Int, frauds: Int) -> Double {
    guard frauds > 0 else { return 0 }
    if count == 1 { return Double(fraudsAbove + 1) / Double(above + 1) }
    let (n, p, before) = (Double(count), Double(frauds), Double(above))
    let rate = (p - 1) / (n - 1)
    let rest = Double(fraudsAbove) + 1 - rate - rate * before
    return p / n * (rate * n + rest * harmonicDifference(from: above, to: above + count))
  }
}

/// 1/(from+1) + … + 1/to.
func harmonicDifference(from: Int, to: Int) -> Double {
  if to - from <= 24 {
    var sum = 0.0
    var next = from + 1
    while next <= to {
      sum += 1 / Double(next)
      next += 1
    }
    return sum
  }
  if from < 24 { return harmonicDifference(from: from, to: 24) + harmonicDifference(from: 24, to: to) }
  // The logarithm's difference is one of a quotient, so that nothing cancels; from 24 on the series is exact to 15 digits.
  return log1p(Double(to - from) / Double(from)) + harmonicTail(Double(to)) - harmonicTail(Double(from))
}

/// What a harmonic number exceeds `ln n + γ` by.
private func harmonicTail(_ n: Double) -> Double {
  let square = 1 / (n * n)
  return 0.5 / n - square / 12 * (1 - square / 10 * (1 - square * 10 / 21 * (1 - square * 21 / 20)))
}
