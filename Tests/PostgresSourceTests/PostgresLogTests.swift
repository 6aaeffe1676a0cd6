import PostgresSource
import Records
import TestSupport
import Testing

/// The log of a real server.
@Suite(.mostlyWaits) struct PostgresLogTests {
  private static let tables = """
    CREATE TABLE orders (id int PRIMARY KEY, note text, mood text[]);
    CREATE TABLE totals (id int PRIMARY KEY, note text);
    ALTER TABLE orders REPLICA IDENTITY FULL;
    ALTER TABLE totals ALTER note SET STORAGE EXTERNAL;
    CREATE PUBLICATION shop FOR TABLE orders, totals;
    """

  private func server() throws -> TestServer {
    let server = try TestServer()
    try server.execute(PostgresLogTests.tables)
    try server.query("SELECT pg_create_logical_replication_slot('shop', 'pgoutput')", at: server.address)
    return server
  }

  /// All transactions up to a mark that is set now.
  private func transactions(_ log: PostgresLog, _ server: TestServer) throws -> [LogTransaction] {
    try WitnessLook(PostgresSession(server.address)).mark("here")
    var found: [LogTransaction] = []
    let deadline = ContinuousClock.now + ChildProcess.patience
    while ContinuousClock.now < deadline, let event = try log.next(waitMilliseconds: 10_000) {
      switch event {
      case .message(_, "here", _): return found
      case .message: continue
      case .transaction(let transaction): if !transaction.changes.isEmpty { found.append(transaction) }
      }
    }
    Issue.record("the mark did not come")
    return found
  }

  private func log(_ server: TestServer, from position: LogPosition = .zero) throws -> PostgresLog {
    try PostgresLog(server.address, slot: "shop", publication: "shop", from: position)
  }

  @Test func whatWasCommittedComesInOrderWithAllValues() throws {
    let server = try server()
    let long = String(repeating: "a long note ", count: 1000)
    try server.query(
      "BEGIN; INSERT INTO orders VALUES (1, '\(long)', '{a,NULL}'), (2, '', NULL); UPDATE orders SET mood = '{b}' WHERE id = 1; COMMIT",
      at: server.address)
    try server.query("BEGIN; DELETE FROM orders; ROLLBACK", at: server.address)
    try server.query("INSERT INTO totals VALUES (1, '\(long)')", at: server.address)
    try server.query("UPDATE totals SET id = 2; DELETE FROM orders WHERE id = 2; TRUNCATE orders, totals", at: server.address)
    let log = try log(server)
    let transactions = try transactions(log, server)
    #expect(transactions.count == 3)
    #expect(
      transactions[0].changes.map(\.action) == [
        .insert(LogRow([.text("1"), .text(long), .text("{a,NULL}")])), .insert(LogRow([.text("2"), .text(""), .null])),
        .update(
          old: LogRow([.text("1"), .text(long), .text("{a,NULL}")]), new: LogRow([.text("1"), .text(long), .text("{b}")])),
      ])
    // A table that keeps no old rows has only their keys, and long values are left out.
    #expect(
      transactions[2].changes.map(\.action) == [
        .update(old: LogRow([.text("1"), .null]), new: LogRow([.text("2"), .unchanged])),
        .delete(old: LogRow([.text("2"), .text(""), .null])), .truncate, .truncate,
      ])
    #expect(transactions.map(\.end) == transactions.map(\.end).sorted())
    #expect(transactions[0].changes.allSatisfy { $0.position < transactions[0].commit })
    #expect(log.reached >= transactions[2].end)
  }

  @Test func whatWasConfirmedDoesNotComeAgainAndAllElseDoes() throws {
    let server = try server()
    var log: PostgresLog? = try log(server)
    for id in 1...3 { try server.execute("INSERT INTO orders VALUES (\(id))") }
    let first = try transactions(try #require(log), server)
    #expect(first.count == 3)
    try log?.confirm(first[0].end)
    // A reader of the same slot has to wait until the former is gone.
    log = nil
    log = try self.log(server)
    #expect(try transactions(try #require(log), server) == Array(first[1...]))
    // A reader that knows more than the slot goes on from what it knows.
    log = nil
    log = try self.log(server, from: first[1].end)
    #expect(try transactions(try #require(log), server) == Array(first[2...]))
  }

  /// One that is open for long comes when it is committed, whole, and after those that were committed before.
  @Test func transactionsComeInTheOrderOfTheirCommits() throws {
    let server = try TestServer(settings: ["max_prepared_transactions=2", "logical_decoding_work_mem=64kB"])
    try server.execute(PostgresLogTests.tables)
    try server.query("SELECT pg_create_logical_replication_slot('shop', 'pgoutput')", at: server.address)
    try server.query(
      "BEGIN; INSERT INTO orders SELECT g, repeat('x', 100) FROM generate_series(1, 5000) g; PREPARE TRANSACTION 'long'",
      at: server.address)
    try server.execute("INSERT INTO orders VALUES (6000)")
    let log = try log(server)
    #expect(try transactions(log, server).map(\.changes.count) == [1])
    try server.query("COMMIT PREPARED 'long'", at: server.address)
    let late = try transactions(log, server)
    #expect(late.map(\.changes.count) == [5000])
    #expect(late[0].changes.map(\.position) == late[0].changes.map(\.position).sorted())
  }

  @Test func refusalsSayWhy() throws {
    let server = try TestServer()
    #expect { try log(server) } throws: { "\($0)".contains("replication slot \"shop\" does not exist") }
    #expect { try PostgresLog("postgres://a:secret@127.0.0.1:1/x", slot: "a", publication: "a", from: .zero) } throws: {
      !"\($0)".contains("secret") && ($0 as? SourceError)?.code == .unavailable
    }
  }

  /// A server that goes away in the middle is an error that says so.
  @Test func aServerThatGoesAwayIsNamed() throws {
    let server = try server()
    let log = try log(server)
    try server.execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active")
    #expect { while try log.next(waitMilliseconds: 5000) != nil {} } throws: { ($0 as? SourceError)?.isRetriable == true }
  }
}
