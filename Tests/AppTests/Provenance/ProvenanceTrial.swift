import Foundation
import TestSupport
import Testing

/// A shop's database with witnesses, an application that writes orders honestly, and an administrator who does not.
final class ProvenanceTrial {
  let server: TestServer
  let folder: Program.Folder
  let database: String

  static let settings = ["track_commit_timestamp=on", "max_prepared_transactions=4"]

  /// Orders of the last hundred days and of the year before, each with a line.
  static let tables = """
    CREATE SCHEMA sales;
    CREATE TABLE sales.orders (id int PRIMARY KEY, placed_at timestamptz NOT NULL, rep text NOT NULL, charged numeric(12,2) NOT NULL,
      is_paid boolean NOT NULL DEFAULT false, code char(6), tags text[], note text, twice numeric GENERATED ALWAYS AS (charged * 2) STORED);
    CREATE TABLE sales.lines (order_id int NOT NULL REFERENCES sales.orders, line int NOT NULL, product text, PRIMARY KEY (order_id, line));
    INSERT INTO sales.orders (id, placed_at, rep, charged, code, tags, note)
      SELECT g, now() - g * interval '1 day' - CASE WHEN g > 100 THEN interval '1 year' ELSE interval '0' END, 'Ines', g, 'a' || g % 10,
        ARRAY['x', 'y, z'], repeat('long ', g % 7 * 1000) FROM generate_series(1, 300) g;
    INSERT INTO sales.lines SELECT g, 1, 'chair' FROM generate_series(1, 250) g;
    GRANT USAGE ON SCHEMA sales TO shop;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sales TO shop;
    """

  init(_ server: TestServer, database: String = "postgres", install: [String] = []) throws {
    (self.server, self.database) = (server, database)
    folder = try Program.Folder()
    try server.query(
      "DO $$ BEGIN IF to_regrole('shop') IS NULL THEN CREATE ROLE shop LOGIN; END IF; END $$", at: server.address)
    if database != "postgres" { try server.query("CREATE DATABASE \(database)", at: server.address) }
    try server.query(ProvenanceTrial.tables, at: administrator)
    let outcome = try run(
      ["provenance", "install", administrator, "--tables", "sales.orders:placed_at,sales.lines"]
        + (install.isEmpty ? ["--writer", "shop", "--application", "till"] : install))
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(outcome.output.isEmpty, "\(outcome.output)")
  }

  var administrator: String { server.address(database: database, application: "psql") }
  var application: String { server.address(user: "shop", database: database, application: "till") }
  var slot: String { "sheriff_\(database)" }

  func run(_ arguments: [String]) throws -> Program.Outcome { try Program.run(arguments, in: folder) }

  /// One line of what a check says.
  struct Line: Decodable {
    var id: String
    var at: String?
    var scheme: String
    var severity: String
    var rules: [String]
    var reason: String
    var entity: String?
    var evidence: Evidence

    struct Evidence: Decodable {
      var transaction: UInt32?
      var committed_at: String?
      var lsn: String?
      var table: String?
      var key: String?
      var columns: String?
      var session_role: String?
      var application: String?
      var witnesses: String
      var command: String?
      var keys: String?
      var old: String?
      var new: String?
    }

    var kinds: [String] { rules.map { String($0.dropFirst("provenance.".count)) } }
  }

  static func lines(_ text: String) throws -> [Line] {
    try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  func check(_ more: [String] = []) throws -> [Line] {
    let outcome = try run(["provenance", "check", administrator, "--format", "jsonl"] + more)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let lines = try ProvenanceTrial.lines(outcome.output)
    #expect(lines.allSatisfy { $0.scheme == "admin-injected" })
    #expect(Set(lines.map(\.id)).count == lines.count)
    return lines
  }

  /// A deed in one transaction; gives its number, and when it was committed as the server itself has it.
  @discardableResult
  func commit(_ statements: String, at address: String? = nil) throws -> (transaction: UInt32, time: String) {
    let answer = try server.query(
      "BEGIN; \(statements); SELECT 'transaction ' || pg_current_xact_id(); COMMIT", at: address ?? administrator)
    let line = try #require(answer.split(separator: "\n").last { $0.hasPrefix("transaction ") })
    let number = try #require(UInt32(line.dropFirst("transaction ".count)))
    let time = try server.query(
      "SELECT rtrim(rtrim(to_char(pg_xact_commit_timestamp('\(number)'::xid) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '0'), '.') || 'Z'",
      at: administrator)
    return (number, time.trimmingCharacters(in: .newlines))
  }

  /// A deed, and the one finding that has to come of it.
  @discardableResult
  func expect(
    _ kinds: [String], _ subject: String, after statements: String, at address: String? = nil, options: [String] = [],
    _ location: SourceLocation = #_sourceLocation
  ) throws -> Line {
    let deed = try commit(statements, at: address)
    let lines = try check(options)
    #expect(lines.count == 1, "\(lines.map(\.reason))", sourceLocation: location)
    let line = try #require(lines.first { $0.id.hasPrefix(subject + "@") }, "\(lines.map(\.id))", sourceLocation: location)
    #expect(line.kinds == kinds, "\(line)", sourceLocation: location)
    #expect(line.evidence.transaction == deed.transaction, sourceLocation: location)
    #expect(line.evidence.committed_at == deed.time && line.at == deed.time, "\(line) \(deed)", sourceLocation: location)
    #expect(line.id.contains("@\(slot):") && line.evidence.lsn != nil, sourceLocation: location)
    return line
  }

  /// A record of the audit that nobody's trigger wrote, as an administrator would forge it: with the right seal and all. Operation,
  /// old and new row are SQL.
  static func record(_ operation: String, old: String, new: String, of id: Int) -> String {
    """
    INSERT INTO sheriff.audit (transaction_id, statement_at, written_at, session_role, acting_role, application, trigger_mode, table_name,
      operation, old_text, new_text, hash)
    SELECT pg_current_xact_id(), now(), now(), 'shop', 'shop', 'till', 'origin', 'sales.orders', \(operation), \(old), \(new),
      encode(sha256(convert_to(pg_current_xact_id() || E'\\nsales.orders\\n' || \(operation) || E'\\n' || coalesce('=' || \(old), '-')
        || E'\\n' || coalesce('=' || \(new), '-'), 'UTF8')), 'hex') FROM sales.orders o WHERE id = \(id)
    """
  }
}
