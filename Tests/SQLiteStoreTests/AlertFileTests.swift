import AlertSamples
import Alerts
import Detection
import Foundation
import Records
import SQLiteStore
import TestSupport
import Testing

/// What the file itself holds to, whoever writes into it.
@Suite struct AlertFileTests {
  private let now = AlertSamples.now

  private func filled(_ place: Place) throws -> SQLiteAlertStore {
    let store = SQLiteAlertStore(try Database(path: place.path))
    try AlertSamples.fill(store)
    return store
  }

  /// Half of a migration by hand, or a table that somebody removed: what is the matter with the file, and not a mistake of the program.
  @Test(arguments: [
    "DROP TABLE sighting", "DROP TABLE alert_suppression", "ALTER TABLE sighting RENAME COLUMN reason TO said",
    "DROP TABLE decision_hashes",
  ])
  func tablesThatAreNotAsTheyShouldBeAreDamage(change: String) throws {
    let place = try Place()
    _ = try filled(place)
    try Database(path: place.path).execute("PRAGMA foreign_keys = OFF; " + change)
    let error = try #require(throws: AlertError.self) {
      let store = SQLiteAlertStore(try Database(path: place.path))
      _ = try store.alerts(AlertQuery(AlertFilter(), limit: 10), at: now)
      _ = try store.suppressions()
    }
    #expect(error.code == .damaged && error.description.contains("restore a copy"), "\(error)")
  }

  @Test func nothingThatWasStoredIsChangedOrRemoved() throws {
    let place = try Place()
    _ = try filled(place)
    let database = try Database(path: place.path)
    // As a program that knows nothing of us opens it.
    try database.execute("PRAGMA recursive_triggers = OFF; PRAGMA foreign_keys = OFF")
    let forbidden = [
      "DELETE FROM alert", "DELETE FROM sighting", "DELETE FROM alert_verdict", "DELETE FROM alert_suppression",
      "DELETE FROM decision_hashes", "DELETE FROM alert_case", "DELETE FROM checkpoint",
      "DELETE FROM checkpoint WHERE sequence = 1", "UPDATE alert SET status = 'dismissed'",
      "UPDATE alert SET status = 'open'", "UPDATE alert SET loss = 0", "UPDATE alert SET entity = 'Bob'",
      "UPDATE alert SET source = 'x'", "UPDATE alert SET sightings = 7", "UPDATE alert SET sighting = NULL",
      "UPDATE sighting SET reason = 'x'", "UPDATE alert_verdict SET who = 'bob'",
      "UPDATE alert_suppression SET until = until + 1",
      "UPDATE alert_suppression SET ended = 1, ended_by = 'x', ended_why = 'y', until = 9", "UPDATE checkpoint SET bytes = x'00'",
      "UPDATE decision_hashes SET rules = 'x'", "UPDATE alert_case SET entity = 'x'",
      "INSERT OR REPLACE INTO alert_verdict SELECT id, alert, 'dismissed', at, who, why FROM alert_verdict",
      "INSERT OR REPLACE INTO alert SELECT * FROM alert",
      "INSERT OR REPLACE INTO checkpoint SELECT name, sequence, stored, checksum, x'00' FROM checkpoint",
      "INSERT INTO checkpoint VALUES ('w', 1, 1, '', x'00')",
      "INSERT INTO alert SELECT 9, 'key0567890123456789012345678901', source, record, scheme, 1, NULL, 0, case_id, at, entity, 0, 0, '', 0, 'USD', 'confirmed' FROM alert LIMIT 1",
    ]
    for statement in forbidden {
      #expect(#expect(throws: StoreError.self, "\(statement)") { try database.run(statement) }?.code == .refused, "\(statement)")
    }
    try database.execute("PRAGMA foreign_keys = ON")
    #expect(throws: StoreError.self) {
      try database.run("INSERT INTO alert_verdict (alert, ruling, at, who, why) VALUES (99, 'confirmed', 1, 'a', 'b')")
    }
    #expect(try database.problems() == [])
    try database.run("UPDATE alert_suppression SET ended = 1, ended_by = 'x', ended_why = 'y'")
    #expect(throws: StoreError.self) {
      try database.run("UPDATE alert_suppression SET ended = 2, ended_by = 'x', ended_why = 'y'")
    }
  }

  @Test func aDamagedCheckpointIsToldFromASoundOne() throws {
    let place = try Place()
    _ = try filled(place)
    let database = try Database(path: place.path)
    try database.execute("DROP TRIGGER checkpoint_stands; UPDATE checkpoint SET bytes = x'07' WHERE sequence = 2")
    #expect(try SQLiteAlertStore(database).checkpoints(named: "w").map(\.isSound) == [false, true])
  }

  @Test func aFullDiskIsAnErrorAndNothingIsHalf() throws {
    let place = try Place()
    let database = try Database(path: place.path)
    let store = SQLiteAlertStore(database)
    _ = try store.store([AlertSamples.sighting(1)], checkpoint: nil, at: now)
    let pages = try database.rows("PRAGMA page_count") { row throws(StoreError) in try row.int(0) }[0]
    try database.execute("PRAGMA max_page_count = \(pages + 10)")
    let error = #expect(throws: AlertError.self) {
      _ = try store.store(
        (2...2_000).map { AlertSamples.sighting($0) }, checkpoint: Checkpoint(name: "w", sequence: 1, bytes: [1]), at: now)
    }
    #expect(error?.code == .full && error?.advice.first?.contains("make room") == true)
    #expect(try store.count(AlertFilter(), at: now) == 1)
    #expect(try store.checkpoints(named: "w") == [])
  }

  @Test func whoWaitsTooLongIsTold() throws {
    let place = try Place()
    let writer = try Database(path: place.path)
    let other = SQLiteAlertStore(try Database(path: place.path, patienceMilliseconds: 50))
    try writer.transaction { () throws(StoreError) in
      let error = #expect(throws: AlertError.self) { _ = try other.store([AlertSamples.sighting(1)], checkpoint: nil, at: now) }
      #expect(error?.code == .busy && error?.isRetriable == true)
      #expect((try? other.count(AlertFilter(), at: now)) == 0)
    }
    #expect(try other.store([AlertSamples.sighting(1)], checkpoint: nil, at: now).added == 1)
  }

  @Test func aCopyIsOfOneMomentWhileSomebodyWrites() throws {
    let place = try Place()
    let writer = SQLiteAlertStore(try Database(path: place.path))
    let reader = try Database(path: place.path)
    for round in 1...5 {
      _ = try writer.store((0..<40).map { AlertSamples.sighting(round * 100 + $0) }, checkpoint: nil, at: now)
      let path = "\(place.folder)/copy-\(round).db"
      try Database(path: place.path).transaction { () throws(StoreError) in
        // Somebody is in the middle of writing.
        try reader.copy(to: path)
      }
      let copy = try Database(path: path, mode: .existing)
      #expect(try copy.problems() == [])
      #expect(try SQLiteAlertStore(copy).count(AlertFilter(), at: now) == round * 40)
      #expect(try SQLiteAlertStore(copy).problems() == [])
    }
    #expect(throws: StoreError.self) { try reader.copy(to: "\(place.folder)/no/copy.db") }
  }
}
