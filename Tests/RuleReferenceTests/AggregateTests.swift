import Records
import RuleLanguage
import RuleReference
import Testing

/// What is made of the values of a window.
@Suite struct AggregateTests {
  /// An aggregate at a record behind others that have these values.
  private func over(_ field: String, _ values: [String], _ aggregate: String, current: String = "") -> Value? {
    let records = values.map { "at=+0d \($0 == "-" ? "" : "\(field)=\($0)")" }
    return Trial.last("\(aggregate) over 30d", records + ["at=+0d \(current.isEmpty ? "" : "\(field)=\(current)")"])
  }

  @Test func sumsAreExact() {
    #expect(over("weight", Array(repeating: "0.1", count: 10), "sum(weight)") == .number(1))
    #expect(over("weight", Array(repeating: "0.1", count: 10), "avg(weight)") == .number(0.1))
    #expect(over("rate", ["10%", "20%"], "sum(rate)") == .number(0.3))
    #expect(over("weight", ["1e18", "1", "-1e18"], "sum(weight)") == .number(1))
    // Below a billionth there is nothing.
    #expect(over("weight", ["4e-10", "4e-10"], "sum(weight)") == .number(0))
    #expect(over("weight", ["6e-10", "6e-10"], "sum(weight)") == .number(2e-9))
    #expect(over("weight", ["-4e-10"], "sum(weight)") == .number(0))
    #expect(over("pieces", ["3", "-", "4"], "sum(pieces)") == .integer(7))
    #expect(over("wait", ["3s", "1m"], "sum(wait)") == .duration(63_000_000))
  }

  @Test func whatDoesNotFitIsMissing() {
    #expect(over("pieces", ["9223372036854775807", "1"], "sum(pieces)") == .absent)
    #expect(over("pieces", ["9223372036854775807", "1", "-1"], "sum(pieces)") == .integer(.max))
    #expect(over("pieces", ["9223372036854775807", "9223372036854775807"], "avg(pieces)") == .number(0x1p63))
    #expect(over("list", ["900719925474.0992", "0.0001"], "sum(list)") == .absent)
    #expect(over("list", ["900719925474.0992", "0"], "sum(list)") == .money(1 << 53))
    for aggregate in ["sum(weight)", "avg(weight)", "stddev(weight)", "zscore(weight)"] {
      #expect(over("weight", ["9223372036854775808", "1"], aggregate, current: "2") == .absent)
    }
    #expect(over("weight", ["9223372036854775808", "1"], "max(weight)") == .number(0x1p63))
    // Only while it is in the window.
    #expect(Trial.last("sum(weight) over 1d", ["at=+0d weight=1e30", "at=+1d weight=2", "at=+1d"]) == .number(2))
  }

  @Test func meansOfAmountsAreRoundedHalfEven() {
    #expect(over("list", ["0.0001", "0.0002"], "avg(list)") == .money(2))
    #expect(over("list", ["0.0002", "0.0003"], "avg(list)") == .money(2))
    #expect(over("list", ["-0.0001", "-0.0002"], "avg(list)") == .money(-2))
    #expect(over("list", ["1.00", "1.00", "2.00"], "avg(list)") == .money(13_333))
    #expect(over("pieces", ["1", "2"], "avg(pieces)") == .number(1.5))
    #expect(over("pieces", ["1", "1", "2"], "avg(pieces)") == .number(4.0 / 3.0))
  }

  @Test func deviations() {
    let values = ["2", "4", "4", "4", "5", "5", "7", "9"]
    #expect(over("weight", values, "stddev(weight)") == .number(2))
    #expect(over("pieces", values, "stddev(pieces)") == .number(2))
    #expect(over("list", values, "stddev(list)") == .amount(2))
    #expect(over("list", ["0.0001", "0.0002"], "stddev(list)") == .money(0))
    #expect(over("list", ["0.0001", "0.0004"], "stddev(list)") == .money(2))
    #expect(over("weight", ["2"], "stddev(weight)") == .absent)
    #expect(over("weight", ["2", "2"], "stddev(weight)") == .number(0))
    // Far from zero nothing is lost.
    #expect(over("weight", ["1000000001", "1000000003"], "stddev(weight)") == .number(1))
  }

  @Test func scores() {
    let values = ["2", "4", "4", "4", "5", "5", "7", "9"]
    #expect(over("weight", values, "zscore(weight)", current: "11") == .number(3))
    #expect(over("list", values, "zscore(list)", current: "4.00") == .number(-0.5))
    #expect(over("weight", values, "zscore(weight)") == .absent)
    #expect(over("weight", ["2"], "zscore(weight)", current: "2") == .absent)
    #expect(over("weight", ["2", "2"], "zscore(weight)", current: "3") == .absent)
    #expect(over("weight", ["2", "4"], "zscore(weight)", current: "1e30") == .absent)
  }

  @Test func ranks() {
    let ten = (1...10).reversed().map(String.init)
    for (share, rank) in [
      ("95%", 10), ("90%", 9), ("90.1%", 10), ("50%", 5), ("10%", 1), ("11%", 2), ("0.001%", 1), ("100%", 10),
    ] {
      #expect(over("pieces", ten, "percentile(pieces, \(share))") == .integer(Int64(rank)), "\(share)")
    }
    #expect(over("pieces", ["4", "1", "3", "2"], "median(pieces)") == .integer(2))
    #expect(over("pieces", ["3", "1", "2"], "median(pieces)") == .integer(2))
    #expect(over("name", ["b", "é", "a", "z", "B"], "median(name)") == .text("b"))
    // A third of three, rounded to billionths, is still the first.
    #expect(over("pieces", ["1", "2", "3"], "percentile(pieces, 33.3333333333%)") == .integer(1))
  }

  @Test func picksAndCounts() {
    #expect(over("list", ["3", "-", "1", "2"], "min(list)") == .amount(1))
    #expect(over("list", ["3", "-", "1", "2"], "max(list)") == .amount(3))
    #expect(over("list", ["-", "3", "1", "-"], "first(list)") == .amount(3))
    #expect(over("list", ["-", "3", "1", "-"], "last(list)") == .amount(1))
    #expect(over("name", ["b", "B", "b", "-"], "distinct(name)") == .integer(2))
    #expect(over("name", ["z", "é", "B"], "max(name)") == .text("é"))
    #expect(over("online", ["1", "0", "-", "1"], "share(online)") == .number(2.0 / 3.0))
    #expect(over("weight", ["-0", "1"], "min(weight)") == .number(0))
  }
}
