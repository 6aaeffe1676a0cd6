public import Records

/// What the history taught, as the page shows it; whoever runs the learning fills it.
public struct Lessons: Sendable {
  public struct Price: Sendable {
    public var product: String
    public var from: String
    public var price: Money?
    public var cost: Money?
    public var support: Int

    public init(product: String, from: String, price: Money?, cost: Money?, support: Int) {
      (self.product, self.from, self.price, self.cost, self.support) = (product, from, price, cost, support)
    }
  }

  /// A price that became another one.
  public struct Change: Sendable {
    public var product: String
    public var from: String
    public var before: Money
    public var price: Money
    /// The price fell while the cost stayed.
    public var isAltered: Bool

    public init(product: String, from: String, before: Money, price: Money, isAltered: Bool) {
      (self.product, self.from, self.before, self.price, self.isAltered) = (product, from, before, price, isAltered)
    }
  }

  public struct Step: Sendable {
    public var percent: String
    public var support: Int
    /// When; nil where it was in use throughout.
    public var inUse: String?

    public init(percent: String, support: Int, inUse: String? = nil) {
      (self.percent, self.support, self.inUse) = (percent, support, inUse)
    }
  }

  public struct Odd: Sendable {
    public var id: String
    public var at: String
    public var rep: String
    public var list: Money
    public var charged: Money
    public var note: String

    public init(id: String, at: String, rep: String, list: Money, charged: Money, note: String) {
      (self.id, self.at, self.rep, self.list, self.charged, self.note) = (id, at, rep, list, charged, note)
    }
  }

  public var prices: [Price]
  public var changes: [Change]
  public var steps: [Step]
  public var mode: String
  public var discounted: Int
  public var explained: Int
  public var undecided: Int
  /// Orders with a product whose price is not determined.
  public var unjudged: Int
  public var unexplained: [Odd]
  /// Orders whose list or cost their lines do not bear out.
  public var contradicting: [Odd]

  public init(
    prices: [Price], changes: [Change] = [], steps: [Step], mode: String, discounted: Int, explained: Int, undecided: Int,
    unjudged: Int,
    unexplained: [Odd],
    contradicting: [Odd]
  ) {
    (self.prices, self.steps, self.mode, self.discounted) = (prices, steps, mode, discounted)
    (self.unjudged, self.changes) = (unjudged, changes)
    (self.explained, self.undecided, self.unexplained, self.contradicting) = (explained, undecided, unexplained, contradicting)
  }
}
