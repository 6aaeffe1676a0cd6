public import Records

/// Sums of amounts, each currency by itself, of any size.
public struct MoneyTotals: Hashable, Sendable {
  /// Ten-thousandths.
  public private(set) var amounts: [Currency: Int128] = [:]

  public init() {}

  public init(_ amount: Int128, _ currency: Currency) { amounts = [currency: amount] }

  public mutating func add(_ amount: Int64, _ currency: Currency) { amounts[currency, default: 0] += Int128(amount) }

  public mutating func add(_ other: MoneyTotals, sign: Int128 = 1) {
    for (currency, amount) in other.amounts { amounts[currency, default: 0] += sign * amount }
  }

  public func minus(_ other: MoneyTotals) -> MoneyTotals {
    var result = self
    result.add(other, sign: -1)
    return result
  }

  public var isZero: Bool { amounts.values.allSatisfy { $0 == 0 } }

  /// The share of another sum, where both are of one currency.
  public func share(of whole: MoneyTotals) -> Double? {
    let present = whole.amounts.filter { $0.value != 0 }
    guard present.count == 1, let (currency, amount) = present.first,
      amounts.allSatisfy({ $0.key == currency || $0.value == 0 })
    else { return nil }
    return Double(amounts[currency] ?? 0) / Double(amount)
  }

  /// As a person reads it: `$1,234.56`, several currencies with a plus between them; empty of nothing.
  public var text: String {
    amounts.sorted { $0.key.code < $1.key.code }.map { currency, amount in
      guard let fitting = Int64(exactly: amount), fitting.magnitude < 1 << 62 else {
        return "\(amount < 0 ? "-" : "")\(groupedInThousands(String(amount.magnitude / 10_000))) \(currency.code)"
      }
      return Money(unchecked: fitting).text(in: currency)
    }.joined(separator: " + ")
  }

  /// Plain decimals by the currency's code, as programs read them.
  public var plain: [(currency: String, amount: String)] {
    amounts.sorted { $0.key.code < $1.key.code }.map { currency, amount in
      let fraction = String(10_000 + amount.magnitude % 10_000).dropFirst()
      return (currency.code, "\(amount < 0 ? "-" : "")\(amount.magnitude / 10_000).\(fraction)")
    }
  }
}
