import Alerts
public import Records

/// What has passed so far.
public struct MonitorCounts: Sendable {
  /// Over all runs, as far as checkpoints tell.
  public private(set) var records: Int64
  public private(set) var alerts: Int64
  /// What of these an earlier run has counted.
  private var before: (records: Int64, alerts: Int64)
  /// Since this run began.
  public private(set) var batches = 0
  public private(set) var rejects = 0
  public private(set) var findings = 0
  public private(set) var known = 0
  public private(set) var checkpoints = 0
  public private(set) var checkpointBytes = 0
  public private(set) var checkpointCost = Duration.zero
  /// The latest time that a record had.
  public private(set) var latestEvent: Instant?

  /// - records, alerts: counted by earlier runs.
  public init(records: Int64 = 0, alerts: Int64 = 0) {
    (self.records, self.alerts) = (records, alerts)
    before = (records, alerts)
  }

  /// What another monitor of the same stream has counted in this run.
  public mutating func add(runOf other: MonitorCounts) {
    records += other.records - other.before.records
    alerts += other.alerts - other.before.alerts
    batches += other.batches
    rejects += other.rejects
    findings += other.findings
    known += other.known
    checkpoints += other.checkpoints
    checkpointBytes += other.checkpointBytes
    checkpointCost += other.checkpointCost
    if let time = other.latestEvent { latestEvent = max(latestEvent ?? time, time) }
  }

  mutating func add(_ batch: RecordBatch, _ findings: [HashedFinding]) {
    records += Int64(batch.count)
    batches += 1
    rejects += batch.rejects.count
    self.findings += findings.count
    guard let time = batch.schema.timeField, batch.count > 0 else { return }
    let column = batch.columns[time]
    for record in 0..<batch.count where column.validity[record] {
      latestEvent = max(latestEvent ?? Instant(microseconds: .min), Instant(microseconds: column.times[record]))
    }
  }

  mutating func add(_ stored: StoredCounts) {
    alerts += Int64(stored.added)
    known += stored.known
  }

  mutating func checkpoint(bytes: Int, cost: Duration) {
    checkpoints += 1
    (checkpointBytes, checkpointCost) = (bytes, cost)
  }
}
