/// How discounts come about in one company, as chances: the ordinary ones, and what may hide behind them.
///
/// The stories of a gap, each with its chance: nothing was given; ordinary discounts were given, line by line or on the
/// whole order; besides them a unit of one line was given away, wholly or in part, and taken home (padding); or the charge
/// was changed by an amount that no discount makes (an odd charge).
public struct DiscountModel: Hashable, Sendable {
  /// A fraction of a price and how often it is the one that is taken.
  public struct Step: Hashable, Sendable {
    /// In millionths: 15,000 is 1.5%.
    public var millionths: Int64
    public var weight: Double
    /// When it was in use.
    var span: StepSpan

    public init(millionths: Int64, weight: Double) { self.init(millionths: millionths, weight: weight, span: .always) }

    init(millionths: Int64, weight: Double, span: StepSpan) {
      (self.millionths, self.weight, self.span) = (millionths, weight, span)
    }
  }

  /// Ordinary discounts, ascending. Weights of those in use at a time and `stray` sum to 1.
  public var ordinary: [Step]
  /// Of ordinary discounts, those by a step that the history has not shown often enough to be known: many at first, few later.
  public var stray: Double
  /// The part of a price that is given away when goods are taken home; weights and `anyPart` sum to 1.
  public var hidden: [Step]
  public var anyPart: Double
  /// Of all orders, those with ordinary discounts.
  public var discounted: Double
  /// Of these, those whose discount is one on the whole order.
  public var orderWide: Double
  /// Of a discounted order's lines, those with a discount.
  public var perLine: Double
  /// Of discounted lines with several units: all units alike; some of them; two units each by a step of its own.
  public var allUnits: Double
  public var someUnits: Double
  public var unitsApart: Double
  /// Of all orders, those that hide goods, and those with an odd charge.
  public var padded: Double
  public var odd: Double

  /// Odd charges that differ by a few cents only.
  static let cents = 0.5
  static let centsMax: Int64 = 5
  /// An odd charge lies within this part of the list.
  static let oddSpan = 0.3
  /// A step that is not known yet lies below this.
  static let strayMax = 0.35
  /// Any part of a price: from a tenth of it to all of it.
  static let anyFrom = 0.1

  /// What is taken to hold until a history has taught better.
  public init(ladder: Ladder) {
    let steps = ladder.steps.map(\.millionths)
    ordinary = steps.map { Step(millionths: $0, weight: 1 / Double(max(1, steps.count))) }
    stray = 0
    hidden = DiscountModel.hidden(beside: steps)
    anyPart = 0.3
    discounted = 0.6
    orderWide = ladder.mode == .order ? 0.98 : 0.02
    perLine = 0.4
    (allUnits, someUnits, unitsApart) = (0.6, 0.3, 0.1)
    (padded, odd) = (0.005, 0.0005)
  }

  /// As it was at a time: steps that were not in use then weigh nothing.
  func at(_ time: Int64?) -> DiscountModel {
    guard ordinary.contains(where: { $0.span != .always }) else { return self }
    var model = self
    var sum = 0.0
    for index in ordinary.indices {
      if let time, !ordinary[index].span.holds(time) { model.ordinary[index].weight = 0 }
      sum += model.ordinary[index].weight
    }
    guard sum > 0 else { return model }
    for index in ordinary.indices { model.ordinary[index].weight *= (1 - stray) / sum }
    return model
  }

  /// What ordinary discounts may be given by, in millionths; 0 in the place of a step that is not in use.
  var stepsInUse: [Int64] { ordinary.map { $0.weight > 0 ? $0.millionths : 0 } }

  /// The chance of just this gap where a charge is off by anything: as likely here as anywhere in its range.
  static func wideOdd(_ problem: GapProblem) -> Double {
    let range = 2 * oddSpan * Double(max(problem.list, 1))
    let share = (1 - cents) * min(1, 2 * problem.tolerance / range)
    // Further off is rarer, and never impossible.
    return Double(problem.gap.magnitude) > range ? 0.01 * share : share
  }

  /// The chance that an amount, within its tolerance, is some part of a unit's price; nil where it is none.
  static func anyPart(_ amount: Double, of line: GapProblem.Line, _ tolerance: Double) -> Double? {
    let part = AnyPart(line, tolerance)
    return part.holds(amount) ? part.density : nil
  }

  /// The chance that it is a discount on a line by a step that is not known; nil where it is none.
  static func stray(_ amount: Double, of line: GapProblem.Line, _ tolerance: Double) -> Double? {
    let stray = StrayDiscount(line, tolerance)
    return stray.holds(amount) ? stray.density : nil
  }

  /// For nothing, at a fifth, at a quarter and at half of the price: what people would think of first.
  static func hidden(beside ordinary: [Int64]) -> [Step] {
    let usual: [(Int64, Double)] = [(500_000, 0.1), (750_000, 0.05), (800_000, 0.1), (1_000_000, 0.45)]
    let open = usual.filter { step in !ordinary.contains(step.0) }
    let sum = open.reduce(0) { $0 + $1.1 }
    return open.map { Step(millionths: $0.0, weight: 0.7 * $0.1 / sum) }
  }
}
