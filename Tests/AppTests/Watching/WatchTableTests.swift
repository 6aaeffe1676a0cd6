import Foundation
import TestSupport
import Testing

/// A table of PostgreSQL that is followed, by both ways, ends with the alerts of a scan of the table.
@Suite(.mostlyWaits) struct WatchTableTests {
  private static let source = """

    source payments from table shop.payments {
      id        from id
      at        from at
      customer  from customer
      terminal  from terminal
      amount    from amount
    }

    """
  private static let tables = """
    CREATE SCHEMA shop;
    CREATE TABLE shop.payments (id bigint PRIMARY KEY, at timestamptz, customer text, terminal text, amount numeric(12, 2));
    """

  private static func rows(_ first: Int, _ last: Int) -> String {
    "INSERT INTO shop.payments SELECT g, timestamptz '2026-01-01' + g * interval '7 min', 'c' || (g * 7919 % 40), 't' || (g * 104729 % 9), "
      + "(g * 31 % 900) + 0.5 FROM generate_series(\(first), \(last)) g;"
  }

  private func packed() throws -> Program.Folder {
    let folder = try Program.Folder()
    try folder.write(RememberedPayments.schema + WatchTableTests.source, to: "pack/payments.schema")
    try folder.write(RememberedPayments.rules, to: "pack/payments.rules")
    return folder
  }

  @Test(arguments: ["cursor", "log"])
  func killedAgainAndAgainItEndsWithTheAlertsOfAScan(way: String) throws {
    let folder = try packed()
    let server = try TestServer()
    try server.execute(WatchTableTests.tables + WatchTableTests.rows(1, 6_000))
    let words = ["--rules", "pack", "--source-name", "payments"]
    let watch =
      [
        "watch", server.address, "--follow", way, "--home", "watched", "--checkpoint-every", "0.01", "--until-idle", "1.5",
      ] + words
    let ends = [
      "after-read:1", "after-store:2", "after-checkpoint:1", "before-rename:2", "after-sinks:3", "during-restore:1",
      "after-rename:1",
    ]
    var kills = 0
    for (number, end) in ends.enumerated() {
      let first = 6_001 + number * 300
      let writer = try server.writer(
        stride(from: first, to: first + 300, by: 5).map { WatchTableTests.rows($0, $0 + 4) }.joined(separator: "\n"))
      let outcome = try Program.run(watch, in: folder, environment: ["SHERIFF_CRASH_AT": end])
      if outcome.code == -SIGKILL { kills += 1 }
      #expect(try writer.exitStatus() == 0)
    }
    #expect(kills >= 5)
    let last = try Program.run(watch, in: folder)
    #expect(last.code == 0, "\(last.talk)")
    let scan = try Program.run(
      ["scan", server.address, "--format", "jsonl", "--out", "scan.jsonl", "--sink", "store", "--home", "scanned"] + words,
      in: folder)
    #expect(scan.code == 0, "\(scan.talk)")
    let expected = try KillHarness.alerts("\(folder.path)/scanned/sheriff.db")
    let found = try KillHarness.alerts("\(folder.path)/watched/sheriff.db")
    #expect(expected.count == 6_000 + ends.count * 300)
    #expect(found == expected, "\(zip(found, expected).first { $0 != $1 } ?? ("", ""))")
  }

  @Test func whatCannotBeFollowedSaysWhatToDo() throws {
    let folder = try packed()
    let server = try TestServer()
    try server.execute(
      WatchTableTests.tables + "CREATE TABLE shop.copy AS SELECT * FROM shop.payments; CREATE ROLE clerk LOGIN; ")
    try server.execute("GRANT USAGE ON SCHEMA shop TO clerk; GRANT SELECT ON ALL TABLES IN SCHEMA shop TO clerk")
    func talk(_ words: [String], _ code: Int32, user: String = "sheriff") throws -> String {
      let outcome = try Program.run(
        ["watch", server.address(user: user), "--rules", "pack", "--until-idle", "0.5"] + words, in: folder)
      #expect(outcome.code == code, "\(words): \(outcome.talk)")
      return outcome.talk
    }
    #expect(try talk(["--slot", "Odd Name", "--follow", "log"], 64).contains("lower-case"))
    #expect(try talk(["--from-now"], 64).contains("--follow log"))
    #expect(try talk(["--table", "shop.nothing"], 66).contains("shop.nothing"))
    #expect(try talk(["--follow", "log"], 69, user: "clerk").contains("ALTER ROLE \"clerk\" REPLICATION"))
    #expect(try talk([], 0, user: "clerk").contains("0 records so far"))
    let files = try Program.run(["watch", "file.csv", "--table", "orders", "--rules", "pack"], in: folder)
    #expect(files.code == 64 && files.talk.contains("postgres://"))
  }
}
