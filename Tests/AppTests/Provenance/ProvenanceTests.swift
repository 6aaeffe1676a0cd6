import Foundation
import TestSupport
import Testing

/// What is done to rows, and what the log and the audit make of it.
@Suite struct ProvenanceTests {
  @Test func honestWorkIsSilent() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    #expect(try trial.check().isEmpty)
    let work = [
      "INSERT INTO sales.orders VALUES (1001, now(), 'Ines', 12.50, false, 'ab', NULL, '')",
      "INSERT INTO sales.orders VALUES (1002, now(), 'Jo \"the\" (x), \\', 0.10, true, NULL, '{}', E'two\\nlines\\t')",
      "UPDATE sales.orders SET is_paid = true WHERE id BETWEEN 1 AND 20",
      // Long values that an update leaves alone are not in its new row.
      "UPDATE sales.orders SET charged = charged + 1 WHERE id = 27",
      "UPDATE sales.orders SET charged = charged WHERE id = 27; UPDATE sales.orders SET charged = 5 WHERE id = 27",
      "INSERT INTO sales.lines SELECT 1001, g, 'table' FROM generate_series(1, 500) g",
      "DELETE FROM sales.lines WHERE order_id = 1001 AND line > 400",
      "INSERT INTO sales.orders VALUES (1001, now(), 'Ines', 1) ON CONFLICT (id) DO UPDATE SET charged = excluded.charged",
      "SAVEPOINT a; UPDATE sales.orders SET rep = 'nobody' WHERE id = 1; ROLLBACK TO a; UPDATE sales.orders SET note = 'x' WHERE id = 1",
      "UPDATE sales.orders SET id = 1003 WHERE id = 1002",
    ]
    for statements in work { try trial.commit(statements, at: trial.application) }
    try trial.server.query("\\copy sales.lines FROM PROGRAM 'echo 1001,900,lamp' CSV", at: trial.application)
    #expect(try trial.check().map(\.reason) == [])
    // The hash of every row agrees with what the log made of it, so a further look finds nothing either.
    #expect(try trial.check().map(\.reason) == [])
  }

  @Test func aRollbackLeavesNothing() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    try trial.server.query(
      "BEGIN; SET session_replication_role = replica; UPDATE sales.orders SET charged = 0; TRUNCATE sales.lines; ROLLBACK",
      at: trial.administrator)
    #expect(try trial.check().map(\.reason) == [])
  }

  @Test func whatIsWrittenAroundTheApplicationIsFound() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    var line = try trial.expect(
      ["triggers_silenced", "unexpected_writer"], "sales.orders:2001",
      after: "SET LOCAL session_replication_role = replica; INSERT INTO sales.orders VALUES (2001, now(), 'Ghost', 99.90)")
    #expect(line.severity == "critical" && line.entity == "sheriff" && line.evidence.application == "psql")
    // Also the application's own login cannot do it unseen.
    try trial.server.query("GRANT SET ON PARAMETER session_replication_role TO shop", at: trial.administrator)
    line = try trial.expect(
      ["triggers_silenced"], "sales.orders:2002",
      after: "SET LOCAL session_replication_role = replica; INSERT INTO sales.orders VALUES (2002, now(), 'Ghost', 99.90)",
      at: trial.application)
    line = try trial.expect(
      ["unexpected_writer"], "sales.orders:2003", after: "INSERT INTO sales.orders VALUES (2003, now(), 'Ghost', 99.90)")
    #expect(line.reason == "Row 2003 of sales.orders was inserted by sheriff through psql, who is not among the declared writers")
    line = try trial.expect(
      ["unexpected_writer"], "sales.lines:(2003,7)", after: "COPY sales.lines FROM PROGRAM 'echo 2003,7,sofa' CSV")
    #expect(line.evidence.columns == "order_id: nothing → 2003; line: nothing → 7; product: nothing → sofa")
    line = try trial.expect(
      ["past_changed"], "sales.orders:200", after: "UPDATE sales.orders SET charged = 1 WHERE id = 200", at: trial.application)
    #expect(line.evidence.columns == "charged: 200.00 → 1.00" && line.severity == "high")
    #expect(line.reason.contains("days later by shop through till; charged went from 200.00 to 1.00"))
    // A line is as old as its order.
    line = try trial.expect(
      ["past_changed"], "sales.lines:(250,1)", after: "UPDATE sales.lines SET product = 'lamp' WHERE order_id = 250",
      at: trial.application, options: ["--past-days", "30"])
    line = try trial.expect(
      ["past_changed"], "sales.orders:280", after: "DELETE FROM sales.orders WHERE id = 280", at: trial.application)
    line = try trial.expect(
      ["past_changed"], "sales.orders:3", after: "UPDATE sales.orders SET charged = 1 WHERE id = 3", at: trial.application,
      options: ["--scored-until", "2999-01-01"])
    line = try trial.expect(["truncated"], "sales.lines", after: "TRUNCATE sales.lines")
    #expect(line.severity == "critical" && line.reason == "All rows of sales.lines were erased at once by sheriff through psql")
    #expect(try trial.check().isEmpty)
  }

  @Test func aTriggerThatIsSwitchedOffIsFoundWithTheRowsItMissed() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    let deed = try trial.commit(
      """
      ALTER TABLE sales.orders DISABLE TRIGGER sheriff_witness; UPDATE sales.orders SET charged = 7, rep = 'Ghost' WHERE id = 5;
      ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER sheriff_witness
      """)
    var lines = try trial.check()
    let row = try #require(lines.first { $0.kinds == ["written_around"] })
    #expect(row.evidence.transaction == deed.transaction && row.evidence.committed_at == deed.time && row.evidence.key == "5")
    #expect(row.evidence.columns == "rep: Ines → Ghost; charged: 5.00 → 7.00")
    #expect(row.reason.hasPrefix("Row 5 of sales.orders was changed around the application"))
    let definition = try #require(lines.first { $0.kinds == ["definition_changed"] })
    #expect(lines.count == 2 && definition.evidence.transaction == deed.transaction && definition.entity == "sheriff")
    #expect(definition.reason.contains("switching it off and on again"))

    // Whoever also writes the audit's record by hand leaves the trigger's row in the catalogue rewritten.
    try trial.commit(
      """
      ALTER TABLE sales.orders DISABLE TRIGGER sheriff_witness; UPDATE sales.orders SET charged = 8 WHERE id = 6;
      ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER sheriff_witness;
      \(ProvenanceTrial.record("'update'", old: "replace(o::text, '8.00,f', '6.00,f')", new: "o::text", of: 6))
      """)
    lines = try trial.check()
    #expect(lines.contains { $0.kinds == ["definition_changed"] && $0.reason.contains("sheriff_witness on sales.orders") })

    // And whoever lets it tell something else is told from the log.
    try trial.commit(
      """
      ALTER TABLE sales.orders DISABLE TRIGGER sheriff_witness; UPDATE sales.orders SET charged = 99 WHERE id = 7;
      ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER sheriff_witness;
      \(ProvenanceTrial.record("'update'", old: "replace(o::text, '99.00,f', '7.00,f')", new: "replace(o::text, '99.00,f', '7.50,f')", of: 7))
      """)
    lines = try trial.check()
    let other = try #require(lines.first { $0.kinds == ["content_differs"] }, "\(lines)")
    #expect(other.evidence.key == "7" && other.evidence.columns == "charged: 7.00 → 99.00")
    #expect(other.reason.contains("tells other values than the database's log; charged went from 7.00 to 99.00"))

    try trial.server.query("DROP TRIGGER sheriff_witness ON sales.orders", at: trial.administrator)
    let insert = try trial.commit("INSERT INTO sales.orders VALUES (3001, now(), 'Ghost', 9)")
    lines = try trial.check()
    #expect(lines.contains { $0.kinds == ["written_around"] && $0.evidence.transaction == insert.transaction })
    #expect(lines.contains { $0.reason.hasPrefix("The trigger sheriff_witness on sales.orders was dropped by sheriff") })
    // Installed again, it is as it was.
    let again = try trial.run([
      "provenance", "install", trial.administrator, "--tables", "sales.orders:placed_at,sales.lines", "--writer", "shop",
      "--application", "till",
    ])
    #expect(again.code == 0 && again.output.isEmpty, "\(again.output)\(again.talk)")
    try trial.commit("INSERT INTO sales.orders VALUES (3002, now(), 'Ines', 9)", at: trial.application)
    #expect(try trial.check().map(\.reason) == [])
  }

  @Test func theAuditCannotBeForgedOrErasedUnseen() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    let forged = ProvenanceTrial.record("'insert'", old: "NULL", new: "'(1,x)'", of: 1)
    let deed = try trial.commit(forged)
    var lines = try trial.check()
    #expect(lines.map(\.kinds) == [["audit_forged"]] && lines[0].evidence.transaction == deed.transaction)
    #expect(lines[0].reason.contains("the database's log has no such row in this transaction"), "\(lines[0].reason)")
    // Append only, also for its owner, as long as the guard stands.
    for statement in ["DELETE FROM sheriff.audit", "UPDATE sheriff.audit SET application = 'till'", "TRUNCATE sheriff.audit"] {
      #expect(throws: (any Error).self) { try trial.server.query(statement, at: trial.administrator) }
      #expect(throws: (any Error).self) {
        try trial.server.query("SET session_replication_role = replica; \(statement)", at: trial.administrator)
      }
    }
    #expect(throws: (any Error).self) { try trial.server.query("SELECT FROM sheriff.audit", at: trial.application) }
    try trial.commit("UPDATE sales.orders SET charged = 3 WHERE id = 9", at: trial.application)
    #expect(try trial.check().isEmpty)
    let erased = try trial.commit(
      """
      ALTER TABLE sheriff.audit DISABLE TRIGGER sheriff_append_only; DELETE FROM sheriff.audit WHERE key @> '{"id": 9}';
      ALTER TABLE sheriff.audit ENABLE ALWAYS TRIGGER sheriff_append_only
      """)
    lines = try trial.check()
    let line = try #require(lines.first { $0.kinds == ["audit_erased"] })
    #expect(line.evidence.transaction == erased.transaction && line.evidence.committed_at == erased.time)
    #expect(line.reason.contains("which told that a row of sales.orders was changed, was erased afterwards"))
    #expect(lines.count == 2 && lines.contains { $0.kinds == ["definition_changed"] })
  }

  @Test func transactionsThatOverlapAreToldApart() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    // One is prepared and stays open, over a check and over others' commits.
    try trial.server.query(
      "BEGIN; SET LOCAL session_replication_role = replica; UPDATE sales.orders SET charged = 4 WHERE id = 4; PREPARE TRANSACTION 'late'",
      at: trial.administrator)
    try trial.commit("UPDATE sales.orders SET charged = 11 WHERE id = 11", at: trial.application)
    #expect(try trial.check().map(\.reason) == [])
    try trial.commit("UPDATE sales.orders SET charged = 12 WHERE id = 11", at: trial.application)
    let number = try trial.server.query("SELECT transaction FROM pg_prepared_xacts", at: trial.administrator)
    try trial.server.query("COMMIT PREPARED 'late'", at: trial.administrator)
    let lines = try trial.check()
    #expect(lines.map { $0.evidence.key } == ["4"] && lines[0].kinds.first == "triggers_silenced")
    #expect(lines[0].evidence.transaction == UInt32(number.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(try trial.check().isEmpty)
  }
}
