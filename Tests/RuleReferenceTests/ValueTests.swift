import Records
import RuleLanguage
import RuleReference
import Testing

/// Arithmetic, logic and functions of one record.
@Suite struct ValueTests {
  private func value(_ expression: String, _ record: String = "", _ location: SourceLocation = #_sourceLocation) -> Value? {
    Trial.last(expression, ["at=+0d \(record)"], location)
  }

  @Test func arithmeticIsExactOrMissing() {
    #expect(value("list + 0.0001", "list=1.00") == .money(10_001))
    #expect(value("list + list", "list=900719925474.0992") == .absent)
    #expect(value("-list", "list=1.00") == .amount(-1))
    #expect(value("pieces + 1", "pieces=9223372036854775807") == .absent)
    #expect(value("pieces * 2", "pieces=4611686018427387904") == .absent)
    #expect(value("pieces * 2", "pieces=-4611686018427387904") == .integer(.min))
    #expect(value("-(pieces - 1)", "pieces=-9223372036854775807") == .absent)
    #expect(value("list * pieces", "list=0.0001 pieces=9007199254740993") == .absent)
    #expect(value("list * pieces", "list=1.25 pieces=3") == .amount(3.75))
    #expect(value("at - other", "other=2025-12-31") == .duration(86_400_000_000))
    #expect(value("at + 1d") == .moment("2026-01-02"))
  }

  @Test func mixedArithmeticIsRoundedHalfEven() {
    #expect(value("list * rate", "list=0.0001 rate=50%") == .money(0))
    #expect(value("list * rate", "list=0.0003 rate=50%") == .money(2))
    #expect(value("list / weight", "list=0.0005 weight=2") == .money(2))
    #expect(value("list / list", "list=3.00") == .number(1))
    #expect(value("1.00 USD / list", "list=3.00") == .number(1.0 / 3.0))
    #expect(value("wait * weight", "wait=3s weight=0.5") == .duration(1_500_000))
    #expect(value("wait / wait", "wait=3s") == .number(1))
    #expect(value("pieces / 2", "pieces=7") == .number(3.5))
    #expect(value("rate * 3", "rate=10%") == .number(0.1 * 3))
    #expect(value("weight + weight", "weight=0.1") == .number(0.2))
    #expect(value("weight - weight", "weight=0.1") == .number(0))
    #expect(value("-weight", "weight=0") == .number(0))
    #expect(value("weight * weight", "weight=1e200") == .absent)
  }

  @Test func divisionByZeroIsMissing() {
    for quotient in [
      "list / list", "list / weight", "weight / weight", "pieces / pieces", "wait / wait", "wait / pieces", "rate / rate",
    ] {
      #expect(value(quotient, "list=0 weight=-0 pieces=0 wait=0s rate=0") == .absent, "\(quotient)")
    }
    #expect(value("remainder(pieces, 0)", "pieces=5") == .absent)
  }

  @Test func unknownIsAfterKleene() {
    // `online` is true, `list > 0.00` false, `pieces > 0` unknown.
    let record = "online=1 list=0.00"
    for (condition, expected) in [
      ("online and pieces > 0", Value.absent), ("list > 0.00 and pieces > 0", .no), ("pieces > 0 and list > 0.00", .no),
      ("online or pieces > 0", .yes), ("pieces > 0 or online", .yes), ("list > 0.00 or pieces > 0", .absent),
      ("not (pieces > 0)", .absent),
      ("pieces > 0 and pieces < 0", .absent), ("not online", .no), ("online and list == 0.00", .yes),
      ("list > 0.00 or not online", .no),
      ("missing(pieces)", .yes), ("missing(list)", .no), ("missing(pieces > 0)", .yes), ("not missing(pieces)", .no),
      ("if(pieces > 0, online, online)", .absent), ("if(online, list == 0.00, pieces > 0)", .yes),
      ("if(online, pieces > 0, online)", .absent),
      ("(pieces ?? 3) == 3", .yes), ("(list ?? 9.00) == 0.00", .yes), ("pieces in [1, 2]", .absent),
      ("pieces in [1, 9)", .absent),
      ("list in [0.00, 1.00)", .yes), ("list in [-1.00, 0.00)", .no),
    ] { #expect(value(condition, record) == expected, "\(condition)") }
  }

  /// Insufficient is what will be known later; joined with what nobody knows it is unknown.
  @Test func insufficientOnlyWhereAllIs() {
    let few = "count() over 3d requires 5"
    for (expression, expected) in [
      (few, Value.insufficient), ("\(few) > 1", .insufficient), ("(\(few)) + pieces > 1", .absent),
      ("(\(few)) + 1 > 1", .insufficient),
      ("(\(few)) > 1 and pieces > 1", .absent), ("(\(few)) > 1 and online", .insufficient), ("(\(few)) > 1 and not online", .no),
      ("(\(few)) > 1 or pieces > 1", .absent), ("(\(few)) > 1 or online", .yes), ("(\(few)) > 1 or not online", .insufficient),
      ("not ((\(few)) > 1)", .insufficient), ("if((\(few)) > 1, online, online)", .insufficient), ("missing(\(few))", .yes),
      ("(\(few)) ?? 7", .integer(7)), ("abs(\(few))", .insufficient), ("least(\(few), pieces)", .absent),
      ("(pieces ?? \(few)) > 1", .insufficient), ("(\(few)) in [1, 5)", .insufficient),
    ] { #expect(value(expression, "online=1") == expected, "\(expression)") }
  }

  @Test func comparisonsAreOfBytes() {
    #expect(value("name < \"b\"", "name=a") == .yes)
    #expect(value("name < \"b\"", "name=é") == .no)
    #expect(value("name == \"é\"", "name=e\u{301}") == .yes)
    #expect(value("name ~= \"ÉCOLE\"", "name=e\u{301}cole") == .yes)
    #expect(value("name == \"École\"", "name=école") == .no)
    #expect(value("rep in [\"A\", \"B\"]", "rep=B") == .yes)
    #expect(value("rep not in [\"A\", \"B\"]", "rep=B") == .no)
  }

  @Test func listsAreSearched() {
    func member(_ list: String, _ value: String, _ record: String) -> Value? {
      Trial.last("\(value) in members", ["at=+0d \(record)"], preamble: "list members = \(list)")
    }
    #expect(member("[\"A\", \"B\"]", "rep", "rep=A") == .yes)
    #expect(member("[\"A\", \"B\"]", "rep", "rep=C") == .no)
    #expect(member("[\"A\", \"B\"]", "rep", "") == .absent)
    #expect(member("[1, 2]", "pieces", "pieces=2") == .yes)
    #expect(member("[20%, 5%]", "rate", "rate=20%") == .yes)
    #expect(member("[20%, 5%]", "rate", "rate=0.1") == .no)
    #expect(member("[5.00 USD]", "list", "list=5") == .yes)
    #expect(member("[0.5, 1.5]", "weight", "weight=1.5") == .yes)
    #expect(member("[2026-01-01]", "at", "") == .yes)
    #expect(member("[1h]", "wait", "wait=60m") == .yes)
    #expect(member("[true]", "online", "online=0") == .no)
  }

  @Test func bandsAndMatches() {
    let bands = "bands rate {\n [.., 0%) => 1\n [0%, 5%) => 2\n [5%, ..) => 3\n}"
    for (rate, band) in [("-1%", 1), ("0%", 2), ("4.99%", 2), ("5%", 3)] {
      #expect(value(bands, "rate=\(rate)") == .integer(Int64(band)))
    }
    #expect(value(bands) == .absent)
    let closed = "bands rate {\n [0%, 5%) => 2\n}"
    #expect(value(closed, "rate=5%") == .absent)
    let match = "match region {\n \"N\", \"S\" => 5%\n else => 0%\n}"
    #expect(value(match, "region=S") == .number(0.05))
    #expect(value(match, "region=W") == .number(0))
    #expect(value(match) == .absent)
  }

  @Test func functionsOfQuantities() {
    for (expression, record, expected) in [
      ("round(list)", "list=2.50", Value.amount(2)), ("round(list)", "list=3.50", .amount(4)),
      ("round(list, 2)", "list=1.005", .money(10_000)),
      ("round(list, 3)", "list=1.0005", .money(10_000)), ("round(list, 9)", "list=1.0005", .money(10_005)),
      ("round(list, 1)", "list=900719925474.0992", .absent), ("round(list)", "list=-2.50", .amount(-2)),
      ("round(weight)", "weight=2.5", .number(2)), ("round(weight, 1)", "weight=0.25", .number(0.2)),
      ("round(weight, 2)", "weight=9007199254740993", .number(9_007_199_254_740_992)),
      ("round(weight)", "weight=-0.4", .number(0)),
      ("round(rate, 1)", "rate=12.34%", .number(0.123)), ("round(rate)", "rate=12.5%", .number(0.12)),
      ("abs(list)", "list=-3", .amount(3)), ("abs(pieces - 1)", "pieces=-9223372036854775807", .absent),
      ("abs(weight)", "weight=-1.5", .number(1.5)),
      ("floor(weight)", "weight=-1.5", .integer(-2)), ("ceiling(weight)", "weight=-1.5", .integer(-1)),
      ("floor(weight)", "weight=1e19", .absent),
      ("floor(pieces)", "pieces=7", .integer(7)), ("remainder(pieces, 3)", "pieces=-7", .integer(-1)),
      ("remainder(pieces - 1, -1)", "pieces=-9223372036854775807", .integer(0)),
      ("sqrt(weight)", "weight=2", .number(2.0.squareRoot())),
      ("sqrt(weight)", "weight=-2", .absent), ("log(weight)", "weight=1", .number(0)), ("log(weight)", "weight=0", .absent),
      ("exp(weight)", "weight=0", .number(1)), ("exp(weight)", "weight=1000", .absent),
      ("power(weight, 2)", "weight=3", .number(9)),
      ("number(rate)", "rate=20%", .number(0.2)), ("number(list)", "list=5.5", .number(5.5)),
      ("number(pieces)", "pieces=5", .number(5)),
      ("percent(weight)", "weight=0.2", .number(0.2)), ("money(weight)", "weight=0.00005", .money(0)),
      ("money(weight)", "weight=0.00075", .money(8)),
      ("money(weight)", "weight=1e12", .absent), ("money(pieces)", "pieces=7", .amount(7)),
      ("seconds(wait)", "wait=90s", .number(90)),
      ("hours(wait)", "wait=90m", .number(1.5)), ("days(wait)", "wait=36h", .number(1.5)),
      ("least(pieces, 3, 5)", "pieces=4", .integer(3)),
      ("greatest(list, 3.00)", "list=4", .amount(4)), ("greatest(list, 3.00)", "", .absent),
      ("least(name, \"b\")", "name=a", .text("a")),
    ] { #expect(value(expression, record) == expected, "\(expression) of \(record)") }
  }

  @Test func functionsOfTexts() {
    for (expression, record, expected) in [
      ("lower(name)", "name=ÀB", Value.text("àb")), ("upper(name)", "name=straße", .text("STRASSE")),
      ("trim(concat(\" \", name, \" \"))", "name=a", .text("a")),
      ("length(name)", "name=e\u{301}👨‍👩‍👧", .integer(2)), ("left(name, 2)", "name=aé👍c", .text("aé")),
      ("right(name, 2)", "name=aé👍c", .text("👍c")),
      ("left(name, -1)", "name=abc", .text("")), ("right(name, 9)", "name=abc", .text("abc")),
      ("contains(name, \"bc\")", "name=abcd", .yes),
      ("contains(name, \"\")", "name=a", .yes), ("contains(name, \"abc\")", "name=ab", .no),
      ("starts_with(name, \"ab\")", "name=abc", .yes),
      ("ends_with(name, \"bc\")", "name=abc", .yes), ("ends_with(name, \"abcd\")", "name=abc", .no),
      ("matches(name, \"a*c\")", "name=abbc", .yes),
      ("matches(name, \"a*c\")", "name=abcd", .no), ("matches(name, \"*\")", "name=a", .yes),
      ("matches(name, \"a?c\")", "name=aéc", .yes),
      ("matches(name, \"a?c\")", "name=ac", .no), ("matches(name, \"*b*b*\")", "name=abab", .yes),
      ("matches(name, \"*b*b*b\")", "name=abab", .no),
      ("matches(name, \"**a\")", "name=a", .yes), ("replace(name, \"aa\", \"b\")", "name=aaaaa", .text("bba")),
      ("replace(name, \"\", \"b\")", "name=a", .text("a")),
      ("concat(name, \"\u{301}\")", "name=e", .text("é")), ("text(rep)", "rep=R1", .text("R1")),
      ("text(pieces)", "pieces=-7", .text("-7")),
      ("concat(name, \"x\")", "", .absent),
    ] { #expect(value(expression, record) == expected, "\(expression) of \(record)") }
    // What is put together is composed again, byte for byte.
    guard case .text(let text)? = value("concat(name, \"\u{301}\")", "name=e") else { return #expect(Bool(false)) }
    #expect(Array(text.utf8) == [0xC3, 0xA9])
  }

  @Test func functionsOfTheCalendar() {
    func at(_ time: String, _ expression: String) -> Value? {
      Trial.last(expression, ["at=\(time)"], preamble: "use zone \"Europe/Berlin\"", surroundings: inBerlin)
    }
    for (time, expression, expected) in [
      ("2026-03-29T00:30:00Z", "hour(at)", 1), ("2026-03-29T01:30:00Z", "hour(at)", 3),
      ("2026-03-29T01:31:59Z", "minute(at)", 31),
      ("2025-12-31T23:00:00Z", "year(at)", 2026), ("2025-12-31T22:59:59Z", "year(at)", 2025), ("2026-01-01", "weekday(at)", 4),
      ("2026-01-04", "weekday(at)", 7), ("2026-01-05", "weekday(at)", 1), ("2026-01-01", "week(at)", 1),
      ("2027-01-01", "week(at)", 53),
      ("2024-12-30", "week(at)", 1), ("2026-05-31", "quarter(at)", 2), ("2026-05-31", "month(at)", 5),
      ("2026-05-31", "day(at)", 31),
      ("2026-02-26", "days_to_month_end(at)", 2), ("2024-02-29", "days_to_month_end(at)", 0),
      ("2026-02-15", "days_to_quarter_end(at)", 44),
      ("1969-12-31T22:59:59.5Z", "minute(at)", 59), ("1969-12-31T22:59:59.5Z", "hour(at)", 23),
      ("0001-01-01T12:00:00Z", "year(at)", 1),
    ] { #expect(at(time, expression) == .integer(Int64(expected)), "\(expression) at \(time)") }
    #expect(at("2026-01-03", "weekend(at)") == .yes)
    #expect(at("2026-01-05", "weekend(at)") == .no)
    #expect(at("2026-03-29T12:00:00Z", "date(at)") == .moment("2026-03-28T23:00:00Z"))
    #expect(at("2026-03-30T12:00:00Z", "date(at)") == .moment("2026-03-29T22:00:00Z"))
    // A clock that jumps over midnight: the day begins after the jump.
    let leap = Zone(name: "Leap", first: 0, changes: [(1_780_272_000, 3_600)])
    let leaping = RunSurroundings(zone: { _ in leap })
    #expect(Trial.last("date(at)", ["at=2026-06-01T05:00:00Z"], surroundings: leaping) == .moment("2026-06-01T00:00:00Z"))
    #expect(Trial.last("hour(at)", ["at=2026-06-01T00:00:00Z"], surroundings: leaping) == .integer(1))
  }
}
