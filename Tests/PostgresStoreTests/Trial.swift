import Alerts
import Detection
import Foundation
import PostgresStore
import Records
import TestSupport

/// What the tests say of records, and a place of each test's own on the server that they share.
final class Trial {
  static let now = Instant(microseconds: 1_000_000)

  let server: TestServer
  let schema: String
  var address: String { server.address(schema: schema) }

  init(_ server: TestServer? = nil) throws {
    self.server = try server ?? TestServer.shared()
    schema = "Trial-" + UUID().uuidString.lowercased()
  }

  func store(patienceMilliseconds: Int = 5_000) throws(AlertError) -> PostgresAlertStore {
    try PostgresAlertStore(address, patienceMilliseconds: patienceMilliseconds)
  }

  /// As another program asks, which knows nothing of us but the schema's name.
  func query(_ statement: String) throws -> String {
    try server.query(statement.replacing("%", with: "\"\(schema)\"."), at: server.address)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  static func sighting(_ number: Int, rules: String = "r1") -> Sighting {
    Sighting(
      source: "/orders", record: "row:\(number)", row: Int64(number), at: Instant(microseconds: Int64(number)),
      entity: "rep \(number % 7)", scheme: "rep-padding", severity: .high, score: 0.5, rules: ["p.a"],
      loss: Money(unchecked: 10_000 + Int64(number)), reason: "so",
      hashes: DecisionHashes(rules: rules, baseline: nil, model: nil))
  }

  static func checkpoint(_ sequence: Int64, of name: String = "watch", _ byte: UInt8 = 7) -> Checkpoint {
    Checkpoint(name: name, sequence: sequence, bytes: [UInt8](repeating: byte, count: 3_000))
  }

  /// All that a store has to tell, but for what the order of the tellers decides.
  static func contents(_ store: any AlertStore) throws -> [String] {
    let alerts = try store.alerts(AlertQuery(limit: .max), at: now)
    let told = try alerts.map { alert -> String in
      let history = try store.history(ofAlert: alert.key)
      let said = history.sightings.map(\.sighting.key).sorted()
      let isLast = history.sightings.last?.sighting == alert.sighting
      return
        "\(alert.key) \(alert.sighting.caseIdentity.key) \(alert.status) \(alert.sightingCount) \(isLast) \(said) \(history.verdicts)"
    }.sorted()
    let cases = try store.cases(CaseQuery(limit: .max), at: now).map { "\($0.key) \($0)" }.sorted()
    let checkpoints = try store.checkpointNames().map { "\(try store.checkpoints(named: $0))" }
    return told + cases + checkpoints
  }
}
