import Foundation
import TestSupport
import Testing

/// Alerts in a PostgreSQL database, through the program.
@Suite struct AlertServerTests {
  private func folder() throws -> Program.Folder {
    let folder = try Program.Folder()
    try folder.write(ScanTests.schema, to: "pack/sales.schema")
    try folder.write(ScanTests.rules, to: "pack/sales.rules")
    try folder.write("id,at,rep,list,charged\n" + ScanTests.rows.joined(separator: "\n") + "\n", to: "sales.csv")
    return folder
  }

  private static let scan = ["scan", "sales.csv", "--rules", "pack", "--sink", "store"]

  @Test func theDeskWorksOnIt() throws {
    let server = try TestServer()
    let folder = try folder()
    func run(_ words: String...) throws -> Program.Outcome {
      try Program.run(words, in: folder, environment: ["SHERIFF_STORE": server.address])
    }
    let none = try run("alerts", "list")
    #expect(none.code == 66 && none.talk.contains("there are no alerts yet in the schema `sheriff_alerts`"), "\(none.talk)")
    let first = try Program.run(Self.scan + ["--store", server.address], in: folder)
    #expect(first.code == 0 && first.talk.contains("store: 2 new alerts\n"), "\(first.talk)")
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/.sheriff/sheriff.db"))
    let again = try Program.run(Self.scan, in: folder, environment: ["SHERIFF_STORE": server.address])
    #expect(again.talk.contains("all 2 known already"), "\(again.talk)")
    #expect(try run("alerts", "list", "--format", "jsonl").output.split(separator: "\n").count == 2)
    #expect(try run("alerts", "confirm", "2", "--why", "seen", "--by", "ann").output == "1 alert confirmed\n")
    #expect(try run("alerts", "show", "2").output.contains("confirmed by ann: seen"))
    #expect(try run("alerts", "cases", "--format", "csv").output.split(separator: "\n").count == 3)
    #expect(
      try run("alerts", "suppress", "--rep", "Ann", "--until", "2999-12-31", "--why", "known").output.contains(
        "1 open alert out of"))
    let labels = try run("labels", "sales.csv", "--rules", "pack", "--verdicts", "store")
    #expect(labels.code == 0 && !labels.output.isEmpty, "\(labels.talk)")
    // The home is another place, and has none of it.
    #expect(try Program.run(["alerts", "list"], in: folder).code == 66)
    let sound = try run("doctor")
    #expect(
      sound.code == 0 && sound.output.contains("its tables are of version 2") && sound.output.contains("2 alerts"),
      "\(sound.output)")
    try server.execute("ALTER TABLE sheriff_alerts.alert DISABLE TRIGGER ALL; UPDATE sheriff_alerts.alert SET loss = 1")
    #expect(try run("doctor").code == 65)
    let kept = try run("backup", "--out", "kept")
    #expect(kept.code != 0 || kept.talk.contains("pg_dump"), "\(kept.talk)")
  }

  @Test func whatIsNoStoreIsNamedAndNoPasswordIsShown() throws {
    let folder = try folder()
    let odd = try Program.run(["alerts", "list", "--store", "mysql://x"], in: folder)
    #expect(odd.code == 64 && odd.talk.contains("postgres://"), "\(odd.talk)")
    let address = "postgres://ann:secret@127.0.0.1:1/none"
    for words in [["alerts", "list"], Self.scan, ["doctor"]] {
      let away = try Program.run(words + ["--store", address], in: folder)
      #expect(away.code == (words == ["doctor"] ? 65 : 69), "\(words): \(away.talk)")
      #expect(
        !(away.talk + away.output).contains("secret") && (away.talk + away.output).contains("postgres://ann@127.0.0.1:1/none"))
    }
    try folder.write("store = \(address)\n", to: "sheriff.conf")
    let shown = try Program.run(["config", "show", "--origin"], in: folder)
    #expect(shown.output.contains("postgres://ann@127.0.0.1:1/none") && !shown.output.contains("secret"), "\(shown.output)")
    #expect(try Program.run(["alerts", "list"], in: folder).code == 69)
  }
}
