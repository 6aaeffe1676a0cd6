import Foundation
import Learning
import Testing

@testable import SQLiteStore

/// Tables of every earlier version become those of today, or stay what they were.
@Suite struct MigrationTests {
  private func tables(_ database: Database) throws -> [String] {
    try database.rows("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1") {
      row throws(StoreError) in try row.text(0)
    }
  }

  private func version(_ database: Database) throws -> Int {
    try database.rows("PRAGMA user_version") { row throws(StoreError) in try row.int(0) }[0]
  }

  @Test func everyReleasedVersionBecomesTheLast() throws {
    let fresh = try Place()
    let expected = try tables(Database(path: fresh.path))
    for count in 0..<Migration.all.count {
      let place = try Place()
      do { _ = try Database(path: place.path, migrations: Array(Migration.all.prefix(count))) }
      let database = try Database(path: place.path, mode: .existing)
      #expect(try tables(database) == expected && version(database) == Migration.all.count)
    }
  }

  /// A file of a program that knew of no weights: its runs and curves are read as they were, and new ones are kept beside them.
  @Test func runsOfAnEarlierProgramAreReadAsTheyWere() throws {
    let place = try Place()
    do {
      let database = try Database(path: place.path, migrations: [Migration.registry])
      try database.execute(
        """
        INSERT INTO training_run VALUES (1, 'old', 0, 5, 'finished', NULL, NULL, NULL, '');
        INSERT INTO run_metric VALUES (1, 0, 'fraud: average precision', 0.5, NULL, NULL);
        INSERT INTO run_curve VALUES (1, 0, 'fraud: reliability', 'chance', 'share of fraud');
        INSERT INTO run_curve_point VALUES (1, 0, 0, 0.25, 0.5);
        """)
    }
    let registry = try place.registry()
    let run = try registry.run(1)
    #expect(run.name == "old" && run.metrics.map(\.value) == [0.5] && run.weights == [])
    #expect(try registry.curves(ofRun: 1).first?.points == [.init(0.25, 0.5)])
    let weights = [RunWeight(scheme: "fraud", feature: "sum", weight: 0.5, direction: "more of it raises it")]
    let later = try registry.record(Sample.run { $0.weights = weights })
    #expect(try registry.run(later.id ?? 0).weights == weights && registry.problems() == [])
  }

  /// Later steps that take what earlier ones made.
  private static let steps = [
    Migration("people", "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people VALUES (1, 'ann')"),
    Migration("age", "ALTER TABLE people ADD COLUMN age INTEGER NOT NULL DEFAULT 7"),
    Migration(
      "orders",
      "CREATE TABLE orders (id INTEGER PRIMARY KEY, person REFERENCES people); INSERT INTO orders SELECT id * 10, id FROM people"),
    Migration("names", "CREATE UNIQUE INDEX names ON people (name); UPDATE people SET age = age + 1"),
  ]

  @Test(arguments: 0..<4)
  func rowsComeAlongFromEveryVersion(count: Int) throws {
    let place = try Place()
    do { _ = try Database(path: place.path, migrations: Array(Self.steps.prefix(count))) }
    let database = try Database(path: place.path, mode: .existing, migrations: Self.steps)
    let rows = try database.rows("SELECT name, age, orders.id FROM people JOIN orders ON person = people.id") {
      row throws(StoreError) in "\(try row.text(0)) \(try row.int(1)) \(try row.int(2))"
    }
    #expect(rows == ["ann 8 10"])
    #expect(try version(database) == 4)
  }

  @Test func aStepThatFailsUndoesAllOfThem() throws {
    let place = try Place()
    do { _ = try Database(path: place.path, migrations: Array(Self.steps.prefix(1))) }
    for broken in [
      "CREATE TABLE more (x); INSERT INTO nowhere VALUES (1)", "INSERT INTO orders VALUES (5, 99)",
      "PRAGMA defer_foreign_keys = ON; INSERT INTO orders VALUES (5, 99)",
    ] {
      let steps = Array(Self.steps.prefix(3)) + [Migration("broken", broken)]
      #expect(throws: StoreError.self) { try Database(path: place.path, migrations: steps) }
      let database = try Database(path: place.path, migrations: Array(Self.steps.prefix(1)))
      #expect(try tables(database).count == 1 && version(database) == 1)
    }
    let error = #expect(throws: StoreError.self) {
      try Database(path: place.path, migrations: Array(Self.steps.prefix(1)) + [Migration("broken", "SELEC")])
    }
    #expect(error?.message.hasPrefix("version 2 of the tables, broken: ") == true)
  }

  @Test func aLaterFileIsRefusedAndLeftAsItWas() throws {
    let place = try Place()
    do { _ = try Database(path: place.path, migrations: Self.steps) }
    let before = try place.bytes()
    let error = #expect(throws: StoreError.self) {
      try Database(path: place.path, migrations: Array(Self.steps.prefix(2)))
    }
    #expect(error?.code == .newer)
    #expect(
      error?.description
        == "\(place.path): its tables are of version 4; this program knows them up to 2; use the program that wrote it, or a later one"
    )
    #expect(try place.bytes() == before)
  }
}
