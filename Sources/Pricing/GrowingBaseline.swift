public import Records

/// What a stream learns as it goes: nothing at first, then anew from all that has passed, each time that has doubled, and
/// when orders no longer fit what is known: prices were changed, or the ladder.
public struct GrowingBaseline {
  private let name: String
  private let fields: OrderFields
  private let schema: String
  let symbols: SymbolTable
  private let workers: Workers
  var history = OrderHistory()
  var seen = 0
  var learnAt = GrowingBaseline.first
  var checkAt = GrowingBaseline.first
  var fit: BaselineFit?
  public internal(set) var baseline: Baseline?

  /// Of fewer orders nothing is learned: prices would be guesses, and every discount a step of the ladder.
  private static let first = 500
  /// So often the latest orders are held against what is known; by the count of records, so that a stream that is read in other
  /// pieces learns the same.
  private static let checkEvery = 500
  /// After learning at least a twentieth more has to pass: learning reads everything again.
  private static let growthMin = 20

  public init?(_ schema: Schema, name: String, symbols: SymbolTable, workers: Workers = .alone) {
    self.workers = workers
    guard let fields = OrderFields(schema) else { return nil }
    (self.fields, self.schema, self.name, self.symbols) = (fields, schema.name, name, symbols)
  }

  /// How many records may still pass before it may learn anew.
  public var left: Int { min(learnAt, checkAt) - seen }

  /// Takes in records that were decided, as many as are `left` at most. True where it has learned anew.
  public mutating func pass(_ batch: RecordBatch) -> Bool {
    history.append(batch, fields)
    seen += batch.count
    guard seen >= min(learnAt, checkAt) else { return false }
    let isDue = seen >= learnAt
    if isDue { learnAt *= 2 }
    checkAt = seen + GrowingBaseline.checkEvery
    guard history.count > 0, isDue || isOutdated else { return false }
    let learning = OrderLearning(history, symbols: symbols, workers: workers)
    baseline = Baseline(name: name, schema: schema, source: "\(seen) records", learning: learning, symbols: symbols)
    fit = BaselineFit(history, learning.book, learning.ladder, symbols, latest: GrowingBaseline.checkEvery)
    return true
  }

  private var isOutdated: Bool {
    guard let fit, let baseline,
      history.count - fit.orders >= max(GrowingBaseline.checkEvery, fit.orders / GrowingBaseline.growthMin)
    else { return false }
    let now = BaselineFit(history, baseline.book, baseline.ladder, symbols, latest: GrowingBaseline.checkEvery)
    return now.isWorse(than: fit)
  }
}

/// How well the latest orders of a history fit prices and a ladder.
struct BaselineFit {
  let orders: Int
  private var judged = 0
  /// Those whose lines do not bear out their list.
  private var contradicting = 0
  private var discounted = 0
  /// Those whose whole gap is one known step.
  private var plain = 0

  /// Of the latest orders so many may contradict the prices beyond what they did; of those with a gap so few may be left that
  /// the ladder explains plainly, against before.
  private static let contradictingMost = 0.02
  private static let plainLeast = 0.6
  private static let discountedMin = 40

  init(_ history: OrderHistory, _ book: PriceBook, _ ladder: Ladder, _ symbols: SymbolTable, latest: Int) {
    orders = history.count
    let prices = OrderPrices(history, book, symbols)
    for order in max(0, history.count - latest)..<history.count where prices.list(of: order) != nil {
      judged += 1
      guard let problem = prices.problem(order) else {
        contradicting += 1
        continue
      }
      guard problem.gap > 0, problem.hasGap else { continue }
      discounted += 1
      if DiscountHistory.onlyStep(problem, ladder.steps) != nil { plain += 1 }
    }
  }

  init(counts: [Int]) {
    orders = counts[0]
    (judged, contradicting, discounted, plain) = (counts[1], counts[2], counts[3], counts[4])
  }

  /// All of it, in one order.
  var counts: [Int] { [orders, judged, contradicting, discounted, plain] }

  func isWorse(than before: BaselineFit) -> Bool {
    if share(contradicting, judged) > before.share(before.contradicting, before.judged) + BaselineFit.contradictingMost {
      return true
    }
    guard min(discounted, before.discounted) >= BaselineFit.discountedMin else { return false }
    return share(plain, discounted) < BaselineFit.plainLeast * before.share(before.plain, before.discounted)
  }

  private func share(_ part: Int, _ all: Int) -> Double { all > 0 ? Double(part) / Double(all) : 0 }
}
