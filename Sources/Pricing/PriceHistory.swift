import Records

/// What one product listed at and cost, earliest first.
struct PriceHistory: Sendable {
  struct Price: Sendable {
    var from: Int64
    var price: Money?
    var cost: Money?
    var usual: Money?
  }

  var prices: [Price] = []

  private func known(at time: Int64) -> Price? { prices.last { $0.from <= time } }

  func price(at time: Int64) -> Money? { known(at: time)?.price }

  func cost(at time: Int64) -> Money? { known(at: time)?.cost }

  func usual(at time: Int64) -> Money? { known(at: time).flatMap { $0.usual ?? $0.price } }

  func since(at time: Int64) -> Int64? {
    guard var place = prices.lastIndex(where: { $0.from <= time }) else { return nil }
    // A cost that moves begins an entry too.
    while place > 0, prices[place - 1].price == prices[place].price { place -= 1 }
    return place > 0 ? prices[place].from : nil
  }
}
