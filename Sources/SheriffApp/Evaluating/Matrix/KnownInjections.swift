import Pricing
import Records
import RuleLanguage
import Simulator

/// What a judge sees of injections who knows how they are made, and prices, days and numbers as they were before.
///
/// All kinds but one leave a trace that no honest order of the simulation has; such an order is certain. A charge that was
/// skimmed by some cents is one among many that ordinary discounts make, and is weighed: how likely each is, from the ladder and
/// how often either happens. An order in which the two cannot be told apart gets the small chance that it has.
struct KnownInjections {
  private let options: SimulationOptions
  private let records: MatrixRecords
  private let rates: [String: Double]
  private let model: (Instant) -> DiscountModel
  private let goods: KnownGoods
  /// Of all orders, those that are skimmed; 0 where none are.
  private let skimmed: Double

  /// - Parameters:
  ///   - rates: how often reps pad, by name.
  ///   - model: how discounts come about at a time.
  init(
    _ options: SimulationOptions, _ records: MatrixRecords, rates: [String: Double], model: @escaping (Instant) -> DiscountModel
  ) {
    (self.options, self.records, self.rates, self.model) = (options, records, rates, model)
    goods = KnownGoods(options, records)
    // The price is altered once for all; the others share what happens an order at a time.
    let kinds = options.injections.subtracting([.price])
    skimmed = kinds.contains(.skim) ? options.injectionRate / Double(kinds.count) : 0
  }

  private var orders: OrderHistory { records.orders }

  /// How likely each order was injected or altered, by row.
  func chances() -> [(row: Int64, chance: Double)] {
    var weighing: [Weighing: Attribution] = [:]
    var latest = options.from.daysSince1970 * Instant.microsecondsPerDay
    return (0..<orders.count).map { order in
      let isBehind = orders.times[order] < latest
      latest = max(latest, orders.times[order])
      if isBehind || isMadeUp(order) || isMiscounted(order) || goods.isContradicted(order) || isSecond(order) {
        return (orders.rows[order], 1)
      }
      return (orders.rows[order], skimmed > 0 ? skimChance(order, &weighing) : 0)
    }
  }

  // MARK: Certain traces

  private func isMadeUp(_ order: Int) -> Bool {
    orders.customers[order].flatMap { Int(records.symbols.text(of: $0)) }.map { $0 > options.customers } ?? false
  }

  private func isMiscounted(_ order: Int) -> Bool {
    records.counts[Int(orders.rows[order])] != orders.lines(of: order).reduce(0) { $0 + orders.lineQuantities[$1] }
  }

  /// The order before once more, in everything but its charge.
  private func isSecond(_ order: Int) -> Bool {
    guard order > 0 else { return false }
    let before = order - 1
    let (lines, linesBefore) = (orders.lines(of: order), orders.lines(of: before))
    return orders.times[order] == orders.times[before] && orders.reps[order] == orders.reps[before]
      && orders.customers[order] == orders.customers[before] && orders.lists.raws[order] == orders.lists.raws[before]
      && orders.charges.raws[order] != orders.charges.raws[before]
      && orders.lineProducts[lines].elementsEqual(orders.lineProducts[linesBefore])
      && orders.lineQuantities[lines].elementsEqual(orders.lineQuantities[linesBefore])
  }

  // MARK: Skimmed charges

  /// Who weighs a rep's order of a time: as many as there are guilty reps and changes of habits.
  private struct Weighing: Hashable {
    var rate: Double
    var model: DiscountModel
  }

  /// An odd charge is off by any of ten offsets from five cents down to five up; a skimmed one by one of four. Five times as many
  /// odd ones make each of the four as likely as it is.
  private static let offsetsAgainstSkims = 5.0

  private func skimChance(_ order: Int, _ known: inout [Weighing: Attribution]) -> Double {
    let (list, charged) = (orders.lists.raws[order], orders.charges.raws[order])
    guard !FloatSum.areEqual(list, charged) else { return 0 }
    let rate = orders.reps[order].flatMap { rates[records.symbols.text(of: $0)] } ?? 0
    var model = model(Instant(microseconds: orders.times[order]))
    (model.padded, model.odd) = (rate, min(0.5, skimmed * KnownInjections.offsetsAgainstSkims))
    let weighing = Weighing(rate: rate, model: model)
    let attribution = known[weighing] ?? attribution(model)
    known[weighing] = attribution
    let lines = goods.lines(of: order)
    let gap = lines.reduce(0) { $0 + $1.price * $1.quantity } - Int64((charged * 10_000).rounded())
    let elements: [[Value]] = lines.map { [.text($0.product), .integer($0.quantity), .money($0.price)] }
    let told = attribution.result([.value(.money(gap)), .elements(elements), .baseline("ladder")])
    guard told.count == 7, case .number(let odd) = told[5] else { return 0 }
    // What an honest order lost of its chance to the odd ones that are none is given back.
    let given = (1 - rate - model.odd) / (1 - rate - skimmed)
    return odd * given / (odd * given + 1 - odd)
  }

  private func attribution(_ model: DiscountModel) -> Attribution {
    var baseline = Baseline(
      name: "known", schema: "", source: "the simulation", learning: OrderLearning(OrderHistory(), symbols: records.symbols),
      symbols: records.symbols)
    baseline.discounts = model
    return Attribution(BaselinePrices(baseline), ofRep: false)
  }
}
