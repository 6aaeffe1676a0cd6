import Evaluation
public import Records

/// What was lost, as far as anybody can tell.
public struct LossEstimate: Hashable, Sendable {
  /// All that is indicated, whether confirmed or open: the sum of the records' own losses.
  public var indicated: Figure
  /// Of it.
  public var confirmed: Figure
  /// Each alert weighed by how sure it is.
  public var likely: Money
  /// Nine of ten draws lie between.
  public var low: Money
  public var high: Money

  static let draws = 4_000
  private static let tail = 0.05

  /// - tallies: whose doubts are independent of each other.
  init(indicated: Figure, confirmed: Figure, _ tallies: [ChanceTally]) {
    (self.indicated, self.confirmed) = (indicated, confirmed)
    var random = SeededRandom(20_240_229)
    var sums = (0..<LossEstimate.draws).map { _ in tallies.reduce(0) { $0 + $1.draw(&random) } }
    sums.sort()
    let expected = tallies.reduce(0) { $0 + $1.expected }
    let edge = Int(Double(sums.count) * LossEstimate.tail)
    likely = LossEstimate.money(expected)
    low = LossEstimate.money(min(sums[edge], expected))
    high = LossEstimate.money(max(sums[sums.count - 1 - edge], expected))
  }

  /// To the cent: finer would be pretended.
  private static func money(_ amount: Double) -> Money {
    let bound = Double(Money.magnitudeMax) / 10_000 - 1
    return Money(unchecked: Int64((min(max(amount, -bound), bound) * 100).rounded()) * 100)
  }
}
