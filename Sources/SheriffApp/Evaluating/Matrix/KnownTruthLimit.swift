import Evaluation
import Pricing
import Records
import Simulator

/// What even a judge could find who knew how a history was made: the prices, the ladder and how each rep uses it, who pads how
/// often, what was injected and how. A fraud that leaves no trace is found by nobody. Accuracy is to be read against it.
///
/// The judge knows nothing of customers and quarters, so where rules read these they may do better by a hair.
struct KnownTruthLimit {
  private let options: SimulationOptions
  private let records: MatrixRecords
  private let goods: KnownGoods
  private let gaps: KnownGaps

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
    goods = KnownGoods(options, records)
    gaps = KnownGaps(options, records, goods, rates: rates)
  }

  /// Nil where there is nothing to find.
  func limit(of frauds: [JudgedRecords.Fraud], scheme: String) -> MatrixRow.Limit? {
    guard !frauds.isEmpty else { return nil }
    var judging = Judging()
    for (row, chance) in chances(scheme) {
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

  private func chances(_ scheme: String) -> [(row: Int64, chance: Double)] {
    let orders = records.orders
    switch scheme {
    case "rep-padding":
      // Who never pads is not suspected.
      return (0..<orders.count).map { (orders.rows[$0], gaps.rate($0) > 0 ? gaps.chances($0).padded : 0) }
    case "admin-injected":
      return KnownInjections(options: options, records: records, goods: goods, gaps: gaps).chances()
    default:
      return []
    }
  }
}
