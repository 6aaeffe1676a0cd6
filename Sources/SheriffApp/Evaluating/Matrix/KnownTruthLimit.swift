import Evaluation
import Pricing
import Records
import Simulator

/// What even a judge could find who knew how a history was made: the prices, the ladder and how it is used, who pads how often,
/// what was injected and how. A fraud that leaves no trace is found by nobody. Accuracy is to be read against it.
///
/// The judge weighs gaps as `scan` does, with the making told instead of learned. It knows nothing of customers, quarters and
/// single reps' favourite steps, so where rules read these they may do better by a hair.
struct KnownTruthLimit {
  let options: SimulationOptions
  let records: MatrixRecords
  /// How often each rep really pads, where at all.
  private let rates: [String: Double]

  init(_ options: SimulationOptions, _ records: MatrixRecords, padding: [JudgedRecords.Fraud]) {
    (self.options, self.records) = (options, records)
    var orders: [Symbol: Int] = [:]
    for rep in records.orders.reps { if let rep { orders[rep, default: 0] += 1 } }
    let padded = Dictionary(grouping: padding, by: \.rep).mapValues(\.count)
    var rates: [String: Double] = [:]
    for (rep, count) in orders {
      let name = records.symbols.text(of: rep)
      if let frauds = padded[name] { rates[name] = Double(frauds) / Double(count) }
    }
    self.rates = rates
  }

  /// Nil where there is nothing to find.
  func limit(of frauds: [JudgedRecords.Fraud], scheme: String) -> MatrixRow.Limit? {
    guard !frauds.isEmpty else { return nil }
    let chances: [(row: Int64, chance: Double)] =
      switch scheme {
      case "rep-padding": KnownMaking(records.orders, records.symbols).chances(model(at:), rates: rates)
      case "admin-injected": KnownInjections(options, records, rates: rates, model: model(at:)).chances()
      default: []
      }
    var judging = Judging()
    for (row, chance) in chances {
      judging.add(
        row: row, scheme: scheme, score: chance, isFlagged: chance > 0.5, isCalibrated: true, loss: nil, entity: nil)
    }
    let truth = frauds.map { TruthRow(row: $0.row, scheme: scheme, loss: nil) }
    guard let judged = judging.against(truth).schemes.first(where: { $0.scheme == scheme }) else { return nil }
    let (ranking, flags) = (Ranking(judged), FlagCounts(judged, population: nil))
    return MatrixRow.Limit(
      averagePrecision: AveragePrecision(ranking)?.expected, precisionAtRecall93: ranking.precision(atRecall: 0.93),
      precisionAtRecall97: ranking.precision(atRecall: 0.97), hidden: flags.frauds - flags.right)
  }

  /// The simulation's own chances at a time.
  private func model(at time: Instant) -> DiscountModel {
    func has(_ kind: SimulationOptions.Drift.Kind) -> Bool {
      options.drifts.contains { $0.kind == kind && $0.day.daysSince1970 <= time.date.daysSince1970 }
    }
    var model = DiscountModel(ladder: .none)
    let weights = options.ladder.reduce(0) { $0 + $1.weight }
    let moved: Int64 = has(.ladder) ? 10_000 : 0
    model.ordinary = options.ladder.map { .init(millionths: $0.millionths + moved, weight: $0.weight / weights) }
    model.discounted = has(.habits) ? min(1, options.discountRate * 1.3) : options.discountRate
    model.orderWide = options.discountBase == .order ? 1 : 0
    // The first line of a discounted order has a discount, any other in 35 cases of 100.
    model.perLine = 0.45
    model.unitsApart = 0
    model.allUnits = options.discountBase == .line ? 1 : 0.5
    model.someUnits = 1 - model.allUnits
    // What is hidden in part is hidden by whole percents from 50 to 90.
    let kinds = options.paddings.reduce(0) { $0 + KnownTruthLimit.frequency($1) }
    let partly = options.paddings.contains(.partly) ? KnownTruthLimit.frequency(.partly) / kinds : 0
    model.hidden = (50...90).map { .init(millionths: Int64($0) * 10_000, weight: partly / 41) }
    model.hidden.append(.init(millionths: 1_000_000, weight: 1 - partly))
    (model.anyPart, model.stray) = (0, 0)
    model.odd = max(1e-6, options.injections.isEmpty ? 0 : options.injectionRate * 0.2)
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
