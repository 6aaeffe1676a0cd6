import Dispatch
import Files
public import Records
import Synchronization

/// Findings that wait for a receiver who may be slow, or away. Whoever adds some never waits for him: a thread of the outbox's own sends
/// them, in order, and tries again until they are taken or given up.
public final class SinkOutbox: Sendable {
  private struct State {
    var folder: OutboxFolder
    var notices: [OutboxNotice] = []
    /// When all ends; nil while it goes on.
    var deadline: ContinuousClock.Instant?
    var told: (text: String, at: ContinuousClock.Instant)?
    var hasStarted = false
  }

  public let sink: String
  private let state: Mutex<State>
  private let carrier: any BatchCarrier
  private let pacing: RetryPacing
  private let now: @Sendable () -> Instant
  private let wake = DispatchSemaphore(value: 0)
  private let isOver = DispatchSemaphore(value: 0)

  /// A failure that goes on is told again after so long.
  private static let toldEvery = Duration.seconds(60)
  private static let noticesMax = 100

  /// - folder: of its own; nobody else may use it meanwhile.
  /// - sink: what people call it.
  /// - fileBytes: a file that was sent and is larger gives way to a new one.
  public init(
    folder: String, sink: String, carrier: any BatchCarrier, pacing: RetryPacing = RetryPacing(), fileBytes: Int64 = 64 << 20,
    now: @escaping @Sendable () -> Instant
  ) throws(SourceError) {
    (self.sink, self.carrier, self.pacing, self.now) = (sink, carrier, pacing, now)
    var limits = OutboxFolder.Limits()
    limits.fileBytes = fileBytes
    state = Mutex(State(folder: try OutboxFolder(folder, sink: sink, limits: limits)))
  }

  /// Keeps what is new among them, all or none; it is on the disk when it comes back.
  public func append(_ lines: [OutboxLine]) throws(SourceError) {
    let added = try state.withLock { state throws(SourceError) in try state.folder.append(lines) }
    if added > 0 { wake.signal() }
  }

  public var counts: OutboxCounts {
    state.withLock { state in
      OutboxCounts(
        waiting: state.folder.waiting, dead: state.folder.deadCount, sent: state.folder.place.sent, oldest: state.folder.oldest)
    }
  }

  /// What has happened since it was last asked.
  public func takeNotices() -> [OutboxNotice] {
    state.withLock { state in
      defer { state.notices = [] }
      return state.notices
    }
  }

  // MARK: its thread

  /// Begins to send, from a thread of its own.
  public func start() {
    state.withLock { $0.hasStarted = true }
    DispatchQueue(label: "sheriff.outbox").async {
      self.run()
      self.isOver.signal()
    }
  }

  /// Sends what waits for so long, and not what can be tried again only later. `waitForEnd` says when it is over.
  public func end(within limit: Duration) {
    state.withLock { $0.deadline = .now + limit }
    wake.signal()
  }

  public func waitForEnd() {
    if state.withLock({ $0.hasStarted }) { isOver.wait() }
  }

  private var hasEnded: Bool { state.withLock { $0.deadline.map { $0 <= .now } ?? false } }

  private func run() {
    while !hasEnded {
      switch nextStep() {
      case .send(let batch):
        let outcome = carrier.carry(batch) { self.hasEnded }
        guard let wait = settle(batch, outcome) else { continue }
        if !rest(wait) { return }
      case .waitForMore: wake.wait()
      case .wait(let wait): if !rest(wait) { return }
      case .end: return
      }
    }
  }

  private enum Step {
    case send(OutboxBatch)
    case waitForMore, end
    case wait(Duration)
  }

  private func nextStep() -> Step {
    state.withLock { state in
      do throws(SourceError) {
        if let batch = try state.folder.next() { return .send(batch) }
        return state.deadline == nil ? .waitForMore : .end
      } catch {
        return .wait(trouble(error, &state))
      }
    }
  }

  /// Answers how long to wait before anything else is tried.
  private func settle(_ batch: OutboxBatch, _ outcome: CarriedOutcome) -> Duration? {
    state.withLock { state in
      do throws(SourceError) {
        switch outcome {
        case .abandoned: return nil
        case .delivered:
          try state.folder.delivered(batch)
          if state.told != nil { say(.plain, "sink-goes-on", "\(sink): what held it up is over", &state) }
          state.told = nil
        case .refused(let reason):
          try state.folder.failed()
          try giveUp(batch, reason, &state)
        case .failed(let reason, let asked):
          try state.folder.failed()
          let attempts = state.folder.place.attempts
          guard attempts < pacing.attemptsMax else {
            try giveUp(batch, reason, &state)
            return nil
          }
          tell("\(sink): \(reason)", "; it is tried again, \(pacing.attemptsMax) times in all", &state)
          return pacing.wait(afterAttempts: attempts, asked: asked, chance: .random(in: 0...1))
        }
        return nil
      } catch {
        return trouble(error, &state)
      }
    }
  }

  private func giveUp(_ batch: OutboxBatch, _ reason: String, _ state: inout State) throws(SourceError) {
    let attempts = state.folder.place.attempts
    try state.folder.giveUp(batch, because: reason, at: now())
    let count = batch.lines.count
    say(
      .warning, "sink-gave-up",
      "\(sink): \(count) finding\(count == 1 ? "" : "s") given up after \(attempts) attempt\(attempts == 1 ? "" : "s"): \(reason); "
        + "kept as dead letters, see `sheriff sinks list`", &state)
  }

  private func trouble(_ error: SourceError, _ state: inout State) -> Duration {
    tell("\(sink): \(error)", "; it is tried again until it works", &state)
    return .seconds(1)
  }

  private func tell(_ text: String, _ advice: String, _ state: inout State) {
    if let told = state.told, told.text == text, told.at + SinkOutbox.toldEvery > .now { return }
    state.told = (text, .now)
    say(.warning, "sink-held", text + advice, &state)
  }

  private func say(_ kind: OutboxNotice.Kind, _ event: String, _ text: String, _ state: inout State) {
    if state.notices.count < SinkOutbox.noticesMax { state.notices.append(OutboxNotice(kind: kind, event: event, text: text)) }
  }

  /// False where all ends before the time is over.
  private func rest(_ wait: Duration) -> Bool {
    let until = ContinuousClock.now + wait
    while true {
      let left = until - .now
      if left <= .zero { return !hasEnded }
      if let deadline = state.withLock({ $0.deadline }), deadline < until { return false }
      // More findings wake it, and change nothing.
      let (seconds, attoseconds) = left.components
      _ = wake.wait(timeout: .now() + .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000) + 1))
    }
  }
}

/// How much waits, and what became of the rest.
public struct OutboxCounts: Equatable, Sendable {
  public var waiting: Int
  public var dead: Int
  /// Over all runs.
  public var sent: Int
  /// When that came which has waited longest.
  public var oldest: Instant?

  public init(waiting: Int, dead: Int, sent: Int, oldest: Instant?) {
    (self.waiting, self.dead, self.sent, self.oldest) = (waiting, dead, sent, oldest)
  }
}

/// Something that an operator should hear of.
public struct OutboxNotice: Equatable, Sendable {
  public enum Kind: Sendable { case plain, warning }

  public var kind: Kind
  public var event: String
  public var text: String
}
