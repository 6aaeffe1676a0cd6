import Detection
import Foundation
import Metrics
import Monitor
import Records

/// What a monitor's figures are called, and how they follow from what it counts. They are set once a turn of the loop, not once a record.
final class WatchMetrics: Sendable {
  let registry = MetricRegistry()
  private let records: Counter
  private let rejects: Counter
  private let alerts: Counter
  private let findings: Counter
  private let known: Counter
  private let fired: MetricFamily<Counter>
  private let unknown: MetricFamily<Counter>
  private let shadows: MetricFamily<Counter>
  private let turns: Histogram
  private let checkpoints: Counter
  private let checkpointBytes: Gauge
  private let checkpointSeconds: Gauge
  private let checkpointAt: Gauge
  private let latestEvent: Gauge
  private let eventLag: Gauge
  private let idle: Gauge
  private let held: Gauge
  private let reloads: MetricFamily<Counter>
  private let notices: MetricFamily<Counter>
  private let decidesWith: MetricFamily<Gauge>

  init() throws(MetricError) {
    records = try registry.counter(
      "sheriff_records_total", help: "Records that were decided on, over all runs; of several partitions in this run.")
    rejects = try registry.counter("sheriff_rejects_total", help: "Rows that were no records, in this run.")
    alerts = try registry.counter(
      "sheriff_alerts_total", help: "Alerts that were stored, over all runs; of several partitions in this run.")
    findings = try registry.counter("sheriff_findings_total", help: "Findings that were made, in this run.")
    known = try registry.counter("sheriff_findings_known_total", help: "Findings that the store knew already, in this run.")
    fired = try registry.counter(
      "sheriff_rule_fired_total", help: "Records on which a rule fired, in this run.", labels: ["rule"])
    unknown = try registry.counter(
      "sheriff_rule_unknown_total", help: "Records of which a rule could not tell, in this run.", labels: ["rule"])
    shadows = try registry.counter(
      "sheriff_shadow_findings_total",
      help: "What rules and a model in shadow hold against records, in this run: together with the live ones, or alone.",
      labels: ["by", "standing"])
    turns = try registry.histogram(
      "sheriff_batch_seconds", help: "From a batch's reading to its delivery.",
      bounds: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60])
    checkpoints = try registry.counter("sheriff_checkpoints_total", help: "Checkpoints that were kept, in this run.")
    checkpointBytes = try registry.gauge("sheriff_checkpoint_bytes", help: "The size of the last checkpoint's state.")
    checkpointSeconds = try registry.gauge("sheriff_checkpoint_seconds", help: "How long the last checkpoint took.")
    checkpointAt = try registry.gauge(
      "sheriff_checkpoint_timestamp_seconds", help: "When the last checkpoint of this run was kept; 0 where none was.")
    latestEvent = try registry.gauge("sheriff_latest_event_timestamp_seconds", help: "The latest time that a record had.")
    eventLag = try registry.gauge("sheriff_event_lag_seconds", help: "How far the latest record's time lies back.")
    idle = try registry.gauge("sheriff_idle_seconds", help: "How long no record has come.")
    held = try registry.gauge("sheriff_held", help: "1 where findings cannot be delivered by now and nothing more is read.")
    reloads = try registry.counter(
      "sheriff_reloads_total", help: "How often rules and model were read again, and what came of it.", labels: ["outcome"])
    notices = try registry.counter(
      "sheriff_source_notices_total", help: "What happened to the source besides records.", labels: ["kind"])
    decidesWith = try registry.gauge(
      "sheriff_decides_with_info", help: "The digests of the rules and the model that decide.", labels: ["rules", "model"])
  }

  struct Turn {
    var figures: WatchFigures
    /// Nil where nothing was done.
    var seconds: Double?
    var idleSeconds: Double
    var isHeld: Bool
  }

  func follow(_ turn: Turn) {
    let counts = turn.figures.counts
    records.raise(to: Double(counts.records))
    alerts.raise(to: Double(counts.alerts))
    rejects.raise(to: Double(counts.rejects))
    findings.raise(to: Double(counts.findings))
    known.raise(to: Double(counts.known))
    if Double(counts.checkpoints) > checkpoints.value { checkpointAt.set(Date.now.timeIntervalSince1970) }
    checkpoints.raise(to: Double(counts.checkpoints))
    checkpointBytes.set(counts.checkpointBytes)
    checkpointSeconds.set(counts.checkpointCost / .seconds(1))
    if let latest = counts.latestEvent {
      let seconds = Double(latest.microseconds) / 1e6
      latestEvent.set(seconds)
      eventLag.set(max(0, Date.now.timeIntervalSince1970 - seconds))
    }
    if let seconds = turn.seconds { turns.observe(seconds) }
    idle.set(turn.idleSeconds)
    held.set(turn.isHeld ? 1 : 0)
    for (rule, count) in turn.figures.rules {
      // A thousand rules have their series; more would make a page that nobody reads.
      if count.fired > 0 { (try? fired.series(rule))?.raise(to: Double(count.fired)) }
      if count.unknown > 0 { (try? unknown.series(rule))?.raise(to: Double(count.unknown)) }
    }
    for (name, count) in turn.figures.shadows {
      for (standing, number) in [("alone", count.alone), ("together", count.together)] where number > 0 {
        (try? shadows.series(name, standing))?.raise(to: Double(number))
      }
    }
  }

  func reloaded(_ isTaken: Bool) { (try? reloads.series(isTaken ? "taken" : "refused"))?.add(1) }

  func noticed(_ kind: String) { (try? notices.series(kind))?.add(1) }

  func decides(_ hashes: [DecisionHashes], formerly: [DecisionHashes]) {
    for old in formerly { decidesWith.remove(old.rules, old.model ?? "") }
    for new in hashes { (try? decidesWith.series(new.rules, new.model ?? ""))?.set(1) }
  }
}
