public import Records

/// What a history of orders teaches: prices, costs, the ladder, and the orders that nothing ordinary explains.
public struct OrderLearning: Sendable {
  public struct Odd: Sendable {
    public var order: Int
    public var list: Money
    public var charged: Money
    public var gap: Money
    /// How far the gap is from the nearest sum of ordinary discounts.
    public var distance: Money
  }

  public let history: OrderHistory
  public let book: PriceBook
  public let ladder: Ladder
  public let listContradictions: [PriceBook.Contradiction]
  public let costContradictions: [PriceBook.Contradiction]
  /// In the history's order.
  public let unexplained: [Odd]
  /// Orders with a product whose price is not determined: nothing can be said about their gap.
  public let unjudged: Int

  /// - catalogue: given prices take the place of learned ones.
  public init(_ history: OrderHistory, symbols: SymbolTable, catalogue: PriceBook? = nil) {
    self.history = history
    let lists = PriceLearner.learn(history, history.lists)
    let costs = PriceLearner.learn(history, history.costs)
    book = catalogue ?? OrderLearning.book(history, symbols, lists, costs)
    let prices = OrderPrices(history, book, symbols)
    unjudged = (0..<history.count).count { prices.list(of: $0) == nil }
    listContradictions = (0..<history.count).compactMap { order in
      guard let expected = prices.list(of: order), prices.problem(order) == nil else { return nil }
      return .init(order: order, expected: expected, found: Money(unchecked: history.lists.amounts[order]))
    }
    costContradictions = OrderLearning.contradictions(costs, history.costs)
    (ladder, unexplained) = OrderLearning.learnLadder(history, prices)
  }

  private static func book(
    _ history: OrderHistory, _ symbols: SymbolTable, _ lists: PriceLearner.Result, _ costs: PriceLearner.Result
  ) -> PriceBook {
    var entries: [PriceBook.Entry] = []
    let costsByProduct = Dictionary(grouping: costs.segments, by: \.product)
    let listsByProduct = Dictionary(grouping: lists.segments, by: \.product)
    for (product, segments) in listsByProduct {
      let costSegments = costsByProduct[product] ?? []
      // A product has an entry for every moment at which its price or its cost begins.
      for start in Set((segments + costSegments).map { $0.from ?? .min }).sorted() {
        func valid(_ all: [(product: Int32, from: Int64?, amount: Int64?, support: Int)]) -> (amount: Int64?, support: Int)? {
          all.filter { ($0.from ?? .min) <= start }.max { ($0.from ?? .min) < ($1.from ?? .min) }.map { ($0.amount, $0.support) }
        }
        entries.append(
          .init(
            product: symbols.text(of: history.products[Int(product)]), from: start == .min ? nil : start,
            price: valid(segments)?.amount.map { Money(unchecked: $0) },
            cost: valid(costSegments)?.amount.map { Money(unchecked: $0) },
            support: valid(segments)?.support ?? 0))
      }
    }
    return PriceBook(entries: entries)
  }

  private static func contradictions(_ result: PriceLearner.Result, _ column: AmountColumn) -> [PriceBook.Contradiction] {
    result.isBorneOut.indices.compactMap { order in
      guard result.isBorneOut[order] == false, !column.isMissing(order), let expected = result.expected[order] else { return nil }
      return .init(order: order, expected: Money(unchecked: expected), found: Money(unchecked: column.amounts[order]))
    }
  }

  private static func learnLadder(_ history: OrderHistory, _ prices: OrderPrices) -> (Ladder, [Odd]) {
    let problems = (0..<history.count).compactMap { order in prices.problem(order).map { (order, $0) } }
    let gaps = problems.map(\.1)
    var best: (ladder: Ladder, unexplained: [Odd])?
    for mode in Ladder.Mode.allCases {
      let candidate = judged(
        problems, Ladder(mode: mode, steps: LadderLearner.steps(gaps, mode: mode), discounted: 0, explained: 0, undecided: 0),
        history)
      if candidate.ladder.explained > best?.ladder.explained ?? -1 { best = candidate }
    }
    return best.map { ($0.ladder, $0.unexplained) } ?? (.none, [])
  }

  private static func judged(
    _ problems: [(Int, GapProblem)], _ ladder: Ladder, _ history: OrderHistory
  ) -> (ladder: Ladder, unexplained: [Odd]) {
    var ladder = ladder
    var unexplained: [Odd] = []
    let explainer = GapExplainer(ladder: ladder)
    for (order, problem) in problems {
      let explanation = explainer.explain(problem)
      if explanation == .noGap { continue }
      ladder.discounted += 1
      switch explanation {
      case .noGap: break
      case .ordinary: ladder.explained += 1
      case .undecided: ladder.undecided += 1
      case .unexplained(let nearest):
        unexplained.append(
          Odd(
            order: order, list: Money(unchecked: problem.list), charged: Money(unchecked: history.charges.amounts[order]),
            gap: Money(unchecked: problem.gap), distance: Money(unchecked: nearest)))
      }
    }
    return (ladder, unexplained)
  }
}
