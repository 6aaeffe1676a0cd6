/// Gives names that no two things of a query share. Databases tell names apart now by capitals and now not, and PostgreSQL
/// by the first 63 bytes only.
struct NamesInUse {
  private var taken: Set<String> = []

  private static let bytesMax = 63

  init(_ reserved: [String] = []) { for name in reserved { taken.insert(name.lowercased()) } }

  /// The name itself, or the name with a number behind it.
  mutating func free(_ wanted: String) -> String {
    let short = NamesInUse.cut(wanted, to: NamesInUse.bytesMax)
    if taken.insert(short.lowercased()).inserted { return short }
    var number = 2
    while true {
      let ending = "_\(number)"
      let name = NamesInUse.cut(wanted, to: NamesInUse.bytesMax - ending.utf8.count) + ending
      if taken.insert(name.lowercased()).inserted { return name }
      number += 1
    }
  }

  private static func cut(_ name: String, to bytes: Int) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      guard result.utf8.count + String(scalar).utf8.count <= bytes else { break }
      result.unicodeScalars.append(scalar)
    }
    return result.isEmpty ? "_" : result
  }
}

/// A text that stands in a comment of the query, with nothing in it that could end the comment or be replaced.
func commentText(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\", "$", ";": result += " "
    case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029:
      result += " "
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// Lines of comment, broken between words.
func commentLines(_ text: String, width: Int = 116) -> [String] {
  var lines: [String] = []
  var line = "--"
  for word in commentText(text).split(separator: " ") {
    if line.count + word.count + 1 > width, line.count > 2 {
      lines.append(line)
      line = "--"
    }
    line += " " + word
  }
  return lines + [line]
}
