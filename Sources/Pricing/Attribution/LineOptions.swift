/// What may have been given on one line, in ten-thousandths of millionths so that no product rounds, each with its chance.
struct LineOptions {
  struct Option {
    var amount: Int64
    var chance: Double
  }

  /// A part of the line's price that was given away; with it, whatever ordinary discount the other units have.
  struct Hiding {
    var amount: Int64
    var chance: Double
    /// The part's place among the model's hidden steps.
    var step: Int
  }

  /// Ordinary discounts, given that the order has some; the first is none.
  private(set) var ordinary: [Option] = []
  /// Given that it is this line that hides something.
  private(set) var hiding: [Hiding] = []

  init(_ line: GapProblem.Line, _ model: DiscountModel) {
    ordinary = LineOptions.ordinary(line, line.quantity, model)
    let others = LineOptions.ordinary(line, line.quantity - 1, model)
    for (place, step) in model.hidden.enumerated() {
      for other in others {
        hiding.append(
          Hiding(amount: line.price * step.millionths + other.amount, chance: step.weight * other.chance, step: place))
      }
    }
  }

  /// So many units of a line, with the discounts that they may have.
  private static func ordinary(_ line: GapProblem.Line, _ units: Int64, _ model: DiscountModel) -> [Option] {
    let none = Option(amount: 0, chance: units > 0 ? 1 - model.perLine : 1)
    let steps = model.stepsInUse
    // A record may have been altered when its discounts had been given: these are of the price that was.
    let prices = [line.price] + (line.usual.map { [$0] } ?? [])
    let given = prices.flatMap { price in
      LineDiscount.all(at: price, units: units, steps: steps).dropFirst().map {
        Option(amount: $0.amount, chance: model.chance(of: $0.way) / Double(prices.count))
      }
    }
    return [none] + given
  }
}
