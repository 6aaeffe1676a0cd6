import Records

/// Orders entered once more at another charge: the same goods for the same customer from the same rep within days. What they
/// were charged is no discount that anybody gave, so nothing is learned from it.
struct CopiedOrders {
  private(set) var isCopy: [Bool]

  private static let span: Int64 = 7 * 86_400_000_000

  private struct Goods: Hashable {
    var customer: Symbol
    var rep: Symbol?
    var list: Int64
    var cost: Int64
    var pieces: Int64
  }

  init(_ history: OrderHistory) {
    isCopy = [Bool](repeating: false, count: history.count)
    var latest: [Goods: Int] = [:]
    for order in (0..<history.count).sorted(by: { (history.times[$0], $0) < (history.times[$1], $1) }) {
      guard let customer = history.customers[order] else { continue }
      let goods = Goods(
        customer: customer, rep: history.reps[order], list: history.lists.amounts[order], cost: history.costs.amounts[order],
        pieces: history.lines(of: order).reduce(0) { $0 + history.lineQuantities[$1] })
      if let before = latest.updateValue(order, forKey: goods) {
        let (age, overflow) = history.times[order].subtractingReportingOverflow(history.times[before])
        isCopy[order] =
          !overflow && age <= CopiedOrders.span && history.charges.amounts[order] != history.charges.amounts[before]
      }
    }
  }
}
