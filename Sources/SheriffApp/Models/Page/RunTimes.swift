import Exploration
import Learning

/// The parts of a test as a table.
struct RunTimes {
  private let scheme: SchemeReading

  init(_ scheme: SchemeReading) { self.scheme = scheme }

  /// A figure of each part, by its beginning.
  private func values(_ what: String, _ side: RunSide = .model) -> [Double: Double] {
    at(RunNames.byTime(what), side)
  }

  private func at(_ curve: String, _ side: RunSide = .model) -> [Double: Double] {
    Dictionary(scheme.points(curve, side).map { ($0.x, $0.y) }) { first, _ in first }
  }

  /// Nil where the test was not cut into parts.
  func section(titled title: String) -> Story.Section? {
    let records = scheme.points(RunNames.byTime("records"))
    guard records.count > 1 else { return nil }
    let names = RunWords.stretches(records.map(\.x))
    let (frauds, precision) = (values("frauds"), values(RunNames.averagePrecision))
    let curve = RunNames.byTime(RunNames.averagePrecision)
    let (low, high) = (at(RunNames.low(curve)), at(RunNames.high(curve)))
    let (right, found) = (values("precision of alerts"), values("recall of alerts"))
    let (rules, rulesFound) = (values(RunNames.averagePrecision, .rules), values("recall of alerts", .rules))
    let hasRules = !rules.isEmpty
    func share(_ value: Double?) -> Story.Cell { .number(value.map { Words.percent($0) } ?? "-") }
    func range(_ time: Double) -> String {
      guard let low = low[time], let high = high[time] else { return "" }
      return "\(RunWords.places(low)) to \(RunWords.places(high))"
    }
    let rows = zip(names, records).map { name, point -> [Story.Cell] in
      let time = point.x
      return [
        .text(name), .number(RunWords.count(point.y)), .number(RunWords.count(frauds[time] ?? 0)),
        precision[time].map { .estimate(RunWords.places($0), range: range(time)) } ?? .number("-"), share(right[time]),
        share(found[time]),
      ] + (hasRules ? [.number(rules[time].map(RunWords.places) ?? "-"), share(rulesFound[time])] : [])
    }
    let header = ["from", "records", "frauds", "average precision", "precision of alerts", "recall of alerts"]
    return Story.Section(
      title: title,
      text:
        "The test cut where the calendar cuts it; the first part and the last may be short. Where there is no fraud there is no average "
        + "precision, and where there is no alert no precision of alerts.",
      table: .init(
        header: header + (hasRules ? ["rules' average precision", "rules' recall"] : []), rows: rows, rowsInAll: rows.count))
  }
}
