/// What may have been given on one line, in ten-thousandths of millionths so that no product rounds, each with its chance.
///
/// In columns, and made once for a price and a quantity: orders repeat both, and each order asks for all of them.
final class LineOptions: Sendable {
  struct Columns: Sendable {
    var amounts: [Int64] = []
    var chances: [Double] = []

    mutating func append(_ amount: Int64, _ chance: Double) {
      amounts.append(amount)
      chances.append(chance)
    }
  }

  /// Ordinary discounts, given that the order has some; the first is none.
  let ordinary: Columns
  /// Given that it is this line that hides something: a part of the line's price that was given away, with whatever ordinary discount the
  /// other units have.
  let hiding: Columns
  /// Of each, the hidden part's place among the model's hidden steps.
  let hiddenSteps: [Int32]

  /// The same by their chances, greatest first.
  struct Likeliest: Sendable {
    let amounts: [Int64]
    let chances: [Double]

    init(_ columns: Columns) {
      let order = columns.amounts.indices.sorted { columns.chances[$0] > columns.chances[$1] }
      (amounts, chances) = (order.map { columns.amounts[$0] }, order.map { columns.chances[$0] })
    }
  }

  let likeliest: Likeliest
  let likeliestHiding: Likeliest

  init(_ line: GapProblem.Line, _ model: DiscountModel) {
    ordinary = LineOptions.ordinary(line, line.quantity, model)
    let others = LineOptions.ordinary(line, line.quantity - 1, model)
    var hiding = Columns()
    var steps: [Int32] = []
    for (place, step) in model.hidden.enumerated() {
      for other in others.amounts.indices {
        hiding.append(line.price * step.millionths + others.amounts[other], step.weight * others.chances[other])
        steps.append(Int32(place))
      }
    }
    (self.hiding, hiddenSteps) = (hiding, steps)
    (likeliest, likeliestHiding) = (Likeliest(ordinary), Likeliest(hiding))
  }

  var count: Int { ordinary.amounts.count + hiding.amounts.count }

  /// So many units of a line, with the discounts that they may have.
  private static func ordinary(_ line: GapProblem.Line, _ units: Int64, _ model: DiscountModel) -> Columns {
    var options = Columns()
    options.append(0, units > 0 ? 1 - model.perLine : 1)
    let steps = model.stepsInUse
    // A record may have been altered when its discounts had been given: these are of the price that was.
    let prices = [line.price] + (line.usual.map { [$0] } ?? [])
    for price in prices {
      for given in LineDiscount.all(at: price, units: units, steps: steps).dropFirst() {
        options.append(given.amount, model.chance(of: given.way) / Double(prices.count))
      }
    }
    return options
  }
}
