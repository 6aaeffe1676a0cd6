import Pricing
import Records
import Simulator

/// Orders' goods at the prices and costs that the simulated company really had.
struct KnownGoods {
  struct Line {
    var product: String
    var quantity: Int64
    var amounts: SimulatedPrices.Amounts
  }

  private let orders: OrderHistory
  private let prices: SimulatedPrices
  private let names: [String]

  init(_ options: SimulationOptions, _ records: MatrixRecords) {
    orders = records.orders
    prices = SimulatedPrices(options)
    names = records.orders.products.map { records.symbols.text(of: $0) }
  }

  func lines(of order: Int) -> [Line] {
    let day = Instant(microseconds: orders.times[order]).date
    return orders.lines(of: order).compactMap { line in
      let product = names[Int(orders.lineProducts[line])]
      return prices.amounts(of: product, on: day).map {
        Line(product: product, quantity: orders.lineQuantities[line], amounts: $0)
      }
    }
  }

  /// The list or the cost is not what the goods make.
  func isContradicted(_ order: Int) -> Bool {
    let lines = lines(of: order)
    return isOff(orders.lists, order, KnownGoods.sum(lines) { $0.price })
      || isOff(orders.costs, order, KnownGoods.sum(lines) { $0.cost })
  }

  /// What the goods make at the till, in ten-thousandths, less what was charged; nil where the list or the cost is not theirs even
  /// at altered prices.
  func gap(_ order: Int, _ lines: [Line]) -> Int64? {
    let list = KnownGoods.sum(lines) { $0.tillPrice }
    guard !isOff(orders.lists, order, list), !isOff(orders.costs, order, KnownGoods.sum(lines) { $0.cost }) else { return nil }
    // Both are sums of the same floats where nothing was taken off.
    guard !FloatSum.areEqual(orders.lists.raws[order], orders.charges.raws[order]) else { return 0 }
    return list - Int64((orders.charges.raws[order] * 10_000).rounded())
  }

  private static func sum(_ lines: [Line], _ amount: (SimulatedPrices.Amounts) -> Money) -> Int64 {
    lines.reduce(0) { $0 + amount($1.amounts).tenThousandths * $1.quantity }
  }

  private func isOff(_ totals: AmountColumn, _ order: Int, _ sum: Int64) -> Bool {
    guard !totals.isMissing(order) else { return false }
    // A sum of 32-bit floats may be off by its error where it looks exact, too.
    let raw = totals.raws[order]
    return (raw * 10_000 - Double(sum)).magnitude > FloatSum.errorMax(of: raw) + 0.5
  }
}
