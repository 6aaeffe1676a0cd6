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

  /// - schemes: whose doubts are independent of each other.
  init(indicated: Figure, confirmed: Figure, _ schemes: [SchemeTally]) {
    (self.indicated, self.confirmed) = (indicated, confirmed)
    var sums = [Double](repeating: 0, count: LossEstimate.draws)
    for scheme in schemes {
      // Its own, so that a scheme is drawn alike by itself and among others, and ranges of parts and of all fit together.
      var random = SeededRandom(LossEstimate.seed(scheme.key))
      for draw in sums.indices { sums[draw] += scheme.chances.draw(&random) }
    }
    sums.sort()
    let expected = schemes.reduce(0) { $0 + $1.chances.expected }
    let edge = Int(Double(sums.count) * LossEstimate.tail)
    likely = LossEstimate.money(expected)
    low = LossEstimate.money(min(sums[edge], expected))
    high = LossEstimate.money(max(sums[sums.count - 1 - edge], expected))
  }

  /// FNV-1a.
  private static func seed(_ key: SchemeTally.Key) -> UInt64 {
    "\(key.scheme) \(key.currency.code)".utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// To the cent: finer would be pretended.
  private static func money(_ amount: Double) -> Money {
    let bound = Double(Money.magnitudeMax) / 10_000 - 1
    return Money(unchecked: Int64((min(max(amount, -bound), bound) * 100).rounded()) * 100)
  }
}
