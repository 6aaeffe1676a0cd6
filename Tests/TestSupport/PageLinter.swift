import Foundation

/// What `promtool check metrics` holds against a page, and the page's own grammar, written from the format's description and not from
/// the code that writes pages.
public struct PageLinter {
  private var faults: [String] = []
  private var kinds: [String: String] = [:]
  private var helps: Set<String> = []
  private var seen: Set<String> = []
  private var finished: Set<String> = []
  private var current = ""
  private var buckets: [String: [(bound: Double, count: Double)]] = [:]
  private var counts: [String: Double] = [:]

  public static func faults(of page: String) -> [String] {
    var linter = PageLinter()
    linter.read(page)
    return linter.faults
  }

  private mutating func read(_ page: String) {
    if !page.isEmpty, !page.hasSuffix("\n") { faults.append("the last line has no end") }
    // By scalars: a carriage return in a label must not swallow the line feed behind it.
    for line in page.unicodeScalars.split(separator: "\n").map(String.init) {
      if line.hasPrefix("# ") { comment(line) } else { sample(line) }
    }
    for (key, list) in buckets {
      if zip(list, list.dropFirst()).contains(where: { $0.bound >= $1.bound || $0.count > $1.count }) {
        faults.append("\(key): buckets that fall")
      }
      if list.last?.bound != .infinity || list.last?.count != counts[key] {
        faults.append("\(key): the last bucket is not the count")
      }
    }
  }

  private mutating func comment(_ line: String) {
    guard let match = line.wholeMatch(of: #/# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) ?(.*)/#) else {
      return faults.append("no comment of the format: \(line)")
    }
    let (word, name, rest) = (match.1, String(match.2), String(match.3))
    if name != current {
      if !finished.insert(name).inserted { faults.append("\(name): its lines do not stand together") }
      current = name
    }
    if word == "HELP" {
      if rest.isEmpty { faults.append("\(name): no help text") }
      if rest.contains(#/(^|[^\\])(\\\\)*\\([^\\n]|$)/#) { faults.append("\(name): a bad escape in its help") }
      helps.insert(name)
    } else {
      if kinds.updateValue(rest, forKey: name) != nil { faults.append("\(name): two kinds") }
      lint(name, rest)
    }
  }

  private mutating func lint(_ name: String, _ kind: String) {
    if !helps.contains(name) { faults.append("\(name): no help text") }
    if (kind == "counter") != name.hasSuffix("_total") { faults.append("\(name): `_total` and only a counter belong together") }
    for ending in ["_bucket", "_sum", "_count"] where name.hasSuffix(ending) { faults.append("\(name): a histogram's ending") }
    let words = name.split(separator: "_").map(String.init)
    for word in words where ["counter", "gauge", "histogram", "summary", "untyped"].contains(word) {
      faults.append("\(name): its kind in its name")
    }
    if name.contains(":") { faults.append("\(name): a colon") }
    if name.contains(#/[a-z][A-Z]/#) { faults.append("\(name): camel case") }
    let abbreviations = ["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"]
    // promtool looks for an abbreviation behind an underline.
    for word in words.dropFirst() where abbreviations.contains(word) { faults.append("\(name): an abbreviated unit") }
    let others = [
      "minutes", "hours", "days", "weeks", "milliseconds", "microseconds", "nanoseconds", "kilobytes", "mebibytes", "bits",
    ]
    for word in words where others.contains(word) { faults.append("\(name): no base unit") }
  }

  private mutating func sample(_ line: String) {
    guard let match = line.wholeMatch(of: #/([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([\s\S]*)\})? (\S+)/#), let value = number(match.3)
    else {
      return faults.append("no sample: \(line)")
    }
    let (name, labels) = (String(match.1), pairs(match.2 ?? "", line))
    if !seen.insert("\(name) \(labels)").inserted { faults.append("\(line): said twice") }
    var base = name
    if kinds[name] == nil, kinds[current] == "histogram" {
      for ending in ["_bucket", "_sum", "_count"] where name == current + ending { base = current }
      let key = "\(current) \(labels.filter { $0.name != "le" })"
      if name.hasSuffix("_count") { counts[key] = value }
      if name.hasSuffix("_bucket") {
        guard let bound = labels.first(where: { $0.name == "le" }).flatMap({ number($0.value[...]) }) else {
          return faults.append("\(line): a bucket without bound")
        }
        buckets[key, default: []].append((bound, value))
      }
    } else if labels.contains(where: { $0.name == "le" || $0.name == "quantile" }) {
      faults.append("\(line): a label that the format uses")
    }
    if base != current || kinds[base] == nil { faults.append("\(line): not below its kind") }
  }

  private struct Pair: Hashable, CustomStringConvertible {
    let name: String, value: String
    var description: String { "\(name)=\(value.debugDescription)" }
  }

  private mutating func pairs(_ text: Substring, _ line: String) -> [Pair] {
    var rest = text
    var pairs: [Pair] = []
    while let match = rest.prefixMatch(of: #/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^\\"]|\\[\\"n])*)"(,|$)/#) {
      pairs.append(Pair(name: String(match.1), value: String(match.2)))
      rest = rest[match.range.upperBound...]
    }
    if !rest.isEmpty { faults.append("\(line): labels that do not read") }
    if Set(pairs.map(\.name)).count != pairs.count { faults.append("\(line): a label twice") }
    if pairs.contains(where: { $0.name.contains(#/[a-z][A-Z]/#) }) { faults.append("\(line): a label in camel case") }
    return pairs
  }

  private func number(_ text: Substring) -> Double? {
    switch text {
    case "+Inf": .infinity
    case "-Inf": -.infinity
    case "NaN": .nan
    default: text.contains(#/^-?[0-9]/#) ? Double(text) : nil
    }
  }
}
