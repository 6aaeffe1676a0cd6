import Foundation
import Records
import TestSupport

/// A value that both a cell and a constant may have, so that conditions are true now and then.
struct Sample: Sendable {
  /// As a source's cell spells it.
  let cell: String
  /// As a rule spells it, money without its currency; nil where a rule cannot.
  let literal: String?
  /// What orders it among others of its kind; 0 where nothing does.
  let magnitude: Double

  init(_ cell: String, _ literal: String?, _ magnitude: Double = 0) {
    (self.cell, self.literal, self.magnitude) = (cell, literal, magnitude)
  }
}

extension Sample {
  static func money(_ text: String) -> Sample {
    Sample(text, text, Double(Money(text: text)?.tenThousandths ?? 0))
  }

  static func integer(_ text: String) -> Sample { Sample(text, text, Double(text) ?? 0) }

  /// The shortest spelling that reads back to the same number; as a literal without an exponent.
  static func number(_ value: Double) -> Sample {
    Sample("\(value)", (value.magnitude < 1e22 && value.magnitude > 1e-12) || value == 0 ? plainDecimal(value) : nil, value)
  }

  static func percent(_ text: String) -> Sample { Sample(text, text, Double(text.dropLast()) ?? 0) }

  static func duration(_ text: String) -> Sample { Sample(text, text, Double(microseconds(text))) }

  static func time(_ microseconds: Int64) -> Sample {
    let text = Instant(microseconds: microseconds).description
    return Sample(text, text, Double(microseconds))
  }

  static func text(_ text: String) -> Sample { Sample(text, quoted(text)) }

  static func microseconds(_ duration: String) -> Int64 {
    Array(duration.utf8).withUnsafeBufferPointer { CellParser.duration($0) } ?? 0
  }

  /// A rule file's text literal.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "{": result += "\\{"
      case "}": result += "\\}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The shortest digits of a number, written out: `0.000000001`, `10000000000000000000.0`.
  static func plainDecimal(_ value: Double) -> String {
    let text = "\(value)"
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else { return text }
    let isNegative = text.hasPrefix("-")
    let mantissa = text[..<mark].drop { $0 == "-" }
    let whole = mantissa.prefix { $0 != "." }
    let fraction = mantissa.dropFirst(whole.count + 1)
    var digits = String(whole + fraction)
    let point = whole.count + exponent
    if point <= 0 {
      digits = "0." + String(repeating: "0", count: -point) + digits
    } else if point >= digits.count {
      digits += String(repeating: "0", count: point - digits.count) + ".0"
    } else {
      digits.insert(".", at: digits.index(digits.startIndex, offsetBy: point))
    }
    return (isNegative ? "-" : "") + digits
  }
}

/// The same value in another spelling: what a second delivery of a record may look like.
enum Respelling {
  static func of(_ cell: String, _ type: FieldType) -> String {
    switch type {
    case .number where cell == "-0.0": return "0.0"
    case .money, .number:
      guard !cell.contains("e"), cell.utf8.count < 12 else { return cell }
      let places = cell.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
      if places >= 4 { return cell }
      return places == 0 ? cell + ".0" : cell + "0"
    case .integer: return cell.utf8.count < 12 && !cell.contains(".") ? cell + ".0" : cell
    case .flag: return ["true": "1", "1": "true", "false": "no", "no": "false"][cell] ?? cell
    case .time: return cell.hasSuffix("Z") ? cell.dropLast() + "+00:00" : cell
    case .percent: return cell.hasSuffix("%") && cell.contains(".") ? cell.dropLast() + "0%" : cell
    case .duration: return cell.hasSuffix("h") && !cell.contains(".") ? cell.dropLast() + ".0h" : cell
    case .text, .key, .identity:
      let decomposed = cell.decomposedStringWithCanonicalMapping
      return decomposed.utf8.elementsEqual(cell.utf8) ? cell.precomposedStringWithCanonicalMapping : decomposed
    }
  }
}
