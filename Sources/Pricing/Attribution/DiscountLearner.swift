/// Learns how discounts are given from a history that says nothing but totals: expectation and maximisation.
///
/// Each small order is read in all ways that fit its gap; a way counts for as much as it is likely under what is known so
/// far; from these counts the model is made anew. What reps hide is learned along with it, rep by rep, because a few who do
/// differ from the many who do not.
struct DiscountLearner {
  private let readings: [GapReading]
  /// Orders looked at, by rep, those without a gap too.
  private let orders: [Int]
  private let ordinarySteps: [Int64]
  private let hiddenSteps: [Int64]
  private(set) var model: DiscountModel
  private var padding: [Double]

  private var ordinaryUses = 0.0

  private static let usesMin = 1.5
  /// A rep's rate counts as if so many orders at everybody's rate had been seen besides.
  private static let shrinkage = 100.0

  init(_ readings: [GapReading], orders: [Int], ordinary: [Int64], hidden: [Int64], discounted: Double) {
    (self.readings, self.orders) = (readings, orders)
    (ordinarySteps, hiddenSteps) = (ordinary, hidden)
    model = DiscountModel(ladder: .none)
    model.ordinary = ordinary.map { .init(millionths: $0, weight: 1 / Double(max(1, ordinary.count))) }
    model.hidden = hidden.map { .init(millionths: $0, weight: 0.7 / Double(max(1, hidden.count))) }
    model.discounted = discounted
    model.stray = 0.02
    model.orderWide = 0.3
    padding = orders.map { _ in 0.005 }
  }

  mutating func learn(rounds: Int) {
    for _ in 0..<rounds { round() }
  }

  /// The steps that the history really needs; the others were accidents of the search.
  var neededSteps: [Int64] {
    model.ordinary.filter { $0.weight * ordinaryUses >= DiscountLearner.usesMin }.map(\.millionths)
  }

  /// What one round has counted. Beginnings stand for a little that was seen before, so that nothing is ever impossible.
  private struct Counts {
    var ordinary: [Double]
    var hidden: [Double]
    var anyPart = 1.0
    var stray = 0.5
    var orderWide = 0.05
    var lineWise = 1.0
    var linesWithDiscount = 0.8
    var linesInPlace = 2.0
    var units = (all: 0.6, some: 0.3, apart: 0.02)
    var odd = 0.02
    var padded: [Double]
  }

  private mutating func round() {
    var counts = Counts(
      ordinary: ordinarySteps.map { _ in 0.05 }, hidden: model.hidden.map { _ in 0.5 }, padded: orders.map { _ in 0 })
    let truncated = (0...GapReading.linesMax + 8).map { 1 - power(1 - model.perLine, $0) }
    for reading in readings { add(reading, truncated, &counts) }
    update(counts)
  }

  private func add(_ reading: GapReading, _ truncated: [Double], _ counts: inout Counts) {
    let rate = padding[reading.rep]
    let honest = 1 - rate - model.odd
    let some = max(truncated[reading.lineCount], 1e-9)
    let none = reading.lineCount
    let weights = reading.ways.map { way -> Double in
      var chance = way.factor
      for place in 0..<way.stepCount { chance *= model.ordinary[way.step(place)].weight }
      if way.isOrderWide { return chance * honest * model.discounted * model.orderWide }
      let lineWise = model.discounted * (1 - model.orderWide)
      if way.isStray { chance *= model.stray }
      chance *=
        power(model.perLine, way.lines) * power(1 - model.perLine, none - way.lines - (way.hidden < 0 && !way.isAnyPart ? 0 : 1))
      chance *= power(model.allUnits, way.allUnits) * power(model.someUnits, way.someUnits)
      chance *= power(model.unitsApart, way.unitsApart)
      if way.hidden < 0, !way.isAnyPart { return chance * honest * lineWise / some }
      let alone = way.lines == 0 ? 1 - model.discounted : 0
      let part = way.isAnyPart ? model.anyPart : model.hidden[way.hidden].weight
      return rate * part * (way.factor * alone + chance * lineWise)
    }
    let odd = model.odd * reading.odd
    let sum = weights.reduce(0, +) + odd
    guard sum > 0 else { return }
    counts.odd += odd / sum
    for (way, weight) in zip(reading.ways, weights) {
      let share = weight / sum
      guard share > 1e-6 else { continue }
      for place in 0..<way.stepCount { counts.ordinary[way.step(place)] += share }
      if way.isOrderWide {
        counts.orderWide += share
      } else if way.hidden < 0, !way.isAnyPart {
        counts.lineWise += share
        counts.linesWithDiscount += share * Double(way.lines)
        counts.linesInPlace += share * Double(reading.lineCount) / some
      }
      counts.units.all += share * Double(way.allUnits)
      counts.units.some += share * Double(way.someUnits)
      counts.units.apart += share * Double(way.unitsApart)
      if way.hidden >= 0 { counts.hidden[way.hidden] += share }
      if way.isAnyPart { counts.anyPart += share }
      if way.isStray { counts.stray += share }
      if way.hidden >= 0 || way.isAnyPart {
        counts.padded[reading.rep] += share
      }
    }
  }

  private mutating func update(_ counts: Counts) {
    let steps = counts.ordinary.reduce(counts.stray, +)
    model.stray = counts.stray / steps
    ordinaryUses = steps
    for index in model.ordinary.indices { model.ordinary[index].weight = counts.ordinary[index] / max(steps, 1e-9) }
    let hidden = counts.hidden.reduce(counts.anyPart, +)
    for index in model.hidden.indices { model.hidden[index].weight = counts.hidden[index] / hidden }
    model.anyPart = counts.anyPart / hidden
    model.orderWide = counts.orderWide / (counts.orderWide + counts.lineWise)
    model.perLine = min(0.98, max(0.01, counts.linesWithDiscount / counts.linesInPlace))
    let units = counts.units.all + counts.units.some + counts.units.apart
    (model.allUnits, model.someUnits) = (counts.units.all / units, counts.units.some / units)
    model.unitsApart = counts.units.apart / units
    let all = Double(max(1, orders.reduce(0, +)))
    model.odd = min(0.2, counts.odd / all)
    let mean = counts.padded.reduce(0, +) / all
    model.padded = max(mean, 1e-5)
    for rep in padding.indices {
      padding[rep] = min(
        0.5, (counts.padded[rep] + DiscountLearner.shrinkage * mean) / (Double(orders[rep]) + DiscountLearner.shrinkage))
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<max(0, exponent) { result *= base }
    return result
  }
}
