import Records
public import RuleLanguage

/// `attribute(gap, lines, baseline.ladder)`: whether ordinary discounts explain a gap, and if not, which line given away would.
public struct Attribution: NativeComputation {
  private let prices: BaselinePrices
  private let explainer: GapExplainer

  public init(_ prices: BaselinePrices) {
    self.prices = prices
    explainer = GapExplainer(ladder: prices.ladder)
  }

  private static let unknown: [Value] = [.missing(.absent), .missing(.absent), .missing(.absent)]
  private static let ordinary: [Value] = [.number(0), .money(0), .text("")]

  public func result(_ arguments: [NativeArgument]) -> [Value] {
    guard arguments.count == 3, case .value(.money(let gap)) = arguments[0], case .elements(let elements) = arguments[1] else {
      return Attribution.unknown
    }
    var lines: [(name: String, line: GapProblem.Line)] = []
    var list: Int64 = 0
    for element in elements {
      guard element.count == 2, case .text(let product) = element[0], case .integer(let quantity) = element[1],
        (1...OrderHistory.quantityMax).contains(quantity), let price = prices.price(of: product),
        let total = price.multiplied(by: quantity), let sum = Money(unchecked: list).adding(total)
      else { return Attribution.unknown }
      lines.append((product, .init(price: price.tenThousandths, quantity: quantity)))
      list = sum.tenThousandths
    }
    return explained(gap, list, lines)
  }

  /// Half a ten-thousandth of rounding a line, and what sums of 32-bit floats leave of the total.
  private func tolerance(_ list: Int64, _ lines: Int) -> Double {
    0.5 * Double(lines) + 0.5 + FloatSum.errorMax(of: Double(list) / 10_000)
  }

  private func explained(_ gap: Int64, _ list: Int64, _ lines: [(name: String, line: GapProblem.Line)]) -> [Value] {
    let tolerance = tolerance(list, lines.count)
    func explanation(_ gap: Int64, _ list: Int64, _ lines: [GapProblem.Line]) -> GapExplanation {
      explainer.explain(GapProblem(gap: gap, tolerance: tolerance, list: list, lines: lines))
    }
    let all = lines.map(\.line)
    switch explanation(gap, list, all) {
    case .noGap, .ordinary: return Attribution.ordinary
    case .undecided: return Attribution.unknown
    case .unexplained: break
    }
    // The dearest first: what is taken home is mostly dear.
    for place in lines.indices.sorted(by: { lines[$0].line.price > lines[$1].line.price }) {
      let price = lines[place].line.price
      var rest = all
      rest[place].quantity -= 1
      if rest[place].quantity == 0 { rest.remove(at: place) }
      guard gap - price >= -Int64(tolerance) else { continue }
      switch explanation(max(0, gap - price), list - price, rest) {
      case .noGap, .ordinary: return [.number(0.95), .money(price), .text(lines[place].name)]
      default: continue
      }
    }
    return [.number(0.6), .money(gap), .text("no line alone")]
  }
}
