import Records
import RuleLanguage
import RuleReference
import Testing

/// Aggregates over a list within the record.
@Suite struct FoldTests {
  private func value(_ expression: String, _ lines: String, _ location: SourceLocation = #_sourceLocation) -> Value? {
    Trial.last(
      expression, ["at=+0d list=4.00 lines=X:9:9.00", "at=+0d list=4.00\(lines.isEmpty ? "" : " lines=\(lines)")"], location)
  }

  @Test func elementsInTheirOrder() {
    let lines = "A:2:1.00,B:1:5.00,C::3.00,:4:"
    for (expression, expected) in [
      ("sum(line.price * line.quantity)", Value.amount(7)), ("count(lines)", .integer(4)),
      ("count(lines where line.price > 2.00)", .integer(2)),
      ("count(line.quantity)", .integer(3)), ("avg(line.price)", .amount(3)), ("min(line.price)", .amount(1)),
      ("max(line.price)", .amount(5)),
      ("median(line.quantity)", .integer(2)), ("distinct(line.product)", .integer(3)),
      ("share(line.price > 2.00)", .number(2.0 / 3.0)),
      ("max(line.product by line.price)", .text("B")), ("min(line.product by line.price)", .text("A")),
      ("max(line.product by line.quantity)", .absent),
      ("max(line.product by line.price where line.price < 5.00)", .text("C")),
      ("sum(line.quantity)", .integer(7)), ("avg(line.quantity)", .number(7.0 / 3.0)),
      ("sum(x.price for x in lines where x.quantity > 1)", .amount(1)),
    ] { #expect(value(expression, lines) == expected, "\(expression)") }
    // Of two that are equal the first counts.
    #expect(value("max(line.product by line.price)", "A:1:2.00,B:1:2.00") == .text("A"))
    #expect(value("min(line.product by line.price)", "A:1:2.00,B:1:2.00") == .text("A"))
    #expect(value("stddev(line.quantity)", "A:2:,B:4:,C:4:,D:4:,E:5:,F:5:,G:7:,H:9:") == .number(2))
  }

  @Test func ofNoElements() {
    for (expression, expected) in [
      ("count(lines)", Value.integer(0)), ("sum(line.price)", .amount(0)), ("distinct(line.product)", .integer(0)),
      ("avg(line.price)", .absent),
      ("max(line.price)", .absent), ("max(line.product by line.price)", .absent), ("share(line.price > 0.00)", .absent),
      ("exists a in lines: a.price > 0.00", .no), ("every a in lines: a.price > 0.00", .yes),
      ("no a in lines: a.price > 0.00", .yes),
    ] { #expect(value(expression, "") == expected, "\(expression)") }
  }

  @Test func quantifiersAreAndAndOr() {
    let lines = "A:2:1.00,B::5.00"
    for (expression, expected) in [
      ("exists a in lines: a.quantity > 1", Value.yes), ("exists a in lines: a.quantity > 2", .absent),
      ("every a in lines: a.quantity > 1", .absent),
      ("every a in lines: a.quantity > 2", .no), ("no a in lines: a.quantity > 1", .no),
      ("no a in lines: a.quantity > 2", .absent),
      ("exists a in lines: a.price > list", .yes), ("every a in lines: a.price > list", .no),
    ] { #expect(value(expression, lines) == expected, "\(expression)") }
  }

  @Test func listsInsideOfLists() {
    let twins = "exists a in lines: (exists b in lines: (a.product != b.product and a.price == b.price))"
    #expect(value(twins, "A:1:1.00,B:1:2.00,C:1:1.00") == .yes)
    #expect(value(twins, "A:1:1.00,B:1:2.00,C:1:3.00") == .no)
    // Each element against a total over all of them.
    #expect(value("exists a in lines: a.price > 50% * sum(b.price for b in lines)", "A:1:1.00,B:1:2.00,C:1:4.00") == .yes)
    #expect(value("exists a in lines: a.price > 60% * sum(b.price for b in lines)", "A:1:1.00,B:1:2.00,C:1:4.00") == .no)
    #expect(
      value("sum(count(b.price for b in lines where b.price < a.price) for a in lines)", "A:1:1.00,B:1:2.00,C:1:4.00")
        == .integer(3))
  }

  @Test func windowsReadFolds() {
    let records = ["at=+0d lines=A:1:1.00,B:1:2.00", "at=+0d", "at=+0d lines=A:1:4.00", "at=+0d"]
    let goods = "let goods = sum(line.price)"
    #expect(Trial.values("sum(goods) over 3d", records, preamble: goods) == [0, 3, 3, 7].map { .amount($0) })
    #expect(Trial.last("count() where (exists a in lines: a.price > 1.00) over 3d", records) == .integer(2))
  }
}
