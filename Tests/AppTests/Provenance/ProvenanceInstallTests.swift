import Foundation
import TestSupport
import Testing

/// What is installed, by whom, and how it goes away again.
@Suite struct ProvenanceInstallTests {
  @Test func refusalsSayWhatIsMissing() throws {
    let server = try TestServer(settings: ["wal_level=replica"])
    let folder = try Program.Folder()
    try server.query(
      """
      CREATE ROLE clerk LOGIN; CREATE SCHEMA sales; CREATE TABLE sales.orders (id int); CREATE UNLOGGED TABLE sales.draft (id int PRIMARY KEY);
      CREATE VIEW sales.all_orders AS SELECT * FROM sales.orders; GRANT USAGE ON SCHEMA sales TO clerk
      """, at: server.address)
    let address = server.address(user: "clerk")
    let outcome = try Program.run(
      ["provenance", "install", address, "--tables", "sales.orders:placed_at,sales.draft,sales.all_orders,sales.none"], in: folder
    )
    #expect(outcome.code == 78 && outcome.output.isEmpty)
    for part in [
      "wal_level is not logical: set `wal_level = logical`", "may not read the log: `ALTER ROLE … REPLICATION`",
      "`GRANT CREATE ON DATABASE", "sales.orders belongs to another role", "sales.orders has no primary key",
      "sales.orders has no column `placed_at`", "sales.draft is not in the log", "sales.all_orders is no plain table",
      "sales.none does not exist",
    ] { #expect(outcome.talk.contains(part), "\(part): \(outcome.talk)") }
    let check = try Program.run(["provenance", "check", address], in: folder)
    #expect(check.code == 78 && check.talk.contains("sheriff provenance install"), "\(check.talk)")
    let file = try Program.run(["provenance", "check", "orders.csv"], in: folder)
    #expect(file.code == 64 && file.talk.contains("is no address of a PostgreSQL database"))
  }

  /// Neither a superuser nor anyone's friend: the owner installs, and another role that can only read watches.
  @Test func anOwnerInstallsAndAReaderWatches() throws {
    let server = try TestServer(settings: ProvenanceTrial.settings)
    let folder = try Program.Folder()
    try server.query(
      """
      CREATE ROLE owner LOGIN REPLICATION; CREATE ROLE watcher LOGIN REPLICATION; GRANT CREATE ON DATABASE postgres TO owner;
      CREATE SCHEMA shop AUTHORIZATION owner
      """, at: server.address)
    let owner = server.address(user: "owner", application: "psql")
    try server.query("CREATE TABLE shop.\"Odd, table\" (\"Key\" text PRIMARY KEY, \"at's\" date, v money)", at: owner)
    let install = try Program.run(
      ["provenance", "install", owner, "--tables", "shop.Odd, table:at's".replacing(", ", with: "_"), "--reader", "watcher"],
      in: folder)
    #expect(install.code == 78 && install.talk.contains("shop.Odd_table does not exist"))
    try server.query("ALTER TABLE shop.\"Odd, table\" RENAME TO \"Odd table\"", at: owner)
    let second = try Program.run(
      ["provenance", "install", owner, "--tables", "shop.Odd table:at's", "--reader", "watcher", "--slot", "odd"], in: folder)
    #expect(second.code == 0 && second.talk.contains("without a superuser there is no event trigger"), "\(second.talk)")
    let watcher = server.address(user: "watcher")
    try server.query("INSERT INTO shop.\"Odd table\" VALUES ('it''s, \"k\"', '2001-01-01', '-1,234.50')", at: owner)
    let check = try Program.run(["provenance", "check", watcher, "--slot", "odd", "--format", "jsonl"], in: folder)
    #expect(check.code == 0, "\(check.talk)")
    let lines = try ProvenanceTrial.lines(check.output)
    #expect(lines.map(\.kinds) == [["past_changed"]] && lines.first?.evidence.key == "it's, \"k\"", "\(check.output)")
    #expect(lines.first?.evidence.columns?.contains("v: nothing → -$1,234.50") == true, "\(check.output)")
    #expect(throws: (any Error).self) { try server.query("DELETE FROM sheriff.audit", at: watcher) }
  }

  @Test func installingTwiceChangesNothingAndUninstallingLeavesTheAudit() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    let install = [
      "provenance", "install", trial.administrator, "--tables", "sales.orders:placed_at,sales.lines", "--writer", "shop",
      "--application", "till",
    ]
    let shown = try trial.run(install + ["--print"])
    #expect(
      shown.code == 0
        && shown.output.contains("CREATE TRIGGER sheriff_witness AFTER INSERT OR UPDATE OR DELETE ON \"sales\".\"orders\""))
    try trial.commit("UPDATE sales.orders SET charged = 2 WHERE id = 2", at: trial.application)
    try trial.commit("UPDATE sales.orders SET charged = 3 WHERE id = 3")
    let before = try trial.server.query("SELECT count(*) FROM sheriff.audit", at: trial.administrator)
    // What happened before is told, not swept away.
    let again = try trial.run(install + ["--format", "jsonl"])
    #expect(again.code == 0, "\(again.talk)")
    #expect(try ProvenanceTrial.lines(again.output).map(\.evidence.key) == ["3"], "\(again.output)")
    #expect(try trial.check().map(\.reason) == [])
    #expect(try trial.server.query("SELECT count(*) FROM sheriff.audit", at: trial.administrator) == before)
    let record = try trial.server.query(
      "SELECT record ->> 'slot', table_hashes -> 'sales.orders' ->> 'rows', former_identities ->> 'sales.orders' FROM sheriff.installation",
      at: trial.administrator)
    #expect(record == "\(trial.slot)|300|d\n")

    let uninstall = try trial.run(["provenance", "uninstall", trial.administrator])
    #expect(uninstall.code == 0, "\(uninstall.talk)")
    let left = """
      SELECT (SELECT count(*) FROM pg_replication_slots) + (SELECT count(*) FROM pg_publication) + (SELECT count(*) FROM pg_event_trigger)
        + (SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'sheriff_witness%'), (SELECT count(*) FROM sheriff.audit),
        (SELECT relreplident FROM pg_class WHERE oid = 'sales.orders'::regclass)
      """
    #expect(try trial.server.query(left, at: trial.administrator) == "0|2|d\n")
    try trial.commit("UPDATE sales.orders SET charged = 4 WHERE id = 2", at: trial.application)
    // And anew from nothing, over the audit that stayed; then gone for good.
    let anew = try trial.run(install)
    #expect(anew.code == 0 && anew.output.isEmpty, "\(anew.output)\(anew.talk)")
    #expect(try trial.run(["provenance", "uninstall", trial.administrator, "--drop-audit"]).code == 0)
    #expect(try trial.server.query("SELECT to_regnamespace('sheriff') IS NULL", at: trial.administrator) == "t\n")
  }

  @Test func theShippedSchemaNamesItsTables() throws {
    let server = try TestServer(settings: ProvenanceTrial.settings)
    let folder = try Program.Folder()
    try server.query(
      """
      CREATE SCHEMA sales; CREATE TABLE sales.salesorderheader (salesorderid int PRIMARY KEY, orderdate timestamp, subtotal numeric);
      CREATE TABLE sales.salesorderdetail (salesorderid int, salesorderdetailid int, orderqty int, PRIMARY KEY (salesorderid, salesorderdetailid));
      INSERT INTO sales.salesorderheader VALUES (1, '2011-05-31', 10), (2, now(), 10);
      INSERT INTO sales.salesorderdetail VALUES (1, 1, 1), (2, 1, 1)
      """, at: server.address)
    #expect(try Program.run(["provenance", "install", server.address], in: folder).code == 0)
    try server.query("UPDATE sales.salesorderdetail SET orderqty = 5", at: server.address)
    let check = try Program.run(["provenance", "check", server.address, "--format", "jsonl"], in: folder)
    let lines = try ProvenanceTrial.lines(check.output)
    #expect(lines.map(\.evidence.key) == ["(1,1)"] && lines.first?.kinds == ["past_changed"], "\(check.output)\(check.talk)")
  }
}
