/// As much of JSON as a pair's file needs: objects, arrays, texts; numbers are kept as they are written.
enum JSONText {
  case text(String)
  case array([JSONText])
  case object([(String, JSONText)])

  static func object(_ line: String) -> [(String, JSONText)]? {
    var reader = Reader(line)
    guard case .object(let members)? = reader.value(), reader.isAtEnd else { return nil }
    return members
  }

  /// What cannot be seen, or belongs to the character before it, is written by its number.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if scalar.value >= 0x20, scalar.value < 0x7F || isVisible(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          for unit in String(scalar).utf16 { result += "\\u" + padded(String(unit, radix: 16)) }
        }
      }
    }
    return result + "\""
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .nonspacingMark, .spacingMark, .enclosingMark, .spaceSeparator, .lineSeparator, .paragraphSeparator,
      .unassigned, .privateUse, .surrogate, .modifierSymbol:
      false
    // Letters that another spelling stands for: which of them it is should be seen.
    default: !(0x1100...0x11FF).contains(scalar.value) && scalar.value != 0x212B && scalar.value != 0x2126
    }
  }

  private static func padded(_ digits: String) -> String { String(repeating: "0", count: 4 - digits.utf8.count) + digits }

  private struct Reader {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var isAtEnd: Bool {
      mutating get {
        skip()
        return index == scalars.count
      }
    }

    private mutating func skip() { while index < scalars.count, scalars[index] == " " { index += 1 } }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      skip()
      guard index < scalars.count, scalars[index] == scalar else { return false }
      index += 1
      return true
    }

    mutating func value() -> JSONText? {
      skip()
      guard index < scalars.count else { return nil }
      switch scalars[index] {
      case "\"": return text().map { .text($0) }
      case "[": return array()
      case "{": return members()
      default: return number()
      }
    }

    private mutating func number() -> JSONText? {
      let start = index
      while index < scalars.count, ("0"..."9").contains(scalars[index]) || "+-.eE".unicodeScalars.contains(scalars[index]) {
        index += 1
      }
      if start == index { return nil }
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars[start..<index])
      return .text(text)
    }

    private mutating func array() -> JSONText? {
      guard take("[") else { return nil }
      var values: [JSONText] = []
      if take("]") { return .array([]) }
      repeat {
        guard let value = value() else { return nil }
        values.append(value)
      } while take(",")
      return take("]") ? .array(values) : nil
    }

    private mutating func members() -> JSONText? {
      guard take("{") else { return nil }
      var members: [(String, JSONText)] = []
      if take("}") { return .object([]) }
      repeat {
        skip()
        guard let name = text(), take(":"), let value = value() else { return nil }
        members.append((name, value))
      } while take(",")
      return take("}") ? .object(members) : nil
    }

    private mutating func text() -> String? {
      guard take("\"") else { return nil }
      var units: [UInt16] = []
      while index < scalars.count {
        let scalar = scalars[index]
        index += 1
        if scalar == "\"" { return String(decoding: units, as: UTF16.self) }
        if scalar != "\\" {
          units += String(scalar).utf16
        } else if let unit = escape() {
          units.append(unit)
        } else {
          return nil
        }
      }
      return nil
    }

    private mutating func escape() -> UInt16? {
      guard index < scalars.count else { return nil }
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "n": return 0x0A
      case "t": return 0x09
      case "r": return 0x0D
      case "\"", "\\", "/": return UInt16(scalar.value)
      case "u":
        guard index + 4 <= scalars.count else { return nil }
        var digits = ""
        digits.unicodeScalars.append(contentsOf: scalars[index..<index + 4])
        index += 4
        return UInt16(digits, radix: 16)
      default: return nil
      }
    }
  }
}
