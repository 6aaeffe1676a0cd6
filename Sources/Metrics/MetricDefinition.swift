/// What a metric is called, what it means and by what it is split. Everything is checked here, so that what is printed is always in
/// order: names as `promtool check metrics` wants them, no label twice, no name that the format uses itself.
struct MetricDefinition {
  enum Kind: String { case counter, gauge, histogram }

  let name: String
  let help: String
  let kind: Kind
  let labels: [String]

  init(_ kind: Kind, _ name: String, help: String, labels: [String]) throws(MetricError) {
    (self.name, self.help, self.kind, self.labels) = (name, help, kind, labels)
    try checkName()
    guard help.contains(where: { !$0.isWhitespace }) else {
      throw MetricError(.badHelp, name, "a sentence that says what it counts is missing")
    }
    for label in labels { try check(label: label) }
    guard Set(labels).count == labels.count else { throw MetricError(.badLabel, name, "a label is named twice") }
  }

  private func checkName() throws(MetricError) {
    guard MetricDefinition.isSnakeCase(name) else {
      throw MetricError(.badName, name, "a name is made of small letters, digits and `_`, and begins with a letter")
    }
    let words = name.split(separator: "_").map(String.init)
    // `_total` says that a number only grows; the other endings are those of a histogram's own lines.
    guard (words.last == "total") == (kind == .counter) else {
      throw MetricError(
        .badName, name, kind == .counter ? "a counter's name ends in `_total`" : "only a counter's name ends in `_total`")
    }
    if let last = words.last, ["bucket", "sum", "count"].contains(last) {
      throw MetricError(.badName, name, "`_\(last)` is written behind a histogram's name and ends no other")
    }
    if let kind = words.first(where: { MetricDefinition.kinds.contains($0) }) {
      throw MetricError(.badName, name, "a name does not say its kind; leave `\(kind)` out")
    }
    for word in words {
      guard let base = MetricDefinition.baseUnits[word] else { continue }
      throw MetricError(.badName, name, "`\(word)` is no base unit; measure in \(base)")
    }
  }

  private func check(label: String) throws(MetricError) {
    guard MetricDefinition.isSnakeCase(label) else {
      throw MetricError(
        .badLabel, name, "a label is made of small letters, digits and `_`, and begins with a letter; `\(label)` is none")
    }
    guard label != "le", label != "quantile" else {
      throw MetricError(.badLabel, name, "the format uses the label `\(label)` itself")
    }
  }

  private static func isSnakeCase(_ text: String) -> Bool {
    guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
    return text.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "_")
    }
  }

  private static let kinds: Set<String> = ["counter", "gauge", "histogram", "summary", "untyped"]

  /// Units that are another unit's multiple, and what they are a multiple of; abbreviations among them.
  private static let baseUnits: [String: String] = {
    var units: [String: String] = [:]
    let times = ["milliseconds", "microseconds", "nanoseconds", "minutes", "hours", "days", "weeks"]
    for word in times + ["s", "ms", "us", "ns", "sec", "m", "h", "d"] { units[word] = "`seconds`" }
    let sizes = ["kilobytes", "megabytes", "gigabytes", "terabytes", "kibibytes", "mebibytes", "gibibytes", "tebibytes", "bits"]
    for word in sizes + ["b", "kb", "mb", "gb", "tb", "pb"] { units[word] = "`bytes`" }
    units["percent"] = "a `ratio` between 0 and 1"
    return units
  }()
}
