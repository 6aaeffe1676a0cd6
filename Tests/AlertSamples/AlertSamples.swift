public import Alerts
import Detection
public import Records

/// What the tests of stores say of records.
public enum AlertSamples {
  public static let now = Instant(microseconds: 1_000_000)

  public static func sighting(_ number: Int, rules: String = "r1") -> Sighting {
    Sighting(
      source: "/orders.csv", record: "row:\(number)", row: Int64(number), at: Instant(microseconds: Int64(number)), entity: "Ann",
      scheme: "rep-padding", severity: .high, score: 0.5, rules: ["p.a"], loss: Money(unchecked: 10_000), reason: "so",
      hashes: DecisionHashes(rules: rules, baseline: nil, model: nil))
  }

  /// Two alerts, one of them said anew by other rules and one confirmed, two checkpoints and a suppression.
  public static func fill(_ store: some AlertStore) throws {
    _ = try store.store([sighting(1), sighting(2)], checkpoint: Checkpoint(name: "w", sequence: 1, bytes: [1]), at: now)
    _ = try store.store([sighting(1, rules: "r2")], checkpoint: Checkpoint(name: "w", sequence: 2, bytes: [2]), at: now)
    _ = try store.judge([sighting(2).alertKey], AlertVerdict(.confirmed, who: "ann", why: "seen", at: now))
    _ = try store.suppress(
      Suppression(scheme: "rep-padding", why: "known", who: "bob", made: now, until: Instant(microseconds: 2_000_000)))
  }
}
