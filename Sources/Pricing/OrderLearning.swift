public import Records

/// What a history of orders teaches: prices, costs, the ladder, and the orders that nothing ordinary explains.
public struct OrderLearning: Sendable {
  public struct Odd: Sendable {
    public var order: Int
    public var list: Money
    public var charged: Money
    public var gap: Money
    /// How likely goods are hidden in it; what else it is is a charge that no discount makes.
    public var padded: Double
    /// What is likely hidden, in words.
    public var hidden: String
  }

  public let history: OrderHistory
  public let book: PriceBook
  public let ladder: Ladder
  public let discounts: DiscountModel
  public let told: ToldGaps
  /// How often each rep pads.
  public let paddingRates: [Symbol: Double]
  public let listContradictions: [PriceBook.Contradiction]
  public let costContradictions: [PriceBook.Contradiction]
  /// In the history's order.
  public let unexplained: [Odd]
  /// Orders with a product whose price is not determined: nothing can be said about their gap.
  public let unjudged: Int

  /// - catalogue: given prices take the place of learned ones.
  public init(_ history: OrderHistory, symbols: SymbolTable, catalogue: PriceBook? = nil, workers: Workers = .alone) {
    self.history = history
    let learned = CompanionPrices(history, workers: workers)
    let (lists, costs) = (learned.lists, learned.costs)
    book = catalogue ?? OrderLearning.prices(history, symbols, lists, costs)
    let prices = OrderPrices(history, book, symbols)
    unjudged = (0..<history.count).count { prices.list(of: $0) == nil }
    listContradictions = (0..<history.count).compactMap { order in
      guard let expected = prices.list(of: order), prices.problem(order) == nil else { return nil }
      return .init(order: order, expected: expected, found: Money(unchecked: history.lists.amounts[order]))
    }
    costContradictions = OrderLearning.contradictions(costs, history.costs)
    let copies = CopiedOrders(history)
    let problems = (0..<history.count).compactMap { order in
      copies.isCopy[order] ? nil : prices.problem(order).flatMap { $0.isBounded ? (order: order, gap: $0) : nil }
    }
    let reps = RepNumbers(history)
    let habits = DiscountHistory(
      problems.map(\.gap), reps: problems.map { reps.number(of: $0.order) }, repCount: reps.count, workers: workers)
    (ladder, discounts, told) = (habits.ladder, habits.model, habits.told)
    paddingRates = reps.numbers.mapValues { habits.rates[$0] }
    let workspace = GapWorkspace(DatedDiscounts(habits.model))
    unexplained = habits.odd.map { odd in
      let (order, problem) = problems[odd.place]
      var stories = GapStories(problem, workspace)
      stories.name()
      let products = history.lines(of: order).map { symbols.text(of: history.products[Int(history.lineProducts[$0])]) }
      return Odd(
        order: order, list: Money(unchecked: problem.list), charged: Money(unchecked: history.charges.amounts[order]),
        gap: Money(unchecked: problem.gap), padded: odd.padded, hidden: stories.words(products))
    }
  }

  static func prices(
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
    return PriceBook(entries: AlteredPrices.told(PriceBook(entries: entries).entries))
  }

  private static func contradictions(_ result: PriceLearner.Result, _ column: AmountColumn) -> [PriceBook.Contradiction] {
    result.isBorneOut.indices.compactMap { order in
      guard result.isBorneOut[order] == false, !column.isMissing(order), let expected = result.expected[order] else { return nil }
      return .init(order: order, expected: Money(unchecked: expected), found: Money(unchecked: column.amounts[order]))
    }
  }
}

/// Reps by dense numbers; orders without a rep share the last one.
private struct RepNumbers {
  private(set) var numbers: [Symbol: Int] = [:]
  private let history: OrderHistory

  init(_ history: OrderHistory) {
    self.history = history
    for rep in history.reps { if let rep, numbers[rep] == nil { numbers[rep] = numbers.count } }
  }

  var count: Int { numbers.count + 1 }

  func number(of order: Int) -> Int { history.reps[order].flatMap { numbers[$0] } ?? numbers.count }
}
