public import Records

/// Prices and costs per product, as orders or a catalogue tell them.
public struct PriceBook: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    public var product: String
    /// From when on, in microseconds; nil from the beginning.
    public var from: Int64?
    /// Nil where the orders do not determine it.
    public var price: Money?
    public var cost: Money?
    /// What the price would be had nobody altered it; nil where it is as it should be.
    public var usual: Money?
    /// How many orders bear the price out.
    public var support: Int

    public init(product: String, from: Int64? = nil, price: Money?, cost: Money?, usual: Money? = nil, support: Int) {
      (self.product, self.from, self.price, self.cost, self.support) = (product, from, price, cost, support)
      self.usual = usual
    }
  }

  /// An order whose total its lines do not bear out.
  public struct Contradiction: Hashable, Sendable {
    public var order: Int
    public var expected: Money
    public var found: Money
  }

  /// By product, and for one product by time.
  public var entries: [Entry]

  public init(entries: [Entry]) {
    self.entries = entries.sorted { ($0.product, $0.from ?? .min) < ($1.product, $1.from ?? .min) }
  }

  /// A price that became another one.
  public struct Change: Hashable, Sendable {
    public var product: String
    public var from: Int64
    public var before: Money
    public var price: Money
    /// Nil where the change is an honest one.
    public var usual: Money?
  }

  /// By product and time.
  public var changes: [Change] {
    var changes: [Change] = []
    var known: Entry?
    for entry in entries where entry.price != nil {
      if let before = known, before.product == entry.product, let old = before.price, let new = entry.price, old != new,
        let from = entry.from
      {
        changes.append(Change(product: entry.product, from: from, before: old, price: new, usual: entry.usual))
      }
      known = entry
    }
    return changes
  }

  public var determinedCount: Int { entries.filter { $0.price != nil }.count }
}
