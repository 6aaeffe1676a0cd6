import Records
import RuleLanguage
import RuleReference
import TestSupport
import Testing

/// No history ends the program, whatever numbers and times stand in it.
@Suite struct SafetyTests {
  private static let expressions = [
    "list + list", "list * pieces", "list * weight", "list / weight", "-list", "pieces * pieces", "-(pieces - 1)",
    "wait * weight",
    "wait * pieces", "wait / weight", "at + wait", "at - wait", "at - other", "other + wait + wait", "weight * weight",
    "round(list)", "round(list, 3)", "round(weight, 9)", "round(rate, 9)", "floor(weight)", "ceiling(weight)",
    "remainder(pieces, pieces)",
    "sqrt(weight)", "log(weight)", "exp(weight)", "power(weight, weight)", "number(list)", "money(weight)", "money(pieces)",
    "abs(pieces - 1)", "left(name, pieces)", "right(name, -pieces)", "replace(name, name, concat(name, name))",
    "matches(name, name)",
    "year(at + wait)", "quarter(other)", "week(at - wait)", "date(at + wait)", "date(at - wait)", "hour(at - wait - wait)",
    "days_to_month_end(at + wait)", "days_to_quarter_end(at - wait)", "minute(other)", "weekday(other)", "weekend(at + wait)",
    "sum(line.price * line.quantity)", "avg(line.quantity)", "stddev(line.price)", "median(line.price)",
    "max(line.product by line.price)",
    "exists a in lines: (every b in lines: a.price >= b.price)", "previous.list + list", "corrected", "behind",
    "at - behind - behind",
  ]

  private static let windows = [
    "over 3d", "by rep over 30d delayed 7d", "by rep over 100000000d", "over 100000000d delayed 5000000d", "over 1mo",
    "by rep over 1000y",
    "over this day", "over this week", "by rep over this fiscal quarter starting February",
    "over this year zone \"Europe/Berlin\"",
    "over last 3", "by rep over last 2 including current", "by region over last 4 excluding same rep", "over last 2 delayed 1d",
    "over 9d excluding same (rep, region) requires 2", "where online over 5d including current", "in baseline",
  ]

  private static let aggregates = [
    "count()", "sum(list)", "avg(pieces)", "stddev(weight)", "zscore(list)", "zscore(weight)", "min(name)", "max(rate)",
    "median(wait)",
    "percentile(list, 1%)", "distinct(other)", "share(online)", "first(at)", "last(name)", "previous(weight)", "avg(wait)",
    "sum(pieces)",
  ]

  private static let cells: [String: [String]] = [
    "id": ["1", "2", "3", "4"],
    "at": ["0001-01-01", "9999-12-31T23:59:59.999999Z", "2026-01-01", "2026-03-29T01:00:00Z", "2026-01-02", "1969-12-31"],
    "rep": ["A", "B"], "customer": ["X", "Y"], "region": ["N"], "name": ["", "a", "ß", "e\u{301}", "*", "👨‍👩‍👧?"],
    "online": ["0", "1"],
    "list": ["0", "0.0001", "900719925474.0992", "-900719925474.0992", "5.00"], "rate": ["0%", "-5%", "1e308", "33.3%"],
    "weight": ["0", "-0", "1e308", "-1e308", "5e-324", "9223372036854775807", "9.3e18", "0.1"],
    "pieces": ["0", "9223372036854775807", "-9223372036854775807", "-1", "3"],
    "wait": ["0s", "106751991d", "-106751991d", "1h", "0.000001s"], "other": ["0001-01-01", "9999-12-31", "2024-02-29"],
    "fraud": ["0", "1"],
  ]

  private static func record(_ random: inout SeededGenerator) -> String {
    var words: [String] = Int.random(in: 0..<12, using: &random) == 0 ? ["-"] : []
    for (field, values) in cells.sorted(by: { $0.key < $1.key }) {
      guard field == "at" || Int.random(in: 0..<5, using: &random) > 0, let value = values.randomElement(using: &random) else {
        continue
      }
      words.append("\(field)=\(value)")
    }
    let lines = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      [["A", "B", ""], ["0", "9223372036854775807", ""], ["0", "900719925474.0992", "-1", ""]]
        .map { $0.randomElement(using: &random) ?? "" }.joined(separator: ":")
    }
    return (words + (lines.isEmpty ? [] : ["lines=" + lines.joined(separator: ",")])).joined(separator: " ")
  }

  @Test func anyHistoryIsSafe() {
    var features = SafetyTests.expressions
    for (place, window) in SafetyTests.windows.enumerated() {
      // Each aggregate over some windows, each window with some aggregates.
      for step in 0..<6 {
        features.append("\(SafetyTests.aggregates[(place * 5 + step * 3) % SafetyTests.aggregates.count]) \(window)")
      }
    }
    for aggregate in SafetyTests.aggregates
    where !["median", "percentile", "distinct"].contains(where: { aggregate.hasPrefix($0) }) {
      features.append("\(aggregate) by rep over all before")
    }
    let body = features.enumerated().map { "feature f\($0) = \($1)" }.joined(separator: "\n")
    let trial = Trial("use zone \"Europe/Berlin\"\n\(body)", surroundings: inBerlin)
    fuzz("histories", seed: 7, rounds: 20) { random, _ in
      let records = (0..<Int.random(in: 1...40, using: &random)).map { _ in SafetyTests.record(&random) }
      let decisions = trial.decide(records, baseline: Array(records.prefix(9)))
      #expect(decisions.count == records.count)
      for decision in decisions {
        for case .number(let number)? in decision.features {
          #expect(number.isFinite && !(number == 0 && number.sign == .minus))
        }
        for case .money(let amount)? in decision.features { #expect(Money(tenThousandths: amount) != nil) }
      }
      return records.reduce(0) { $0 + $1.utf8.count }
    }
  }

  /// As deep as the language lets definitions lean on each other.
  @Test func deepExpressionsAreSafe() {
    let definitions = (1...60).map { "let a\($0) = (a\($0 - 1) + 1.00) * 100% - 0.50" }.joined(separator: "\n")
    #expect(Trial.last("a60", ["at=+0d list=1.00"], preamble: "let a0 = list + 0.00\n\(definitions)") == .amount(31))
  }
}
