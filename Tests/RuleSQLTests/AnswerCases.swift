import Records
import RuleLanguage
import RuleSQL
import Testing

/// Programs over small histories, with answers that were worked out by hand. Every database has to give them.
struct AnswerCase: CustomTestStringConvertible, Sendable {
  var name: String
  /// Behind the schema.
  var rules: String
  var schema = AnswerCase.schema
  var history: String
  /// By the answer's column, a value a record.
  var expected: [String: [Value]]
  /// Rules and features that a dialect leaves out.
  var refused: [SQLDialect: Set<String>] = [:]

  var testDescription: String { name }

  static let schema = """
    package p
    use schema s
    schema s {
      id id
      at time
      who key
      place text
      amount money
      rate percent
      size number
      count integer
      wait duration
      good flag
      lines [line]
    }
    record line {
      product key
      quantity integer
      price money
      part percent
    }

    """

  func check(_ database: any TestDatabase) throws {
    let program = try Programs.load(schema + rules)
    let history = try History(program.schemas[0], history)
    let query = SQLWriter(
      program, schema: 0, dialect: database.dialect, options: SQLOptions(sequenceColumn: "sequence")
    ).query()
    let rows = try database.answer(query, after: history.statements(database.dialect))
    let refused = refused[database.dialect] ?? []
    #expect(Set(query.refusals.map(\.id)) == refused)
    for (name, values) in expected {
      guard let column = query.columns.firstIndex(where: { $0.name == name }) else {
        #expect(
          refused.contains { name.hasPrefix($0.replacing(".", with: "_")) || name == "feature_" + $0.replacing(".", with: "_") },
          "\(self.name) on \(database.dialect.rawValue) has no \(name)")
        continue
      }
      #expect(rows.map { $0[column] } == values, "\(self.name) on \(database.dialect.rawValue): \(name)")
    }
  }
}

private let nothing = Value.missing(.absent)

private func integers(_ values: Int64?...) -> [Value] { values.map { $0.map { .integer($0) } ?? nothing } }
private func durations(_ values: Int64...) -> [Value] { values.map { .duration($0) } }
private func amounts(_ values: String?...) -> [Value] {
  values.map { $0.flatMap { Money(text: $0) }.map { .money($0.tenThousandths) } ?? nothing }
}
private func numbers(_ values: Double?...) -> [Value] { values.map { $0.map { .number($0) } ?? nothing } }
private func flags(_ values: Bool?...) -> [Value] { values.map { $0.map { .flag($0) } ?? nothing } }
private func texts(_ values: String?...) -> [Value] { values.map { $0.map { .text($0) } ?? nothing } }

extension AnswerCase {
  static let all: [AnswerCase] = [
    AnswerCase(
      name: "a window is open at its old end, closed at its new one, and sequence parts what is of one moment",
      rules: """
        feature hour = count() by who over 1h
        feature hour_with = count() by who over 1h including current
        feature tick = count() by who over 0.000001s
        feature delayed = count() by who over 1h delayed 1h
        feature enough = sum(amount) by who over 1h requires 2
        """,
      history: """
        a|2026-01-01T00:00:00Z||x|1.00||||||
        b|2026-01-01T00:00:00Z|A|x|1.00||||||
        c|2026-01-01T00:00:00Z|A|x|2.50||||||
        d|2026-01-01T00:59:59.999999Z|A|x|4||||||
        e|2026-01-01T01:00:00Z|A|x|8||||||
        f|2026-01-01T02:00:00Z|A|x|16||||||
        g|2026-01-01T02:00:00Z|B|x|32||||||
        """,
      expected: [
        "feature_p_hour": integers(nil, 0, 1, 2, 1, 0, 0),
        "feature_p_hour_with": integers(nil, 1, 2, 3, 2, 1, 1),
        "feature_p_tick": integers(nil, 0, 1, 0, 0, 0, 0),
        // At 02:00 those of 00:00:00.000001 to 01:00; at 01:00 those until 00:00.
        "feature_p_delayed": integers(nil, 0, 0, 0, 2, 2, 0),
        "feature_p_enough": amounts(nil, nil, nil, "3.50", nil, nil, nil),
      ]),
    AnswerCase(
      name: "where there is an answer no record lies behind another",
      rules: """
        feature lag = behind
        feature sum_of_lags = sum(behind + 1s) by who over 1h
        feature dear_lines = count(l.price for l in lines where l.price > 1.00 and behind < 1d)
        rule back_dated "Back-dated" { when behind > 3d }
        rule in_order "In order" { when behind == 0s and count() by who over 1h > 0 }
        """,
      history: """
        a|2026-01-01T00:00:00Z|A||||||||
        b|2026-01-01T00:00:00Z|A||||||||x,1,1.50,;y,1,0.50,
        c|2026-01-01T00:30:00Z|A||||||||
        """,
      expected: [
        "feature_p_lag": durations(0, 0, 0),
        "feature_p_sum_of_lags": durations(0, 1_000_000, 2_000_000),
        "feature_p_dear_lines": integers(0, 1, 0),
        "p_back_dated": flags(false, false, false),
        "p_in_order": flags(false, true, true),
      ]),
    AnswerCase(
      name: "sums are exact, and quotients are rounded once",
      rules: """
        feature sums = sum(size) over all before including current
        feature means = avg(size) over all before including current
        feature mean_amount = avg(amount) over all before including current
        feature mean_count = avg(count) over all before including current
        feature deviation = stddev(size) over all before including current
        feature odd = zscore(amount) over all before
        feature middle = median(size) over last 10 including current
        feature kinds = distinct(who) over last 3 including current
        """,
      history: """
        a|2026-01-01|A||0.0001||0.1|9007199254740993|||
        b|2026-01-02|B||0.0002||0.2|1|||
        c|2026-01-03|A||0.0002||0.3||||
        d|2026-01-04|||0.0003||0.0000000004|1|||
        e|2026-01-05|C||9||1e30||||
        """,
      expected: [
        // 0.1 + 0.2 is 0.3 here, 4e-10 counts as 0, and 1e30 is too large to be exact.
        "feature_p_sums": numbers(0.1, 0.3, 0.6, 0.6, nil),
        "feature_p_means": numbers(0.1, 0.15, 0.2, 0.15, nil),
        // 1.5, 5/3 and 2 ten-thousandths; halves go to the even neighbour.
        "feature_p_mean_amount": amounts("0.0001", "0.0002", "0.0002", "0.0002", "1.8002"),
        "feature_p_mean_count": numbers(
          9_007_199_254_740_992, 4_503_599_627_370_497, 4_503_599_627_370_497, 3_002_399_751_580_331.5, 3_002_399_751_580_331.5),
        "feature_p_deviation": numbers(
          nil, 0.05, 6e16.squareRoot() / 3e9, 2e17.squareRoot() / 4e9, nil),
        // Means 1.5 and 5/3 of 1, 2 and of 1, 2, 2; the last value lies far beyond.
        "feature_p_odd": numbers(
          nil, nil, 1, 4 / Double(2).squareRoot(), Double(4 * 90_000 - 8) / Double(8).squareRoot()),
        "feature_p_middle": numbers(0.1, 0.1, 0.2, 0.1, 0.2),
        "feature_p_kinds": integers(1, 2, 2, 2, 2),
      ],
      refused: [.duckdb: ["p.deviation", "p.odd"], .spark: ["p.deviation", "p.odd"]]),
    AnswerCase(
      name: "peers are those with another key, and what lacks a key is nobody's",
      rules: """
        feature others = count() by good over all before excluding same who
        feature theirs = avg(amount) over 30d excluding same who
        feature last_amount = previous(amount) by who
        feature last_good = last(amount) by who where good over last 2
        feature new_here = who first seen by good within 1mo
        """,
      history: """
        a|2026-01-31|A||1.00||||| true|
        b|2026-02-01|B||2.00||||| true|
        c|2026-02-02|||4.00||||| true|
        d|2026-02-03|A||||||| true|
        e|2026-02-27|A||8.00||||| false|
        f|2026-02-28|B||16.00||||| true|
        g|2026-03-31|A||32.00||||| true|
        """,
      expected: [
        "feature_p_others": integers(0, 1, nil, 1, 0, 2, 2),
        "feature_p_theirs": amounts(nil, "1.00", nil, "2.00", "2.00", "4.50", nil),
        "feature_p_last_amount": amounts(nil, nil, nil, "1.00", nil, "2.00", "8.00"),
        "feature_p_last_good": amounts(nil, nil, nil, "1.00", "1.00", "2.00", "1.00"),
        // A month before 31 March is 28 February, which does not belong to the window.
        "feature_p_new_here": flags(true, true, nil, false, true, false, true),
      ]),
    AnswerCase(
      name: "missing is neither true nor false",
      rules: """
        rule both "Both" { scheme a when amount > 5.00 and good votes fraud score rate loss amount * rate }
        rule either "Either" { scheme a when amount > 5.00 or good votes fraud loss amount / count }
        rule chosen "Chosen" { scheme a when if(good, amount > 5.00, missing(amount)) votes fraud }
        feature substitute = amount ?? 1.00 USD
        suppress either where who == "A" until 2026-01-03 by "me" because "known"
        """,
      history: """
        a|2026-01-01|A||6.00|50%||4||true|
        b|2026-01-02|A||6.00|33.335%||0|||
        c|2026-01-03|A|||||1||true|
        d|2026-01-04|A|||||1||false|
        e|2026-01-05|A||5.00||||||
        f|2026-01-06|A||||||||
        """,
      expected: [
        "p_both": flags(true, nil, nil, false, false, nil),
        "p_both_score": numbers(0.5, 0.333_35, nil, nil, nil, nil),
        "p_both_loss": amounts("3.00", nil, nil, nil, nil, nil),
        "p_either": flags(true, true, true, nil, nil, nil),
        "p_either_suppressed": flags(true, true, false, false, false, false),
        "p_either_loss": amounts("1.50", nil, nil, nil, nil, nil),
        "p_chosen": flags(true, nil, nil, true, nil, nil),
        "feature_p_substitute": amounts("6.00", "6.00", "1.00", "1.00", "5.00", "1.00"),
      ]),
    AnswerCase(
      name: "lists are walked in their order, also inside of each other",
      rules: """
        feature goods = sum(line.price * line.quantity)
        feature pieces = count(line.quantity)
        feature dearest = max(line.product by line.price)
        feature share_dear = share(line.price > amount)
        feature has_pair = exists a in lines: exists b in lines: a.product != b.product and a.price == b.price
        feature all_small = every a in lines: a.quantity <= 2
        feature kinds = distinct(line.product)
        feature mean_part = avg(line.part where line.quantity > 0)
        """,
      history: """
        a|2026-01-01|||10.00||||||H,2,10.00,10%;B,1,20.50,20%;C,3,20.50,
        b|2026-01-02|||10.00||||||
        c|2026-01-03|||10.00||||||H,,10.00;H,0,,5%
        d|2026-01-04|||10.00||||||H,1,1.00
        """,
      expected: [
        "feature_p_goods": amounts("102.00", "0", "0", "1.00"),
        "feature_p_pieces": integers(3, 0, 1, 1),
        "feature_p_dearest": texts("B", nil, "H", "H"),
        "feature_p_share_dear": numbers(2.0 / 3, nil, 0, 0),
        "feature_p_has_pair": flags(true, false, false, false),
        "feature_p_all_small": flags(false, true, nil, true),
        "feature_p_kinds": integers(3, 0, 1, 1),
        "feature_p_mean_part": numbers(0.15, nil, nil, nil),
      ]),
    AnswerCase(
      name: "the calendar is that of its zone",
      rules: """
        use zone "Europe/Paris"
        feature hours = hour(at)
        feature days = date(at)
        feature weeks = week(at)
        feature rest = days_to_month_end(at)
        feature this_day = count() over this day
        feature fiscal = count() over this fiscal quarter starting February
        """,
      // At 01:00 UTC on 29 March clocks in Paris jump from 02:00 to 03:00.
      history: """
        a|2025-12-31T23:30:00Z|||||||||
        b|2026-03-28T22:59:59.999999Z|||||||||
        c|2026-03-28T23:00:00Z|||||||||
        d|2026-03-29T00:59:59Z|||||||||
        e|2026-03-29T01:00:00Z|||||||||
        f|2026-04-30T22:00:00Z|||||||||
        """,
      expected: [
        "feature_p_hours": integers(0, 23, 0, 1, 3, 0),
        "feature_p_days": [
          .time(1_767_222_000_000_000), .time(1_774_652_400_000_000), .time(1_774_738_800_000_000),
          .time(1_774_738_800_000_000), .time(1_774_738_800_000_000), .time(1_777_586_400_000_000),
        ],
        "feature_p_weeks": integers(1, 13, 13, 13, 13, 18),
        "feature_p_rest": integers(30, 3, 2, 2, 2, 30),
        "feature_p_this_day": integers(0, 0, 0, 1, 2, 0),
        "feature_p_fiscal": integers(0, 0, 1, 2, 3, 0),
      ]),
    AnswerCase(
      name: "texts are compared by their bytes",
      rules: """
        list known = ["a", "O'Brien", "back\\\\slash"]
        feature in_list = place in known
        feature after_z = place > "z"
        feature begins = matches(place, "O'*_%")
        feature joined = concat(who, "-", text(count))
        """,
      history: """
        a|2026-01-01|A|a||||7|||
        b|2026-01-02|A|O'Brien||||-1|||
        c|2026-01-03|A|back\\slash||||1|||
        d|2026-01-04|A|é|||||||
        e|2026-01-05|A|O'x_%||||0|||
        f|2026-01-06|||||| 9223372036854775807|||
        """,
      expected: [
        "feature_p_in_list": flags(true, true, true, false, false, nil),
        "feature_p_after_z": flags(false, false, false, true, false, nil),
        "feature_p_begins": flags(false, false, false, false, true, nil),
        "feature_p_joined": texts("A-7", "A--1", "A-1", nil, "A-0", nil),
      ]),
    AnswerCase(
      name: "what does not fit is missing",
      rules: """
        feature product = count * count
        feature twice = amount + amount
        feature square = size * size
        feature quotient = size / 0.0000001
        feature whole = floor(size)
        feature rest = remainder(count, 3)
        feature nearest = round(amount, 1)
        feature wide = amount * 1.5
        """,
      history: """
        a|2026-01-01|||900719925474.0992||1e200|3037000500|||
        b|2026-01-02|||-0.05||-2.5|-7|||
        c|2026-01-03|||0.15||5e-324|9223372036854775807|||
        d|2026-01-04|||0.0001||9223372036854775808|-9223372036854775807|||
        """,
      expected: [
        "feature_p_product": integers(nil, 49, nil, nil),
        "feature_p_twice": amounts(nil, "-0.10", "0.30", "0.0002"),
        "feature_p_square": numbers(nil, 6.25, 0, 8.507059173023462e37),
        "feature_p_quotient": numbers(1e200 / 1e-7, -2.5 / 1e-7, Double.leastNonzeroMagnitude / 1e-7, 0x1p63 / 1e-7),
        "feature_p_whole": integers(nil, -3, 0, nil),
        "feature_p_rest": integers(0, -1, 1, -1),
        "feature_p_nearest": amounts(nil, "0", "0.2", "0"),
        "feature_p_wide": amounts(nil, "-0.075", "0.225", "0.0002"),
      ]),
  ]
}
