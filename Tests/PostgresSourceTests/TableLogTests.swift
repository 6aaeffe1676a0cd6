import Foundation
import PostgresSource
import Records
import TestSupport
import Testing

/// A table followed by the log of a real server.
@Suite(.mostlyWaits) struct TableLogTests {
  private func told(_ source: TableLog?, atLeast count: Int = 0, quiet: Int = 3) throws -> [String] {
    try FollowedOrders.told(try #require(source), atLeast: count, quiet: quiet)
  }

  @Test func changesComeAsRecordsWithTheirLines() throws {
    let orders = try FollowedOrders()
    try orders.run("INSERT INTO shop.orders (id) VALUES (1); INSERT INTO shop.lines VALUES (1, 1, 'p1', 2)")
    let source = try orders.log()
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["insert 1 125000 p1x2"])

    try orders.run(
      "BEGIN; INSERT INTO shop.orders VALUES (2); INSERT INTO shop.lines VALUES (2, 1, 'p1', 1), (2, 2, 'p2', 3); COMMIT")
    try orders.run("BEGIN; INSERT INTO shop.orders VALUES (3); ROLLBACK")
    try orders.run("UPDATE shop.orders SET charged = '-$2,000.10' WHERE id = 2")
    #expect(try FollowedOrders.told(source, atLeast: 2) == ["insert 2 125000 p1x1 p2x3", "update 2 -20001000 p1x1 p2x3"])

    // Lines that come later, lines that change, and lines that go.
    try orders.run("INSERT INTO shop.orders VALUES (4)")
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["insert 4 125000"])
    try orders.run("INSERT INTO shop.lines VALUES (4, 1, 'p9', 9)")
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["update 4 125000 p9x9"])
    try orders.run("UPDATE shop.lines SET quantity = 8 WHERE order_id = 4")
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["update 4 125000 p9x8"])
    try orders.run("DELETE FROM shop.lines WHERE order_id = 4")
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["update 4 125000"])

    try orders.run("BEGIN; DELETE FROM shop.lines WHERE order_id = 2; DELETE FROM shop.orders WHERE id = 2; COMMIT")
    try orders.run("BEGIN; INSERT INTO shop.orders VALUES (5); DELETE FROM shop.orders WHERE id = 5; COMMIT")
    try orders.run("UPDATE shop.orders SET id = 40 WHERE id = 4")
    #expect(try FollowedOrders.told(source, atLeast: 3) == ["delete 2 -", "delete 4 -", "update 40 125000"])
    #expect(source.takeNotices().allSatisfy { $0.kind == .plain })

    try orders.run("TRUNCATE shop.orders, shop.lines")
    var notices: [SourceNotice] = []
    _ = try Waiting.holds {
      let batch = try source.next()
      #expect(batch == nil)
      notices += source.takeNotices()
      return notices.count >= 2
    }
    #expect(notices.map(\.kind) == [.odd, .odd])
  }

  @Test func longValuesThatTheLogLeavesOutAreReadFromTheTable() throws {
    let orders = try FollowedOrders()
    let source = try orders.log()
    _ = try source.next()
    try orders.run("INSERT INTO shop.orders VALUES (1, '2026-01-01', 'R1', 5, repeat('long ', 5000))")
    try orders.run("UPDATE shop.orders SET charged = 6")
    var notes: [Int] = []
    var charged: [Int64] = []
    _ = try Waiting.holds {
      guard let batch = try source.next() else { return false }
      notes += (0..<batch.count).map { batch.columns[4].texts[$0].utf8.count }
      charged += batch.columns[3].money
      return notes.count >= 2
    }
    #expect(notes == [25_000, 25_000])
    #expect(charged == [50_000, 60_000])
  }

  @Test func whoIsKilledWithoutHavingConfirmedMissesNothing() throws {
    let orders = try FollowedOrders()
    var source: TableLog? = try orders.log()
    #expect(try told(source, quiet: 1).isEmpty)
    let place = try #require(try source?.place())
    for id in 1...3 { try orders.run("INSERT INTO shop.orders VALUES (\(id))") }
    #expect(try told(source, atLeast: 3).count == 3)
    source = nil
    try orders.run("INSERT INTO shop.orders VALUES (4)")
    source = try orders.log()
    try source?.resume(at: place)
    #expect(try told(source, atLeast: 4).map { $0.split(separator: " ")[1] } == ["1", "2", "3", "4"])

    let later = try #require(try source?.place())
    try source?.confirm(later)
    source = nil
    source = try orders.log()
    try source?.resume(at: later)
    #expect(try told(source).isEmpty)
  }

  @Test func aTransactionOfManyBatchesGoesOnInItsMiddle() throws {
    let orders = try FollowedOrders()
    var settings = TableLog.Settings()
    settings.pageRows = 10
    var source: TableLog? = try orders.log(settings)
    #expect(try told(source, quiet: 1).isEmpty)
    try orders.run("INSERT INTO shop.orders SELECT generate_series(1, 35)")
    try orders.run("INSERT INTO shop.orders VALUES (36)")
    var seen: [String] = []
    let deadline = ContinuousClock.now + ChildProcess.patience
    while seen.count < 36 {
      try #require(ContinuousClock.now < deadline, "of 36 changes only \(seen) came")
      guard let batch = try source?.next() else {
        source?.wait(.milliseconds(100))
        continue
      }
      seen += (0..<batch.count).map { batch.identity(of: $0) }
      // Each batch by another reader.
      let place = try #require(try source?.place())
      source = nil
      source = try orders.log(settings)
      try source?.resume(at: place)
    }
    #expect(seen == (1...36).map(String.init))
  }

  @Test func theTableIsReadWhileOthersWrite() throws {
    let orders = try FollowedOrders()
    try orders.run("INSERT INTO shop.orders SELECT generate_series(1, 5000)")
    var settings = TableLog.Settings()
    settings.pageRows = 500
    let source = try orders.log(settings)
    let writers = try (0..<2).map { writer in
      try orders.server.writer(
        (0..<300).map {
          "INSERT INTO shop.orders VALUES (\(10_000 + $0 * 2 + writer)); UPDATE shop.orders SET charged = 7 WHERE id = \($0 + 1);"
        }
        .joined(separator: "\n"))
    }
    var latest: [String: String] = [:]
    var inserts: [String: Int] = [:]
    var quiet = 0
    let deadline = ContinuousClock.now + .seconds(120)
    while quiet < 5 {
      try #require(ContinuousClock.now < deadline, "of 5600 orders \(latest.count) came, or changes do not cease to come")
      guard let batch = try source.next() else {
        // A server that has much to do is silent for a while before the last of them.
        if latest.count >= 5_600, (1...300).allSatisfy({ latest["\($0)"] == "70000" }) { quiet += 1 }
        source.wait(.milliseconds(100))
        continue
      }
      for line in FollowedOrders.text(batch, source.symbols) {
        let words = line.split(separator: " ").map(String.init)
        latest[words[1]] = words[2]
        if words[0] == "insert" { inserts[words[1], default: 0] += 1 }
      }
    }
    for writer in writers { #expect(try writer.exitStatus() == 0) }
    #expect(latest.count == 5_600)
    #expect(inserts.count == 5_600)
  }

  @Test func whatIsThereCanBeLeftOut() throws {
    let orders = try FollowedOrders()
    try orders.run("INSERT INTO shop.orders VALUES (1)")
    let source = try orders.log(.init(fromNow: true))
    #expect(try FollowedOrders.told(source, quiet: 1).isEmpty)
    try orders.run("INSERT INTO shop.orders VALUES (2)")
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["insert 2 125000"])
    #expect(source.lastCommit != nil)
    #expect(source.lagBytes != nil)
  }

  @Test func aServerThatIsRestartedIsReadOn() throws {
    let orders = try FollowedOrders()
    let source = try orders.log()
    try orders.run("INSERT INTO shop.orders VALUES (1)")
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["insert 1 125000"])
    try orders.run("INSERT INTO shop.orders VALUES (2)")
    // One that ends in order would wait a minute for its reader to read all of the log.
    orders.server.crash()
    #expect { try source.next() } throws: { ($0 as? SourceError)?.isRetriable == true }
    #expect { try source.next() } throws: { ($0 as? SourceError)?.isRetriable == true }
    try orders.server.revive()
    try orders.run("INSERT INTO shop.orders VALUES (3)")
    #expect(try FollowedOrders.told(source, atLeast: 2).suffix(2) == ["insert 2 125000", "insert 3 125000"])
  }

  @Test func rightsThatAreMissingAreNamed() throws {
    let orders = try FollowedOrders()
    try orders.run(
      "CREATE ROLE clerk LOGIN; GRANT USAGE ON SCHEMA shop TO clerk; GRANT SELECT ON ALL TABLES IN SCHEMA shop TO clerk")
    func refusal(_ user: String = "clerk", slot: String = "sheriff_watch") throws -> String {
      let source = try TableLog(
        orders.server.address(user: user), FollowedOrders.followed, symbols: SymbolTable(), settings: .init(slot: slot))
      do {
        _ = try source.next()
        return ""
      } catch {
        #expect(!error.isRetriable)
        return error.message
      }
    }
    let first = try refusal()
    #expect(first.contains("ALTER ROLE \"clerk\" REPLICATION;") && first.contains("CREATE PUBLICATION \"sheriff_watch\""))
    try orders.run("ALTER ROLE clerk REPLICATION")
    #expect(try refusal().contains("CREATE PUBLICATION \"sheriff_watch\" FOR TABLE \"shop\".\"orders\", \"shop\".\"lines\""))
    try orders.run("CREATE PUBLICATION sheriff_watch FOR TABLE shop.orders")
    #expect(try refusal().contains("ALTER PUBLICATION \"sheriff_watch\" ADD TABLE \"shop\".\"lines\""))
    try orders.run("ALTER PUBLICATION sheriff_watch ADD TABLE shop.lines")
    #expect(try refusal() == "")
    try orders.run("ALTER TABLE shop.lines DROP CONSTRAINT lines_pkey")
    #expect(try refusal("sheriff", slot: "other").contains("REPLICA IDENTITY FULL"))
    // A slot that is gone is not made anew without a word.
    let source = try TableLog(
      orders.server.address(user: "clerk"), FollowedOrders.followed, symbols: SymbolTable(), settings: .init())
    _ = try source.next()
    let place = try source.place()
    try orders.run("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active_pid IS NOT NULL")
    Thread.sleep(forTimeInterval: 0.5)
    try orders.run("SELECT pg_drop_replication_slot('sheriff_watch')")
    let next = try TableLog(
      orders.server.address(user: "clerk"), FollowedOrders.followed, symbols: SymbolTable(), settings: .init())
    try next.resume(at: place)
    #expect { try next.next() } throws: { "\($0)".contains("is gone") && "\($0)".contains("--restart") }
  }

  @Test func columnsThatChangeAreNoticed() throws {
    let orders = try FollowedOrders()
    let source = try orders.log()
    try orders.run("INSERT INTO shop.orders VALUES (1)")
    #expect(try FollowedOrders.told(source, atLeast: 1) == ["insert 1 125000"])
    try orders.run("ALTER TABLE shop.orders DROP COLUMN rep; ALTER TABLE shop.orders ADD COLUMN rep text DEFAULT 'R9'")
    try orders.run("INSERT INTO shop.orders (id) VALUES (2)")
    var found: RecordBatch?
    _ = try Waiting.holds {
      found = try source.next()
      return found != nil
    }
    let batch = try #require(found)
    #expect(source.symbols.text(of: batch.columns[2].keys[0]) == "R9")
    #expect(source.takeNotices().contains { $0.text.contains("columns") })
  }
}
