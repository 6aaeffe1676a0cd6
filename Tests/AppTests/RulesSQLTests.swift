import Foundation
import TestSupport
import Testing

/// `sheriff rules sql`, as an analyst runs it.
@Suite struct RulesSQLTests {
  /// What the shipped packs leave out, by database; docs/analyst.md says the same.
  private static let everywhere =
    [
      "rule integrity.lowered_afterwards", "rule integrity.list_contradicts_lines", "rule integrity.cost_contradicts_lines",
      "rule integrity.unknown_product", "feature integrity.list_error", "feature integrity.cost_error",
      "feature integrity.other_lists_lately", "feature integrity.other_costs_lately", "feature padding.dearest_line",
      "feature padding.dearest_share", "feature integrity.price_fell", "feature integrity.charge_lowered",
    ] + ofAttribution + ofBaseline
  /// What asks which goods a gap hides, and what counts such orders.
  private static let ofAttribution = [
    "rule padding.unexplained_gap", "rule padding.same_customer_again", "rule padding.quarter_end_again",
    "feature padding.hidden_with_customer_1y", "feature padding.hidden_at_quarter_end_1y", "feature padding.hiding_chance",
    "feature padding.hiding_loss", "feature padding.odd_chance", "feature padding.rep_hiding_1y",
    "feature padding.pair_hiding_1y",
  ]
  /// What asks natively, or asks the baseline.
  private static let ofBaseline = [
    "rule integrity.altered_price", "rule integrity.made_up_customer", "rule integrity.stray_rep", "rule integrity.odd_cents",
    "rule integrity.skimmed_cents", "feature integrity.skimming_so_far",
    "rule integrity.closed_day", "rule integrity.backdated", "feature integrity.is_of_known_customer",
    "feature integrity.trade_at_that_time", "feature integrity.short_likely", "feature integrity.short_by",
  ]
  private static let ofCharacters = "rule invariants.made_up_customer"
  private static let ofDeviations = [
    "rule padding.out_of_habit", "feature padding.rate_against_self", "feature padding.rate_against_peers",
  ]

  private func leftOut(_ talk: String) -> Set<String> {
    Set(
      talk.split(separator: "\n").filter { $0.hasPrefix("left out: ") }.map { line in
        line.split(separator: ": ")[1].description
      })
  }

  private func sql(
    _ pack: String, _ dialect: String, _ more: [String] = [], in folder: Program.Folder
  ) throws -> Program.Outcome {
    try Program.run(["rules", "sql", "\(Program.root)/rules/\(pack)", "--dialect", dialect] + more, in: folder)
  }

  @Test(arguments: ["postgresql", "duckdb", "spark"])
  func theShippedPacksAreWrittenButForWhatIsSaid(dialect: String) throws {
    let folder = try Program.Folder()
    let isPostgres = dialect == "postgresql"
    let orders = try sql("orders", dialect, in: folder)
    #expect(orders.code == 1)
    #expect(leftOut(orders.talk) == Set(RulesSQLTests.everywhere + (isPostgres ? [] : RulesSQLTests.ofDeviations)))
    #expect(orders.output.hasPrefix("-- Rules about `orders`") && orders.output.hasSuffix("\n;\n"))
    for subject in leftOut(orders.talk) {
      let name = subject.split(separator: " ")[1]
      #expect(orders.output.contains(" \(name)."), "the query says too that it has no \(name)")
    }
    let adventureWorks = try sql("adventureworks", dialect, in: folder)
    #expect(adventureWorks.code == 1)
    #expect(leftOut(adventureWorks.talk) == [RulesSQLTests.ofCharacters])
    // Anonymous payments have no time: without the column of their order they have no windows.
    let cards = try sql("cards", dialect, in: folder)
    #expect(cards.code == 1)
    let ofAnonymous = ["rule anonymous.far_amount", "feature anonymous.amount_score"]
    #expect(leftOut(cards.talk) == Set(ofAnonymous + ["feature anonymous.usual_amount"]))
    let ordered = try sql("cards", dialect, ["--sequence", "n"], in: folder)
    #expect(leftOut(ordered.talk) == Set(isPostgres ? [] : ofAnonymous))
  }

  @Test func thePageSaysWhatIsLeftOut() throws {
    let page = try String(contentsOfFile: "\(Program.root)/docs/analyst.md", encoding: .utf8)
    let section = try #require(page.components(separatedBy: "\n## Rules as SQL\n").dropFirst().first)
    for subject in RulesSQLTests.everywhere + RulesSQLTests.ofDeviations + [
      "rule anonymous.far_amount", RulesSQLTests.ofCharacters,
    ] {
      #expect(section.contains("`\(subject.split(separator: " ")[1])`"), "\(subject)")
    }
  }

  @Test func pricesInTheTableGiveTheirRulesBack() throws {
    let folder = try Program.Folder()
    let schema = try String(contentsOfFile: "\(Program.root)/rules/orders/orders.schema", encoding: .utf8)
    try folder.write(
      ["price", "cost", "usual", "since"].reduce(schema) { $0.replacing("from baseline.\($1)(product)", with: "") },
      to: "orders.schema")
    let outcome = try sql("orders", "postgresql", ["--schema", "orders.schema"], in: folder)
    #expect(
      leftOut(outcome.talk)
        == Set(
          ["rule integrity.lowered_afterwards", "feature integrity.charge_lowered"] + RulesSQLTests.ofAttribution
            + RulesSQLTests.ofBaseline
        )
        .subtracting(["rule integrity.altered_price"]))
  }

  /// The same orders in a database: the query fires where the scan flags.
  @Test func aQueryAnswersAsAScan() throws {
    let folder = try Program.Folder()
    try AdventureWorksTables.write(to: folder)
    let server = try TestServer()
    #expect(try AdventureWorksTests.load(["\(folder.path)/tables", server.address]).code == 0)
    let written = try sql("adventureworks", "postgresql", ["--out", "rules.sql"], in: folder)
    #expect(written.code == 1 && written.output.isEmpty)
    let rows = try psql(server.address, "\(folder.path)/rules.sql")
    let names = rows[0]
    var fired: [String: Set<String>] = [:]
    for row in rows.dropFirst() {
      for (name, value) in zip(names, row) where name.hasPrefix("invariants_") && !name.hasSuffix("_loss") && value == "t" {
        fired[row[1], default: []].insert(name.replacing("invariants_", with: "invariants."))
      }
    }
    var flagged: [String: Set<String>] = [:]
    for line in try Program.run(["scan", server.address, "--format", "jsonl"], in: folder).output.split(separator: "\n") {
      let finding = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let (id, rules) = (try #require(finding["id"] as? String), try #require(finding["rules"] as? [String]))
      flagged[id, default: []].formUnion(rules)
    }
    #expect(rows.count == 401)
    #expect(fired == flagged)
    #expect(fired.count > 10)
  }

  @Test func optionsDoAsTheySayOrSayWhyNot() throws {
    let folder = try Program.Folder()
    func refused(_ more: [String], _ message: String, code: Int32 = 64) throws {
      let outcome = try sql("adventureworks", "postgresql", more, in: folder)
      #expect(outcome.code == code && outcome.output.isEmpty)
      #expect(outcome.talk.contains(message), "\(outcome.talk)")
    }
    try refused(["--baseline", "winter"], "a query has no baseline")
    try refused(["--dialect", "oracle"], "postgresql")
    try refused(["--table", "x", "\(Program.root)/rules/cards"], "`--table` names one table")
    let named = try sql("adventureworks", "spark", ["--table", "shop.orders", "--sequence", "n"], in: folder)
    #expect(named.output.contains("from `shop`.`orders` as s") && named.output.contains("cast(s.`n` as bigint)"))
    try folder.write("package a\nuse schema orders\nlet b = lst\n", to: "a.rules")
    let unsound = try Program.run(["rules", "sql", "a.rules"], in: folder)
    #expect(unsound.code == 65 && unsound.output.isEmpty)
  }

  /// Rows as psql writes them for programs; no value here holds a comma.
  private func psql(_ address: String, _ file: String) throws -> [[String]] {
    let words = ["-X", "-q", "--csv", "-v", "ON_ERROR_STOP=1", "-d", address, "-f", file]
    let outcome = try ChildProcess.run("psql", words)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
