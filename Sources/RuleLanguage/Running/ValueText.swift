import Records

/// Values as people read them in a sentence.
extension Value {
  public func text(_ format: Program.Format, _ type: ValueType) -> String {
    switch self {
    case .missing: return "unknown"
    case .money(let amount):
      if case .money(let currency) = type { return Value.money(Money(unchecked: amount), format, currency) }
      return Money(unchecked: amount).description
    case .number(let number): return type == .percent ? Value.percent(number, format) : Value.fixed(number, format.places ?? 2)
    case .integer(let integer): return (integer < 0 ? "-" : "") + groupedInThousands(String(integer.magnitude))
    case .duration(let microseconds): return Value.duration(microseconds, format)
    case .time(let microseconds): return Value.time(Instant(microseconds: microseconds), format)
    case .text(let text): return text
    case .flag(let flag): return flag ? "yes" : "no"
    }
  }

  /// With as many digits as it takes to see what a comparison saw, within reason: `$5.00`, `$799.9999`, `20.0001%`.
  public func readableText(_ type: ValueType) -> String {
    switch self {
    case .money(let amount):
      if case .money(let currency) = type { return Value.wholeText(Money(unchecked: amount), currency) }
      return Money(unchecked: amount).description
    case .number(let number):
      let isPercent = type == .percent
      let shown = isPercent ? number * 100 : number
      let places = Value.places(shown, from: isPercent || shown == shown.rounded() ? (isPercent ? 1 : 0) : 2)
      return Value.fixed(shown, places) + (isPercent ? "%" : "")
    case .flag(let flag): return flag ? "true" : "false"
    case .text(let text): return "\"\(text)\""
    default: return self.text(.usual, type)
    }
  }

  /// All places that an amount has, and at least those of its currency.
  static func wholeText(_ money: Money, _ currency: Currency) -> String {
    var places = currency.places
    while places < 4, money.rounded(places: places) != money { places += 1 }
    return money.text(in: currency, places: places)
  }

  /// So many places that no digit is lost, and four where that is not enough.
  private static func places(_ value: Double, from first: Int) -> Int {
    guard value.magnitude < 1e9 else { return first }
    var (places, factor) = (first, first == 0 ? 1.0 : first == 1 ? 10.0 : 100.0)
    while places < 4, ((value * factor).rounded() / factor - value).magnitude > value.magnitude * 1e-12 {
      places += 1
      factor *= 10
    }
    return places
  }

  private static func money(_ money: Money, _ format: Program.Format, _ currency: Currency) -> String {
    switch format {
    case .exact: return money.description
    case .whole: return money.text(in: currency, places: 0)
    case .cents: return money.text(in: currency, places: 2)
    default: return money.text(in: currency)
    }
  }

  /// A percent, as `12.3%`.
  private static func percent(_ value: Double, _ format: Program.Format) -> String {
    fixed(value * 100, format.places ?? 1) + "%"
  }

  /// Plain digits with so many places, and no exponent for anything that people compare.
  private static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.magnitude < 1e15 else { return "\(value)" }
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    let whole = Int64((value.magnitude * factor).rounded(.toNearestOrEven))
    let digits = groupedInThousands(String(whole / Int64(factor)))
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard places > 0 else { return sign + digits }
    return sign + digits + "." + String(String(Int64(factor) + whole % Int64(factor)).dropFirst())
  }

  private static func duration(_ microseconds: Int64, _ format: Program.Format) -> String {
    switch format {
    case .days: "\(fixed(Double(microseconds) / 8.64e10, 1)) days"
    case .hours: "\(fixed(Double(microseconds) / 3.6e9, 1)) hours"
    default: durationText(microseconds)
    }
  }

  private static func time(_ instant: Instant, _ format: Program.Format) -> String {
    let text = instant.description
    switch format {
    case .date: return instant.date.description
    case .month: return String(instant.date.description.dropLast(3))
    case .year: return String(instant.date.description.dropLast(6))
    case .time: return String(text.dropFirst(11).prefix(5))
    default: return instant.microseconds % Instant.microsecondsPerDay == 0 ? instant.date.description : text
    }
  }
}

extension Program.Format {
  var places: Int? {
    switch self {
    case .places0, .whole: 0
    case .places1: 1
    case .places2: 2
    case .places3: 3
    default: nil
    }
  }
}

extension Program.Sentence {
  /// The sentence with its holes filled, in their order.
  public func filled(_ values: [(value: Value, type: ValueType)]) -> String {
    var result = ""
    var hole = 0
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .hole(_, let format):
        if hole < values.count { result += values[hole].value.text(format, values[hole].type) }
        hole += 1
      }
    }
    return result
  }
}
