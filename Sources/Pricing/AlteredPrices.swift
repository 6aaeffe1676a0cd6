import Records

/// Which of a product's prices are honest changes, and which were altered past the shop.
///
/// A company that lowers a price buys cheaper too, sooner or later; whoever alters a price in the database seldom thinks of the
/// cost. So a price that falls while the cost stays is an alteration, and what the product would list at without it is its
/// usual price.
struct AlteredPrices {
  /// A moment at which a price or a cost moved, by its entry.
  private struct Move {
    var entry: Int
    var time: Int64
    var factor: Double
  }

  /// A cost that follows its price within this, or goes ahead of it by no more, has moved with it.
  private static let nearMax: Int64 = 31 * 86_400_000_000
  /// A cost has moved with its price if by this part of the way at least.
  private static let partMin = 1.0 / 3

  /// A price that fewer orders bear out may be those orders' mistake; what it was before has to be beyond doubt.
  private static let supportMin = 2
  private static let supportBeforeMin = 5

  private let entries: [PriceBook.Entry]

  /// - entries: of one product, earliest first.
  private init(_ entries: [PriceBook.Entry]) { self.entries = entries }

  /// Entries of any products, in the book's order, with what would be usual filled in.
  static func told(_ entries: [PriceBook.Entry]) -> [PriceBook.Entry] {
    var result = entries
    var start = 0
    while start < entries.count {
      let end = entries[start...].firstIndex { $0.product != entries[start].product } ?? entries.count
      if end - start > 1 {
        let usual = AlteredPrices(Array(entries[start..<end])).usual
        for (place, amount) in usual.enumerated() { result[start + place].usual = amount }
      }
      start = end
    }
    return result
  }

  /// Per entry what the price would be; nil where it is as it should be.
  private var usual: [Money?] {
    let companions = costFactors
    var current: Money?
    var known: Money?
    return entries.indices.map { index in
      guard let price = entries[index].price, entries[index].support >= AlteredPrices.supportMin else { return current }
      if let before = known, before != price {
        current = after(before, price, costFactor: companions[index], hasCost: hasCost(index), usual: current)
      }
      if known == nil || entries[index].support >= AlteredPrices.supportBeforeMin { known = price }
      return current
    }
  }

  private func hasCost(_ index: Int) -> Bool { entries[index].cost != nil && entries[..<index].contains { $0.cost != nil } }

  private func after(_ before: Money, _ price: Money, costFactor: Double?, hasCost: Bool, usual: Money?) -> Money? {
    if let factor = costFactor {
      // An honest change: of the altered price, which stays altered, or back to what it would have been.
      guard let usual else { return nil }
      let altered = (Double(price.tenThousandths) - factor * Double(before.tenThousandths)).magnitude
      let restored = (Double(price.tenThousandths) - factor * Double(usual.tenThousandths)).magnitude
      guard altered < restored else { return nil }
      let cents = (Double(usual.tenThousandths) * Double(price.tenThousandths) / Double(before.tenThousandths) / 100).rounded()
      return cents < Double(Money.magnitudeMax) / 100 ? Money(unchecked: Int64(cents) * 100) : usual
    }
    if price < before { return usual ?? (hasCost ? before : nil) }
    return usual.flatMap { price < $0 ? $0 : nil }
  }

  /// Per entry whose price moved by how much the cost moved along; nil where it did not. A cost's move belongs to one price's.
  private var costFactors: [Double?] {
    var factors = [Double?](repeating: nil, count: entries.count)
    let (prices, costs) = (moves(\.price), moves(\.cost))
    var pairs: [(distance: Int64, price: Int, cost: Int)] = []
    for (first, price) in prices.enumerated() {
      for (second, cost) in costs.enumerated() where AlteredPrices.isAlike(price.factor, cost.factor) {
        let (distance, overflow) = cost.time.subtractingReportingOverflow(price.time)
        if !overflow, distance.magnitude <= UInt64(AlteredPrices.nearMax) {
          pairs.append((Int64(distance.magnitude), first, second))
        }
      }
    }
    var taken: Set<Int> = []
    for pair in pairs.sorted(by: { ($0.distance, $0.price, $0.cost) < ($1.distance, $1.price, $1.cost) })
    where factors[prices[pair.price].entry] == nil && taken.insert(pair.cost).inserted {
      factors[prices[pair.price].entry] = costs[pair.cost].factor
    }
    return factors
  }

  private static func isAlike(_ price: Double, _ cost: Double) -> Bool {
    let (moved, along) = (price - 1, cost - 1)
    return moved * along > 0 && along.magnitude >= partMin * moved.magnitude
  }

  private func moves(_ amount: KeyPath<PriceBook.Entry, Money?>) -> [Move] {
    var result: [Move] = []
    var before: Money?
    for (index, entry) in entries.enumerated() {
      guard let now = entry[keyPath: amount], now.tenThousandths > 0 else { continue }
      if let before, before != now, let from = entry.from {
        result.append(
          Move(entry: index, time: from, factor: Double(now.tenThousandths) / Double(before.tenThousandths)))
      }
      before = now
    }
    return result
  }
}
