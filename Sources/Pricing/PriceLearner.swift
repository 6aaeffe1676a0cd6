import Records

/// Solves prices (or costs) per product from the orders' totals.
///
/// Robustly first, in floating point, to see which orders agree with one price list; then exactly: the simplest decimal
/// that the totals bear, and elimination modulo a prime to know which products the orders really determine. A product
/// whose orders disagree from a day on gets a second price from that day; what is left of disagreement is then gone
/// through order by order (`PriceLearner+Runs.swift`).
public struct PriceLearner {
  /// One price of one product, valid from a moment on.
  struct Segment {
    var product: Int32
    var from: Int64?
    /// In ten-thousandths, as far as it is solved.
    var amount: Int64?
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
  /// Rounds in which single orders are gone through: each may free the orders of another product.
  private static let runRoundsMax = 8
  /// Prices this near are one: sums of floats tell no more.
  static let sameMax: Int64 = 2

  let history: OrderHistory
  let column: AmountColumn
  /// The orders that are learned from.
  let byTime: [Int]
  var segments: [Segment]
  /// Per product its segments, earliest first.
  private var ofProduct: [[Int]]

  public static func learn(_ history: OrderHistory, _ column: AmountColumn) -> Result {
    var learner = PriceLearner(history, column)
    return learner.learned()
  }

  mutating func learned() -> Result {
    var result = solved()
    if divide(result) { result = settled() }
    for _ in 0..<PriceLearner.roundsMax where split(result) { result = solved() }
    if merge(result) { result = evaluated() }
    for _ in 0..<PriceLearner.runRoundsMax where addRuns(result) { result = merged() }
    for _ in 0..<PriceLearner.runRoundsMax where addShifts(result) { result = merged() }
    return result
  }

  mutating func solved() -> Result {
    solve()
    return settled()
  }

  /// After segments got amounts.
  private mutating func settled() -> Result {
    let result = reopened(evaluated())
    return sharpen(result) ? evaluated() : result
  }

  /// After segments were added.
  mutating func merged() -> Result {
    let result = evaluated()
    return merge(result) ? evaluated() : result
  }

  init(_ history: OrderHistory, _ column: AmountColumn) {
    self.init(history, column, byTime: (0..<history.count).sorted { (history.times[$0], $0) < (history.times[$1], $1) })
  }

  /// Learns from some of the orders.
  init(_ history: OrderHistory, _ column: AmountColumn, byTime: [Int]) {
    (self.history, self.column, self.byTime) = (history, column, byTime)
    segments = history.products.indices.map { Segment(product: Int32($0), from: nil) }
    ofProduct = history.products.indices.map { [$0] }
  }

  func segment(_ line: Int, of order: Int) -> Int {
    let candidates = ofProduct[Int(history.lineProducts[line])]
    guard candidates.count > 1 else { return candidates[0] }
    return candidates.last { (segments[$0].from ?? .min) <= history.times[order] } ?? candidates[0]
  }

  /// The segment of the same product before or behind.
  func neighbour(of index: Int, _ offset: Int) -> Int? {
    let all = ofProduct[Int(segments[index].product)]
    guard let place = all.firstIndex(of: index), all.indices.contains(place + offset) else { return nil }
    return all[place + offset]
  }

  // MARK: Solving

  private mutating func solve() {
    var system = PriceSystem(unknownCount: segments.count)
    let step = max(1, byTime.count / PriceLearner.ordersSolvedMax)
    for place in stride(from: 0, to: byTime.count, by: step) where !column.isMissing(byTime[place]) {
      let order = byTime[place]
      system.append(
        history.lines(of: order).map { (Int32(segment($0, of: order)), Double(history.lineQuantities[$0])) },
        total: column.raws[order])
    }
    let estimates = system.solve()
    let isFloatSum = column.errors.contains { $0 > 0 }
    for index in segments.indices { segments[index].amount = DecimalSnap.amount(near: estimates[index], isFloat: isFloatSum) }
    for _ in 0..<PriceLearner.runRoundsMax where fillOpenSegments() {}
  }

  /// Holds every order against the segments as they are.
  func evaluated() -> Result {
    var borneOut = [Bool?](repeating: nil, count: history.count)
    var expected = [Int64?](repeating: nil, count: history.count)
    for order in byTime {
      func amount(_ line: Int) -> Int64? { segments[segment(line, of: order)].amount }
      expected[order] = total(order, amount)
      borneOut[order] = expected[order].map { !column.isMissing(order) && isBorneOut($0, order, amount) }
    }
    let determined = determination(borneOut)
    var support = [Int](repeating: 0, count: segments.count)
    for order in byTime {
      let used = history.lines(of: order).map { segment($0, of: order) }
      guard used.allSatisfy({ determined[$0] }) else {
        (borneOut[order], expected[order]) = (nil, nil)
        continue
      }
      if borneOut[order] == true { for index in Set(used) { support[index] += 1 } }
    }
    return Result(
      segments: segments.indices.map {
        (segments[$0].product, segments[$0].from, determined[$0] && support[$0] > 0 ? segments[$0].amount : nil, support[$0])
      }, isBorneOut: borneOut, expected: expected)
  }

  /// Where amounts are exact so is the comparison. A sum of floats may be off by its error, or be the very sum of the
  /// prices' floats: several decimals share one float, and then the sum tells no more.
  func isBorneOut(_ sum: Int64, _ order: Int, _ amount: (_ line: Int) -> Int64?) -> Bool {
    let raw = column.raws[order]
    let error = column.errors[order]
    guard error > 0 else { return sum == column.amounts[order] }
    if (Double(sum) - raw * 10_000).magnitude <= error { return true }
    var floats = 0.0
    for line in history.lines(of: order) {
      let price = Double(amount(line) ?? 0) / 10_000
      floats += Double(history.lineQuantities[line]) * Double(Float(price))
    }
    return (floats - raw).magnitude <= raw.magnitude * 1e-12
  }

  func total(_ order: Int, _ amount: (_ line: Int) -> Int64?) -> Int64? {
    var sum: Int64 = 0
    for line in history.lines(of: order) {
      guard let amount = amount(line) else { return nil }
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
    let agreeing = byTime.filter { borneOut[$0] == true }.sorted {
      (history.lines(of: $0).count, $0) < (history.lines(of: $1).count, $1)
    }
    for order in agreeing {
      determination.append(history.lines(of: order).map { (Int32(segment($0, of: order)), history.lineQuantities[$0]) })
    }
    return determination.determined
  }

  // MARK: Segments

  /// Gives a second price to each product whose orders stop (or begin) to agree on one day. Says whether any did.
  private mutating func split(_ result: Result) -> Bool {
    var agreements: [[(time: Int64, agrees: Bool)]] = Array(repeating: [], count: segments.count)
    for order in byTime {
      guard let agrees = result.isBorneOut[order] else { continue }
      for line in history.lines(of: order) { agreements[segment(line, of: order)].append((history.times[order], agrees)) }
    }
    let changes = agreements.indices.compactMap { index in
      PriceLearner.changePoint(agreements[index]).map { Segment(product: segments[index].product, from: $0) }
    }
    segments += changes
    order()
    return !changes.isEmpty
  }

  /// Makes one of neighbours that have one price, and takes away what the orders do not determine after all: a product that
  /// was split only because others in its orders had moved. Says whether any was.
  private mutating func merge(_ result: Result) -> Bool {
    var isKept = segments.map { _ in true }
    for indices in ofProduct {
      var last: Int?
      // Where nothing is determined the first one stands for the product.
      let known = indices.filter { result.segments[$0].amount != nil }
      for index in indices where !known.isEmpty || index != indices[0] {
        guard let amount = result.segments[index].amount else {
          isKept[index] = false
          continue
        }
        if let last, let before = segments[last].amount, (before - amount).magnitude <= UInt64(PriceLearner.sameMax) {
          isKept[index] = false
        } else {
          // What was the first to be known holds from the beginning.
          if last == nil { segments[index].from = nil }
          last = index
        }
      }
    }
    guard isKept.contains(false) else { return false }
    segments = segments.indices.filter { isKept[$0] }.map { segments[$0] }
    order()
    return true
  }

  mutating func order() {
    ofProduct = history.products.map { _ in [] }
    for index in segments.indices { ofProduct[Int(segments[index].product)].append(index) }
    for product in ofProduct.indices {
      ofProduct[product].sort { (segments[$0].from ?? .min) < (segments[$1].from ?? .min) }
    }
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
