/// Words from outside within Markdown: a name of a file or a rep must not become a heading, a link or a script.
public enum MarkdownText {
  public static func plain(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "+", "!", "|", "~", "$":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      // Line ends of any kind, and whatever else shows nothing: on one line the words stay where they were put.
      case _ where scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029:
        result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// As code, within its line.
  public static func code(_ text: String) -> String {
    let line = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map {
          $0.properties.generalCategory == .control || $0.value == 0x2028 || $0.value == 0x2029 ? " " : $0
        }))
    // A run of backquotes inside asks for a longer one around.
    var longest = 0
    var run = 0
    for character in line {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return longest == 0 && !line.isEmpty ? "`\(line)`" : "\(fence) \(line) \(fence)"
  }
}
