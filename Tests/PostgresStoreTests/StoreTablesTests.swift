import Alerts
import Foundation
import PostgresLink
import Records
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

/// The tables' versions, and where they are.
@Suite struct StoreTablesTests {
  private let last = StoreStep.all.count

  @Test func manyWhoBeginAtOnceMakeTheTablesOnce() throws {
    let trial = try Trial()
    let failures = Mutex<[String]>([])
    let address = trial.address
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      do {
        let store = try PostgresAlertStore(address)
        _ = try store.store([Trial.sighting(number)], checkpoint: nil, at: Trial.now)
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(try trial.query("SELECT count(*), max(version) FROM %store_version") == "\(last)|\(last)")
    #expect(try trial.store().count(AlertFilter(), at: Trial.now) == 8)
  }

  @Test func whatIsNotThereIsOnlyMadeWhereItMayBe() throws {
    let trial = try Trial()
    let error = #expect(throws: AlertError.self) { try PostgresAlertStore(trial.address, mode: .existing) }
    #expect(error?.code == .missing && error?.description.contains("--sink store") == true)
    #expect(try trial.query("SELECT count(*) FROM pg_namespace WHERE nspname = '\(trial.schema)'") == "0")
    #expect(try trial.store().version() == StoreStep.all.count)
    #expect(try PostgresAlertStore(trial.address, mode: .existing).count(AlertFilter(), at: Trial.now) == 0)
  }

  @Test func theSchemaIsTheOneThatTheAddressNames() throws {
    let server = try TestServer.shared()
    let trial = try Trial(server)
    try server.query("CREATE DATABASE \"\(trial.schema)\"", at: server.address)
    let plain = server.address(database: trial.schema)
    _ = try PostgresAlertStore(plain).store([Trial.sighting(1)], checkpoint: nil, at: Trial.now)
    #expect(try server.query("SELECT count(*) FROM sheriff_alerts.alert", at: plain) == "1\n")
    // A path that the role or the database has of itself is somebody else's.
    try server.query("ALTER DATABASE \"\(trial.schema)\" SET search_path = public", at: plain)
    #expect(try PostgresAlertStore(plain, mode: .existing).count(AlertFilter(), at: Trial.now) == 1)
    _ = try PostgresAlertStore(plain + "?options=-csearch_path%3DDesk")
    #expect(try server.query("SELECT count(*) FROM desk.alert", at: plain) == "0\n")
    for path in ["a,b", "%22$user%22", "pg_catalog", "a.b", "%22"] {
      let error = #expect(throws: AlertError.self, "\(path)") {
        try PostgresAlertStore(plain + "?options=-csearch_path%3D\(path)")
      }
      #expect(error?.code == .badValue || error?.code == .unavailable, "\(path): \(error?.description ?? "")")
    }
  }

  @Test func tablesOfAnotherProgramAreLeftAlone() throws {
    for table in ["alert", "store_version"] {
      let trial = try Trial()
      _ = try trial.query("CREATE SCHEMA \"\(trial.schema)\"; CREATE TABLE %\(table) (x int); CREATE TABLE %mine (x int)")
      let error = #expect(throws: AlertError.self) { try trial.store() }
      #expect(error?.code == .damaged && error?.message.hasSuffix("has tables of another program: \(table)") == true)
      #expect(try trial.query("SELECT count(*) FROM pg_class c WHERE relnamespace = '\"\(trial.schema)\"'::regnamespace") == "2")
    }
    // What has other names is no obstacle.
    let trial = try Trial()
    _ = try trial.query("CREATE SCHEMA \"\(trial.schema)\"; CREATE TABLE %audit (x int)")
    #expect(try trial.store().version() == last)
  }

  @Test func aLaterVersionIsRefusedAndLeftAsItIs() throws {
    let trial = try Trial()
    let store = try trial.store()
    _ = try trial.query("INSERT INTO %store_version VALUES (\(last + 1), 'later')")
    let error = #expect(throws: AlertError.self) { try trial.store() }
    #expect(
      error?.code == .damaged
        && error?.message.hasSuffix("its tables are of version \(last + 1); this program knows them up to \(last)") == true)
    // Whoever is connected goes on; the tables changed under nobody's hands.
    #expect(try store.count(AlertFilter(), at: Trial.now) == 0)
  }

  @Test func stepsGoOnFromEveryVersionAndAStepThatFailsUndoesAll() throws {
    let trial = try Trial()
    let link = try ServerLink([("dbname", trial.address)])
    try link.run("SET client_min_messages = error; SET search_path = \"\(trial.schema)\"")
    let steps = [
      StoreStep(name: "people", script: "CREATE TABLE people (name text); INSERT INTO people VALUES ('ann')"),
      StoreStep(name: "age", script: "ALTER TABLE people ADD age int NOT NULL DEFAULT 7"),
      StoreStep(name: "broken", script: "UPDATE people SET age = 8; SELEC"),
    ]
    func go(_ count: Int) throws {
      try StoreTables(link: link, schema: trial.schema, name: "here", steps: Array(steps.prefix(count))).bringUpToDate(
        isCreated: true)
    }
    try go(1)
    let error = #expect(throws: Fault.self) { try go(3) }
    if case .server(let failure) = error { #expect(failure.message.hasPrefix("version 3 of the tables, broken: ")) }
    #expect(try trial.query("SELECT max(version) FROM %store_version") == "1")
    try go(2)
    #expect(try trial.query("SELECT name, age FROM %people") == "ann|7")
    #expect(try trial.query("SELECT version, step FROM %store_version ORDER BY 1") == "1|people\n2|age")
  }

  @Test func aDatabaseThatCannotKeepAllTextsIsRefused() throws {
    let server = try TestServer.shared()
    let trial = try Trial(server)
    let name = "latin-\(trial.schema)"
    try server.query("CREATE DATABASE \"\(name)\" ENCODING 'LATIN1' TEMPLATE template0", at: server.address)
    let error = #expect(throws: AlertError.self) {
      try PostgresAlertStore(server.address(database: name))
    }
    #expect(error?.code == .refused && error?.description.contains("ENCODING 'UTF8'") == true)
  }
}
