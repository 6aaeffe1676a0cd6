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

  /// How often so much of the list was given away.
  public struct Gaps: Hashable, Sendable {
    /// As shares of the list.
    public var width: Double
    public var counts: [Int]
    /// Of the flagged records.
    public var flagged: [Int]
    /// The discounts that are usual, as shares.
    public var ladder: [Double]

    /// Counts a flagged record that was charged less than it lists at.
    public mutating func addFlagged(_ list: Money?, _ charged: Money?) {
      guard let list, let charged, list.tenThousandths > 0, charged < list, !counts.isEmpty else { return }
      if flagged.isEmpty { flagged = [Int](repeating: 0, count: counts.count) }
      let share = Double(list.tenThousandths - charged.tenThousandths) / Double(list.tenThousandths)
      flagged[min(Int(share / width), flagged.count - 1)] += 1
    }

    /// Below which half of them are.
    static func median(_ counts: [Int], width: Double) -> Double {
      let half = counts.reduce(0, +)
      var seen = 0
      for (index, count) in counts.enumerated() {
        seen += count
        if seen * 2 >= half { return Double(index + 1) * width }
      }
      return Double(counts.count) * width
    }

    public init(width: Double, counts: [Int], flagged: [Int] = [], ladder: [Double]) {
      (self.width, self.counts, self.flagged, self.ladder) = (width, counts, flagged, ladder)
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
