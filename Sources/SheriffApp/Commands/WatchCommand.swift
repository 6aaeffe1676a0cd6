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
    "Follows a file, all files of a folder or of a pattern: appended, rotated, truncated or replaced; or a table of PostgreSQL. Alerts and "
    + "the place in the source are kept together, so that after any end nothing is lost and nothing is told twice. SIGTERM ends in order; SIGHUP reads rules and "
    + "model again, all or nothing. Without --baseline what is ordinary is learned from what has passed, as `scan --as-stream` does.",
  arguments: [Argument("source", "a file, a pattern or a folder of files that are being written, or postgres://…")],
  options: [
    Option("baseline", value: "NAME", "decide with a baseline that was learned before"),
    Option("model", value: "NAME", "the model that scores beside the rules", default: "none"),
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
    Option("max-rejects", value: "SHARE", "more bad rows than this among a thousand are an alert", default: "5%"),
    StreamDrift.option,
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
  ], action: watch)

private func watch(_ invocation: Invocation) throws -> ExitCode {
  let idle = try invocation.number("until-idle", in: 0...1e9)
  let every = try invocation.number("checkpoint-every", in: 0.01...86_400) ?? 5
  let silence = try invocation.number("silent-after", in: 0...1e9) ?? 3600
  let limits = StreamHealth.Limits(
    silentAfter: silence > 0 ? .seconds(silence) : nil, rejectsMost: try invocation.number("max-rejects", in: 0...1) ?? 0.05)
  let reach = try CrashPoint.reach()
  let log = WatchLog(invocation)
  let interruption = try Interruption()
  let standing = try WatchStanding(invocation, log)
  defer { standing.ended() }
  let sourceName = try SourceName.of(invocation.arguments[0], invocation)
  let name = invocation.text("name") ?? sourceName
  let folder = try StateFolder(invocation, name: name, reach: reach)
  guard let opening = try waitForSource(invocation, standing, interruption, idle: idle) else {
    log.say(.info, "ended", "nothing came")
    return .fine
  }
  let source = opening.source
  log.say(.info, "opened", "\(invocation.arguments[0]): read as `\(source.schema.name)` (\(opening.schemaPath))")

  let judge = try SourceJudge(invocation, schema: source.schema, symbols: source.symbols)
  let drain = try invocation.number("sink-drain", in: 0...3600) ?? 10
  let (storesAlerts, sinks, outboxes) = try WatchSinks.all(invocation, monitor: folder.path)
  let rejects = try RejectLines(path: "\(folder.path)/rejects.jsonl")
  let monitor = Monitor(
    .init(name: name, source: sourceName, storesAlerts: storesAlerts, checkpointEvery: .seconds(every)), source: source,
    judge: judge, store: try AlertOpening.created(invocation), states: folder, rejects: rejects,
    sinks: sinks + (log.view.map { [$0] } ?? []), health: StreamHealth(limits), now: { .ofClock() }, reach: reach)
  tell(try watching { try monitor.resume(isAnew: invocation.flag("restart")) }, judge, log)
  standing.ready(judge)

  let loop = WatchLoop(monitor, source, judge, standing, interruption, outboxes, untilIdle: idle) {
    try SourceJudge(invocation, schema: source.schema, symbols: source.symbols)
  }
  for outbox in outboxes { outbox.start() }
  try watching { try loop.run() }
  SinkEnding.end(outboxes, within: drain, log)
  let counts = monitor.counts
  log.say(
    .info, "ended",
    "\(Words.counted(Int(counts.records), "record")) so far, \(Words.counted(Int(counts.alerts), "alert")) stored; in this run "
      + "\(Words.counted(counts.findings, "finding")), \(Words.counted(counts.rejects, "row")) rejected"
      + (counts.rejects > 0 ? ", kept in \(rejects.path)" : ""))
  return .fine
}

/// The source, as soon as it is there; nil where that is to be waited for no longer.
private func waitForSource(
  _ invocation: Invocation, _ standing: WatchStanding, _ interruption: Interruption, idle: Double?
) throws -> FollowedOpening? {
  let start = Clock.now
  let text = "\(invocation.arguments[0]): there is nothing yet; waiting for the first record"
  var isTold = false
  while !interruption.isAsked {
    if let opening = try FollowedOpening.open(invocation.arguments[0], invocation) { return opening }
    if !isTold { standing.log.say(.info, "waiting", text) }
    isTold = true
    if let idle, Clock.now - start >= idle { return nil }
    standing.waits(text)
    usleep(100_000)
  }
  return nil
}

private func tell(_ resumption: Monitor.Resumption, _ judge: SourceJudge, _ log: WatchLog) {
  for note in resumption.notes { log.say(.warning, "resuming", note) }
  let rules = "rules \(judge.hashes.rules.prefix(12))" + (judge.hashes.model.map { ", model \($0.prefix(12))" } ?? "")
  if let number = resumption.checkpoint {
    log.say(
      .info, "resumed", "goes on from checkpoint \(number), behind \(Words.counted(Int(resumption.records), "record")); \(rules)",
      [("checkpoint", "\(number)"), ("records", "\(resumption.records)"), ("rules", judge.hashes.rules)])
  } else {
    log.say(.info, "began", "begins with the source's first record; \(rules)", [("rules", judge.hashes.rules)])
  }
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
