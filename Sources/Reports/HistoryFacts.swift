public import Alerts
public import Records

/// What the history that the alerts are about says besides: without it a report knows the alerts, and nothing of all the rest.
public struct HistoryFacts: Sendable {
  public struct Totals: Hashable, Sendable {
    public var records: Int
    public var list: Money?
    public var charged: Money?

    public init(records: Int = 0, list: Money? = nil, charged: Money? = nil) {
      (self.records, self.list, self.charged) = (records, list, charged)
    }
  }

  /// What was taken off orders, as shares of the prices of their products: usual discounts stand out as peaks.
  public struct Gaps: Hashable, Sendable {
    /// Of a step, as a share.
    public static let width = 0.0025
    private static let stepsMax = 64

    /// How often a share was nearest to so many steps.
    public private(set) var counts = [Int](repeating: 0, count: stepsMax + 1)
    /// The discounts that are usual, as shares.
    public var ladder: [Double]
    /// Orders charged below list.
    public private(set) var discounted = 0
    /// Those of which one usual discount on one product is all that was taken off.
    public private(set) var explained = 0

    public init(ladder: [Double]) { self.ladder = ladder }

    /// - Parameters:
    ///   - gap: what was taken off the order.
    ///   - prices: of its products.
    public mutating func add(_ gap: Money, prices: [Money]) {
      guard gap.tenThousandths > 0 else { return }
      discounted += 1
      var isExplained = false
      for price in Set(prices) where price.tenThousandths > 0 {
        let share = Double(gap.tenThousandths) / Double(price.tenThousandths)
        let step = (share / Gaps.width).rounded()
        if step <= Double(Gaps.stepsMax) { counts[Int(step)] += 1 }
        // To the cent, as prices are.
        if ladder.contains(where: { abs(Double(price.tenThousandths) * $0 - Double(gap.tenThousandths)) <= 100 }) {
          isExplained = true
        }
      }
      if isExplained { explained += 1 }
    }
  }

  /// What a rule came to over all records.
  public struct RuleOutcome: Hashable, Sendable {
    public var rule: String
    public var title: String
    public var scheme: String
    public var fired: Int
    public var unknown: Int

    public init(rule: String, title: String, scheme: String, fired: Int, unknown: Int) {
      (self.rule, self.title, self.scheme, self.fired, self.unknown) = (rule, title, scheme, fired, unknown)
    }
  }

  public struct Line: Hashable, Sendable {
    public var product: String
    public var quantity: Int64
    public var price: Money?

    public init(product: String, quantity: Int64, price: Money?) {
      (self.product, self.quantity, self.price) = (product, quantity, price)
    }
  }

  /// An order as an outsider would read it.
  public struct Order: Hashable, Sendable {
    public var lines: [Line]
    public var list: Money?
    public var charged: Money?
    /// The sums of usual discounts next to what was given away, below and above.
    public var nearest: [Money]

    public init(lines: [Line], list: Money?, charged: Money?, nearest: [Money] = []) {
      (self.lines, self.list, self.charged, self.nearest) = (lines, list, charged, nearest)
    }
  }

  public var source: String
  /// Whether its records are orders with goods and a total.
  public var areOrders = false
  public var rejects: Int
  public var first: CivilDate?
  public var last: CivilDate?
  public var currency: Currency
  public var total: Totals
  public var months: [CasePeriod: Totals]
  public var entities: [String: Totals]
  public var gaps: Gaps?
  public var rules: [RuleOutcome]
  /// How many customers the flagged records of a scheme belong to.
  public var customers: [String: Int]
  /// By a record's id; of those that are worked out.
  public var orders: [String: Order]

  public init(
    source: String, rejects: Int = 0, first: CivilDate? = nil, last: CivilDate? = nil, currency: Currency = .usDollar,
    total: Totals = Totals(), months: [CasePeriod: Totals] = [:], entities: [String: Totals] = [:], gaps: Gaps? = nil,
    rules: [RuleOutcome] = [], customers: [String: Int] = [:], orders: [String: Order] = [:]
  ) {
    (self.source, self.rejects, self.first, self.last, self.currency) = (source, rejects, first, last, currency)
    (self.total, self.months, self.entities, self.gaps) = (total, months, entities, gaps)
    (self.rules, self.customers, self.orders) = (rules, customers, orders)
  }
}
