import Pricing
import Records
import RuleLanguage
import Simulator

/// Weighs the gaps of orders as `scan` does, with the making told instead of learned: true prices, the ladder and how each rep
/// uses it, how often each pads, how often charges are skimmed.
final class KnownGaps {
  private struct Knowing: Hashable {
    var isMovedLadder: Bool
    var isMovedHabit: Bool
    var rep: Symbol?
  }

  private let options: SimulationOptions
  private let records: MatrixRecords
  private let goods: KnownGoods
  private let rates: [String: Double]
  private let habits: SimulatedHabits
  /// Of all orders, those whose charges are skimmed.
  private let skimmed: Double
  private var weighers: [Knowing: Attribution] = [:]

  /// An odd charge is off by any of ten offsets from five cents down to five up, which make half of all odd charges; a skimmed
  /// one by one of four. Five times as many odd ones make each of the four as likely as it is.
  private static let oddsPerSkim = 5.0
  /// Somebody who pads every order may still have one that he did not.
  private static let rateMax = 0.98

  /// - rates: how often each rep pads, by name.
  init(_ options: SimulationOptions, _ records: MatrixRecords, _ goods: KnownGoods, rates: [String: Double]) {
    (self.options, self.records, self.goods, self.rates) = (options, records, goods, rates)
    habits = SimulatedHabits(options)
    // The price is altered once for all; the other kinds share what happens an order at a time.
    let kinds = options.injections.subtracting([.price])
    skimmed = kinds.contains(.skim) ? options.injectionRate / Double(kinds.count) : 0
  }

  var hasSkims: Bool { skimmed > 0 }

  func rate(_ order: Int) -> Double {
    records.orders.reps[order].flatMap { rates[records.symbols.text(of: $0)] } ?? 0
  }

  /// How likely an order hides goods, and how likely its charge was skimmed. Nothing of either where it has no gap, or one that
  /// is not of its goods.
  func chances(_ order: Int) -> (padded: Double, skimmed: Double) {
    let lines = goods.lines(of: order)
    guard let gap = goods.gap(order, lines), gap != 0 else { return (0, 0) }
    let elements: [[Value]] = lines.map {
      [.text($0.product), .integer($0.quantity), .money($0.amounts.tillPrice.tenThousandths)]
    }
    let rate = min(rate(order), KnownGaps.rateMax)
    let told = weigher(order, rate).result([.value(.money(gap)), .elements(elements), .baseline("ladder")])
    guard told.count == 7, case .number(let padded) = told[0], case .number(let odd) = told[5] else { return (0, 0) }
    // What honest orders lost of their chance to odd ones that are none is given back.
    let honest = max(0, 1 - padded - odd) * max(0, 1 - rate - skimmed) / (1 - rate - oddRate(beside: rate))
    let sum = padded + odd + honest
    return sum > 0 ? (padded / sum, hasSkims ? odd / sum : 0) : (0, 0)
  }

  private func oddRate(beside rate: Double) -> Double { max(1e-6, min((1 - rate) / 2, skimmed * KnownGaps.oddsPerSkim)) }

  private func weigher(_ order: Int, _ rate: Double) -> Attribution {
    let day = Instant(microseconds: records.orders.times[order]).date.daysSince1970
    func has(_ kind: SimulationOptions.Drift.Kind) -> Bool {
      options.drifts.contains { $0.kind == kind && $0.day.daysSince1970 <= day }
    }
    let knowing = Knowing(isMovedLadder: has(.ladder), isMovedHabit: has(.habits), rep: records.orders.reps[order])
    if let known = weighers[knowing] { return known }
    var baseline = Baseline(
      name: "known", schema: "", source: "the simulation", learning: OrderLearning(OrderHistory(), symbols: records.symbols),
      symbols: records.symbols)
    baseline.discounts = model(knowing, rate)
    let weigher = Attribution(BaselinePrices(baseline), ofRep: false)
    weighers[knowing] = weigher
    return weigher
  }

  /// The simulation's own chances.
  private func model(_ knowing: Knowing, _ rate: Double) -> DiscountModel {
    var model = DiscountModel(ladder: .none)
    let weights = options.ladder.reduce(0) { $0 + $1.weight }
    let habit = knowing.rep.flatMap { habits.habit(of: records.symbols.text(of: $0)) }
    let shares = habit?.shares ?? options.ladder.map { $0.weight / weights }
    let moved: Int64 = knowing.isMovedLadder ? 10_000 : 0
    model.ordinary = zip(options.ladder, shares).map { .init(millionths: $0.millionths + moved, weight: $1) }
    let discounted = habit?.discountRate ?? options.discountRate
    model.discounted = knowing.isMovedHabit ? min(1, discounted * 1.3) : discounted
    model.orderWide = options.discountBase == .order ? 1 : 0
    // The first line of a discounted order has a discount, any other in 35 cases of 100.
    model.perLine = 0.45
    model.unitsApart = 0
    model.allUnits = options.discountBase == .line ? 1 : 0.5
    model.someUnits = 1 - model.allUnits
    // What is hidden in part is hidden by whole percents from 50 to 90.
    let kinds = options.paddings.reduce(0) { $0 + KnownGaps.frequency($1) }
    let partly = options.paddings.contains(.partly) ? KnownGaps.frequency(.partly) / kinds : 0
    model.hidden = (50...90).map { .init(millionths: Int64($0) * 10_000, weight: partly / 41) }
    model.hidden.append(.init(millionths: 1_000_000, weight: 1 - partly))
    (model.anyPart, model.stray) = (0, 0)
    (model.padded, model.odd) = (rate, oddRate(beside: rate))
    return model
  }

  /// How often each kind of padding comes, as the simulation draws them.
  private static func frequency(_ kind: SimulationOptions.Padding) -> Double {
    switch kind {
    case .wholly, .partly: 1
    case .quarterEnds: 0.3
    case .collusion: 3
    case .small: 2.5
    case .large: 0.3
    }
  }
}
