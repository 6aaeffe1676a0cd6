import CommandLineKit
import Detection
import Foundation
import Monitor
import Outbox
import Records

/// Goes on with what is watched until it is told to stop, or until nothing has come for so long.
final class WatchLoop {
  private let work: any WatchedWork
  private let standing: WatchStanding
  private let interruption: Interruption
  private let outboxes: [SinkOutbox]
  /// Ends after so many seconds without a record; nil goes on until told to stop.
  private let untilIdle: Double?

  /// Signals are looked for so often.
  private static let waitMax = Duration.milliseconds(200)
  private static let backoff = (first: 0.05, max: 30.0)
  /// A failure that goes on is told again after so long.
  private static let toldEvery = 60.0

  init(
    _ work: any WatchedWork, _ standing: WatchStanding, _ interruption: Interruption, _ outboxes: [SinkOutbox], untilIdle: Double?
  ) {
    (self.work, self.standing, self.interruption) = (work, standing, interruption)
    (self.outboxes, self.untilIdle) = (outboxes, untilIdle)
  }

  func run() throws {
    var lastWork = Clock.now
    var delay = WatchLoop.backoff.first
    var told: (text: String, at: Double)?
    while !interruption.isAsked {
      if interruption.takeReload() { reload() }
      switch try turn() {
      case .held(let text):
        if told.map({ $0.text != text || Clock.now - $0.at >= WatchLoop.toldEvery }) ?? true {
          standing.log.say(.warning, "held", "\(text); it is tried again until it works")
          told = (text, Clock.now)
        }
        pause(delay)
        delay = min(delay * 2, WatchLoop.backoff.max)
        continue
      case .worked: lastWork = Clock.now
      case .idle:
        if let untilIdle, !work.isExpectingMore, Clock.now - lastWork >= untilIdle { return try end(isComplete: true) }
        work.wait(WatchLoop.waitMax)
      }
      if told != nil { standing.log.say(.info, "goes-on", "what held the monitor up is over") }
      (told, delay) = (nil, WatchLoop.backoff.first)
    }
    try end(isComplete: false)
  }

  private func turn() throws -> WatchStep {
    let start = Clock.now
    let outcome = try work.step()
    for notice in work.takeNotices() { standing.noticed(notice) }
    SinkEnding.tell(outboxes, standing.log)
    switch outcome {
    case .worked: standing.turned(work, seconds: Clock.now - start, held: nil)
    case .idle: standing.turned(work, seconds: nil, held: nil)
    case .held(let text): standing.turned(work, seconds: nil, held: text)
    }
    return outcome
  }

  /// Sleeps in short pieces, so that a wish to stop is heard. A source that is not read for long says meanwhile that it is there.
  private func pause(_ seconds: Double) {
    let start = Clock.now
    let end = start + seconds
    var shown = start
    if seconds >= 1 { work.showLife() }
    while Clock.now < end, !interruption.isAsked {
      if Clock.now - shown >= 5 {
        work.showLife()
        shown = Clock.now
      }
      usleep(UInt32(min(0.05, max(0, end - Clock.now)) * 1e6))
    }
  }

  /// Remembers where all stands.
  ///
  /// - isComplete: nothing more will come, so that what is left is judged as it is.
  private func end(isComplete: Bool) throws {
    standing.ends()
    do throws(DeliveryFailure) { try work.checkpoint() } catch {
      throw CommandFailure(
        .unavailable, "stopped before all was delivered: \(error.message)",
        hints: error.advice + ["nothing is lost: the next run begins where the last checkpoint was"])
    }
    if isComplete { try work.finish() }
    work.close()
  }

  /// All or nothing: what cannot be read leaves everything as it was.
  private func reload() {
    standing.reloads()
    do {
      let notes = try work.reload()
      for hashes in work.hashes {
        let model = hashes.model.map { "\($0.prefix(12))" } ?? "none"
        standing.log.say(
          .info, "reloaded", "rules \(hashes.rules.prefix(12)) and model \(model) decide from here on",
          [("rules", hashes.rules), ("model", hashes.model ?? "")])
      }
      for note in notes { standing.log.say(.info, "reloaded", note) }
      standing.reloaded(work.hashes, isTaken: true)
    } catch {
      let text = (error as? CommandFailure).map { ([$0.message] + $0.hints).joined(separator: "; ") } ?? "\(error)"
      standing.log.say(.error, "reload-refused", "rules and model stay as they were: \(text)")
      standing.reloaded(work.hashes, isTaken: false)
    }
  }
}
