public import Alerts
import Detection
public import Records

/// Follows a source: pulls, judges, stores, remembers. Nothing is lost and nothing is told twice, whatever ends it and whenever.
///
/// **Why that holds.** The memory that is kept, a checkpoint, is the judge's state and the source's place at one moment; it names the same
/// records on both sides. Whoever begins again takes up the last one, reads on from its place and judges once more what had been judged
/// since. A judgement follows from the state and the record alone, so it comes out the same, and an alert is known by its key, so storing
/// it again changes nothing. A source may forget records only once a checkpoint is kept that lies behind them.
///
/// One owner, one thread.
public final class Monitor {
  public struct Settings: Sendable {
    /// What the checkpoints are called.
    public var name: String
    /// What the source is called in the store.
    public var source: String
    /// Whether findings become alerts in the store.
    public var storesAlerts: Bool
    /// At least so long between checkpoints, and longer where writing them would take more than a twentieth of the time.
    public var checkpointEvery: Duration

    public init(name: String, source: String, storesAlerts: Bool = true, checkpointEvery: Duration = .seconds(5)) {
      (self.name, self.source, self.storesAlerts) = (name, source, storesAlerts)
      self.checkpointEvery = checkpointEvery
    }
  }

  public enum Step: Equatable, Sendable {
    case worked
    /// There is nothing to do by now.
    case idle
    /// What was judged cannot be delivered by now, and nothing more is read until it is.
    case held(DeliveryFailure)
  }

  /// What came of taking up the work of an earlier run.
  public struct Resumption: Equatable, Sendable {
    /// The number of the checkpoint; nil where all begins.
    public var checkpoint: Int64?
    public var records: Int64
    public var notes: [String]
  }

  public private(set) var counts = MonitorCounts()

  private let source: any FollowedSource
  private var judge: any StreamJudge
  private let store: any AlertStore
  private let states: any StateKeeper
  private let rejects: any RejectKeeper
  private let sinks: [any FindingSink]
  private let settings: Settings
  private let now: () -> Instant
  private let reach: (MonitorPoint) -> Void

  private var health: StreamHealth
  private var pending: Pending?
  private var sequence: Int64 = 0
  private var kept: Set<Int64> = []
  private var hasNews = false
  private var checkpointDue = ContinuousClock.now
  private let pulse: StreamPulse

  /// So many are stored in one transaction.
  private static let pageMax = 1_000
  private static let costFactor = 20

  /// What was judged and is not delivered everywhere yet.
  private struct Pending {
    var findings: [HashedFinding]
    var shadows: [HashedFinding] = []
    var rejects: [RejectedRecord]
    var stored = 0
    var sinksServed = 0

    func isDone(_ sinks: Int, storing: Bool) -> Bool {
      rejects.isEmpty && sinksServed == sinks && (!storing || stored == findings.count)
    }
  }

  /// - Parameters:
  ///   - pulse: shared by all monitors of one stream.
  ///   - now: the clock on the wall; only what is stored is stamped with it.
  ///   - reach: is told of each moment at which a test may end the run.
  public init(
    _ settings: Settings, source: any FollowedSource, judge: any StreamJudge, store: any AlertStore, states: any StateKeeper,
    rejects: any RejectKeeper, sinks: [any FindingSink], health: StreamHealth = StreamHealth(),
    pulse: StreamPulse = StreamPulse(),
    now: @escaping () -> Instant,
    reach: @escaping (MonitorPoint) -> Void = { _ in }
  ) {
    (self.settings, self.source, self.judge, self.store) = (settings, source, judge, store)
    (self.states, self.rejects, self.sinks, self.health) = (states, rejects, sinks, health)
    (self.pulse, self.now, self.reach) = (pulse, now, reach)
  }

  // MARK: beginning

  /// Takes up the newest checkpoint that is whole. Where there are some and none is, it fails: to begin anew is somebody's decision.
  ///
  /// - isAnew: what was remembered is left alone, and the source is read from its beginning.
  public func resume(isAnew: Bool = false) throws -> Resumption {
    var notes: [String] = []
    var checkpoints = try store.checkpoints(named: settings.name)
    sequence = checkpoints.first?.sequence ?? 0
    if isAnew { checkpoints = [] }
    for checkpoint in checkpoints {
      let memory: MonitorMemory
      do throws(StateError) {
        let loaded = try load(checkpoint)
        memory = loaded.memory
        notes += loaded.notes
      } catch {
        notes.append("checkpoint \(checkpoint.sequence) cannot be used: \(error)")
        continue
      }
      try source.resume(at: memory.place)
      if memory.rejectsPlace == rejects.place { try rejects.rewind(to: memory.rejects) }
      counts = MonitorCounts(records: memory.records, alerts: memory.alerts)
      kept = [checkpoint.sequence]
      scheduleCheckpoint(after: .zero)
      return Resumption(checkpoint: checkpoint.sequence, records: memory.records, notes: notes)
    }
    guard checkpoints.isEmpty else {
      throw MonitorFailure(
        .damaged, "no checkpoint of `\(settings.name)` can be used: " + notes.joined(separator: "; "),
        advice: [
          "restore a backup of the home, or begin anew with --restart: the source is then read from its beginning, and alerts that are "
            + "known are not told again"
        ])
    }
    try rejects.rewind(to: 0)
    scheduleCheckpoint(after: .zero)
    return Resumption(checkpoint: nil, records: 0, notes: notes)
  }

  private func load(_ checkpoint: Checkpoint) throws(StateError) -> (memory: MonitorMemory, notes: [String]) {
    guard checkpoint.isSound else { throw StateError("its entry in the store does not fit its checksum") }
    let digest = String(decoding: checkpoint.bytes, as: UTF8.self)
    let found: [UInt8]?
    do throws(DeliveryFailure) { found = try states.load(checkpoint.sequence, digest: digest) } catch {
      throw StateError("\(error)")
    }
    guard let bytes = found else { throw StateError("its state is not there") }
    guard StateDigest(bytes).text == digest else {
      throw StateError("its state was torn or altered")
    }
    reach(.duringRestore)
    return try MonitorMemory.read(bytes, judge, &health)
  }

  // MARK: going on

  /// Delivers what waits, or else the next batch.
  public func step() throws -> Step {
    if pending == nil {
      guard let batch = try source.next() else { return try rest() }
      reach(.afterRead)
      try take(batch)
    }
    do throws(DeliveryFailure) { try deliver() } catch {
      guard error.isRetriable else { throw MonitorFailure(error) }
      return .held(error)
    }
    return try checkpointIfDue() ?? .worked
  }

  /// Nothing comes: a moment to remember what came, and to say so where it lasts.
  private func rest() throws -> Step {
    if let silence = pulse.rests() {
      tell(health.rests(for: silence, at: now()))
      if pending != nil { pulse.isSilenceTold = true }
    }
    if pending != nil { return .worked }
    return try checkpointIfDue() ?? .idle
  }

  private func take(_ batch: RecordBatch) throws {
    let judged = try judge.judge(batch)
    let findings = judged.filter { !$0.isShadow }
    counts.add(batch, findings)
    pulse.came()
    pending = Pending(
      findings: findings, shadows: findings.count == judged.count ? [] : judged.filter(\.isShadow), rejects: batch.rejects)
    tell(health.saw(batch, unknown: judge.unknown))
    if let latest = counts.latestEvent { tell(health.lags(latest, at: now())) }
    hasNews = true
  }

  /// What is odd about the stream goes where findings go.
  private func tell(_ findings: [Finding]) {
    guard !findings.isEmpty else { return }
    var waiting = pending ?? Pending(findings: [], rejects: [])
    waiting.findings += findings.map { HashedFinding($0, judge.hashes) }
    pending = waiting
  }

  /// What happened to the source since this was last asked; losses are findings besides.
  public func takeNotices() -> [SourceNotice] {
    let notices = source.takeNotices()
    for notice in notices where notice.kind == .loss { tell([health.lost(notice)]) }
    return notices
  }

  private func deliver() throws(DeliveryFailure) {
    guard var waiting = pending else { return }
    defer { pending = waiting.isDone(sinks.count, storing: settings.storesAlerts) ? nil : waiting }
    if !waiting.rejects.isEmpty {
      try rejects.keep(waiting.rejects)
      waiting.rejects = []
    }
    while settings.storesAlerts, waiting.stored < waiting.findings.count {
      if waiting.stored > 0 { reach(.betweenPages) }
      let page = waiting.findings[waiting.stored..<min(waiting.findings.count, waiting.stored + Monitor.pageMax)]
      let sightings = page.compactMap { Sighting($0.finding, $0.hashes, source: settings.source) }
      do throws(AlertError) { counts.add(try store.store(sightings, checkpoint: nil, at: now())) } catch {
        throw DeliveryFailure(error)
      }
      waiting.stored += page.count
    }
    reach(.afterStore)
    while waiting.sinksServed < sinks.count {
      let sink = sinks[waiting.sinksServed]
      let findings = sink.isOfShadow ? waiting.shadows : waiting.findings
      if !findings.isEmpty { try sink.deliver(findings) }
      waiting.sinksServed += 1
    }
    reach(.afterSinks)
  }

  // MARK: remembering

  private func scheduleCheckpoint(after cost: Duration) {
    checkpointDue = .now + max(settings.checkpointEvery, cost * Monitor.costFactor)
  }

  private func checkpointIfDue() throws -> Step? {
    guard hasNews, pending == nil, .now >= checkpointDue else { return nil }
    do throws(DeliveryFailure) { try checkpoint() } catch {
      guard error.isRetriable else { throw MonitorFailure(error) }
      // Alerts are stored all the same; whoever begins again only has more to read.
      scheduleCheckpoint(after: .zero)
      return .held(error)
    }
    return nil
  }

  /// Remembers where all stands. What waits to be delivered is delivered before.
  public func checkpoint() throws(DeliveryFailure) {
    try deliver()
    guard hasNews else { return }
    let start = ContinuousClock.now
    let place: [UInt8]
    do throws(SourceError) { place = try source.place() } catch { throw DeliveryFailure("\(error)") }
    let memory = MonitorMemory(
      place: place, rejects: rejects.mark, rejectsPlace: rejects.place, records: counts.records, alerts: counts.alerts)
    let bytes = memory.bytes(judge, health)
    let digest = StateDigest(bytes).text
    let number = sequence + 1
    try states.save(bytes, as: number, digest: digest)
    let checkpoint = Checkpoint(name: settings.name, sequence: number, bytes: Array(digest.utf8))
    do throws(AlertError) { _ = try store.store([], checkpoint: checkpoint, at: now()) } catch {
      throw DeliveryFailure(error)
    }
    sequence = number
    reach(.afterCheckpoint)
    states.removeAll(except: kept.union([number]))
    kept = [number]
    hasNews = false
    let cost = ContinuousClock.now - start
    counts.checkpoint(bytes: bytes.count, cost: cost)
    scheduleCheckpoint(after: cost)
    do throws(SourceError) { try source.confirm(place) } catch { throw DeliveryFailure("\(error)") }
  }

  /// Lets another judge take up all that this one has seen; this one still decides.
  public func prepare(_ next: any StreamJudge) throws(StateError) -> [String] {
    var writer = StateWriter()
    judge.write(to: &writer)
    var reader = StateReader(writer.bytes[...])
    return try next.restore(&reader)
  }

  /// Lets one that was prepared decide from here on.
  public func use(_ next: any StreamJudge) {
    judge = next
    hasNews = true
  }

  // MARK: ending

  /// Judges what is left where nothing more will come. It is not remembered, so that another run sees it again, by then perhaps whole.
  public func finish() throws {
    let batches = try source.remainder()
    for batch in batches {
      try take(batch)
      do throws(DeliveryFailure) { try deliver() } catch {
        throw MonitorFailure(error)
      }
    }
  }
}
