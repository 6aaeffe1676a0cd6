import Records
import RuleLanguage

/// The functions of texts and keys. Texts are searched by their bytes, and counted by their characters.
enum TextFunctions {
  /// Nil where the function is none of these. No argument is missing.
  static func value(_ name: String, _ arguments: [Value]) -> Value? {
    let texts = arguments.map { if case .text(let text) = $0 { text } else { "" } }
    let text = texts[0]
    switch name {
    case "text":
      if case .integer(let integer) = arguments[0] { return .text(String(integer)) }
      return .text(text)
    case "lower": return .text(lower(text))
    case "upper": return .text(CellParser.normalized(text.uppercased()))
    case "trim": return .text(trimmed(text))
    case "length": return .integer(Int64(text.count))
    case "contains": return .flag(place(of: Array(texts[1].utf8), in: Array(text.utf8), from: 0) != nil)
    case "starts_with": return .flag(text.utf8.starts(with: texts[1].utf8))
    case "ends_with": return .flag(text.utf8.reversed().starts(with: texts[1].utf8.reversed()))
    case "matches": return .flag(fits(Array(text), Array(texts[1])))
    case "concat": return .text(CellParser.normalized(texts.joined()))
    case "left": return .text(String(text.prefix(count(arguments[1]))))
    case "right": return .text(String(text.suffix(count(arguments[1]))))
    case "replace": return .text(replaced(text, texts[1], by: texts[2]))
    default: return nil
    }
  }

  static func lower(_ text: String) -> String { CellParser.normalized(text.lowercased()) }

  private static func count(_ value: Value) -> Int { Int(max(0, value.whole ?? 0)) }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }

  private static func place(of part: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard part.count <= bytes.count - start else { return nil }
    return (start...bytes.count - part.count).first { bytes[$0...].starts(with: part) }
  }

  /// Every occurrence from the front; they do not overlap.
  private static func replaced(_ text: String, _ part: String, by other: String) -> String {
    let (bytes, part) = (Array(text.utf8), Array(part.utf8))
    guard !part.isEmpty else { return text }
    var result: [UInt8] = []
    var next = 0
    while let place = place(of: part, in: bytes, from: next) {
      result += bytes[next..<place] + Array(other.utf8)
      next = place + part.count
    }
    result += bytes[next...]
    return CellParser.normalized(String(decoding: result, as: UTF8.self))
  }

  /// Whether all of a text fits all of a pattern. One row for each character of the text read so far says which beginnings of
  /// the pattern it fits.
  private static func fits(_ text: [Character], _ pattern: [Character]) -> Bool {
    func extended(_ row: [Bool], by character: Character?) -> [Bool] {
      var next = [character == nil]
      for (place, wanted) in pattern.enumerated() {
        if wanted == "*" {
          next.append(next[place] || character != nil && row[place + 1])
        } else {
          next.append(character != nil && row[place] && (wanted == "?" || wanted == character))
        }
      }
      return next
    }
    var row = extended([], by: nil)
    for character in text { row = extended(row, by: character) }
    return row[pattern.count]
  }
}
