/// What is said to a request.
public struct HTTPAnswer: Hashable, Sendable {
  public var status: Int
  public var contentType: String
  public var body: [UInt8]

  public init(status: Int = 200, contentType: String, body: [UInt8]) {
    (self.status, self.contentType, self.body) = (status, contentType, body)
  }

  public init(status: Int = 200, contentType: String = "text/plain; charset=utf-8", text: String) {
    self.init(status: status, contentType: contentType, body: Array(text.utf8))
  }

  /// Every refusal has this form, so that a program can tell them apart and a person can read them.
  ///
  /// - code: a word for programs, which does not change.
  public static func refusal(status: Int, code: String, _ message: String) -> HTTPAnswer {
    HTTPAnswer(
      status: status, contentType: "application/json",
      text: "{\"error\":{\"code\":\(quoted(code)),\"message\":\(quoted(message))}}\n")
  }

  private static func quoted(_ text: String) -> String {
    var result = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result.append(contentsOf: ["\\", scalar])
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
      default: result.append(scalar)
      }
    }
    result.append("\"")
    return String(result)
  }
}
