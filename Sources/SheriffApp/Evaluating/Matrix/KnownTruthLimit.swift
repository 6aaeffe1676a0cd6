import Evaluation
import Pricing
import Records
import Simulator

/// What even a judge could find who knew the company's ladder and how it is used, and who pads how often: an
/// order whose padding looks like an ordinary discount is found by nobody. Accuracy is to be read against it.
///
/// The judge weighs gaps as `scan` does, with the making told instead of learned. It knows nothing of customers and
/// quarters, so where rules read these they may do better by a hair.
struct KnownTruthLimit {
  let options: SimulationOptions
  let history: OrderHistory
  let symbols: SymbolTable

  /// The highest average precision that the totals of padded orders allow; nil for a scheme that is not about totals.
  func averagePrecision(of frauds: [JudgedRecords.Fraud], scheme: String) -> Double? {
    guard scheme == "rep-padding", !frauds.isEmpty else { return nil }
    var orders: [Symbol: Int] = [:]
    for rep in history.reps { if let rep { orders[rep, default: 0] += 1 } }
    let padded = Dictionary(grouping: frauds, by: \.rep).mapValues(\.count)
    var rates: [String: Double] = [:]
    for (rep, count) in orders {
      let name = symbols.text(of: rep)
      if let frauds = padded[name] { rates[name] = Double(frauds) / Double(count) }
    }
    let (before, after) = (model(isDrifted: false), model(isDrifted: true))
    let ladderDay = options.drifts.first { $0.kind == .ladder }?.day.daysSince1970 ?? .max
    let making = KnownMaking(history, symbols)
    let chances = making.chances({ $0.date.daysSince1970 >= ladderDay ? after : before }, rates: rates)
    var judging = Judging()
    for (row, chance) in chances {
      judging.add(
        row: row, scheme: scheme, score: chance, isFlagged: chance > 0.5, isCalibrated: true, loss: nil, entity: nil)
    }
    let truth = frauds.map { TruthRow(row: $0.row, scheme: scheme, loss: nil) }
    return judging.against(truth).schemes.first { $0.scheme == scheme }.flatMap { AveragePrecision(Ranking($0))?.expected }
  }

  /// The simulation's own chances.
  private func model(isDrifted: Bool) -> DiscountModel {
    var model = DiscountModel(ladder: .none)
    let weights = options.ladder.reduce(0) { $0 + $1.weight }
    model.ordinary = options.ladder.map {
      .init(millionths: $0.millionths + (isDrifted ? 10_000 : 0), weight: $0.weight / weights)
    }
    model.discounted = options.discountRate
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
