import Records

/// Solves prices (or costs) per product from the orders' totals.
///
/// Robustly first, in floating point, to see which orders agree with one price list; then exactly: the simplest decimal
/// that the totals bear, and elimination modulo a prime to know which products the orders really determine. A product
/// whose orders disagree from a day on gets a second price from that day.
public struct PriceLearner {
  /// One price of one product, valid from a moment on.
  struct Segment {
    var product: Int32
    var from: Int64?
  }

  public struct Result: Sendable {
    /// Per segment: product, from when, the price in ten-thousandths where determined, and how many orders bear it out.
    public var segments: [(product: Int32, from: Int64?, amount: Int64?, support: Int)]
    /// Per order: whether its total is borne out; nil where a product of it has no price.
    public var isBorneOut: [Bool?]
    /// Per order the total that its lines make, where all have a price.
    public var expected: [Int64?]
  }

  /// Orders that are solved; all are held against the solution.
  private static let ordersSolvedMax = 150_000
  private static let roundsMax = 4

  private let history: OrderHistory
  private let column: AmountColumn
  private let byTime: [Int]
  private var segments: [Segment]
  /// Per product its segments, earliest first.
  private var ofProduct: [[Int]]

  public static func learn(_ history: OrderHistory, _ column: AmountColumn) -> Result {
    var learner = PriceLearner(history, column)
    var result = learner.solveOnce()
    for _ in 0..<roundsMax where learner.split(result) { result = learner.solveOnce() }
    return result
  }

  private init(_ history: OrderHistory, _ column: AmountColumn) {
    (self.history, self.column) = (history, column)
    byTime = (0..<history.count).sorted { (history.times[$0], $0) < (history.times[$1], $1) }
    segments = history.products.indices.map { Segment(product: Int32($0), from: nil) }
    ofProduct = history.products.indices.map { [$0] }
  }

  private func segment(_ line: Int, of order: Int) -> Int {
    let candidates = ofProduct[Int(history.lineProducts[line])]
    guard candidates.count > 1 else { return candidates[0] }
    return candidates.last { (segments[$0].from ?? .min) <= history.times[order] } ?? candidates[0]
  }

  private func solveOnce() -> Result {
    var system = PriceSystem(unknownCount: segments.count)
    let step = max(1, history.count / PriceLearner.ordersSolvedMax)
    for order in stride(from: 0, to: history.count, by: step) where !column.isMissing(order) {
      system.append(
        history.lines(of: order).map { (Int32(segment($0, of: order)), Double(history.lineQuantities[$0])) },
        total: column.raws[order])
    }
    let estimates = system.solve()
    let isFloatSum = column.errors.contains { $0 > 0 }
    let amounts = estimates.map { DecimalSnap.amount(near: $0, isFloat: isFloatSum) }
    var borneOut: [Bool?] = []
    var expected: [Int64?] = []
    for order in 0..<history.count {
      let sum = total(order, amounts)
      expected.append(sum)
      borneOut.append(sum.map { !column.isMissing(order) && isBorneOut($0, order, amounts) })
    }
    let determined = determination(borneOut)
    var support = [Int](repeating: 0, count: segments.count)
    for order in 0..<history.count {
      let used = history.lines(of: order).map { segment($0, of: order) }
      guard used.allSatisfy({ determined[$0] }) else {
        (borneOut[order], expected[order]) = (nil, nil)
        continue
      }
      if borneOut[order] == true { for index in Set(used) { support[index] += 1 } }
    }
    return Result(
      segments: segments.indices.map {
        (segments[$0].product, segments[$0].from, determined[$0] && support[$0] > 0 ? amounts[$0] : nil, support[$0])
      }, isBorneOut: borneOut, expected: expected)
  }

  /// Where amounts are exact so is the comparison. A sum of floats may be off by its error, or be the very sum of the
  /// prices' floats: several decimals share one float, and then the sum tells no more.
  private func isBorneOut(_ sum: Int64, _ order: Int, _ amounts: [Int64?]) -> Bool {
    let raw = column.raws[order]
    let error = column.errors[order]
    guard error > 0 else { return sum == column.amounts[order] }
    if (Double(sum) - raw * 10_000).magnitude <= error { return true }
    var floats = 0.0
    for line in history.lines(of: order) {
      let price = Double(amounts[segment(line, of: order)] ?? 0) / 10_000
      floats += Double(history.lineQuantities[line]) * Double(Float(price))
    }
    return (floats - raw).magnitude <= raw.magnitude * 1e-12
  }

  private func total(_ order: Int, _ amounts: [Int64?]) -> Int64? {
    var sum: Int64 = 0
    for line in history.lines(of: order) {
      guard let amount = amounts[segment(line, of: order)] else { return nil }
      let (part, overflow) = amount.multipliedReportingOverflow(by: history.lineQuantities[line])
      guard !overflow, part.magnitude <= UInt64(Money.magnitudeMax) else { return nil }
      sum += part
      guard sum.magnitude <= UInt64(Money.magnitudeMax) else { return nil }
    }
    return sum
  }

  /// From orders that agree only, the shortest first: they determine most for least.
  private func determination(_ borneOut: [Bool?]) -> [Bool] {
    var determination = Determination(unknownCount: segments.count)
    let agreeing = (0..<history.count).filter { borneOut[$0] == true }.sorted {
      (history.lines(of: $0).count, $0) < (history.lines(of: $1).count, $1)
    }
    for order in agreeing {
      determination.append(history.lines(of: order).map { (Int32(segment($0, of: order)), history.lineQuantities[$0]) })
    }
    return determination.determined
  }

  /// Gives a second price to each product whose orders stop (or begin) to agree on one day. Says whether any did.
  private mutating func split(_ result: Result) -> Bool {
    var agreements: [[(time: Int64, agrees: Bool)]] = Array(repeating: [], count: segments.count)
    for order in byTime {
      guard let agrees = result.isBorneOut[order] else { continue }
      for line in history.lines(of: order) { agreements[segment(line, of: order)].append((history.times[order], agrees)) }
    }
    var found = false
    for index in agreements.indices {
      guard let from = PriceLearner.changePoint(agreements[index]) else { continue }
      let product = segments[index].product
      segments.append(Segment(product: product, from: from))
      ofProduct[Int(product)].append(segments.count - 1)
      ofProduct[Int(product)].sort { (segments[$0].from ?? .min) < (segments[$1].from ?? .min) }
      found = true
    }
    return found
  }

  /// The moment that best parts the orders that agree from those that do not; nil where none parts them well.
  static func changePoint(_ orders: [(time: Int64, agrees: Bool)]) -> Int64? {
    let side = 5
    guard orders.count >= 2 * side, orders.contains(where: { !$0.agrees }) else { return nil }
    var before = [0]
    for order in orders { before.append(before[before.count - 1] + (order.agrees ? 1 : 0)) }
    let total = before[orders.count]
    var best: (index: Int, contrast: Double)?
    for index in side...(orders.count - side) where orders[index].time > orders[index - 1].time {
      let early = Double(before[index]) / Double(index)
      let late = Double(total - before[index]) / Double(orders.count - index)
      let contrast = (early - late).magnitude
      if contrast > best?.contrast ?? 0 { best = (index, contrast) }
    }
    guard let best, best.contrast >= 0.8 else { return nil }
    return orders[best.index].time
  }
}
