import Foundation
import SQLiteStore
import Testing

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
