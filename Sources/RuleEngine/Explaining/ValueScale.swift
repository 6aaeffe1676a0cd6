import Records
import RuleLanguage

/// The values of a type in their order, each with a whole number for its place: a step is a ten-thousandth of money, a whole,
/// a microsecond, or from one number to the next that there is.
struct ValueScale {
  let type: ValueType
  let bounds: ClosedRange<Int64>

  init?(_ type: ValueType) {
    self.type = type
    switch type {
    case .money: bounds = -Money.magnitudeMax...Money.magnitudeMax
    case .integer, .duration: bounds = -(1 << 62)...(1 << 62)
    case .number, .percent:
      let most = RuleEngine.bits(1e300)
      bounds = -most...most
    default: return nil
    }
  }

  var isOfNumbers: Bool { type == .number || type == .percent }

  func place(of value: Value) -> Int64? {
    switch value {
    case .money(let bits), .integer(let bits), .duration(let bits): return bits
    case .number(let number):
      let bits = RuleEngine.bits(number)
      return bits >= 0 ? bits : .min &- bits
    default: return nil
    }
  }

  func value(at place: Int64) -> Value {
    switch type {
    case .money: .money(place)
    case .duration: .duration(place)
    case .number, .percent: .number(RuleEngine.number(place >= 0 ? place : .min &- place) + 0)
    default: .integer(place)
    }
  }

  func size(_ place: Int64) -> Double {
    if case .number(let number) = value(at: place) { return number }
    return Double(place)
  }

  /// Where a value of such a size lies, as near as there is one.
  func place(size: Double) -> Int64? {
    guard size.isFinite else { return nil }
    if isOfNumbers { return place(of: .number(size)).flatMap { bounds.contains($0) ? $0 : nil } }
    guard size.magnitude < 4e18 else { return nil }
    let place = Int64(size.rounded())
    return bounds.contains(place) ? place : nil
  }

  /// The step in which people write such values: cents where the value is one of whole cents, seconds, digits.
  func writtenStep(_ now: Int64) -> Int64? {
    switch type {
    case .money(let currency):
      var step: Int64 = 1
      for _ in currency.places..<4 { step *= 10 }
      return now.isMultiple(of: step) ? step : nil
    case .duration: return now.isMultiple(of: Instant.microsecondsPerSecond) ? Instant.microsecondsPerSecond : nil
    default: return nil
    }
  }
}
