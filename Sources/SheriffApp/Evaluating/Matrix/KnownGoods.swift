import Pricing
import Records
import Simulator

/// Orders' goods at the prices and costs that the simulated company really had.
struct KnownGoods {
  struct Line {
    var product: String
    var quantity: Int64
    /// In ten-thousandths.
    var price: Int64
    var cost: Int64
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
        Line(
          product: product, quantity: orders.lineQuantities[line], price: $0.price.tenThousandths, cost: $0.cost.tenThousandths)
      }
    }
  }

  /// The list or the cost is not what the goods make.
  func isContradicted(_ order: Int) -> Bool {
    let lines = lines(of: order)
    return isOff(orders.lists, order, lines.reduce(0) { $0 + $1.price * $1.quantity })
      || isOff(orders.costs, order, lines.reduce(0) { $0 + $1.cost * $1.quantity })
  }

  private func isOff(_ totals: AmountColumn, _ order: Int, _ sum: Int64) -> Bool {
    guard !totals.isMissing(order) else { return false }
    // Sums of 32-bit floats are off by their errors and half a ten-thousandth of rounding.
    return (totals.raws[order] * 10_000 - Double(sum)).magnitude > totals.errors[order] + 0.5
  }
}
