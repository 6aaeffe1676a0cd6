import Alerts
import CommandLineKit
import Detection
import Monitor
import Outbox
import PostgresStore
import Records

/// What all monitors of one invocation share.
final class WatchSetup {
  let invocation: Invocation
  let log: WatchLog
  let outboxes: [SinkOutbox]
  /// What the monitor is called.
  let name: String
  let isAnew: Bool
  private let sourceName: String
  private let folder: StateFolder
  private let storesAlerts: Bool
  private let sinks: [any FindingSink]
  private let store: any AlertStore
  private let limits: StreamHealth.Limits
  private let checkpointEvery: Duration
  private let pulse = StreamPulse()
  private let reach: (MonitorPoint) -> Void

  /// Of one group on one machine.
  private static let membersMax = 64

  init(_ invocation: Invocation, _ log: WatchLog) throws {
    (self.invocation, self.log) = (invocation, log)
    let every = try invocation.number("checkpoint-every", in: 0.01...86_400) ?? 5
    let silence = try invocation.number("silent-after", in: 0...1e9) ?? 3600
    checkpointEvery = .seconds(every)
    let lag = try invocation.number("lag-after", in: 0...1e9) ?? 0
    limits = StreamHealth.Limits(
      silentAfter: silence > 0 ? .seconds(silence) : nil, rejectsMost: try invocation.number("max-rejects", in: 0...1) ?? 0.05,
      lagMost: lag > 0 ? .seconds(lag) : nil)
    reach = try CrashPoint.reach()
    isAnew = invocation.flag("restart")
    sourceName = try SourceName.of(invocation.arguments[0], invocation)
    name = invocation.text("name") ?? sourceName
    folder = try WatchSetup.folder(invocation, name, reach)
    (storesAlerts, sinks, outboxes) = try WatchSinks.all(invocation, monitor: folder.path)
    store = try AlertOpening.created(invocation)
    if invocation.text("state") == "store", !(store is PostgresAlertStore) {
      throw invocation.usage("`--state store` wants alerts in PostgreSQL; name the database with --store postgres://…")
    }
  }

  /// Of several who share a stream each has a folder of its own, the same one the next time.
  private static func folder(_ invocation: Invocation, _ name: String, _ reach: @escaping (MonitorPoint) -> Void) throws
    -> StateFolder
  {
    guard KafkaOpening.isAddress(invocation.arguments[0]) else {
      return try StateFolder.taken(invocation, name: name, reach: reach)
    }
    for member in 1...membersMax {
      if let folder = try StateFolder.free(invocation, name: "\(name) member \(member)", reach: reach) { return folder }
    }
    throw CommandFailure(
      .unavailable, "\(membersMax) monitors of `\(name)` run here already", hints: ["give this one another --home"])
  }

  var rejectsPlace: String {
    KafkaOpening.isAddress(invocation.arguments[0])
      ? "rejects.jsonl of each partition's folder beside \(folder.path)" : "\(folder.path)/rejects.jsonl"
  }

  /// Nil where nothing came.
  func work(_ waiting: WatchWaiting) throws -> (any WatchedWork)? {
    if KafkaOpening.isAddress(invocation.arguments[0]) {
      guard let topics = try KafkaOpening.topics(invocation, waiting) else { return nil }
      return try KafkaWork(self, topics)
    }
    return try sourceWork(waiting)
  }

  private func sourceWork(_ waiting: WatchWaiting) throws -> SourceWork? {
    let place = invocation.arguments[0]
    let opened = try waiting.first {
      (try FollowedOpening.open(place, invocation), "\(place): there is nothing yet; waiting for the first record")
    }
    guard let opening = opened else { return nil }
    let source = opening.source
    log.say(.info, "opened", "\(place): read as `\(source.schema.name)` (\(opening.schemaPath))")
    let renewed = { [invocation] in try SourceJudge(invocation, schema: source.schema, symbols: source.symbols) }
    let judge = try renewed()
    let isShared = invocation.text("state") == "store"
    let monitor = try monitor(of: source, named: name, sourceName: sourceName, judge, folder, isShared: isShared)
    tell(try monitor.resume(isAnew: isAnew), judge)
    return SourceWork(monitor, source, judge, renewed: renewed)
  }

  /// - lane: which part of a stream it follows, where there are several.
  /// - isShared: its memory lies where its alerts are.
  func monitor(
    of source: any FollowedSource, named name: String, sourceName: String, _ judge: SourceJudge, _ folder: StateFolder,
    lane: String? = nil, isShared: Bool
  ) throws -> Monitor {
    var states: any StateKeeper = folder
    if isShared, let store = store as? PostgresAlertStore { states = SharedStates(store, name: name, reach: reach) }
    return Monitor(
      .init(name: name, source: sourceName, storesAlerts: storesAlerts, checkpointEvery: checkpointEvery), source: source,
      judge: judge, store: store, states: states, rejects: try folder.rejects(), sinks: sinks + (log.view.map { [$0] } ?? []),
      health: StreamHealth(limits, lane: lane), pulse: pulse, now: { .ofClock() }, reach: reach)
  }

  /// The folder of one part of the stream; nil while another process has it.
  func laneFolder(_ lane: String) throws -> StateFolder? {
    try StateFolder.free(invocation, name: laneName(lane), reach: reach)
  }

  func laneName(_ lane: String) -> String { "\(name) \(lane)" }

  /// Whether the memory of parts that go from one to another lies in the store.
  var sharesLanes: Bool { store is PostgresAlertStore && invocation.text("state") != "home" }

  /// - lane: of which part of the stream this is, where there are several.
  func tell(_ resumption: Monitor.Resumption, _ judge: SourceJudge, lane: String? = nil) {
    let prefix = lane.map { "\($0): " } ?? ""
    for note in resumption.notes { log.say(.warning, "resuming", prefix + note) }
    let rules = "rules \(judge.hashes.rules.prefix(12))" + (judge.hashes.model.map { ", model \($0.prefix(12))" } ?? "")
    if let number = resumption.checkpoint {
      log.say(
        .info, "resumed",
        "\(prefix)goes on from checkpoint \(number), behind \(Words.counted(Int(resumption.records), "record")); \(rules)",
        [("checkpoint", "\(number)"), ("records", "\(resumption.records)"), ("rules", judge.hashes.rules)])
    } else {
      log.say(
        .info, "began", "\(prefix)begins with the source's first record; \(rules)", [("rules", judge.hashes.rules)])
    }
  }
}
