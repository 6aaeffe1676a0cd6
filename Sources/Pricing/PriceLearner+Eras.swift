import Records

/// Spans of time in which one price list held.
///
/// Where many prices move on one day, hardly an order of many lines agrees with any one list, and it no longer shows which
/// product moved. Then a history is halved, and its halves again, for as long as more orders agree; and the day is looked for
/// at which the one list takes over from the other.
extension PriceLearner {
  private struct Era {
    /// Places in `byTime`.
    var orders: Range<Int>
    var amounts: [Int64?]
    var agreeing: Int

    var isClean: Bool { agreeing * 10 >= orders.count * 9 }
  }

  /// Orders that a half has to have for each of its products: fewer determine too few of them.
  private static let ordersPerProduct = 2
  private static let ordersMin = 500

  /// Gives each product its price of each era, where that bears out more orders. Says whether it did.
  mutating func divide(_ result: Result) -> Bool {
    let agreeing = result.isBorneOut.count { $0 == true }
    guard agreeing * 10 < byTime.count * 9 else { return false }
    let whole = Era(orders: 0..<byTime.count, amounts: result.segments.map(\.amount), agreeing: agreeing)
    var eras = eras(whole)
    // What lies between two lists is neither: the day of the change is in it.
    if eras.contains(where: \.isClean) { eras.removeAll { !$0.isClean } }
    guard eras.count > 1 else { return false }
    let known = segments
    segments = parted(eras)
    order()
    guard evaluated().isBorneOut.count(where: { $0 == true }) > agreeing else {
      segments = known
      order()
      return false
    }
    return true
  }

  /// The halves of an era, where they agree better than the whole.
  private func eras(_ era: Era) -> [Era] {
    let middle = era.orders.lowerBound + era.orders.count / 2
    let least = max(PriceLearner.ordersMin, PriceLearner.ordersPerProduct * history.products.count)
    guard !era.isClean, era.orders.count / 2 >= least else { return [era] }
    let halves = [solved(era.orders.lowerBound..<middle), solved(middle..<era.orders.upperBound)]
    guard halves.reduce(0, { $0 + $1.agreeing }) * 50 > era.agreeing * 51 else { return [era] }
    return halves.flatMap { eras($0) }
  }

  private func solved(_ orders: Range<Int>) -> Era {
    var part = PriceLearner(history, column, byTime: Array(byTime[orders]))
    let result = part.solved()
    return Era(
      orders: orders, amounts: result.segments.map(\.amount), agreeing: result.isBorneOut.count { $0 == true })
  }

  /// The eras' prices, each from the day on from which it bears out more than the one before.
  private func parted(_ eras: [Era]) -> [Segment] {
    var result = history.products.indices.map { product in
      Segment(product: Int32(product), from: nil, amount: eras.lazy.compactMap { $0.amounts[product] }.first)
    }
    var amounts = result.map(\.amount)
    for (before, after) in zip(eras, eras.dropFirst()) {
      let earlier = amounts
      for product in amounts.indices { amounts[product] = after.amounts[product] ?? amounts[product] }
      let day = firstOrder(of: amounts, after: earlier, in: before.orders.lowerBound..<after.orders.upperBound)
      for product in amounts.indices where amounts[product] != earlier[product] {
        result.append(Segment(product: Int32(product), from: history.times[byTime[day]], amount: amounts[product]))
      }
    }
    return result
  }

  /// The place of the order with which a price list takes over: most agree with the one before it and with the other after it.
  private func firstOrder(of amounts: [Int64?], after earlier: [Int64?], in orders: Range<Int>) -> Int {
    func agrees(_ order: Int, _ amounts: [Int64?]) -> Bool {
      func amount(_ line: Int) -> Int64? { amounts[Int(history.lineProducts[line])] }
      return total(order, amount).map { isBorneOut($0, order, amount) } ?? false
    }
    var best = (place: orders.lowerBound, gain: 0)
    var gain = 0
    for place in orders where !column.isMissing(byTime[place]) {
      gain += (agrees(byTime[place], earlier) ? 1 : 0) - (agrees(byTime[place], amounts) ? 1 : 0)
      if gain > best.gain, place + 1 < orders.upperBound { best = (place + 1, gain) }
    }
    return best.place
  }
}
