public import Records

/// List, charge and cost of a group of orders, exactly.
public struct MoneyTotals: Sendable {
  public private(set) var orders = 0
  public private(set) var belowList = 0
  public private(set) var list: Int128 = 0
  public private(set) var charged: Int128 = 0
  public private(set) var cost: Int128 = 0

  mutating func add(list: Int64, charged: Int64, cost: Int64) {
    orders += 1
    if charged < list { belowList += 1 }
    self.list += Int128(list)
    self.charged += Int128(charged)
    self.cost += Int128(cost)
  }

  /// Nil beyond what money can be.
  public var listMoney: Money? { Int64(exactly: list).flatMap { Money(tenThousandths: $0) } }
  public var chargedMoney: Money? { Int64(exactly: charged).flatMap { Money(tenThousandths: $0) } }

  public var gap: Int128 { list - charged }

  /// What was given away, as a share of the list.
  public var gapRate: Double { list == 0 ? 0 : Double(gap) / Double(list) }

  public var belowListRate: Double { orders == 0 ? 0 : Double(belowList) / Double(orders) }
}

/// An exact sum as a person reads it: `$1,234,567.89`.
public func moneyText(_ tenThousandths: Int128, _ currency: Currency) -> String {
  if let amount = Int64(exactly: tenThousandths).flatMap({ Money(tenThousandths: $0) }) { return amount.text(in: currency) }
  let cents = (tenThousandths.magnitude + 50) / 100
  return (tenThousandths < 0 ? "-" : "") + groupedInThousands(String(cents / 100)) + "."
    + String(String(cents % 100 + 100).dropFirst()) + " "
    + currency.code
}
