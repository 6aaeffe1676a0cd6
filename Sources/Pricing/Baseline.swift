public import Records

/// What is learned from a history, as an artefact: rules and models read it, and its hash says exactly what they read.
public struct Baseline: Hashable, Sendable {
  public struct RepRate: Hashable, Sendable {
    public var rep: String
    public var orders: Int
    public var discounted: Int
    public var list: Money
    public var charged: Money
    /// Of the rep's orders, those that hide goods.
    public var padding: Double
  }

  public var name: String
  public var schema: String
  /// Where it was learned from, in words.
  public var source: String
  public var orders: Int
  public var first: Instant?
  public var last: Instant?
  public var book: PriceBook
  public var ladder: Ladder
  public var discounts: DiscountModel
  /// By rep.
  public var reps: [RepRate]
  public var issued: IssuedNumbers
  public var trading: TradingDays
  /// Of all orders, those that came more than a day late.
  public var late: Double

  public init(name: String, schema: String, source: String, learning: OrderLearning, symbols: SymbolTable) {
    (self.name, self.schema, self.source) = (name, schema, source)
    let history = learning.history
    orders = history.count
    first = history.times.min().map { Instant(microseconds: $0) }
    last = history.times.max().map { Instant(microseconds: $0) }
    (book, ladder, discounts) = (learning.book, learning.ladder, learning.discounts)
    reps = Baseline.rates(history, learning.paddingRates, symbols)
    let byTime = (0..<history.count).sorted { (history.times[$0], $0) < (history.times[$1], $1) }
    issued = IssuedNumbers(byTime.compactMap { history.customers[$0].map { symbols.text(of: $0) } })
    trading = TradingDays(history.times)
    late = TradingDays.late(history.times) ?? 0
  }

  private static func rates(_ history: OrderHistory, _ padding: [Symbol: Double], _ symbols: SymbolTable) -> [RepRate] {
    var rates: [Symbol: RepRate] = [:]
    for order in 0..<history.count {
      guard let rep = history.reps[order] else { continue }
      let (list, charged) = (history.lists.amounts[order], history.charges.amounts[order])
      var rate =
        rates[rep]
        ?? RepRate(
          rep: symbols.text(of: rep), orders: 0, discounted: 0, list: .zero, charged: .zero, padding: padding[rep] ?? 0)
      rate.orders += 1
      if charged < list { rate.discounted += 1 }
      // A rep whose sales pass money's bounds keeps the last sum within them; nine hundred billion is no rep's.
      rate.list = rate.list.adding(Money(unchecked: list)) ?? rate.list
      rate.charged = rate.charged.adding(Money(unchecked: charged)) ?? rate.charged
      rates[rep] = rate
    }
    return rates.values.sorted { $0.rep < $1.rep }
  }
}
