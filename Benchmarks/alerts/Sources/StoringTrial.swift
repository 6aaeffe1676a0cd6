import Alerts
import Detection
import Foundation
import PostgresStore
import Records
import SQLiteStore

/// Stores sightings in batches of a thousand, each with a checkpoint, into an empty store; then the same again, of which nothing is new.
struct StoringTrial {
  let place: String
  let count: Int

  private static let batchCount = 1_000

  func run() throws {
    let store: any AlertStore =
      place.hasPrefix("postgres://") ? try PostgresAlertStore(place) : SQLiteAlertStore(try Database(path: place))
    let batches = stride(from: 0, to: count, by: Self.batchCount).map { start in
      (start..<min(count, start + Self.batchCount)).map(sighting)
    }
    var sequence: Int64 = 0
    for name in ["new", "again"] {
      var counts = StoredCounts()
      let began = ContinuousClock.now
      for batch in batches {
        sequence += 1
        let checkpoint = Checkpoint(name: "trial", sequence: sequence, bytes: [UInt8](repeating: 7, count: 10_000))
        let stored = try store.store(batch, checkpoint: checkpoint, at: Instant(microseconds: sequence))
        counts = StoredCounts(
          added: counts.added + stored.added, updated: counts.updated + stored.updated, known: counts.known + stored.known)
      }
      let seconds = (ContinuousClock.now - began) / .seconds(1)
      print("\(name): \(seconds) s, \(Int(Double(count) / seconds)) a second; \(counts)")
    }
  }

  /// As wide as those of the sample's orders: a person, a rule, a sentence, six values of evidence.
  private func sighting(_ number: Int) -> Sighting {
    let evidence = (0..<6).map { "\"feature_\($0)\":\"\(number * ($0 + 3)).2500\"" }.joined(separator: ",")
    return Sighting(
      source: "/var/lib/shop/orders.csv", record: "order-\(number)", row: Int64(number),
      at: Instant(microseconds: Int64(number) * 600_000_000), entity: "Representative \(number % 150)", scheme: "rep-padding",
      severity: AlertSeverity.allCases[number % 4], score: Double(number % 997) / 997, rules: ["padding.deep_discount"],
      loss: Money(unchecked: Int64(number % 5_000) * 10_000),
      reason: "Representative \(number % 150) charged \(number % 900 + 90).00 where 1000.00 was the list",
      evidence: "{\(evidence)}", hashes: DecisionHashes(rules: "3f09ab12cd", baseline: "77aa0b3c51", model: nil))
  }
}
