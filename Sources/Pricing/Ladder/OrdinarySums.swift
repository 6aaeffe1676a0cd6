public import Records

/// What ordinary discounts on an order's lines add up to, next to an amount: the check that an outsider can do by hand.
public struct OrdinarySums {
  private let ladder: Ladder

  /// More sums than this nobody tries by hand either.
  private static let sumsMax = 200_000

  public init(_ ladder: Ladder) { self.ladder = ladder }

  /// The nearest sums at or below the amount, and above; nil where the basket is too large to try them all.
  public func nearest(
    to amount: Money, lines: [(price: Money, quantity: Int64)], at time: Instant?
  ) -> (below: Money?, above: Money?)? {
    let steps = ladder.steps.filter { step in time.map { step.span.holds($0.microseconds) } ?? true }.map(\.millionths)
    guard !steps.isEmpty, lines.allSatisfy({ $0.quantity > 0 && $0.quantity <= 100 && $0.price.tenThousandths >= 0 }) else {
      return nil
    }
    let goods = lines.reduce(Money?.some(.zero)) { sum, line in
      line.price.multiplied(by: line.quantity).flatMap { sum?.adding($0) }
    }
    guard let goods else { return nil }
    var sums: Set<Int64> = [0]
    // A step is taken from each unit of a line, or from the order as a whole.
    let parts =
      ladder.mode == .order
      ? [(goods, Int64(1))] : lines.map { ($0.price, $0.quantity) }
    for (price, quantity) in parts {
      for _ in 0..<quantity {
        let discounts = steps.map { roundedQuotient(price.tenThousandths * ($0 / 100), by: 10_000) }
        var next = sums
        for sum in sums { for discount in discounts { next.insert(sum + discount) } }
        guard next.count <= OrdinarySums.sumsMax else { return nil }
        sums = next
      }
    }
    let below = sums.filter { $0 <= amount.tenThousandths }.max()
    let above = sums.filter { $0 > amount.tenThousandths }.min()
    return (below.map { Money(unchecked: $0) }, above.map { Money(unchecked: $0) })
  }
}
