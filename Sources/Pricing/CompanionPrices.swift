import Records

/// Prices and costs of one history, learned side by side.
///
/// One order alone tells no new price: it may be falsified. But where its list and its cost both say that one product moved,
/// and by one factor, the company changed the product, and this is the only order since (or before) that has it.
struct CompanionPrices {
  private(set) var lists: PriceLearner.Result
  private(set) var costs: PriceLearner.Result

  private static let roundsMax = 4
  /// Two factors are one within this: prices are rounded when they are changed.
  private static let factorSlack = 0.002
  private static let factorMin = 0.001

  init(_ history: OrderHistory, workers: Workers = .alone) {
    let learned = workers.map([history.lists, history.costs], inPiecesOf: 1) { column in
      var learner = PriceLearner(history, column)
      let result = learner.learned()
      return (learner: learner, result: result)
    }
    var (list, cost) = (learned[0].learner, learned[1].learner)
    (lists, costs) = (learned[0].result, learned[1].result)
    for _ in 0..<CompanionPrices.roundsMax {
      let moved = CompanionPrices.moved(history, list, lists, cost, costs)
      guard !moved.isEmpty else { return }
      for (line, order) in moved.sorted(by: { $0.value < $1.value }) {
        list.insertSingle(line, of: order, lists)
        cost.insertSingle(line, of: order, costs)
      }
      list.order()
      cost.order()
      (lists, costs) = (list.merged(), cost.merged())
    }
  }

  /// Lines whose product alone mends its order's list and cost by one factor; a product once, so that each order is held
  /// against the prices that the one before it has left.
  private static func moved(
    _ history: OrderHistory, _ list: PriceLearner, _ lists: PriceLearner.Result, _ cost: PriceLearner,
    _ costs: PriceLearner.Result
  ) -> [Int: Int] {
    var found: [Int: Int] = [:]
    var products: Set<Int32> = []
    for order in list.byTime where lists.isBorneOut[order] == false && costs.isBorneOut[order] == false {
      let lines = history.lines(of: order).filter { line in
        guard let price = list.factor(line, of: order, lists), let along = cost.factor(line, of: order, costs) else {
          return false
        }
        // An order with the prices of another time is one with a wrong date.
        return (price.factor - 1).magnitude > factorMin && !list.hadElsewhere(line, of: order, lists)
          && (price.factor - along.factor).magnitude <= factorSlack + price.slack + along.slack
      }
      if lines.count == 1, products.insert(history.lineProducts[lines[0]]).inserted { found[lines[0]] = order }
    }
    return found
  }
}

extension PriceLearner {
  /// By what the line's price would have to move to mend its order, and how far that may be off.
  func factor(_ line: Int, of order: Int, _ result: Result) -> (factor: Double, slack: Double)? {
    let index = segment(line, of: order)
    guard let expected = result.expected[order], let amount = segments[index].amount, amount > 0, !column.isMissing(order),
      let wish = wish(line, of: order, index, expected)
    else { return nil }
    // Prices are mostly rounded to cents.
    return (wish.middle / Double(amount), ((wish.high - wish.low) / 2 + 50) / Double(amount))
  }

  /// Whether the price that would mend the order is one that the product has at another time.
  func hadElsewhere(_ line: Int, of order: Int, _ result: Result) -> Bool {
    let index = segment(line, of: order)
    guard let expected = result.expected[order], let wish = wish(line, of: order, index, expected) else { return false }
    return segments.contains { other in
      other.product == segments[index].product
        && other.amount.map { wish.low - 1 <= Double($0) && Double($0) <= wish.high + 1 } == true
    }
  }

  /// Gives the line's product the price that mends its order, until the next order that says otherwise.
  mutating func insertSingle(_ line: Int, of order: Int, _ result: Result) {
    let index = segment(line, of: order)
    guard let expected = result.expected[order], let wish = wish(line, of: order, index, expected),
      let amount = PriceLearner.simplest(wish.low, wish.high)
    else { return }
    let product = segments[index].product
    let agreeing = byTime.filter { other in
      result.isBorneOut[other] == true
        && history.lines(of: other).contains { history.lineProducts[$0] == product && segment($0, of: other) == index }
    }.map { history.times[$0] }
    guard var run = PriceLearner.span([wish.time], agreeing) else { return }
    run.amount = amount
    insert(run, index)
  }
}
