public import Records
public import RuleLanguage

/// What rules ask of a baseline: prices, costs, and how deep a rep's discounts usually are.
public struct BaselinePrices: BaselineValues {
  private typealias Price = PriceHistory.Price

  /// Per product, earliest first.
  private var prices: [String: PriceHistory] = [:]
  private var rates: [String: Double] = [:]
  public private(set) var ladder = Ladder.none
  public private(set) var discounts = DiscountModel(ladder: .none)
  private(set) var told = ToldGaps()
  private var padding: [String: Double] = [:]
  private var presence: [String: Double] = [:]
  private var issued = IssuedNumbers(ranges: [])
  private var trading = TradingDays()
  private var late: Double?
  /// What an example says of single customers and moments.
  private var givenIssued: [String: Bool] = [:]
  private var givenTrade: [Int64: Double] = [:]

  /// - told: what the gaps said from which the baseline was learned.
  public init(_ baseline: Baseline, told: ToldGaps = ToldGaps()) {
    self.init(baseline.book, baseline.ladder)
    (discounts, self.told) = (baseline.discounts, told)
    (issued, trading, late) = (baseline.issued, baseline.trading, baseline.late)
    let middle = baseline.reps.map(\.orders).sorted().dropFirst(baseline.reps.count / 2).first ?? 0
    for rep in baseline.reps where middle > 0 { presence[rep.rep] = Double(rep.orders) / Double(middle) }
    for rep in baseline.reps { padding[rep.rep] = rep.padding }
    for rep in baseline.reps where rep.list.tenThousandths > 0 {
      rates[rep.rep] = Double(rep.list.tenThousandths - rep.charged.tenThousandths) / Double(rep.list.tenThousandths)
    }
  }

  public init(_ book: PriceBook, _ ladder: Ladder) {
    self.ladder = ladder
    discounts = DiscountModel(ladder: ladder)
    for entry in book.entries {
      prices[entry.product, default: PriceHistory()].prices.append(
        Price(from: entry.from ?? .min, price: entry.price, cost: entry.cost, usual: entry.usual))
    }
  }

  /// What an example of a rule says that the baseline holds.
  public init(given values: [RuleTest.BaselineValue], in program: Program) {
    var steps: [Ladder.Step] = []
    var odd: Double?
    for value in values {
      let name = program.baselineNames[value.name].name
      let key = value.arguments.first.flatMap { BaselinePrices.text($0, program) } ?? ""
      switch (name, value.value) {
      case ("price", .constant(let id)): set(key) { $0.price = Money(unchecked: program.expressions[id].payload) }
      case ("cost", .constant(let id)): set(key) { $0.cost = Money(unchecked: program.expressions[id].payload) }
      case ("rate", .constant(let id)): rates[key] = BaselinePrices.number(id, program)
      case ("presence", .constant(let id)): presence[key] = BaselinePrices.number(id, program)
      case ("late", .constant(let id)): late = BaselinePrices.number(id, program)
      case ("odd", .constant(let id)): odd = BaselinePrices.number(id, program)
      case ("issued", .constant(let id)): givenIssued[key] = program.expressions[id].payload != 0
      case ("trade", .constant(let id)):
        if let time = value.arguments.first { givenTrade[program.expressions[time].payload] = BaselinePrices.number(id, program) }
      case ("padding", .constant(let id)): padding[key] = BaselinePrices.number(id, program)
      case ("ladder", .several(let several)):
        for case .constant(let id) in several {
          steps.append(.init(millionths: Int64((BaselinePrices.number(id, program) * 1e6).rounded()), support: 1))
        }
      default: break
      }
    }
    ladder = Ladder(mode: .unit, steps: steps, discounted: 0, explained: 0, undecided: 0)
    discounts = DiscountModel(ladder: ladder)
    if let odd { discounts.odd = odd }
  }

  private static func text(_ id: Expression.ID, _ program: Program) -> String? {
    let node = program.expressions[id]
    return node.type == .key || node.type == .text ? program.expressions.texts[Int(node.payload)] : nil
  }

  private static func number(_ id: Expression.ID, _ program: Program) -> Double {
    Double(bitPattern: UInt64(bitPattern: program.expressions[id].payload))
  }

  private mutating func set(_ product: String, _ change: (inout Price) -> Void) {
    var price = prices[product]?.prices.first ?? Price(from: .min, price: nil, cost: nil)
    change(&price)
    prices[product] = PriceHistory(prices: [price])
  }

  /// In force at a time; the latest where no time is given.
  public func price(of product: String, at time: Int64 = .max) -> Money? { history(of: product).price(at: time) }

  public func cost(of product: String, at time: Int64 = .max) -> Money? { history(of: product).cost(at: time) }

  /// What the price would be had nobody altered it.
  func usual(of product: String, at time: Int64 = .max) -> Money? { history(of: product).usual(at: time) }

  /// From when on the price of that time has been in force; nil where it has been from the beginning.
  func since(of product: String, at time: Int64 = .max) -> Int64? { history(of: product).since(at: time) }

  /// All prices of a product; none where it is not known.
  func history(of product: String) -> PriceHistory { prices[product] ?? PriceHistory() }

  /// Of a product that lists at an altered price, what it listed at before.
  func usual(of product: String, listedAt price: Money) -> Money? {
    prices[product]?.prices.last { $0.price == price && $0.usual != nil }?.usual
  }

  /// How often a rep pads; of one whom nobody knows yet what is known of all.
  func paddingRate(of rep: String) -> Double { padding[rep] ?? discounts.padded }

  public func value(of name: String, _ arguments: [Value]) -> Value {
    if name == "late" { return late.map { .number($0) } ?? .missing(.absent) }
    if name == "odd" { return .number(discounts.odd) }
    if name == "trade", case .time(let time)? = arguments.first {
      return (givenTrade[time] ?? trading.share(at: time)).map { .number($0) } ?? .missing(.absent)
    }
    guard case .text(let key)? = arguments.first else { return .missing(.absent) }
    switch name {
    case "issued": return .flag(givenIssued[key] ?? issued.holds(key))
    case "presence": return presence[key].map { .number($0) } ?? .missing(.absent)
    case "price": return price(of: key).map { .money($0.tenThousandths) } ?? .missing(.absent)
    case "cost": return cost(of: key).map { .money($0.tenThousandths) } ?? .missing(.absent)
    case "usual": return usual(of: key).map { .money($0.tenThousandths) } ?? .missing(.absent)
    case "since": return since(of: key).map { .time($0) } ?? .missing(.absent)
    case "rate": return rates[key].map { .number($0) } ?? .missing(.absent)
    case "padding": return padding[key].map { .number($0) } ?? .missing(.absent)
    default: return .missing(.absent)
    }
  }
}
