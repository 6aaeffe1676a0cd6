// The logarithm and the powers; nothing else here is used of it.
import Foundation
import Records
import RuleLanguage

/// The functions of quantities.
enum NumberFunctions {
  /// Nil where the function is none of these. No argument is missing.
  static func value(_ name: String, _ arguments: [Value], _ type: ValueType) -> Value? {
    let first = arguments[0]
    switch name {
    case "abs": return absolute(first, type)
    case "least": return arguments.dropFirst().reduce(first) { Order.precedes($1, $0) ? $1 : $0 }
    case "greatest": return arguments.dropFirst().reduce(first) { Order.precedes($0, $1) ? $1 : $0 }
    case "round": return rounded(first, places: arguments.count > 1 ? Int(arguments[1].whole ?? 0) : 0, type)
    case "floor": return whole(first) { $0.rounded(.down) }
    case "ceiling": return whole(first) { $0.rounded(.up) }
    case "remainder": return remainder(first, arguments[1])
    case "sqrt": return inBinary(first) { $0.squareRoot() }
    case "log": return inBinary(first) { log($0) }
    case "exp": return inBinary(first) { exp($0) }
    case "power": return inBinary(first) { base in pow(base, arguments[1].binary ?? .nan) }
    case "number":
      if case .money = first { return inBinary(first) { $0 / 10_000 } }
      return inBinary(first) { $0 }
    case "percent": return inBinary(first) { $0 }
    case "money": return first.binary.map { .rounded($0 * 10_000, type) } ?? .missing(.absent)
    case "seconds": return inBinary(first) { $0 / 1e6 }
    case "hours": return inBinary(first) { $0 / 3.6e9 }
    case "days": return inBinary(first) { $0 / 8.64e10 }
    default: return nil
    }
  }

  private static func inBinary(_ value: Value, _ body: (Double) -> Double) -> Value {
    value.binary.map { .of(body($0)) } ?? .missing(.absent)
  }

  private static func absolute(_ value: Value, _ type: ValueType) -> Value {
    if let whole = value.whole, whole < 0 { return Arithmetic.negated(value, type) }
    if case .number(let number) = value { return .of(number.magnitude) }
    return value
  }

  private static func whole(_ value: Value, _ body: (Double) -> Double) -> Value {
    if case .number(let number) = value { return .of(Int64(exactly: body(number)), .integer) }
    return value
  }

  private static func remainder(_ dividend: Value, _ divisor: Value) -> Value {
    guard let dividend = dividend.whole, let divisor = divisor.whole, divisor != 0 else { return .missing(.absent) }
    // The smallest integer over -1 does not fit, but leaves nothing all the same.
    return .integer(divisor == -1 ? 0 : dividend % divisor)
  }

  private static func rounded(_ value: Value, places: Int, _ type: ValueType) -> Value {
    switch value {
    case .money(let amount):
      guard places < 4 else { return value }
      let step = (places..<4).reduce(Int64(1)) { step, _ in step * 10 }
      let rounded = WholeNumber(amount).roundedQuotient(by: UInt32(step)) * WholeNumber(step)
      return .of(rounded.int64, type)
    case .number(let number):
      // Of a percent two places are before the point already.
      let scale = (0..<places + (type == .percent ? 2 : 0)).reduce(1.0) { scale, _ in scale * 10 }
      guard (number * scale).magnitude < 0x1p53 else { return value }
      return .of((number * scale).rounded(.toNearestOrEven) / scale)
    default: return value
    }
  }
}
