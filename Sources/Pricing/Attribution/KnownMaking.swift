public import Records

/// What a judge finds who is told how a history was made: its ladder and how it is used, what is hidden and how often by
/// whom. Prices are learned: they are exact, or unknown. What such a judge misses, the totals do not tell.
public struct KnownMaking {
  private let history: OrderHistory
  private let prices: OrderPrices
  private let symbols: SymbolTable

  public init(_ history: OrderHistory, _ symbols: SymbolTable) {
    (self.history, self.symbols) = (history, symbols)
    let (lists, costs) = (PriceLearner.learn(history, history.lists), PriceLearner.learn(history, history.costs))
    prices = OrderPrices(history, OrderLearning.prices(history, symbols, lists, costs), symbols)
  }

  /// How likely each order hides goods, by row; an order whose lines do not bear out its list is not judged.
  ///
  /// - Parameters:
  ///   - model: how discounts come about at a time.
  ///   - rates: how often a rep pads; reps that are not named never do.
  public func chances(_ model: (Instant) -> DiscountModel, rates: [String: Double]) -> [(row: Int64, chance: Double)] {
    (0..<history.count).map { order in
      let rate = history.reps[order].flatMap { rates[symbols.text(of: $0)] } ?? 0
      guard rate > 0, let problem = prices.problem(order), problem.hasGap else { return (history.rows[order], 0) }
      let model = model(Instant(microseconds: history.times[order]))
      let stories = GapStories(problem, model)
      return (history.rows[order], PaddingRates.chances(.init(rep: 0, stories), rate, model.odd).padded)
    }
  }
}
