import Foundation
import PostgresSource
import Records
import TestSupport
import Testing

/// A table followed by its key, in a real server.
@Suite(.mostlyWaits) struct TableCursorTests {
  private func cursor(_ orders: FollowedOrders, pageRows: Int = 4_096, gapsMax: Int = 8_192) throws -> TableCursor {
    var settings = TableCursor.Settings()
    (settings.pageRows, settings.gapsMax) = (pageRows, gapsMax)
    return try TableCursor(orders.server.address, FollowedOrders.followed, symbols: SymbolTable(), settings: settings)
  }

  @Test func everyRowComesOnceWhileTwoWrite() throws {
    let orders = try FollowedOrders()
    try orders.run("CREATE SEQUENCE shop.ids; INSERT INTO shop.orders SELECT nextval('shop.ids') FROM generate_series(1, 2000)")
    // Some are rolled back, some wait before they commit, most go at once.
    func block(_ number: Int) -> String {
      let insert =
        "INSERT INTO shop.orders (id) SELECT nextval('shop.ids') FROM generate_series(1, 10); INSERT INTO shop.lines VALUES "
        + "(currval('shop.ids'), 1, 'p', 1);"
      let pause = number % 40 == 0 ? "SELECT pg_sleep(0.2);" : ""
      return "BEGIN; \(insert) \(pause) \(number % 7 == 0 ? "ROLLBACK" : "COMMIT");"
    }
    let writers = try (0..<2).map { _ in try orders.server.writer((1...467).map(block).joined(separator: "\n")) }
    var source = try cursor(orders, pageRows: 300)
    var seen: [String: Int] = [:]
    var quiet = 0
    var batches = 0
    let deadline = ContinuousClock.now + .seconds(120)
    while quiet < 10 {
      try #require(
        ContinuousClock.now < deadline, "\(seen.count) rows came; the writers do not end, or rows do not cease to come")
      guard let batch = try source.next() else {
        if writers.allSatisfy({ !$0.isRunning }), seen.count >= 10_020 { quiet += 1 }
        source.wait(.milliseconds(100))
        continue
      }
      for record in 0..<batch.count { seen[batch.identity(of: record), default: 0] += 1 }
      batches += 1
      guard batches % 5 == 0 else { continue }
      // Another reader goes on from the same place.
      let place = try source.place()
      source = try cursor(orders, pageRows: 300)
      try source.resume(at: place)
    }
    let count = Int(try orders.server.query("SELECT count(*) FROM shop.orders", at: orders.server.address).trimmed) ?? 0
    #expect(count == 10_000 + 20)
    #expect(seen.count == count)
    #expect(seen.values.allSatisfy { $0 == 1 })
  }

  @Test func aTransactionThatCommitsLateIsFound() throws {
    let orders = try FollowedOrders()
    let late = try orders.server.writer()
    try late.write(
      "BEGIN; INSERT INTO shop.orders VALUES (5); INSERT INTO shop.lines VALUES (5, 1, 'p', 4);\n\\echo written\n")
    try late.line(beginning: "written")
    try orders.run("INSERT INTO shop.orders VALUES (4), (6), (9)")
    let source = try cursor(orders)
    #expect(try FollowedOrders.told(source, atLeast: 3) == ["insert 4 125000", "insert 6 125000", "insert 9 125000"])
    try late.write("COMMIT;\n")
    late.finishInput()
    #expect(try late.exitStatus() == 0)
    #expect(try FollowedOrders.told(source, atLeast: 1, quiet: 6) == ["insert 5 125000 px4"])
    try orders.run("INSERT INTO shop.orders VALUES (1), (7), (8), (10)")
    #expect(
      try FollowedOrders.told(source, atLeast: 4, quiet: 6).map { $0.split(separator: " ")[1] }.sorted() == ["1", "10", "7", "8"])
    #expect(try FollowedOrders.told(source).isEmpty)
  }

  @Test func aNotificationWakes() throws {
    let orders = try FollowedOrders()
    try orders.run(
      """
      CREATE FUNCTION shop.sheriff_notify() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('sheriff_orders', ''); RETURN NULL; END $$;
      CREATE TRIGGER sheriff_notify AFTER INSERT ON shop.orders FOR EACH STATEMENT EXECUTE FUNCTION shop.sheriff_notify();
      """)
    let source = try cursor(orders)
    #expect(try source.next() == nil)
    let writer = try orders.server.writer(
      "SELECT pg_sleep(0.5); INSERT INTO shop.orders (id, note) VALUES (1, extract(epoch FROM clock_timestamp())::text);")
    source.wait(.seconds(20))
    let batch = try #require(try source.next())
    let delay = Date().timeIntervalSince1970 - (Double(batch.columns[4].texts[0]) ?? 0)
    #expect(delay < 0.05)
    #expect(try writer.exitStatus() == 0)
  }

  @Test func aServerThatIsRestartedIsReadOn() throws {
    let orders = try FollowedOrders()
    try orders.run("INSERT INTO shop.orders VALUES (1)")
    let source = try cursor(orders)
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["insert 1 125000"])
    try orders.server.offline { _ in
      source.wait(.milliseconds(10))
      #expect { try source.next() } throws: { ($0 as? SourceError)?.isRetriable == true }
      // What is remembered needs no server.
      #expect((try? source.place()) != nil)
    }
    try orders.run("INSERT INTO shop.orders VALUES (2)")
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["insert 2 125000"])
  }

  @Test func badRowsAreKeptAndTheRestComes() throws {
    let orders = try FollowedOrders()
    try orders.run("INSERT INTO shop.orders VALUES (1, NULL), (2, '2026-01-01'), (3, NULL)")
    let source = try cursor(orders, pageRows: 1)
    #expect(
      try FollowedOrders.told(source, atLeast: 3) == ["reject 1 missing-value", "insert 2 125000", "reject 3 missing-value"])
  }

  @Test func columnsThatChangeAreNoticed() throws {
    let orders = try FollowedOrders()
    try orders.run("INSERT INTO shop.orders VALUES (1)")
    let source = try cursor(orders)
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["insert 1 125000"])
    try orders.run("ALTER TABLE shop.orders ALTER charged TYPE numeric(12, 2) USING charged::numeric")
    try orders.run("INSERT INTO shop.orders VALUES (2)")
    #expect { try source.next() } throws: { ($0 as? SourceError)?.isRetriable == true }
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["insert 2 125000"])
    #expect(source.takeNotices().contains { $0.kind == .odd && $0.text.contains("columns") })
    try orders.run("ALTER TABLE shop.orders DROP COLUMN at")
    #expect { try source.next() } throws: { ($0 as? SourceError)?.isRetriable == true }
    #expect { try source.next() } throws: { ($0 as? SourceError)?.code == .badHeader }
  }

  @Test func whatCannotBeFollowedIsSaidWithAWayOut() throws {
    let server = try TestServer()
    try server.execute(
      """
      CREATE TABLE plain (id int, at timestamptz, "RepName" text);
      CREATE TABLE pairs (id int, at timestamptz, other int, PRIMARY KEY (id, other));
      """)
    let schema = Schema(
      name: "plain", fields: [Field(name: "at", type: .time), Field(name: "rep", type: .key)], timeField: 0)
    func refusal(_ table: String, _ key: String?) -> String {
      let followed = FollowedTable(
        table: TableName(schema: nil, name: table), keyColumn: key, schema: schema,
        mapping: SourceMapping(kind: .columns, fields: [["at"], ["RepName"]]))
      do throws(SourceError) {
        _ = try TableCursor(server.address, followed, symbols: SymbolTable())
        return ""
      } catch { return error.message }
    }
    #expect(refusal("plain", nil).contains("--cursor COLUMN"))
    #expect(refusal("pairs", nil).contains("--cursor COLUMN"))
    #expect(refusal("plain", "id").contains("unique index"))
    #expect(refusal("plain", "at").contains("whole numbers"))
    #expect(refusal("plain", "none").contains("there are id, at, RepName"))
    #expect(refusal("nothing", nil).contains("no table `nothing`"))
    try server.execute("ALTER TABLE plain ALTER id SET NOT NULL; CREATE UNIQUE INDEX ON plain (id)")
    #expect(refusal("plain", "id") == "")
  }

  @Test func aWideTableHasAListOfItsColumnsAndRowsByTheirKeys() throws {
    let server = try TestServer()
    try server.execute(
      """
      CREATE TABLE wide (no serial PRIMARY KEY, "RepName" text, date text, pen int, ink text);
      INSERT INTO wide VALUES (7, 'A', '2026-01-01', 3, ''), (8, 'B', '2026-01-02', 0, '2'), (9, 'C', '2026-01-02', 1, 'two');
      """)
    let schema = Schema(
      name: "wide",
      fields: [Field(name: "id", type: .identity), Field(name: "at", type: .time), Field(name: "rep", type: .key)],
      lists: [
        ListField(
          name: "lines", recordName: "line",
          fields: [Field(name: "product", type: .key), Field(name: "quantity", type: .integer)])
      ], timeField: 1, identityField: 0)
    let mapping = SourceMapping(
      kind: .columns, fields: [[], ["date"], ["RepName"]], lists: [.remainingColumns(nameField: 0, valueField: 1)])
    let followed = FollowedTable(table: TableName(schema: nil, name: "wide"), schema: schema, mapping: mapping)
    let source = try TableCursor(server.address, followed, symbols: SymbolTable())
    let batch = try #require(try source.next())
    #expect((0..<batch.count).map { batch.identity(of: $0) } == ["row:7", "row:8"])
    #expect(batch.rejects.map(\.column) == ["ink"])
    let names = batch.lists[0].columns[0].keys.map { source.symbols.text(of: $0) }
    // The key is no product.
    #expect(zip(names, batch.lists[0].columns[1].integers).map { "\($0)x\($1)" } == ["penx3", "inkx2"])
  }

  @Test func anotherTablesPlaceIsRefused() throws {
    let orders = try FollowedOrders()
    let place = try cursor(orders).place()
    try orders.run("CREATE UNIQUE INDEX ON shop.lines (number); CREATE TABLE shop.others (id int PRIMARY KEY, at timestamptz)")
    let followed = FollowedTable(
      table: TableName(schema: "shop", name: "others"), schema: Schema(name: "o", fields: [Field(name: "at", type: .time)]),
      mapping: SourceMapping(kind: .columns, fields: [["at"]]))
    let other = try TableCursor(orders.server.address, followed, symbols: SymbolTable())
    #expect { try other.resume(at: place) } throws: { "\($0)".contains("shop.orders") && "\($0)".contains("--restart") }
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
