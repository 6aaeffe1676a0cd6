/// A currency by its ISO 4217 code, such as `USD`.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
  public let code: String

  public static let usDollar = Currency(unchecked: "USD")

  /// Nil unless the code is three capital letters.
  public init?(_ code: String) {
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return nil }
    self.code = code
  }

  private init(unchecked code: String) { self.code = code }

  public var description: String { code }

  /// The sign written before an amount, where readers expect one.
  var prefix: String? {
    switch code {
    case "USD": "$"
    case "EUR": "€"
    case "GBP": "£"
    case "JPY", "CNY": "¥"
    default: nil
    }
  }

  /// How many decimal places people write.
  public var places: Int {
    switch code {
    case "JPY", "KRW", "VND", "CLP", "ISK": 0
    case "KWD", "BHD", "OMR", "TND", "JOD": 3
    default: 2
    }
  }
}
