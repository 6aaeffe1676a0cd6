import Alerts
import Detection
import Glibc
import Records
import SQLiteStore

/// A monitor in small: goes on from the last checkpoint that is sound, and stores batches each with the next. Says `done N` after each.
///
/// The checkpoint is a sequence's number in so many bytes that the transaction is long.
func storeForEver(_ path: String) -> Never {
  do {
    let store = SQLiteAlertStore(try Database(path: path))
    var sequence = try store.checkpoints(named: "watch").first { $0.isSound }?.sequence ?? 0
    tell("begin \(sequence)\n")
    while true {
      // Each batch tells the one before it again, as one does that is not sure how far it came.
      let batch = (max(0, sequence - 1)...sequence).flatMap { batch in (0..<40).map { written(batch: batch, $0) } }
      sequence += 1
      _ = try store.store(
        batch, checkpoint: Checkpoint(name: "watch", sequence: sequence, bytes: [UInt8](repeating: 7, count: 20_000)),
        at: Instant(microseconds: sequence))
      tell("done \(sequence)\n")
    }
  } catch {
    tell("failed: \(error)\n")
    exit(70)
  }
}

private func written(batch: Int64, _ number: Int) -> Sighting {
  Sighting(
    source: "/orders", record: "\(batch)-\(number)", row: batch, at: Instant(microseconds: batch), entity: "Ann",
    scheme: "rep-padding", severity: .high, score: 1, rules: ["p.a"], loss: Money(unchecked: 10_000), reason: "so",
    hashes: DecisionHashes(rules: "r", baseline: nil, model: nil))
}
