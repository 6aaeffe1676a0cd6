import RuleLanguage
import RuleSQL
import Testing

/// The answers of a real PostgreSQL.
@Suite(.serialized) struct PostgresAnswerTests {
  @Test func answersAsTheMeaningSays() throws {
    let database = try PostgresDatabase()
    for answer in AnswerCase.all { try answer.check(database) }
  }

  @Test func failsWhereOnlyAnEngineKnows() throws {
    try UnsoundHistory.check(try PostgresDatabase())
  }

  @Test func readsTheTablesThatTheSchemaNames() throws {
    try MappedTables.check(try PostgresDatabase())
  }

  /// Found by the generator: years below -4712 come of a time less the longest durations.
  @Test func failsAtATimeThatItDoesNotHave() throws {
    let database = try PostgresDatabase()
    let program = try Programs.load(AnswerCase.schema + "feature earlier = at - wait\n")
    let query = SQLWriter(program, schema: 0, dialect: .postgresql).query()
    func answer(seconds: String) throws -> [Value] {
      let history = try History(program.schemas[0], "a|1970-01-01|||||||\(seconds)s||\n")
      return try database.answer(query, after: history.statements(.postgresql)).flatMap { $0.dropFirst(2) }
    }
    #expect(try answer(seconds: "210866803200") == [.time(PostgresTimes.first)])
    #expect { try answer(seconds: "210866803200.000001") } throws: { "\($0)".contains("a time lies before 4713 BC") }
  }

  /// What is asked of such a time is answered all the same: the calendar repeats itself every 400 years.
  @Test func knowsTheCalendarOfTimesThatItDoesNotHave() throws {
    let database = try PostgresDatabase()
    let program = try Programs.load(
      AnswerCase.schema + """
        let early = at - wait
        feature y = year(early)
        feature m = month(early)
        feature d = day(early)
        feature w = week(early)
        feature q = quarter(early)
        feature end = days_to_quarter_end(early)

        """)
    let query = SQLWriter(program, schema: 0, dialect: .postgresql).query()
    let days: [(wait: Int64, parts: [Int64])] = [
      (146_097 * 25, [-8030, 1, 1, 1, 1, 89]), (146_097 * 500 - 59, [-198_030, 3, 1, 9, 1, 30]),
      (719_162, [1, 1, 1, 1, 1, 89]), (719_163, [0, 12, 31, 52, 4, 0]),
    ]
    for (wait, parts) in days {
      let history = try History(program.schemas[0], "a|1970-01-01|||||||\(wait * 86_400)s||\n")
      let answer = try database.answer(query, after: history.statements(.postgresql))
      #expect(answer.map { Array($0.dropFirst(2)) } == [parts.map { .integer($0) }])
    }
  }
}

enum PostgresTimes {
  /// The first moment of the Julian calendar's day 0, in microseconds.
  static let first: Int64 = -210_866_803_200_000_000
}

@Suite(.serialized, .enabled(if: PythonDatabase.isWanted(.duckdb), "make it with Tests/RuleSQLTests/environments.sh duckdb"))
struct HeavyDuckDBAnswerTests {
  @Test func answersAsTheMeaningSays() throws {
    let database = try PythonDatabase(.duckdb)
    for answer in AnswerCase.all { try answer.check(database) }
    try UnsoundHistory.check(database)
    try MappedTables.check(database)
  }
}

@Suite(.serialized, .enabled(if: PythonDatabase.isWanted(.spark), "make it with Tests/RuleSQLTests/environments.sh spark"))
struct HeavySparkAnswerTests {
  @Test func answersAsTheMeaningSays() throws {
    let database = try PythonDatabase(.spark)
    for answer in AnswerCase.all { try answer.check(database) }
    try UnsoundHistory.check(database)
    try MappedTables.check(database)
  }
}

/// Histories in which a record is late, or comes in versions: a query must not answer.
enum UnsoundHistory {
  private static let rules = AnswerCase.schema + "feature n = count() by who over 1d\n"

  static func check(_ database: any TestDatabase) throws {
    let program = try Programs.load(rules)
    let query = SQLWriter(
      program, schema: 0, dialect: database.dialect, options: SQLOptions(sequenceColumn: "sequence")
    ).query()
    let unsound = [
      ("comes after a record of a later time", "a|2026-01-02|A||||||||\nb|2026-01-01|A||||||||\n"),
      ("comes twice", "a|2026-01-01|A||||||||\nb|2026-01-01|A||||||||\na|2026-01-02|A||||||||\n"),
    ]
    for (message, lines) in unsound {
      let statements = try History(program.schemas[0], lines).statements(database.dialect)
      #expect("\(message) on \(database.dialect.rawValue)") { try database.answer(query, after: statements) } throws: { error in
        "\(error)".contains(message)
      }
    }
    let sound = try History(program.schemas[0], "a|2026-01-01|A||||||||\n|2026-01-01|A||||||||\n|2026-01-01|A||||||||\n")
    let rows = try database.answer(query, after: sound.statements(database.dialect))
    #expect(rows.map { $0.last } == [.integer(0), .integer(1), .integer(2)])
    #expect(rows.map { $0[1] } == [.text("a"), .missing(.absent), .missing(.absent)])
    // Without a column for it, the order of two records of one moment is that of their ids.
    let ordered = SQLWriter(program, schema: 0, dialect: database.dialect).query()
    let some = try History(program.schemas[0], "b|2026-01-01|A||||||||\na|2026-01-01|A||||||||\n").statements(database.dialect)
    #expect(try database.answer(ordered, after: some).map { $0[1] } == [.text("a"), .text("b")])
    let statements = sound.statements(database.dialect)
    #expect("\(database.dialect.rawValue)") { try database.answer(ordered, after: statements) } throws: { error in
      "\(error)".contains("no id to tell which came first")
    }
  }
}

/// Tables of a business, as a schema's mapping names them: columns of other names and types, and lines in a table of their own.
enum MappedTables {
  private static let rules = """
    package p
    use schema orders
    schema orders {
      id       id
      at       time
      rep      key     required
      charged  money   default 1.00
      lines    [line]
    }
    record line {
      product  key
      quantity integer
      price    money
    }
    source orders from table header {
      id       from "Order Id"
      rep      from seller or clerk
      charged  from subtotal
      lines    from table detail on "Order Id" {
        product  from productid
        quantity from qty
        price    from unitprice
      }
    }
    feature goods = sum(line.price * line.quantity)
    feature kinds = distinct(line.product)
    feature orders_before = count() by rep over 30d
    feature dearest = max(line.product by line.price)
    rule wrong "Does not add up" { scheme a when charged != goods votes fraud }
    """

  static func check(_ database: any TestDatabase) throws {
    let dialect = database.dialect
    let quote = dialect == .spark ? "`" : "\""
    let time = dialect == .postgresql ? "timestamptz" : "timestamp"
    func at(_ day: Int) -> String {
      switch dialect {
      case .postgresql: "timestamptz '2026-01-0\(day)T00:00:00Z'"
      case .duckdb: "timestamp '2026-01-0\(day) 00:00:00'"
      case .spark: "timestamp '2026-01-0\(day) 00:00:00 UTC'"
      }
    }
    let header = [
      "(10, \(at(2)), cast(null as int), 280, cast(30 as decimal(19, 4)))",
      "(9, \(at(1)), 280, cast(null as int), cast(15.5 as decimal(19, 4)))",
      "(11, \(at(3)), cast(null as int), cast(null as int), cast(15.5 as decimal(19, 4)))",
      "(12, \(at(3)), 281, 280, cast(null as decimal(19, 4)))",
    ]
    let detail = ["(9, 776, 1, cast(10.25 as decimal(19, 4)))", "(9, 777, 3, 1.75)", "(10, 776, 2, 15)", "(99, 1, 1, 1)"]
    var statements: [String] = []
    for (name, columns, rows) in [
      (
        "header", [("Order Id", "int"), ("at", time), ("seller", "int"), ("clerk", "int"), ("subtotal", "decimal(19, 4)")], header
      ),
      ("detail", [("Order Id", "int"), ("productid", "int"), ("qty", "smallint"), ("unitprice", "decimal(19, 4)")], detail),
    ] {
      let names = columns.map { "\(quote)\($0.0)\(quote)" }
      let values = rows.joined(separator: ", ")
      if dialect == .spark {
        statements.append(
          "create or replace temporary view \(name) as select * from values \(values) as t(\(names.joined(separator: ", ")))")
      } else {
        let declared = zip(names, columns).map { "\($0) \($1.1)" }.joined(separator: ", ")
        statements += [
          "drop table if exists \(name)", "create table \(name) (\(declared))", "insert into \(name) values \(values)",
        ]
      }
    }
    let query = SQLWriter(try Programs.load(rules), schema: 0, dialect: dialect).query()
    #expect(query.refusals.map(\.id) == ["p.dearest"])
    let rows = try database.answer(query, after: statements)
    // The third has neither seller nor clerk, and the schema requires a rep.
    #expect(rows.map { $0[1] } == [.text("9"), .text("10"), .text("12")])
    let answers = Dictionary(
      uniqueKeysWithValues: query.columns.indices.map { place in
        (query.columns[place].name, rows.map { $0[place] })
      })
    #expect(answers["feature_p_goods"] == [.money(155_000), .money(300_000), .money(0)])
    #expect(answers["feature_p_kinds"] == [.integer(2), .integer(1), .integer(0)])
    #expect(answers["feature_p_orders_before"] == [.integer(0), .integer(1), .integer(0)])
    #expect(answers["p_wrong"] == [.flag(false), .flag(false), .flag(true)])
  }
}
