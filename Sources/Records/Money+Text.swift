extension Money: CustomStringConvertible {
  /// The plain decimal with four places, as it stands in files: `1687.4950`, `-0.0001`.
  public var description: String { text(places: 4) }

  /// The plain decimal with `places` places, half-even.
  public func text(places: Int, grouping: Bool = false) -> String {
    let amount = rounded(places: places).tenThousandths
    let whole = String(amount.magnitude / 10_000)
    let fraction = String(10_000 + amount.magnitude % 10_000).dropFirst().prefix(places)
    let sign = amount < 0 ? "-" : ""
    return sign + (grouping ? groupedInThousands(whole) : whole) + (places > 0 ? "." + fraction : "")
  }

  /// As a person reads it: `$1,234.56`, `-€0.50`, `1,234.56 CHF`.
  ///
  /// - places: as many as the currency has, where nobody says.
  public func text(in currency: Currency, places wanted: Int? = nil) -> String {
    let places = wanted ?? currency.places
    let plain = Money(unchecked: Int64(tenThousandths.magnitude)).text(places: places, grouping: true)
    let sign = rounded(places: places).tenThousandths < 0 ? "-" : ""
    guard let prefix = currency.prefix else { return "\(sign)\(plain) \(currency.code)" }
    return sign + prefix + plain
  }
}

/// `1234567` as `1,234,567`; the digits of a whole number without a sign.
public func groupedInThousands(_ digits: String) -> String {
  guard digits.utf8.count > 3 else { return digits }
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.utf8.count - index).isMultiple(of: 3) { result.append(",") }
    result.append(digit)
  }
  return result
}

extension Money {
  /// A plain decimal of at most four places; nil where the text is none.
  public init?(text: String) {
    guard let amount = Array(text.utf8).withUnsafeBufferPointer({ CellParser.money($0) }) else { return nil }
    self.init(unchecked: amount)
  }
}
