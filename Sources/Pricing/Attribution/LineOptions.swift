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

  static let scale: Int64 = 1_000_000

  /// Ordinary discounts, given that the order has some; the first is none.
  private(set) var ordinary: [Option] = []
  /// Given that it is this line that hides something.
  private(set) var hiding: [Hiding] = []

  init(_ line: GapProblem.Line, _ model: DiscountModel) {
    ordinary = LineOptions.discounts(line, line.quantity, model)
    let others = LineOptions.discounts(line, line.quantity - 1, model)
    for (place, step) in model.hidden.enumerated() {
      for other in others {
        hiding.append(
          Hiding(amount: line.price * step.millionths + other.amount, chance: step.weight * other.chance, step: place))
      }
    }
  }

  /// So many units of a line, with the discounts that they may have.
  private static func discounts(_ line: GapProblem.Line, _ units: Int64, _ model: DiscountModel) -> [Option] {
    var options = [Option(amount: 0, chance: units > 0 ? 1 - model.perLine : 1)]
    guard units > 0 else { return options }
    if let usual = line.usual {
      // A record may have been altered when its discounts had been given: these are of the price that was.
      let kinds = [line.price, usual].map { price in discounts(.init(price: price, quantity: line.quantity), units, model) }
      return [options[0]] + kinds.joined().filter { $0.amount > 0 }.map { Option(amount: $0.amount, chance: $0.chance / 2) }
    }
    // Units beyond a handful share their discount: nobody gives the seventh of forty another one.
    let isMany = units > GapProblem.unitsMax
    for (place, step) in model.ordinary.enumerated() {
      let chance = model.perLine * step.weight
      let unit = line.price * step.millionths
      if units == 1 || isMany {
        options.append(Option(amount: unit * units, chance: chance))
        continue
      }
      options.append(Option(amount: unit * units, chance: chance * model.allUnits))
      for some in 1..<units {
        options.append(Option(amount: unit * some, chance: chance * model.someUnits / Double(units - 1)))
      }
      for other in model.ordinary[..<place] {
        options.append(
          Option(amount: unit + line.price * other.millionths, chance: 2 * chance * other.weight * model.unitsApart))
      }
    }
    return options
  }
}
