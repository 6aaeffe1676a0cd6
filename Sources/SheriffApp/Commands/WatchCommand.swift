import Alerts
import CommandLineKit
import Detection
import Foundation
import Monitor
import Outbox
import Records

let watchCommand = Command(
  "watch", "decide over a growing stream, day and night; goes on where it stopped",
  discussion:
    "Follows a file, all files of a folder or of a pattern: appended, rotated, truncated or replaced; or a table of PostgreSQL; or topics "
    + "of Kafka, whose partitions are shared among all who watch with one group. Alerts and the place in the source are kept together, so that after any end nothing is lost and nothing is told twice. SIGTERM ends in order; SIGHUP reads rules and "
    + "model again, all or nothing. Without --baseline what is ordinary is learned from what has passed, as `scan --as-stream` does.",
  arguments: [Argument("source", "a file, a pattern or a folder of files that are being written, postgres://… or kafka://…")],
  options: [
    RecordReading.baseline,
    Option("model", value: "NAME", "the model that scores beside the rules", default: "none"),
    Option("shadow-model", value: "NAME", "a model that scores in shadow and decides nothing", default: "none"),
    Option(
      "shadow", value: "FILE", "where findings of rules and the model in shadow go as JSON lines; else they are only counted"),
    Option(
      "sink", value: "WHERE",
      "where alerts go: store, jsonl:FILE, webhook:URL, command:PROGRAM or - for standard output; may be said again; default store",
      isRepeatable: true),
    SourceName.option,
    Option("name", value: "NAME", "what this monitor is called; two of one name do not run at once; default the source's name"),
    Option("until-idle", value: "SECONDS", "end after so long without a record; a last row without an end counts then"),
    Option("checkpoint-every", value: "SECONDS", "how often all is remembered, at most", default: "5"),
    Option(
      "silent-after", value: "SECONDS", "without a record for so long the stream itself is an alert; 0 for never", default: "3600"
    ),
    Option(
      "lag-after", value: "SECONDS", "when the latest record's time lies so far back that is an alert; 0 for never", default: "0"),
    Option("max-rejects", value: "SHARE", "more bad rows than this among a thousand are an alert", default: "5%"),
    StreamDrift.option,
    Option(
      "state", value: "WHERE",
      "where memory lies between two runs: home, or store where alerts are in PostgreSQL, so that another machine can go on; "
        + "default home, and of Kafka store where it can be", allowed: ["home", "store"]),
    Option("restart", "leave alone what was remembered, and read the source from its beginning"),
    Option("listen", value: "HOST:PORT", "answer /livez, /readyz, /metrics and /version there; port 0 takes a free one"),
    Option("log", value: "FORMAT", "how the monitor speaks of itself", default: "text", allowed: ["text", "json"]),
    Option("schema", value: "FILE", "the schema file; else it is recognised from the header"),
  ] + FollowedTableOpening.options + SinkOpening.options,
  examples: [
    "sheriff watch /var/lib/shop/orders.csv --baseline winter",
    "sheriff watch '/data/orders-*.jsonl' --sink store --sink jsonl:alerts.jsonl",
    "sheriff watch orders.csv --sink store --sink webhook:https://hooks.example.com/alerts --webhook-allow hooks.example.com",
    "sheriff watch orders.csv --until-idle 3",
    "sheriff watch postgres://shop@db/shop --follow log",
    "sheriff watch 'kafka://broker1,broker2/orders?group=fraud' --store postgres://sheriff@db/alerts",
  ], action: watch)

private func watch(_ invocation: Invocation) throws -> ExitCode {
  let idle = try invocation.number("until-idle", in: 0...1e9)
  let drain = try invocation.number("sink-drain", in: 0...3600) ?? 10
  let log = WatchLog(invocation)
  let interruption = try Interruption()
  let standing = try WatchStanding(invocation, log)
  defer { standing.ended() }
  let start = Clock.now
  let waiting = WatchWaiting(standing, interruption, mayGoOn: { idle.map { Clock.now - start < $0 } ?? true })
  let setup = try WatchSetup(invocation, log)
  guard let work = try watching({ try setup.work(waiting) }) else {
    log.say(.info, "ended", "nothing came")
    return .fine
  }
  standing.ready(work.hashes)

  let loop = WatchLoop(work, standing, interruption, setup.outboxes, untilIdle: idle)
  for outbox in setup.outboxes { outbox.start() }
  try watching { try loop.run() }
  SinkEnding.end(setup.outboxes, within: drain, log)
  let figures = work.figures
  for (name, count) in figures.shadows.sorted(by: { $0.key < $1.key }) {
    log.say(
      .info, "in-shadow",
      "in shadow \(name) would have flagged \(Words.counted(count.alone, "record")) that nobody flags, and \(count.together) that are flagged anyway",
      [("by", name), ("alone", "\(count.alone)"), ("together", "\(count.together)")])
  }
  let counts = figures.counts
  log.say(
    .info, "ended",
    "\(Words.counted(Int(counts.records), "record")) so far, \(Words.counted(Int(counts.alerts), "alert")) stored; in this run "
      + "\(Words.counted(counts.findings, "finding")), \(Words.counted(counts.rejects, "row")) rejected"
      + (counts.rejects > 0 ? ", kept in \(setup.rejectsPlace)" : ""))
  return .fine
}

/// Runs a piece of work whose failures are the monitor's, its source's or its store's.
private func watching<Result>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch let error as MonitorFailure {
    throw CommandFailure(error.code == .damaged ? .badData : .unavailable, error.message, hints: error.advice)
  } catch let error as SourceError {
    throw CommandFailure(error)
  } catch let error as AlertError {
    throw CommandFailure(error)
  } catch let error as DeliveryFailure {
    throw CommandFailure(.inputOutput, error.message, hints: error.advice)
  }
}
