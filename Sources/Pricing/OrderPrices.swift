public import Records

/// A price book made ready for one history: every line's price, every order's exact list, its gap and what explains it.
public struct OrderPrices: Sendable {
  private let history: OrderHistory
  /// Per product its prices, earliest first.
  private let prices: [[(from: Int64, amount: Int64, usual: Int64?)]]

  public init(_ history: OrderHistory, _ book: PriceBook, _ symbols: SymbolTable) {
    self.history = history
    var byName: [String: [(from: Int64, amount: Int64, usual: Int64?)]] = [:]
    for entry in book.entries {
      guard let price = entry.price else { continue }
      byName[entry.product, default: []].append(
        (entry.from ?? .min, price.tenThousandths, entry.usual?.tenThousandths))
    }
    prices = history.products.map { byName[symbols.text(of: $0)] ?? [] }
  }

  /// In ten-thousandths; nil where the product has no price at that time.
  func price(of product: Int32, at time: Int64) -> Int64? { known(product, at: time)?.amount }

  private func known(_ product: Int32, at time: Int64) -> (from: Int64, amount: Int64, usual: Int64?)? {
    prices[Int(product)].last { $0.from <= time }
  }

  /// The total that the lines make; nil where a line has no price or the sum leaves money's bounds.
  public func list(of order: Int) -> Money? {
    var sum = Money.zero
    for line in history.lines(of: order) {
      guard let price = price(of: history.lineProducts[line], at: history.times[order]),
        let part = Money(unchecked: price).multiplied(by: history.lineQuantities[line]), let next = sum.adding(part)
      else { return nil }
      sum = next
    }
    return sum
  }

  /// Nil where a line has no price, or where the lines do not bear out the list: then there is no gap to explain.
  func problem(_ order: Int) -> GapProblem? {
    guard let list = list(of: order) else { return nil }
    let error = history.lists.errors[order]
    guard (Double(list.tenThousandths) - history.lists.raws[order] * 10_000).magnitude <= max(error, 0.01) + (error > 0 ? 0.5 : 0)
    else {
      return nil
    }
    let lines = history.lines(of: order).compactMap { line in
      known(history.lineProducts[line], at: history.times[order]).map {
        GapProblem.Line(price: $0.amount, quantity: history.lineQuantities[line], usual: $0.usual)
      }
    }
    // The settled list is exact. What was charged is off by its floats.
    let isResidue = error > 0 && FloatSum.areEqual(history.lists.raws[order], history.charges.raws[order])
    let gap = isResidue ? 0 : Int64((Double(list.tenThousandths) - history.charges.raws[order] * 10_000).rounded())
    return GapProblem(gap: gap, list: list.tenThousandths, lines: lines, time: history.times[order])
  }
}
