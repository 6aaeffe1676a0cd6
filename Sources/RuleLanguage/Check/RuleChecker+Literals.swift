import Diagnostics
import Foundation
import Records

/// Numbers, amounts, durations, dates and texts as they are written.
extension RuleChecker {
  mutating func literal(_ node: SyntaxTree.ID) -> Typed {
    let token = tree.firstToken(node)
    let span = tree.span(node)
    switch token.kind {
    case .number:
      let last = tree.lastToken(node)
      if last.kind == .word, last.span != token.span { return amount(token, in: last, span) }
      return number(token, span)
    case .percent:
      let digits = digits(Span(token.span.start, token.span.end - 1))
      guard let value = Double(digits + "e-2"), value.isFinite else { return outOfRange(span, "a percent") }
      return Typed(id: constant(Int64(bitPattern: value.bitPattern), .percent), type: .percent, span: span)
    case .duration: return duration(token)
    case .date: return date(token)
    case .string:
      let id = constant(program.expressions.text(stringContent(token)), .text)
      return Typed(id: id, type: .text, span: span)
    default:
      if token.name == Keyword.true.symbol || token.name == Keyword.false.symbol {
        return Typed(id: constant(token.name == Keyword.true.symbol ? 1 : 0, .flag), type: .flag, span: span)
      }
      return mistake(
        .notAValue, "`\(text(token.name))` alone has no type", at: span,
        notes: ["ask with `missing(x)`, give a substitute with `x ?? y`; as a value `missing` stands in tests only"])
    }
  }

  private func digits(_ span: Span) -> String {
    String(
      decoding: tree.source.bytes[span.start..<span.end].filter {
        $0 != UInt8(ascii: "_") && $0 < 0x80 && $0 != UInt8(ascii: "$")
      }, as: UTF8.self)
  }

  private mutating func outOfRange(_ span: Span, _ what: String) -> Typed {
    mistake(.literalOutOfRange, "`\(tree.source.text(span))` is more than \(what) can hold", at: span)
  }

  /// A whole number is an integer, else a number; beside money or a percent it takes that unit.
  private mutating func number(_ token: Token, _ span: Span) -> Typed {
    let digits = digits(token.span)
    if !digits.contains(".") {
      guard let value = Int64(digits) else { return outOfRange(span, "an integer") }
      return Typed(id: constant(value, .integer), type: .integer, span: span, literal: Literal(span: span, package: here))
    }
    guard let value = Double(digits), value.isFinite else { return outOfRange(span, "a number") }
    return Typed(
      id: constant(Int64(bitPattern: value.bitPattern), .number), type: .number, span: span,
      literal: Literal(span: span, package: here))
  }

  private mutating func amount(_ token: Token, in currency: Token, _ span: Span) -> Typed {
    guard let code = Currency(tree.source.text(currency.span)) else { return unknown(span) }
    return amount(digits(token.span), code, span)
  }

  private mutating func amount(_ digits: String, _ currency: Currency, _ span: Span) -> Typed {
    guard let money = Money(text: digits) else {
      return mistake(
        .literalOutOfRange, "`\(digits)` is no amount: money has at most four decimal places and is bounded", at: span)
    }
    return Typed(id: constant(money.tenThousandths, .money(currency)), type: .money(currency), span: span)
  }

  /// A bare number in the unit of what it stands beside.
  mutating func adapted(_ value: Typed, to type: ValueType) -> Typed {
    switch type {
    case .money(let currency) where value.literal != nil:
      guard let literal = value.literal else { return value }
      let bytes = packages[literal.package].tree.source.bytes[literal.span.start..<literal.span.end]
      let text = String(decoding: bytes.filter { !" _()$\n\r\t".utf8.contains($0) && $0 < 0x80 }, as: UTF8.self)
      return amount(text, currency, value.span)
    case .number where value.type == .integer: return widened(value)
    case .key where value.type == .text:
      let node = program.expressions[value.id]
      guard node.operation == .constant else { return value }
      return Typed(id: constant(node.payload, .key), type: .key, span: value.span)
    default: return value
    }
  }

  mutating func widened(_ value: Typed) -> Typed {
    guard value.type == .integer else { return value }
    let id = add(Expression(operation: .widen, type: .number, first: value.id))
    return Typed(id: id, type: .number, span: value.span)
  }

  private mutating func duration(_ token: Token) -> Typed {
    let source = tree.source.text(token.span)
    let digits = source.prefix { $0.isNumber || $0 == "." || $0 == "_" }.filter { $0 != "_" }
    let unit = source.drop { $0.isNumber || $0 == "." || $0 == "_" }
    if unit == "mo" || unit == "y" {
      guard let count = Int64(digits), count <= 12_000 else {
        return mistake(
          .literalOutOfRange, "`\(source)` is no whole number of \(unit == "mo" ? "months" : "years") that a window could have",
          at: token.span)
      }
      return Typed(id: constant(unit == "y" ? count * 12 : count, .calendar), type: .calendar, span: token.span)
    }
    let scales: [Substring: Int64] = [
      "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000, "w": 604_800_000_000,
    ]
    guard let scale = scales[unit], let value = Double(digits), value * Double(scale) < 9e18 else {
      return outOfRange(token.span, "a duration")
    }
    let whole = Int64(digits).map { $0 * scale } ?? Int64((value * Double(scale)).rounded(.toNearestOrEven))
    return Typed(id: constant(whole, .duration), type: .duration, span: token.span)
  }

  mutating func date(_ token: Token) -> Typed {
    guard let instant = instant(tree.source.text(token.span)) else {
      return mistake(.badDate, "there is no `\(tree.source.text(token.span))` in the calendar", at: token.span)
    }
    return Typed(id: constant(instant.microseconds, .time), type: .time, span: token.span)
  }

  private func instant(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ length: Int) -> Int? { Int(String(decoding: bytes[start..<start + length], as: UTF8.self)) }
    guard bytes.count >= 10, let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    var microseconds = date.instant.microseconds
    if bytes.count >= 16 {
      guard let hour = number(11, 2), let minute = number(14, 2), hour < 24, minute < 60 else { return nil }
      microseconds += Int64(hour * 3600 + minute * 60) * 1_000_000
    }
    if bytes.count >= 19, bytes[16] == UInt8(ascii: ":") {
      guard let second = number(17, 2), second < 60 else { return nil }
      microseconds += Int64(second) * 1_000_000
      let fraction = bytes[19...].drop { $0 == UInt8(ascii: ".") }.prefix { $0 != UInt8(ascii: "Z") }
      guard fraction.count <= 6 else { return nil }
      var digits = String(decoding: fraction, as: UTF8.self)
      while digits.count < 6 { digits += "0" }
      microseconds += Int64(digits) ?? 0
    }
    return Instant(microseconds: microseconds)
  }

  /// A text's content: escapes resolved, in the one spelling that Unicode calls composed.
  func stringContent(_ token: Token) -> String {
    var bytes = tree.source.bytes[token.span.start..<token.span.end]
    if bytes.first == UInt8(ascii: "\"") {
      bytes = bytes.dropFirst().dropLast()
    } else {
      // Between a word processor's quotes, three bytes each.
      return String(String(decoding: bytes, as: UTF8.self).dropFirst().dropLast())
    }
    guard bytes.contains(UInt8(ascii: "\\")) else { return normalized(String(decoding: bytes, as: UTF8.self)) }
    var result: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      if isEscaped {
        result.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte == UInt8(ascii: "t") ? UInt8(ascii: "\t") : byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        result.append(byte)
      }
    }
    return normalized(String(decoding: result, as: UTF8.self))
  }

  func normalized(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
  }
}
