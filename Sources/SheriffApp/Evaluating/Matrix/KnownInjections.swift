import Pricing
import Records
import Simulator

/// What a judge sees of injections who knows how they are made, and prices, days and numbers as they were before.
///
/// All kinds but one leave a trace that no honest order of the simulation has; such an order is certain. A charge that was
/// skimmed by some cents is one among many that ordinary discounts make, and is weighed: how likely each is, from the ladder and
/// how often either happens. An order in which the two cannot be told apart gets the small chance that it has.
struct KnownInjections {
  let options: SimulationOptions
  let records: MatrixRecords
  let goods: KnownGoods
  let gaps: KnownGaps

  private var orders: OrderHistory { records.orders }

  /// How likely each order was injected or altered, by row.
  func chances() -> [(row: Int64, chance: Double)] {
    var latest = options.from.daysSince1970 * Instant.microsecondsPerDay
    return (0..<orders.count).map { order in
      let isBehind = orders.times[order] < latest
      latest = max(latest, orders.times[order])
      if isBehind || isMadeUp(order) || isMiscounted(order) || goods.isContradicted(order) || isSecond(order) {
        return (orders.rows[order], 1)
      }
      return (orders.rows[order], gaps.hasSkims ? gaps.chances(order).skimmed : 0)
    }
  }

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
}
