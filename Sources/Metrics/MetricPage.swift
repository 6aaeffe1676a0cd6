/// A page of the text format, version 0.0.4, as it grows.
struct MetricPage {
  private(set) var text = ""

  /// The two lines that stand before a metric's series.
  mutating func begin(_ definition: MetricDefinition) {
    text += "# HELP \(definition.name) \(MetricPage.escaped(definition.help, isQuoted: false))\n"
    text += "# TYPE \(definition.name) \(definition.kind.rawValue)\n"
  }

  /// - bound: of a histogram's bucket, written as its label `le`.
  mutating func sample(
    _ definition: MetricDefinition, ending: String = "", _ values: [String], bound: Double? = nil, _ value: Double
  ) {
    text += definition.name + ending
    var labels = Array(zip(definition.labels, values))
    if let bound { labels.append(("le", MetricPage.number(bound))) }
    if !labels.isEmpty {
      let pairs = labels.map { "\($0.0)=\"\(MetricPage.escaped($0.1, isQuoted: true))\"" }
      text += "{" + pairs.joined(separator: ",") + "}"
    }
    text += " \(MetricPage.number(value))\n"
  }

  mutating func histogram(_ definition: MetricDefinition, _ values: [String], _ histogram: Histogram) {
    let reading = histogram.reading
    // The page's buckets hold all that is below them; the last one holds everything, and is the count.
    var below: UInt64 = 0
    for (bound, count) in zip(histogram.bounds + [.infinity], reading.perBucket) {
      below += count
      sample(definition, ending: "_bucket", values, bound: bound, Double(below))
    }
    sample(definition, ending: "_sum", values, reading.sum)
    sample(definition, ending: "_count", values, Double(below))
  }

  /// The quote is escaped between quotes alone. Over scalars, since a line feed behind a carriage return is one character with it.
  private static func escaped(_ text: String, isQuoted: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\"" where isQuoted: result.append(contentsOf: "\\\"".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Whole numbers without a point, as far as a Double tells them apart; others as the shortest digits that read back the same.
  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value.magnitude < 0x1p53, let whole = Int64(exactly: value) { return String(whole) }
    return "\(value)"
  }
}
