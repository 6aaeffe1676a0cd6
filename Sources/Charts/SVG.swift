extension Drawing {
  /// The drawing as SVG for a page that defines the classes `series-N`, `grid` and `axis`.
  public var svg: String {
    var text =
      "<svg role=\"img\" viewBox=\"0 0 \(number(width)) \(number(height))\" width=\"100%\" xmlns=\"http://www.w3.org/2000/svg\">"
    text += "<title>\(escaped(title))</title>"
    if !description.isEmpty { text += "<desc>\(escaped(description))</desc>" }
    for mark in marks {
      switch mark {
      case .line(let points, let role):
        text += "<polyline class=\"\(name(role))\" fill=\"none\" points=\"\(path(points))\"/>"
      case .area(let points, let role):
        text += "<polygon class=\"\(name(role))\" fill-opacity=\"0.16\" points=\"\(path(points))\"/>"
      case .rectangle(let x, let y, let width, let height, let role):
        text +=
          "<rect class=\"\(name(role))\" x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\"/>"
      case .text(let content, let x, let y, let anchor, let isStrong):
        let weight = isStrong ? " font-weight=\"600\"" : ""
        text +=
          "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor.rawValue)\"\(weight)>\(escaped(content))</text>"
      }
    }
    return text + "</svg>"
  }

  private func path(_ points: [(x: Double, y: Double)]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  private func name(_ role: Role) -> String {
    switch role {
    case .series(let index): "series-\(index % 4)"
    case .grid: "grid"
    case .axis: "axis"
    }
  }

  /// Tenths are finer than any screen.
  private func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }
}

/// Text for HTML and SVG, inside of elements and of attributes.
public func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
