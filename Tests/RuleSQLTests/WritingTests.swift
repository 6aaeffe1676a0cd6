import Foundation
import Records
import RuleLanguage
import RuleSQL
import Testing

/// The text of queries: recorded ones, refusals, and names and texts that would break out of it.
@Suite struct WritingTests {
  static let programs: [String] = {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: TestFolder.cases.path)) ?? []
    return entries.filter { $0.hasSuffix(".rules") }.map { $0.replacing(".rules", with: "") }.sorted()
  }()

  @Test(arguments: programs, SQLDialect.allCases)
  func writesWhatItWrote(program: String, dialect: SQLDialect) throws {
    let rules = try String(contentsOf: TestFolder.cases.appending(path: "\(program).rules"), encoding: .utf8)
    let text = try Programs.query(rules, dialect).text
    let golden = TestFolder.cases.appending(path: "\(program).\(dialect.rawValue).sql")
    if ProcessInfo.processInfo.environment["SHERIFF_RECORD"] == "1" {
      try text.write(to: golden, atomically: true, encoding: .utf8)
      Issue.record("recorded \(golden.lastPathComponent)")
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text)
  }

  /// What is refused, by the rule that asks for it; on all dialects where none is named.
  static let refused: [(rules: String, dialects: [SQLDialect], reason: String)] = [
    ("when corrected", SQLDialect.allCases, "versions"),
    ("when previous.amount > 5.00", SQLDialect.allCases, "versions"),
    ("when model.score > 50%", SQLDialect.allCases, "the model"),
    ("when odd(count).chance > 50%", SQLDialect.allCases, "native"),
    ("when baseline.price(who) > 5", SQLDialect.allCases, "baseline"),
    ("when size > median(size) by who in baseline", SQLDialect.allCases, "baseline"),
    ("when log(size) > 1", SQLDialect.allCases, "inexact"),
    ("when exp(size) > 1 and good", SQLDialect.allCases, "inexact"),
    ("when power(size, 2) > 1", SQLDialect.allCases, "inexact"),
    ("when place ~= \"abc\"", SQLDialect.allCases, "letters"),
    ("when lower(place) == \"abc\"", SQLDialect.allCases, "letters"),
    ("when length(place) > 3", SQLDialect.allCases, "characters"),
    ("when left(place, 2) == \"ab\"", SQLDialect.allCases, "characters"),
    ("when right(place, 2) == \"ab\"", SQLDialect.allCases, "characters"),
    ("when matches(place, \"a?c\")", SQLDialect.allCases, "`?`"),
    ("when matches(place, place)", SQLDialect.allCases, "`?`"),
    ("when replace(place, \"a\", \"b\") == \"b\"", [.spark], "NFC"),
    ("when concat(place, place) == \"b\"", [.spark], "NFC"),
    ("when stddev(size) over 1d > 1", [.duckdb, .spark], "256 bits"),
    ("when zscore(size) over 1d > 1", [.duckdb, .spark], "256 bits"),
    ("when exists l in lines: stddev(x.price for x in lines) > l.price", [.duckdb, .spark], "256 bits"),
    ("when min(size) over 1d excluding same who > 1", SQLDialect.allCases, "excluded"),
    ("when avg(size) over last 9 excluding same who > 1", SQLDialect.allCases, "last records"),
    ("when max(size) over 3mo > 1", SQLDialect.allCases, "row to row"),
    ("when distinct(who) over this month delayed 7d > 1", SQLDialect.allCases, "row to row"),
    ("when avg(size) over last 9 delayed 7d including current > 1", SQLDialect.allCases, "delay"),
    ("when previous(size) by who requires 3 > 1", SQLDialect.allCases, "last record"),
  ]

  @Test(arguments: refused.indices)
  func refusesWithAReason(index: Int) throws {
    let (rules, dialects, reason) = WritingTests.refused[index]
    // A refusal reaches whatever reads it, and nothing else.
    let text =
      AnswerCase.schema + "rule asks \"Asks\" { \(rules) }\nrule other \"Other\" { when good }\nfeature plain = amount * 2\n"
    for dialect in SQLDialect.allCases {
      let query = try Programs.query(text, dialect)
      #expect(query.refusals.map(\.id) == (dialects.contains(dialect) ? ["p.asks"] : []), "\(rules) on \(dialect.rawValue)")
      for refusal in query.refusals {
        #expect(refusal.reason.contains(reason), "\(rules): \(refusal.reason)")
        #expect(!refusal.advice.isEmpty)
        #expect(query.text.contains("-- Not here: rule p.asks."))
      }
      #expect(query.columns.contains { $0.content == .outcome(rule: "p.other") })
      #expect(query.columns.contains { $0.content == .feature("p.plain") })
    }
  }

  @Test func aRefusedFeatureTakesItsReadersWithIt() throws {
    let text =
      AnswerCase.schema
        + """
        feature short = length(place)
        feature seen = max(short) by who over 1d
        rule reads "Reads" { when seen > 3 }
        """
    let query = try Programs.query(text, .postgresql)
    #expect(Set(query.refusals.map(\.id)) == ["p.short", "p.seen", "p.reads"])
    #expect(query.columns.map(\.name) == ["sequence", "id"])
  }

  @Test func whatTheSchemaTakesFromTheBaselineIsRefused() throws {
    let text = """
      package p
      use schema s
      schema s {
        at time
        lines [line]
      }
      record line {
        product key
        price money from baseline.price(product)
      }
      feature goods = sum(line.price)
      feature kinds = distinct(line.product)
      """
    for dialect in SQLDialect.allCases {
      let query = try Programs.query(text, dialect)
      #expect(query.refusals.map(\.id) == ["p.goods"])
      #expect(query.refusals[0].reason.contains("`price` from the baseline"))
      #expect(query.columns.map(\.name) == ["sequence", "id", "feature_p_kinds"])
    }
  }

  @Test func aTableWithoutAnOrderHasNoWindows() throws {
    let text =
      "package p\nuse schema s\nschema s {\n  time sequence\n  size number\n}\nfeature n = count() over last 3\nfeature m = size\n"
    #expect(try Programs.query(text, .duckdb).refusals.map(\.id) == ["p.n"])
    #expect(try Programs.query(text, .duckdb, SQLOptions(sequenceColumn: "row")).refusals.isEmpty)
  }

  /// Names and texts with everything in them that means something in SQL.
  @Test(arguments: SQLDialect.allCases)
  func nothingBreaksOut(dialect: SQLDialect) throws {
    let rules = """
      package p
      use schema s
      schema s {
        id id
        at time
        place text
      }
      rule odd "It's '; drop table s; -- \\\\" {
        when place in ["'; drop table s; --", "a\\\\", "${env:HOME}", "b' or 'a' == 'a", "x\\\\' or 1 == 1 --", "line\\nbreak"]
          or contains(place, "it's") or matches(place, "50%_!*'")
      }
      """
    let options = SQLOptions(table: TableName(schema: nil, name: "s\"`; drop table x; --"), sequenceColumn: "n\"`;--")
    let query = try Programs.query(rules, dialect, options)
    #expect(Unquoted(query.text, dialect).words.isDisjoint(with: ["drop", "env", "HOME", "break"]))
    // Spark replaces this even inside of texts.
    if dialect == .spark { #expect(!query.text.contains("${")) }
  }
}

/// What of a query stands neither in quotes nor in comments, as the database reads it.
struct Unquoted {
  var words: Set<Substring> = []

  init(_ text: String, _ dialect: SQLDialect) {
    var plain = ""
    var rest = text[...]
    while let first = rest.first {
      if rest.hasPrefix("--") {
        rest = rest.drop { $0 != "\n" }
      } else if first == "'" || first == "\"" || first == "`" {
        let isEscaped = plain.last == "E" || dialect == .spark && first == "'"
        rest = rest.dropFirst()
        while let next = rest.first {
          rest = rest.dropFirst()
          if next == "\\", isEscaped { rest = rest.dropFirst() }
          guard next == first else { continue }
          if rest.first == first, !isEscaped || plain.last == "E" { rest = rest.dropFirst() } else { break }
        }
        plain.append(" ")
      } else {
        plain.append(first)
        rest = rest.dropFirst()
      }
    }
    words = Set(plain.split { !$0.isLetter && $0 != "_" })
  }
}
