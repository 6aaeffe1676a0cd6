/// A whole row as one text, exactly as PostgreSQL writes a record: `(43659,"two words",)`.
public enum RecordText {
  public static func compose(_ values: [String?]) -> String {
    var text = "("
    for (index, value) in values.enumerated() {
      if index > 0 { text += "," }
      guard let value else { continue }
      let isQuoted = value.utf8.isEmpty || value.utf8.contains { isSpecial($0) }
      if !isQuoted {
        text += value
        continue
      }
      text += "\""
      for scalar in value.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { text.unicodeScalars.append(scalar) }
        text.unicodeScalars.append(scalar)
      }
      text += "\""
    }
    return text + ")"
  }

  /// Nil where the text is no record.
  public static func parse(_ text: String) -> [String?]? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 2, bytes.first == UInt8(ascii: "("), bytes.last == UInt8(ascii: ")") else { return nil }
    var values: [String?] = []
    var value: [UInt8] = []
    var (isThere, isQuoted) = (false, false)
    var index = 1
    while index < bytes.count - 1 {
      let byte = bytes[index]
      let next = index + 1 < bytes.count - 1 ? bytes[index + 1] : 0
      index += 1
      switch byte {
      case UInt8(ascii: "\\"):
        guard index < bytes.count - 1 else { return nil }
        value.append(next)
        isThere = true
        index += 1
      case UInt8(ascii: "\"") where isQuoted && next == UInt8(ascii: "\""):
        value.append(byte)
        index += 1
      case UInt8(ascii: "\""):
        isQuoted.toggle()
        isThere = true
      case UInt8(ascii: ",") where !isQuoted:
        values.append(isThere ? String(decoding: value, as: UTF8.self) : nil)
        value.removeAll(keepingCapacity: true)
        isThere = false
      default:
        value.append(byte)
        isThere = true
      }
    }
    if isQuoted { return nil }
    values.append(isThere ? String(decoding: value, as: UTF8.self) : nil)
    return values
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: " "),
      0x09...0x0D:
      true
    default: false
    }
  }
}
