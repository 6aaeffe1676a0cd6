import Records
public import RuleLanguage

/// `attribute(gap, lines, baseline.ladder)`: how likely a gap hides goods that were given away, and which.
///
/// `attribute_to(rep, at, gap, lines, baseline.ladder)` knows besides how often that rep does so, and which discounts were
/// given at that time.
public struct Attribution: NativeComputation {
  private let prices: BaselinePrices
  private let isOfRep: Bool
  private let desk: GapDesk

  public init(_ prices: BaselinePrices, ofRep isOfRep: Bool) {
    (self.prices, self.isOfRep) = (prices, isOfRep)
    desk = GapDesk(prices.discounts)
  }

  static let fields: [(name: String, type: ValueType)] = [
    ("chance", .percent), ("loss", .money(.usDollar)), ("lines", .text), ("low", .money(.usDollar)), ("high", .money(.usDollar)),
    ("odd", .percent), ("off", .money(.usDollar)),
  ]
  private static let unknown: [Value] = fields.map { _ in .missing(.absent) }

  public func result(_ arguments: [NativeArgument]) -> [Value] {
    var arguments = arguments[...]
    var rate = prices.discounts.padded
    var time: Int64?
    if isOfRep {
      guard case .value(.text(let rep))? = arguments.popFirst(), case .value(.time(let at))? = arguments.popFirst() else {
        return Attribution.unknown
      }
      (rate, time) = (prices.paddingRate(of: rep), at)
    }
    guard arguments.count == 3, case .value(.money(let gap))? = arguments.popFirst(),
      case .elements(let elements)? = arguments.popFirst(), !elements.isEmpty
    else { return Attribution.unknown }
    var products: [String] = []
    var lines: [GapProblem.Line] = []
    var list = Money.zero
    for element in elements {
      guard element.count == 3, case .text(let product) = element[0], case .integer(let quantity) = element[1],
        (1...OrderHistory.quantityMax).contains(quantity), let price = price(product, element[2]), price.tenThousandths > 0,
        let total = price.multiplied(by: quantity), let sum = list.adding(total)
      else { return Attribution.unknown }
      products.append(product)
      lines.append(
        .init(
          price: price.tenThousandths, quantity: quantity,
          usual: prices.usual(of: product, listedAt: price)?.tenThousandths))
      list = sum
    }
    return told(GapProblem(gap: gap, list: list.tenThousandths, lines: lines, time: time), products, rate)
  }

  /// The line's own, which is that of its day, or else the latest.
  private func price(_ product: String, _ value: Value) -> Money? {
    if case .money(let amount) = value { return Money(unchecked: amount) }
    return prices.price(of: product)
  }

  private func told(_ problem: GapProblem, _ products: [String], _ rate: Double) -> [Value] {
    guard problem.isBounded else { return Attribution.unknown }
    let model = prices.discounts
    // Where no ladder is known nothing can be called out of the ordinary.
    guard !model.ordinary.isEmpty || !problem.hasGap else { return Attribution.unknown }
    return desk.with { workspace in
      let known = prices.told[problem]
      let stories = known == nil ? GapStories(problem, workspace) : nil
      let gap = known ?? stories?.chances ?? GapChances()
      let chances = PaddingRates.chances(gap, rate, model.odd)
      guard chances.padded > 0.01 else {
        return [.number(chances.padded), .money(0), .text(""), .money(0), .money(0), .number(chances.odd), .money(gap.off)]
      }
      var named = stories ?? GapStories(problem, workspace)
      named.name()
      let loss = named.loss ?? (0, 0, 0)
      func money(_ amount: Double) -> Value { .money(Int64(amount.rounded())) }
      return [
        .number(chances.padded), money(loss.expected), .text(named.words(products)), money(loss.low), money(loss.high),
        .number(chances.odd), .money(gap.off),
      ]
    }
  }
}
