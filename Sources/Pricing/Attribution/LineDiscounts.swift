/// One way in which lines were discounted, without its chance: that follows from a model, which changes while it is learned.
struct DiscountWay {
  /// Ordinary steps that were taken, by their places, a byte each.
  var steps: UInt64 = 0
  var stepCount = 0
  /// Lines with a discount; of those with several units how the units were treated.
  var lines = 0
  var allUnits = 0
  var someUnits = 0
  var unitsApart = 0
  /// Chances that depend on nothing learned: which of the units, which line hides something.
  var factor = 1.0

  func with(_ other: DiscountWay) -> DiscountWay {
    var both = self
    both.steps |= other.steps << UInt64(8 * stepCount)
    both.stepCount += other.stepCount
    both.lines += other.lines
    both.allUnits += other.allUnits
    both.someUnits += other.someUnits
    both.unitsApart += other.unitsApart
    both.factor *= other.factor
    return both
  }

  func step(_ index: Int) -> Int { Int(steps >> UInt64(8 * index) & 0xff) }
}

extension DiscountModel {
  /// How likely the discounted lines are discounted in just this way, given that they are the only ones that may be.
  func chance(of way: DiscountWay) -> Double {
    var chance = way.factor
    for place in 0..<way.stepCount { chance *= ordinary[way.step(place)].weight }
    chance *= DiscountModel.power(perLine, way.lines) * DiscountModel.power(allUnits, way.allUnits)
    return chance * DiscountModel.power(someUnits, way.someUnits) * DiscountModel.power(unitsApart, way.unitsApart)
  }

  static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<max(0, exponent) { result *= base }
    return result
  }
}

/// A discount on one line: what it comes to, and how it is given.
struct LineDiscount {
  /// In ten-thousandths of millionths, so that no product rounds.
  var amount: Int64
  var way: DiscountWay

  static let scale: Int64 = 1_000_000
  /// Units beyond this many of one line share their discount: nobody gives the seventh of forty another one.
  static let unitsMax: Int64 = 8

  /// All that may be given on so many units at a price, by steps in millionths; none at all comes first. A step of 0 is none.
  static func all(at price: Int64, units: Int64, steps: [Int64]) -> [LineDiscount] {
    var result = [LineDiscount(amount: 0, way: DiscountWay())]
    guard units > 0 else { return result }
    for (place, step) in steps.enumerated() where step > 0 {
      let unit = price * step
      let way = DiscountWay(steps: UInt64(place), stepCount: 1, lines: 1)
      if units == 1 || units > unitsMax {
        result.append(LineDiscount(amount: unit * units, way: way))
        continue
      }
      var all = way
      all.allUnits = 1
      result.append(LineDiscount(amount: unit * units, way: all))
      var some = way
      some.someUnits = 1
      some.factor = 1 / Double(units - 1)
      for part in 1..<units { result.append(LineDiscount(amount: unit * part, way: some)) }
      for other in 0..<place where steps[other] > 0 {
        let apart = DiscountWay(
          steps: UInt64(place) | UInt64(other) << 8, stepCount: 2, lines: 1, unitsApart: 1, factor: 2)
        result.append(LineDiscount(amount: unit + price * steps[other], way: apart))
      }
    }
    return result
  }
}
