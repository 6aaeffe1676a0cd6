/// Diagnostics for other programs: one JSON object a line.
public struct JSONRenderer: Sendable {
  public init() {}

  public func render(_ diagnostics: [Diagnostic], in source: SourceText) -> String {
    diagnostics.map { render($0, in: source) + "\n" }.joined()
  }

  private func render(_ diagnostic: Diagnostic, in source: SourceText) -> String {
    let related = diagnostic.related.map { "{\(place($0.span, source)),\"label\":\(jsonString($0.text))}" }
    let fixes = diagnostic.fixes.map {
      "{\(place($0.span, source)),\"description\":\(jsonString($0.description)),\"replacement\":\(jsonString($0.replacement))}"
    }
    return
      "{\"path\":\(jsonString(source.path)),\"code\":\"\(diagnostic.code)\",\"severity\":\"\(diagnostic.severity.rawValue)\","
      + "\"message\":\(jsonString(diagnostic.message)),\(place(diagnostic.span, source)),\"label\":\(jsonString(diagnostic.label)),"
      + "\"related\":[\(related.joined(separator: ","))],\"notes\":[\(diagnostic.notes.map(jsonString).joined(separator: ","))],"
      + "\"fixes\":[\(fixes.joined(separator: ","))]}"
  }

  private func place(_ span: Span, _ source: SourceText) -> String {
    let start = source.position(of: span.start)
    let end = source.position(of: span.end)
    return "\"start\":{\"byte\":\(span.start),\"line\":\(start.line),\"column\":\(start.column)},"
      + "\"end\":{\"byte\":\(span.end),\"line\":\(end.line),\"column\":\(end.column)}"
  }
}

/// A JSON string with its quotes.
public func jsonString(_ text: String) -> String {
  // Most texts have nothing to be escaped, and are many.
  guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F }) else { return "\"\(text)\"" }
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F:
      let hex = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
