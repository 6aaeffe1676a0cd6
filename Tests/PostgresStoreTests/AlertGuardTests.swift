import Alerts
import PostgresStore
import Records
import TestSupport
import Testing

/// What the tables themselves hold to, whoever writes into them.
@Suite struct AlertGuardTests {
  private func filled() throws -> Trial {
    let trial = try Trial()
    let store = try trial.store()
    let now = Trial.now
    _ = try store.store([Trial.sighting(1), Trial.sighting(2)], checkpoint: Trial.checkpoint(1), at: now)
    _ = try store.store([Trial.sighting(1, rules: "r2")], checkpoint: Trial.checkpoint(2), at: now)
    _ = try store.judge([Trial.sighting(2).alertKey], AlertVerdict(.confirmed, who: "ann", why: "seen", at: now))
    _ = try store.suppress(
      Suppression(scheme: "rep-padding", why: "known", who: "bob", made: now, until: Instant(microseconds: 2_000_000)))
    return trial
  }

  @Test func nothingThatWasStoredIsChangedOrRemoved() throws {
    let trial = try filled()
    let forbidden = [
      "DELETE FROM %alert", "DELETE FROM %sighting", "DELETE FROM %alert_verdict", "DELETE FROM %alert_suppression",
      "DELETE FROM %decision_hashes", "DELETE FROM %alert_case", "DELETE FROM %checkpoint", "DELETE FROM %store_version",
      "TRUNCATE %alert CASCADE", "TRUNCATE %sighting", "TRUNCATE %alert_verdict", "TRUNCATE %alert_suppression",
      "TRUNCATE %checkpoint", "DELETE FROM %checkpoint WHERE sequence = 1", "UPDATE %alert SET status = 'dismissed'",
      "UPDATE %alert SET status = 'open'", "UPDATE %alert SET loss = 0", "UPDATE %alert SET entity = 'Bob'",
      "UPDATE %alert SET source = 'x'", "UPDATE %alert SET sightings = 7", "UPDATE %alert SET sighting = NULL",
      "UPDATE %alert SET id = id + 100", "UPDATE %alert SET sighting = (SELECT min(id) FROM %sighting)",
      "UPDATE %sighting SET reason = 'x'", "UPDATE %alert_verdict SET who = 'bob'",
      "UPDATE %alert_suppression SET until = until + 1", "UPDATE %store_version SET version = 9",
      "UPDATE %alert_suppression SET ended = 1, ended_by = 'x', ended_why = 'y', until = 9",
      "UPDATE %checkpoint SET bytes = ''", "UPDATE %decision_hashes SET rules = 'x'", "UPDATE %alert_case SET entity = 'x'",
      "INSERT INTO %checkpoint VALUES ('watch', 1, 1, '', '')",
      """
      INSERT INTO %alert SELECT 9, 'key05678901234567890123456789012', source, record, scheme, 1, NULL, 0, case_id, at, entity, 0, 0, '', 0,
        'USD', 'confirmed' FROM %alert LIMIT 1
      """,
      "INSERT INTO %alert_verdict (alert, ruling, at, who, why) VALUES (99, 'confirmed', 1, 'a', 'b')",
    ]
    for statement in forbidden {
      let error = #expect(throws: TestServer.Failure.self, "\(statement)") { try trial.query(statement) }
      let words = error?.description ?? ""
      #expect(words.contains("ERROR:") && !words.contains("syntax"), "\(statement): \(words)")
    }
    let store = try trial.store()
    #expect(try store.problems() == [] && store.count(AlertFilter(), at: Trial.now) == 2)
    _ = try trial.query("UPDATE %alert_suppression SET ended = 1, ended_by = 'x', ended_why = 'y'")
    #expect(throws: TestServer.Failure.self) {
      try trial.query("UPDATE %alert_suppression SET ended = 2, ended_by = 'x', ended_why = 'y'")
    }
  }

  @Test func whatWasWrittenBehindTheGuardsIsFound() throws {
    let trial = try filled()
    _ = try trial.query(
      """
      ALTER TABLE %alert DISABLE TRIGGER ALL; UPDATE %alert SET loss = 1 WHERE status = 'confirmed';
      ALTER TABLE %checkpoint DISABLE TRIGGER ALL; UPDATE %checkpoint SET bytes = 'x' WHERE sequence = 2
      """)
    let store = try trial.store()
    let problems = try store.problems()
    #expect(problems.count == 2 && problems[0].hasPrefix("1 alerts do not say"), "\(problems)")
    #expect(problems.last?.hasPrefix("checkpoint 2 of `watch` is not what was written; the one before it is sound") == true)
    #expect(try store.checkpoints(named: "watch").map(\.isSound) == [false, true])
    _ = try trial.query("ALTER TABLE %alert ALTER first_stored TYPE text")
    #expect(#expect(throws: AlertError.self) { try store.alerts(AlertQuery(), at: Trial.now) }?.code == .damaged)
  }

  @Test func whoWaitsTooLongIsTold() throws {
    let trial = try Trial()
    let store = try trial.store(patienceMilliseconds: 50)
    _ = try store.store([Trial.sighting(1)], checkpoint: nil, at: Trial.now)
    let other = try Holding(trial, "UPDATE %alert SET status = 'open'")
    let error = #expect(throws: AlertError.self) {
      _ = try store.store([Trial.sighting(1, rules: "r2")], checkpoint: nil, at: Trial.now)
    }
    #expect(error?.code == .busy && error?.isRetriable == true)
    // Readers and whoever writes other alerts do not wait.
    #expect(try store.count(AlertFilter(), at: Trial.now) == 1)
    #expect(try store.store([Trial.sighting(2)], checkpoint: nil, at: Trial.now).added == 1)
    try other.end()
    #expect(try store.store([Trial.sighting(1, rules: "r2")], checkpoint: nil, at: Trial.now).updated == 1)
  }

  @Test func aRoleWithoutRightsIsToldSo() throws {
    let trial = try filled()
    let role = "reader_\(trial.schema.suffix(8))"
    _ = try trial.query("CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA \"\(trial.schema)\" TO \(role)")
    let address = trial.address.replacing("sheriff@", with: "\(role)@")
    #expect(#expect(throws: AlertError.self) { try PostgresAlertStore(address) }?.code == .unwritable)
    _ = try trial.query("GRANT SELECT ON ALL TABLES IN SCHEMA \"\(trial.schema)\" TO \(role)")
    let store = try PostgresAlertStore(address)
    #expect(try store.count(AlertFilter(), at: Trial.now) == 2)
    let error = #expect(throws: AlertError.self) { _ = try store.store([Trial.sighting(3)], checkpoint: nil, at: Trial.now) }
    #expect(error?.code == .unwritable && error?.advice.first?.contains("docs/operator.md") == true)
    // With what the operator's page says, and no more.
    _ = try trial.query(
      """
      GRANT INSERT ON ALL TABLES IN SCHEMA "\(trial.schema)" TO \(role);
      GRANT UPDATE ON %alert, %alert_suppression TO \(role); GRANT DELETE ON %checkpoint TO \(role);
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA "\(trial.schema)" TO \(role)
      """)
    #expect(try store.store([Trial.sighting(3)], checkpoint: Trial.checkpoint(3), at: Trial.now).added == 1)
    let verdict = AlertVerdict(.dismissed, who: "a", why: "b", at: Trial.now)
    #expect(try store.judge([Trial.sighting(3).alertKey], verdict).changed == 1)
  }
}
