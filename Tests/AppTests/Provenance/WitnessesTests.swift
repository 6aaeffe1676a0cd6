import Foundation
import TestSupport
import Testing

/// What is done to the witnesses themselves, and to tables while nobody watches.
@Suite struct WitnessesTests {
  private func trial(_ install: [String] = []) throws -> ProvenanceTrial {
    try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings), install: install)
  }

  @Test func aSlotThatIsDroppedIsFoundWithWhatWasWrittenMeanwhile() throws {
    let trial = try trial()
    try trial.server.query("SELECT pg_drop_replication_slot('\(trial.slot)')", at: trial.administrator)
    // Honest work, of which the audit still tells; and a deed of which nothing tells.
    try trial.commit("UPDATE sales.orders SET charged = 21.5 WHERE id = 21", at: trial.application)
    try trial.commit("DELETE FROM sales.lines WHERE order_id = 22", at: trial.application)
    let deed = try trial.commit(
      """
      ALTER EVENT TRIGGER sheriff_definitions DISABLE; ALTER TABLE sales.orders DISABLE TRIGGER USER;
      UPDATE sales.orders SET charged = 1 WHERE id IN (23, 24); DELETE FROM sales.orders WHERE id = 299;
      INSERT INTO sales.orders VALUES (5000, now(), 'Ghost', 1);
      ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER sheriff_witness; ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER sheriff_witness_truncate;
      ALTER EVENT TRIGGER sheriff_definitions ENABLE ALWAYS
      """)
    let lines = try trial.check()
    #expect(lines.filter { $0.kinds == ["slot_gone"] }.count == 1)
    let differing = lines.filter { $0.kinds == ["table_differs"] }
    #expect(differing.map(\.evidence.key) == ["23", "24", "299", "5000"], "\(lines.map(\.reason))")
    // The rows themselves remember who wrote them last.
    #expect(differing[0].evidence.transaction == deed.transaction && differing[0].evidence.committed_at == deed.time)
    #expect(differing[3].evidence.transaction == deed.transaction && differing[2].evidence.transaction == nil)
    #expect(differing[0].reason == "Row 23 of sales.orders was changed since the last look, without a trace in log or audit")
    #expect(differing[2].reason.contains("went out of the table") && differing[3].reason.contains("came into the table"))
    let audited = lines.filter { $0.kinds == ["only_audited"] }
    #expect(
      audited.map(\.evidence.key) == ["21", "(22,1)"] && audited.allSatisfy { $0.entity == "shop" && $0.severity == "medium" },
      "\(audited)")
    #expect(lines.contains { $0.reason.contains("sheriff_witness on sales.orders was written anew") })
    #expect(lines.contains { $0.kinds == ["definition_changed"] && $0.reason.contains("event trigger sheriff_definitions") })
    // Watching goes on.
    #expect(try trial.check().map(\.reason) == [])
    try trial.commit("UPDATE sales.orders SET charged = 1 WHERE id = 20")
    #expect(try trial.check().map(\.kinds) == [["unexpected_writer"]])
  }

  @Test func aSlotThatSomeoneAdvancedIsFound() throws {
    let trial = try trial()
    try trial.commit("SET LOCAL session_replication_role = replica; UPDATE sales.orders SET charged = 1 WHERE id = 31")
    try trial.server.query("SELECT pg_replication_slot_advance('\(trial.slot)', pg_current_wal_lsn())", at: trial.administrator)
    var lines = try trial.check()
    #expect(lines.first?.kinds == ["slot_moved"])
    #expect(lines.first?.reason.contains("was advanced or made anew by someone else, from 0/") == true)
    #expect(lines.contains { $0.kinds == ["only_audited"] && $0.evidence.key == "31" && $0.entity == "sheriff" })
    // Dropped and made anew is the same to us.
    try trial.server.query(
      "SELECT pg_drop_replication_slot('\(trial.slot)'); SELECT pg_create_logical_replication_slot('\(trial.slot)', 'pgoutput')",
      at: trial.administrator)
    lines = try trial.check()
    #expect(lines.map(\.kinds) == [["slot_moved"]])
    #expect(try trial.check().isEmpty)
  }

  @Test func definitionsThatChangedAreFound() throws {
    let trial = try trial()
    let replaced = try trial.commit(
      "CREATE OR REPLACE FUNCTION sheriff.witness_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
    let write = try trial.commit("UPDATE sales.orders SET charged = 1 WHERE id = 10", at: trial.application)
    var lines = try trial.check()
    let function = try #require(lines.first { $0.id.hasPrefix("function sheriff.witness_row()") }, "\(lines.map(\.id))")
    #expect(function.evidence.transaction == replaced.transaction && function.evidence.committed_at == replaced.time)
    #expect(function.entity == "sheriff" && function.evidence.command?.contains("CREATE OR REPLACE FUNCTION") == true)
    #expect(function.evidence.old?.contains("sha256") == true && function.evidence.new?.contains("RETURN NULL") == true)
    let row = try #require(lines.first { $0.kinds == ["written_around"] })
    #expect(lines.count == 2 && row.evidence.transaction == write.transaction && row.evidence.key == "10")

    // Roles belong to no database, so no event trigger sees them; the catalogue has the transaction all the same.
    let given = try trial.commit("ALTER ROLE shop SUPERUSER")
    lines = try trial.check()
    #expect(lines.map(\.kinds) == [["definition_changed"]])
    #expect(lines.first?.evidence.transaction == given.transaction && lines.first?.evidence.committed_at == given.time)
    #expect(
      lines.first?.evidence.new?.contains("superuser") == true
        && lines.first?.reason.hasPrefix("The role shop was changed") == true)

    try trial.server.query("ALTER ROLE shop SET session_replication_role = replica", at: trial.administrator)
    lines = try trial.check()
    #expect(lines.map(\.evidence.new) == ["session_replication_role=replica"])
    for statement in [
      "ALTER PUBLICATION \(trial.slot) SET (publish = 'insert')",
      "CREATE RULE swallow AS ON INSERT TO sales.lines DO INSTEAD NOTHING",
      "GRANT INSERT ON sheriff.audit TO shop", "ALTER TABLE sales.lines REPLICA IDENTITY DEFAULT",
      "ALTER EVENT TRIGGER sheriff_drops DISABLE", "ALTER TABLE sales.lines ADD COLUMN gift boolean",
    ] {
      try trial.server.query(statement, at: trial.administrator)
      lines = try trial.check()
      #expect(!lines.isEmpty && lines.allSatisfy { $0.kinds == ["definition_changed"] }, "\(statement): \(lines.map(\.reason))")
    }
    // What does not matter to the witnesses is not told.
    for statement in [
      "CREATE INDEX ON sales.orders (rep)", "ALTER ROLE shop PASSWORD 'x'", "CREATE TABLE sales.other (id int)", "ANALYZE",
      "VACUUM FULL sales.orders",
    ] {
      try trial.server.query(statement, at: trial.administrator)
      #expect(try trial.check().map(\.reason) == [], "\(statement)")
    }
  }

  @Test func rowsThatNoLogTellsOfAreFoundByTheirHash() throws {
    let trial = try trial()
    // A rewritten table has no rows in the log.
    try trial.server.query(
      "ALTER TABLE sales.orders ALTER COLUMN rep TYPE text USING CASE id WHEN 50 THEN 'Ghost' ELSE rep END",
      at: trial.administrator)
    var lines = try trial.check()
    #expect(lines.filter { $0.kinds == ["table_differs"] }.map(\.evidence.key) == ["50"], "\(lines.map(\.reason))")

    // What is not published is not in the log either.
    try trial.server.query(
      """
      ALTER PUBLICATION \(trial.slot) DROP TABLE sales.orders; ALTER TABLE sales.orders DISABLE TRIGGER sheriff_witness;
      UPDATE sales.orders SET charged = 0 WHERE id = 51; ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER sheriff_witness;
      ALTER PUBLICATION \(trial.slot) ADD TABLE sales.orders
      """, at: trial.administrator)
    lines = try trial.check()
    #expect(lines.filter { $0.kinds == ["table_differs"] }.map(\.evidence.key) == ["51"], "\(lines.map(\.reason))")
    #expect(lines.contains { $0.reason.contains("publication") })

    // Nor does a log know of what is done to the files of a server at rest.
    try trial.commit("UPDATE sales.orders SET note = 'owed by Honest Ltd' WHERE id = 12", at: trial.application)
    #expect(try trial.check().isEmpty)
    let path = try trial.server.query("CHECKPOINT; SELECT pg_relation_filepath('sales.orders')", at: trial.administrator)
    try trial.server.offline { folder in
      let file = folder.appending(path: path.trimmingCharacters(in: .whitespacesAndNewlines))
      var data = try Data(contentsOf: file)
      let found = try #require(data.range(of: Data("Honest Ltd".utf8)))
      data.replaceSubrange(found, with: Data("Forged Ltd".utf8))
      try data.write(to: file)
    }
    lines = try trial.check()
    #expect(lines.map(\.kinds) == [["table_differs"]] && lines.first?.evidence.key == "12", "\(lines.map(\.reason))")
    #expect(try trial.check().isEmpty)
  }

  @Test func manyRowsAreNamedByTheirRange() throws {
    let trial = try trial()
    try trial.server.query("ALTER TABLE sales.orders ALTER COLUMN rep TYPE text USING rep || '!'", at: trial.administrator)
    let lines = try trial.check().filter { $0.kinds == ["table_differs"] }
    #expect(lines.count == 21)
    #expect(lines.last?.reason == "280 rows of sales.orders with keys 0..1023 are not what the log made of them")
    #expect(lines.last?.evidence.keys?.hasPrefix("21, 22, 23") == true, "\(lines.last?.evidence.keys ?? "")")
  }

  @Test func aHomeThatForgotTakesTheDatabasesOwnRecord() throws {
    let trial = try trial()
    try FileManager.default.removeItem(atPath: "\(trial.folder.path)/.sheriff")
    try trial.commit("SET LOCAL session_replication_role = replica; UPDATE sales.orders SET charged = 1 WHERE id = 60")
    let outcome = try trial.run(["provenance", "check", trial.administrator, "--format", "jsonl", "--fail-on", "high"])
    #expect(outcome.code == 1 && outcome.talk.contains("this home remembers nothing"), "\(outcome.talk)")
    #expect(try ProvenanceTrial.lines(outcome.output).map(\.evidence.key) == ["60"])
  }
}
