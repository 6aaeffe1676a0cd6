import Foundation
import Testing

/// Alerts as an analyst works with them, through the program.
@Suite struct AlertsDeskTests {
  private func folder(_ rows: [String] = ScanTests.rows) throws -> Program.Folder {
    let folder = try Program.Folder()
    try folder.write(ScanTests.schema, to: "pack/sales.schema")
    try folder.write(ScanTests.rules, to: "pack/sales.rules")
    try folder.write("id,at,rep,list,charged\n" + rows.joined(separator: "\n") + "\n", to: "sales.csv")
    return folder
  }

  private static let scan = ["scan", "sales.csv", "--rules", "pack", "--sink", "store"]

  private func stored() throws -> Program.Folder {
    let folder = try folder()
    let outcome = try Program.run(Self.scan, in: folder)
    #expect(outcome.code == 0 && outcome.talk.contains("store: 2 new alerts\n"), "\(outcome.talk)")
    return folder
  }

  private func lines(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
  }

  private func list(_ words: [String], in folder: Program.Folder) throws -> [[String: Any]] {
    let outcome = try Program.run(["alerts", "list", "--format", "jsonl"] + words, in: folder)
    #expect(outcome.code == 0, "\(words): \(outcome.talk)")
    return try lines(outcome.output)
  }

  @Test func theSameHistoryAddsNothing() throws {
    let folder = try stored()
    let again = try Program.run(Self.scan, in: folder)
    #expect(again.code == 0 && again.talk.contains("store: nothing new, all 2 known already"), "\(again.talk)")
    // The same file by another name is the same source.
    let path = try Program.run(["scan", "./pack/../sales.csv", "--rules", "pack", "--sink", "store"], in: folder)
    #expect(path.talk.contains("all 2 known already"), "\(path.talk)")
    let other = try Program.run(Self.scan + ["--source-name", "july"], in: folder)
    #expect(other.talk.contains("store: 2 new alerts"))
    #expect(try list(["--of-source", "july"], in: folder).count == 2 && list([], in: folder).count == 4)
  }

  @Test func otherRulesSayItAnewOfTheSameAlert() throws {
    let folder = try stored()
    try folder.write(ScanTests.rules.replacing("list > 20%", with: "list > 25%"), to: "pack/sales.rules")
    let again = try Program.run(Self.scan, in: folder)
    #expect(again.talk.contains("store: 0 new alerts, 2 said anew"), "\(again.talk)")
    let alerts = try list([], in: folder)
    #expect(alerts.count == 2 && alerts.allSatisfy { $0["sightings"] as? Int == 2 })
    let shown = try Program.run(["alerts", "show", "2"], in: folder)
    #expect(shown.code == 0 && shown.output.contains("flagged anew by sales_rules.deep, $30.00"), "\(shown.output)\(shown.talk)")
  }

  @Test func anAlertHasAllThatAFindingHas() throws {
    let folder = try folder()
    let outcome = try Program.run(Self.scan + ["--format", "jsonl", "--all"], in: folder)
    let findings = try lines(outcome.output).filter { $0["flagged"] as? Bool == true }
    let alerts = try list(["--sort", "time"], in: folder)
    #expect(findings.count == 2 && alerts.count == 2)
    for finding in findings {
      let alert = try #require(alerts.first { $0["id"] as? String == finding["id"] as? String })
      for (name, value) in finding { #expect(alert[name] as? NSObject == value as? NSObject, "\(name)") }
    }
    let csv = try Program.run(["alerts", "list", "--format", "csv"], in: folder).output.split(separator: "\n")
    #expect(csv.count == 3 && csv[0].hasPrefix("alert,case,status,source,"))
  }

  @Test func filtersFind() throws {
    let folder = try stored()
    func ids(_ words: String...) throws -> [String] { try list(words, in: folder).compactMap { $0["id"] as? String } }
    #expect(try ids() == ["4", "2"] && ids("--sort", "loss") == ["2", "4"])
    #expect(try ids("--scheme", "rep-padding") == ["2"] && ids("--rule", "sales_rules.often") == ["4"])
    #expect(try ids("--rep", "Ann") == ["4", "2"] && ids("--entity", "Bob") == [])
    #expect(try ids("--severity", "medium") == ["2"] && ids("--severity", "low") == ["4", "2"])
    #expect(
      try ids("--from", "2024-01-02") == ["4"] && ids("--to", "2024-01-01") == ["2"] && ids("--to", "2024-01-02") == ["4", "2"])
    #expect(try ids("--min-loss", "30") == ["2"] && ids("--min-loss", "$30.01") == [])
    #expect(try ids("--limit", "1") == ["4"] && ids("--limit", "1", "--page", "2") == ["2"] && ids("--status", "confirmed") == [])
    let table = try Program.run(["alerts", "list", "--limit", "1"], in: folder)
    #expect(table.talk.contains("1 to 1 of 2 alerts; go on with --page 2") && table.output.contains("$") == false)
    for words in [
      ["--from", "soon"], ["--from", "2024-02-30"], ["--min-loss", "much"], ["--severity", "grave"], ["--status", "x"],
      ["--limit", "0"],
      ["--from", "2024-02-01", "--to", "2024-01-01"], ["--rep", "Ann", "--entity", "Bob"], ["--sort", "colour"],
    ] {
      #expect(try Program.run(["alerts", "list"] + words, in: folder).code == 64, "\(words)")
    }
    #expect(try Program.run(["alerts", "list", "--of-source", "nowhere"], in: folder).code == 66)
    #expect(try Program.run(["alerts", "list", "--case", "case-000000"], in: folder).code == 66)
  }

  @Test func verdictsAreKeptAndTaught() throws {
    let folder = try stored()
    let key = try #require(list(["--scheme", "rep-padding"], in: folder).first?["alert"] as? String)
    func judge(_ words: String...) throws -> Program.Outcome { try Program.run(["alerts"] + words, in: folder) }
    #expect(try judge("confirm", String(key.prefix(8))).code == 64)
    #expect(try judge("confirm", String(key.prefix(8)), "--why", "seen", "--by", "ann").output == "1 alert confirmed\n")
    #expect(try judge("confirm", key, "--why", "seen").output == "0 alerts confirmed, 1 so already\n")
    #expect(try judge("dismiss", "2", "--why", "a mistake", "--by", "bob").output == "1 alert dismissed\n")
    #expect(try judge("confirm", "2", "--why", "no mistake", "--by", "ann").code == 0)
    let shown = try judge("show", key)
    for line in ["confirmed by ann: seen", "dismissed by bob: a mistake", "confirmed by ann: no mistake"] {
      #expect(shown.output.contains(line), "\(shown.output)")
    }
    let bulk = try judge("dismiss", "--status", "all", "--rep", "Ann", "--why", "known")
    #expect(
      bulk.code == 64 && bulk.talk.contains("2 alerts, $30.00 by their rules, would be dismissed; nothing was decided"),
      "\(bulk.talk)")
    #expect(try judge("dismiss", "--scheme", "small-often", "--why", "too small").output == "1 alert dismissed\n")
    #expect(try judge("verdicts", "--out", "v.csv").code == 0)
    #expect(try folder.read("v.csv") == "id,scheme,verdict\n2,rep-padding,fraud\n4,small-often,legit\n")
    let file = try Program.run(["labels", "sales.csv", "--rules", "pack", "--verdicts", "v.csv"], in: folder)
    let store = try Program.run(["labels", "sales.csv", "--rules", "pack", "--verdicts", "store"], in: folder)
    #expect(store.code == 0 && store.output == file.output && !store.output.isEmpty, "\(store.talk)")
    try folder.write(try folder.read("sales.csv"), to: "other.csv")
    let other = try Program.run(["labels", "other.csv", "--rules", "pack", "--verdicts", "store"], in: folder)
    #expect(other.code == 66 && other.talk.contains("the store has no verdict on records of"))
    for words in [["confirm", "--why", "x"], ["confirm", "2", "--rep", "Ann", "--why", "x"], ["confirm", "2", "--why", " "]] {
      #expect(try Program.run(["alerts"] + words, in: folder).code == 64, "\(words)")
    }
  }

  @Test func casesCountTheirAlertsAndMoney() throws {
    let folder = try stored()
    let outcome = try Program.run(["alerts", "cases", "--format", "jsonl"], in: folder)
    let cases = try lines(outcome.output)
    #expect(
      cases.map { "\($0["entity"] ?? "") \($0["scheme"] ?? "") \($0["period"] ?? "")" }.sorted() == [
        "Ann rep-padding 2024-01", "Ann small-often 2024-01",
      ])
    let padding = try #require(cases.first { $0["scheme"] as? String == "rep-padding" })
    #expect(((padding["losses"] as? [[String: String]])?.first)?["loss"] == "30.0000" && padding["status"] as? String == "open")
    let id = "case-" + (padding["case"] as? String ?? "").prefix(10)
    #expect(try Program.run(["alerts", "confirm", id, "--why", "x"], in: folder).output == "1 alert confirmed\n")
    let shown = try Program.run(["alerts", "show", id], in: folder)
    #expect(shown.code == 0 && shown.output.contains("$30.00") && shown.output.contains("confirmed"), "\(shown.output)")
    #expect(try list(["--case", id, "--status", "all"], in: folder).count == 1)
  }

  @Test func suppressionsHideAndEnd() throws {
    let folder = try stored()
    func run(_ words: String...) throws -> Program.Outcome { try Program.run(["alerts"] + words, in: folder) }
    let made = try run(
      "suppress", "--scheme", "small-often", "--rep", "Ann", "--until", "2999-12-31", "--why", "known", "--by", "ann")
    #expect(made.output == "suppression 1, to the end of 2999-12-31: 1 open alert out of sight\n", "\(made.talk)")
    #expect(try list([], in: folder).map { $0["id"] as? String } == ["2"])
    #expect(try list(["--status", "suppressed"], in: folder).map { $0["id"] as? String } == ["4"])
    #expect(try run("suppressions").output.contains("small-often, Ann"))
    #expect(try run("unsuppress", "1", "--why", "over").code == 0 && list([], in: folder).count == 2)
    #expect(try run("unsuppress", "1", "--why", "over").code == 65 && run("unsuppress", "7", "--why", "x").code == 66)
    #expect(try run("suppressions").output.isEmpty && run("suppressions", "--all").output.contains("ended by"))
    #expect(try run("suppress", "--until", "2999-12-31", "--why", "all of it").code == 64)
    #expect(try run("suppress", "--rep", "Ann", "--until", "2001-01-01", "--why", "late").code == 64)
    #expect(try run("suppress", "--rep", "Ann", "--why", "x").code == 64)
  }

  @Test func anAlertIsExplainedWithItsRulesAndItsRecord() throws {
    let folder = try stored()
    let outcome = try Program.run(["alerts", "explain", "2", "--rules", "pack"], in: folder)
    #expect(outcome.code == 0 && outcome.output.contains("Ann charged $70.00 for $100.00"), "\(outcome.talk)")
    #expect(outcome.output.contains("when      gap / list > 20%") && outcome.output.contains("gap"))
    let deep = try Program.run(["alerts", "explain", "2", "--rules", "pack", "--source", "sales.csv"], in: folder)
    #expect(
      deep.code == 0 && deep.output.contains("record 2") && deep.output.contains("sales_rules.deep  fired"),
      "\(deep.output)\(deep.talk)")
  }

  @Test func whatIsNotThereIsNamed() throws {
    let empty = try Program.Folder()
    let none = try Program.run(["alerts", "list"], in: empty)
    #expect(none.code == 66 && none.talk.contains("there are no alerts yet") && none.talk.contains("--sink store"))
    #expect(!FileManager.default.fileExists(atPath: "\(empty.path)/.sheriff"))
    let folder = try stored()
    for words in [
      ["show", "ffffffff"], ["show", "case-ffffffff"], ["confirm", "row:99", "--why", "x"], ["explain", "nobody"],
    ] {
      let outcome = try Program.run(["alerts"] + words, in: folder)
      #expect(outcome.code == 66 && outcome.talk.contains("there is no"), "\(words): \(outcome.talk)")
    }
    // Of two sources the records have the same ids.
    #expect(try Program.run(Self.scan + ["--source-name", "july"], in: folder).code == 0)
    let both = try Program.run(["alerts", "show", "2"], in: folder)
    #expect(both.code == 64 && both.talk.contains("2 of july, rep-padding"), "\(both.talk)")
    for sink in ["kafka:x", "jsonl:", ""] {
      #expect(try Program.run(["scan", "sales.csv", "--rules", "pack", "--sink", sink], in: folder).code == 64)
    }
    let piped = try Program.run(
      ["scan", "-", "--rules", "pack", "--sink", "store"], in: folder, input: try folder.read("sales.csv"))
    #expect(piped.code == 64 && piped.talk.contains("--source-name"))
  }

  @Test func aTornLineIsWrittenAgain() throws {
    let folder = try folder()
    let command = ["scan", "sales.csv", "--rules", "pack", "--sink", "jsonl:found.jsonl", "--quiet"]
    #expect(try Program.run(command, in: folder).code == 0)
    let whole = try folder.read("found.jsonl")
    #expect(whole.split(separator: "\n").count == 2)
    for cut in [1, 40, 300] {
      try folder.write(String(whole.dropLast(cut)), to: "found.jsonl")
      #expect(try Program.run(command, in: folder).code == 0)
      #expect(try folder.read("found.jsonl") == whole)
    }
  }
}
