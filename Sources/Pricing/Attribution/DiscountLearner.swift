/// Learns how discounts are given from a history that says nothing but totals: expectation and maximisation.
///
/// Each small order is read in all ways that fit its gap; a way counts for as much as it is likely under what is known so
/// far; from these counts the model is made anew. What reps hide is learned along with it, rep by rep, because a few who do
/// differ from the many who do not.
struct DiscountLearner {
  private let readings: [GapReading]
  /// Orders looked at, by rep, those without a gap too.
  private let orders: [Int]
  private let eras: [Int64]
  private(set) var model: DiscountModel
  /// The model in each era.
  private var dated: [DiscountModel] = []
  private var padding: [Double]
  /// How often each ordinary step was used.
  private var uses: [Double] = []

  private static let usesMin = 1.5
  /// A rep's rate counts as if so many orders at everybody's rate had been seen besides.
  private static let shrinkage = 100.0

  /// - eras: when each era of the ladder begins, the first at the beginning of times.
  init(
    _ readings: [GapReading], orders: [Int], ordinary: [DiscountModel.Step], eras: [Int64], hidden: [Int64], discounted: Double
  ) {
    (self.readings, self.orders, self.eras) = (readings, orders, eras)
    model = DiscountModel(ladder: .none)
    model.ordinary = ordinary
    model.hidden = hidden.map { .init(millionths: $0, weight: 0.7 / Double(max(1, hidden.count))) }
    model.discounted = discounted
    model.stray = 0.02
    model.orderWide = 0.3
    padding = orders.map { _ in 0.005 }
    date()
  }

  private mutating func date() { dated = eras.map { model.at($0) } }

  mutating func learn(rounds: Int) {
    for _ in 0..<rounds { round() }
  }

  /// The steps that the history really needs; the others were accidents of the search.
  var neededSteps: [DiscountModel.Step] {
    model.ordinary.indices.filter { uses[$0] >= DiscountLearner.usesMin }.map { model.ordinary[$0] }
  }

  /// What one round has counted. Beginnings stand for a little that was seen before, so that nothing is ever impossible.
  private struct Counts {
    var ordinary: [Double]
    /// Uses of any step, by era.
    var ofEra: [Double]
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
      ordinary: model.ordinary.map { _ in 0.05 }, ofEra: eras.map { _ in 0 }, hidden: model.hidden.map { _ in 0.5 },
      padded: orders.map { _ in 0 })
    let truncated = (0...GapReading.linesMax + 8).map { 1 - DiscountModel.power(1 - model.perLine, $0) }
    for reading in readings { add(reading, truncated, &counts) }
    update(counts)
  }

  private func add(_ reading: GapReading, _ truncated: [Double], _ counts: inout Counts) {
    let rate = padding[reading.rep]
    let model = dated[reading.era]
    let honest = 1 - rate - model.odd
    let some = max(truncated[reading.lineCount], 1e-9)
    let weights = reading.ways.map { way -> Double in
      let discounts = model.chance(of: way.discounts)
      if way.isOrderWide { return discounts * honest * model.discounted * model.orderWide }
      let lineWise = model.discounted * (1 - model.orderWide)
      let bare = reading.lineCount - way.discounts.lines - (way.isPadded ? 1 : 0)
      let chance = discounts * (way.isStray ? model.stray : 1) * DiscountModel.power(1 - model.perLine, bare)
      guard way.isPadded else { return chance * honest * lineWise / some }
      let alone = way.discounts.lines == 0 ? way.discounts.factor * (1 - model.discounted) : 0
      let part = way.isAnyPart ? model.anyPart : model.hidden[way.hidden].weight
      return rate * part * (alone + chance * lineWise)
    }
    let odd = model.odd * reading.odd
    let sum = weights.reduce(0, +) + odd
    guard sum > 0 else { return }
    counts.odd += odd / sum
    for (way, weight) in zip(reading.ways, weights) {
      let share = weight / sum
      guard share > 1e-6 else { continue }
      let discounts = way.discounts
      for place in 0..<discounts.stepCount { counts.ordinary[discounts.step(place)] += share }
      counts.ofEra[reading.era] += share * Double(discounts.stepCount)
      if way.isOrderWide {
        counts.orderWide += share
      } else if !way.isPadded {
        counts.lineWise += share
        counts.linesWithDiscount += share * Double(discounts.lines)
        counts.linesInPlace += share * Double(reading.lineCount) / some
      }
      counts.units.all += share * Double(discounts.allUnits)
      counts.units.some += share * Double(discounts.someUnits)
      counts.units.apart += share * Double(discounts.unitsApart)
      if way.hidden >= 0 { counts.hidden[way.hidden] += share }
      if way.isAnyPart { counts.anyPart += share }
      if way.isStray { counts.stray += share }
      if way.isPadded { counts.padded[reading.rep] += share }
    }
  }

  private mutating func update(_ counts: Counts) {
    model.stray = counts.stray / counts.ordinary.reduce(counts.stray, +)
    uses = counts.ordinary
    for (index, step) in model.ordinary.enumerated() {
      // Its share of all uses while it was in use.
      let meanwhile = zip(eras, counts.ofEra).reduce(0) { $0 + (step.span.holds($1.0) ? $1.1 : 0) }
      model.ordinary[index].weight = min(1, uses[index] / max(meanwhile, uses[index])) * (1 - model.stray)
    }
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
    date()
  }
}
