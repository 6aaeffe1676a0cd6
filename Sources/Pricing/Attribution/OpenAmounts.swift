/// Some part of a unit's price: which amounts are one, within their tolerance, and the chance of each.
struct AnyPart {
  private let least: Double
  private let most: Double
  let density: Double

  init(_ line: GapProblem.Line, _ tolerance: Double) {
    let price = Double(line.price)
    (least, most) = (DiscountModel.anyFrom * price, price + tolerance)
    density = min(1, 2 * tolerance / ((1 - DiscountModel.anyFrom) * price))
  }

  func holds(_ amount: Double) -> Bool { amount >= least && amount <= most }
}

/// A discount on a line by a step that is not known.
struct StrayDiscount {
  private let least: Double
  private let most: Double
  let density: Double

  init(_ line: GapProblem.Line, _ tolerance: Double) {
    let reach = DiscountModel.strayMax * Double(line.price * line.quantity)
    (least, most) = (tolerance, reach)
    density = min(1, 2 * tolerance / reach)
  }

  func holds(_ amount: Double) -> Bool { amount > least && amount <= most }
}
