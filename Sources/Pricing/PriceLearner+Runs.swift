import Records

/// What two price lists for the bulk of the orders leave over: rarely sold products, prices that came and went, a day that
/// was missed by an order or two.
///
/// An order that disagrees says of each of its products which price would mend it. Where several orders of a product in a
/// row say the same price, and none between them bears out the known one, the product had that price for the while.
extension PriceLearner {
  /// An order that its product's price does not bear out, with the prices that would, in ten-thousandths.
  struct Wish {
    var order: Int
    var time: Int64
    var low: Double
    var high: Double

    var middle: Double { (low + high) / 2 }
  }

  /// A span of time in which a product had another price than its segment says.
  struct Run {
    /// Nil: from the segment's beginning, or to its end.
    var from: Int64?
    var to: Int64?
    var amount: Int64
    /// Orders for it less those against it.
    var score: Int
    var orders: Set<Int> = []
  }

  /// Orders that have to say one price before it is one: an order alone may be falsified.
  private static let ordersMin = 2

  /// Says whether there was any such run. An order is mended by one product's price; where two would do as well, neither is
  /// known to.
  mutating func addRuns(_ result: Result) -> Bool {
    let (wishes, agreeing) = wishes(result)
    var runs: [(index: Int, run: Run)] = []
    for index in wishes.indices where result.segments[index].amount != nil {
      if let run = bestRun(index, wishes[index], agreeing[index]) { runs.append((index, run)) }
    }
    runs.sort { ($1.run.score, $0.index) < ($0.run.score, $1.index) }
    var scores: [Int: Int] = [:]
    var isChanged = false
    for (place, (index, run)) in runs.enumerated() {
      let isTaken = run.orders.contains { scores[$0] != nil }
      let isTied = runs[(place + 1)...].prefix { $0.run.score == run.score }.contains {
        !$0.run.orders.isDisjoint(with: run.orders)
      }
      for order in run.orders where scores[order] == nil { scores[order] = run.score }
      guard !isTaken, !isTied else { continue }
      insert(run, index)
      isChanged = true
    }
    order()
    return isChanged
  }

  /// Amounts that are off by the least that floats can tell: most orders disagree by a hair, and a few of large sums agree.
  /// What they wish for is the price. Says whether any was.
  mutating func sharpen(_ result: Result) -> Bool {
    let wishes = wishes(result).wishes
    var isChanged = false
    for index in wishes.indices {
      guard let amount = segments[index].amount else { continue }
      let near = wishes[index].filter { ($0.middle - Double(amount)).magnitude <= Double(PriceLearner.sameMax) + 0.5 }
      guard let best = clusters(near).max(by: { $0.wishes.count < $1.wishes.count }), best.wishes.count > PriceLearner.ordersMin,
        let sharper = PriceLearner.simplest(best.low, best.high), sharper != amount
      else { continue }
      segments[index].amount = sharper
      isChanged = true
    }
    return isChanged
  }

  /// Per segment what orders that disagree wish for, and when orders agree.
  private func wishes(_ result: Result) -> (wishes: [[Wish]], agreeing: [[Int64]]) {
    var wishes: [[Wish]] = Array(repeating: [], count: segments.count)
    var agreeing: [[Int64]] = Array(repeating: [], count: segments.count)
    for order in byTime {
      guard let agrees = result.isBorneOut[order], let expected = result.expected[order], !column.isMissing(order) else {
        continue
      }
      for line in history.lines(of: order) {
        let index = segment(line, of: order)
        if agrees {
          agreeing[index].append(history.times[order])
        } else if let wish = wish(line, of: order, index, expected) {
          wishes[index].append(wish)
        }
      }
    }
    return (wishes, agreeing)
  }

  mutating func insert(_ run: Run, _ index: Int) {
    let (product, amount) = (segments[index].product, segments[index].amount)
    if let start = run.from {
      segments.append(Segment(product: product, from: start, amount: run.amount))
    } else {
      segments[index].amount = run.amount
    }
    if let end = run.to { segments.append(Segment(product: product, from: end, amount: amount)) }
  }

  func wish(_ line: Int, of order: Int, _ index: Int, _ expected: Int64) -> Wish? {
    guard let amount = segments[index].amount else { return nil }
    let quantity = Double(history.lineQuantities[line])
    let missing = column.raws[order] * 10_000 - Double(expected)
    let slack = max(column.errors[order], 0) + 0.5
    let (low, high) = (Double(amount) + (missing - slack) / quantity, Double(amount) + (missing + slack) / quantity)
    guard high >= 1, high < Double(Money.magnitudeMax) else { return nil }
    return Wish(order: order, time: history.times[order], low: low, high: high)
  }

  // MARK: One segment

  private func bestRun(_ index: Int, _ wishes: [Wish], _ agreeing: [Int64]) -> Run? {
    guard !wishes.isEmpty else { return nil }
    var best: Run?
    let neighbours = [neighbour(of: index, -1), neighbour(of: index, 1)].map { $0.flatMap { segments[$0].amount } }
    for cluster in clusters(wishes) {
      let known = neighbours.compactMap { $0 }.first { cluster.low <= Double($0) && Double($0) <= cluster.high }
      guard var run = PriceLearner.span(cluster.wishes.map(\.time), agreeing) else { continue }
      // A single order speaks for a price that the product is known to have had just before or just afterwards.
      let isBeside =
        known != nil && (neighbours[0] == known && run.from == nil || neighbours[1] == known && run.to == nil)
      guard run.score >= (isBeside ? 1 : PriceLearner.ordersMin), run.score > best?.score ?? 0,
        let amount = known ?? PriceLearner.simplest(cluster.low, cluster.high)
      else { continue }
      run.amount = amount
      run.orders = Set(
        cluster.wishes.filter { $0.time >= run.from ?? .min && $0.time < run.to ?? .max }.map(\.order))
      best = run
    }
    return best
  }

  struct Cluster {
    var low: Double
    var high: Double
    var wishes: [Wish]
  }

  /// Wishes that one price fulfils, with the prices that fulfil them all.
  func clusters(_ wishes: [Wish]) -> [Cluster] {
    var result: [Cluster] = []
    for wish in wishes.sorted(by: { ($0.middle, $0.order) < ($1.middle, $1.order) }) {
      if let last = result.indices.last, wish.low <= result[last].high {
        result[last].low = max(result[last].low, wish.low)
        result[last].high = min(result[last].high, wish.high)
        result[last].wishes.append(wish)
      } else {
        result.append(Cluster(low: wish.low, high: wish.high, wishes: [wish]))
      }
    }
    return result
  }

  /// The span that holds most orders for the new price and fewest for the known one; its ends are the next orders' times.
  static func span(_ wishing: [Int64], _ agreeing: [Int64]) -> Run? {
    var balance: [Int64: Int] = [:]
    var against: Set<Int64> = []
    for time in wishing { balance[time, default: 0] += 1 }
    for time in agreeing {
      balance[time, default: 0] -= 1
      against.insert(time)
    }
    let times = balance.keys.sorted()
    var best: (first: Int, last: Int, score: Int)?
    var (first, sum) = (0, 0)
    for (place, time) in times.enumerated() {
      if sum <= 0 { (first, sum) = (place, 0) }
      sum += balance[time] ?? 0
      if sum > best?.score ?? 0 { best = (first, place, sum) }
    }
    guard let best else { return nil }
    let contrary = agreeing.count { $0 >= times[best.first] && $0 <= times[best.last] }
    guard contrary * 10 <= best.score else { return nil }
    let hasBefore = times[..<best.first].contains { against.contains($0) }
    let next = times[(best.last + 1)...].first { against.contains($0) }
    return Run(from: hasBefore ? times[best.first] : nil, to: next, amount: 0, score: best.score)
  }

  /// The decimal with the fewest places between two bounds.
  static func simplest(_ low: Double, _ high: Double) -> Int64? {
    var step = 10_000.0
    while step >= 1 {
      let rounded = ((low + high) / 2 / step).rounded(.toNearestOrEven) * step
      if rounded > 0, rounded >= low, rounded <= high { return Int64(rounded) }
      step /= 10
    }
    return nil
  }
}
