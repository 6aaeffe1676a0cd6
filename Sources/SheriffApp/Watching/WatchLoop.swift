import CommandLineKit
import Detection
import Foundation
import Monitor
import Outbox
import Records

/// Runs a monitor until it is told to stop, or until nothing has come for so long.
final class WatchLoop {
  private let monitor: Monitor
  private let source: any FollowedSource
  private let standing: WatchStanding
  private let interruption: Interruption
  private let outboxes: [SinkOutbox]
  private var judge: SourceJudge
  /// Ends after so many seconds without a record; nil goes on until told to stop.
  private let untilIdle: Double?
  /// Reads rules and model again.
  private let renewed: () throws -> SourceJudge

  /// Signals are looked for so often.
  private static let waitMax = Duration.milliseconds(200)
  private static let backoff = (first: 0.05, max: 30.0)
  /// A failure that goes on is told again after so long.
  private static let toldEvery = 60.0

  private enum Outcome {
    case worked, idle
    case held(String)
  }

  init(
    _ monitor: Monitor, _ source: any FollowedSource, _ judge: SourceJudge, _ standing: WatchStanding,
    _ interruption: Interruption, _ outboxes: [SinkOutbox],
    untilIdle: Double?, renewed: @escaping () throws -> SourceJudge
  ) {
    (self.monitor, self.source, self.judge, self.standing) = (monitor, source, judge, standing)
    (self.interruption, self.outboxes, self.untilIdle, self.renewed) = (interruption, outboxes, untilIdle, renewed)
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
        if let untilIdle, !source.isExpectingMore, Clock.now - lastWork >= untilIdle { return try end(isComplete: true) }
        source.wait(WatchLoop.waitMax)
      }
      if told != nil { standing.log.say(.info, "goes-on", "what held the monitor up is over") }
      (told, delay) = (nil, WatchLoop.backoff.first)
    }
    try end(isComplete: false)
  }

  private func turn() throws -> Outcome {
    let start = Clock.now
    let outcome = try step()
    for notice in monitor.takeNotices() { standing.noticed(notice) }
    SinkEnding.tell(outboxes, standing.log)
    switch outcome {
    case .worked: standing.turned(monitor, judge, seconds: Clock.now - start, held: nil)
    case .idle: standing.turned(monitor, judge, seconds: nil, held: nil)
    case .held(let text): standing.turned(monitor, judge, seconds: nil, held: text)
    }
    return outcome
  }

  private func step() throws -> Outcome {
    do {
      switch try monitor.step() {
      case .worked: return .worked
      case .idle: return .idle
      case .held(let failure): return .held("\(failure)")
      }
    } catch let error as SourceError where error.isRetriable {
      return .held("\(error)")
    }
  }

  /// Sleeps in short pieces, so that a wish to stop is heard. A source that is not read for long says meanwhile that it is there.
  private func pause(_ seconds: Double) {
    let start = Clock.now
    let end = start + seconds
    var shown = start
    if seconds >= 1 { source.showLife() }
    while Clock.now < end, !interruption.isAsked {
      if Clock.now - shown >= 5 {
        source.showLife()
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
    do throws(DeliveryFailure) { try monitor.checkpoint() } catch {
      throw CommandFailure(
        .unavailable, "stopped before all was delivered: \(error.message)",
        hints: error.advice + ["nothing is lost: the next run begins where the last checkpoint was"])
    }
    if isComplete { try monitor.finish() }
  }

  /// All or nothing: what cannot be read leaves everything as it was.
  private func reload() {
    standing.reloads()
    do {
      let next = try renewed()
      let notes: [String]
      do throws(StateError) { notes = try monitor.replace(next) } catch { throw CommandFailure(.badData, "\(error)") }
      judge = next
      let model = next.hashes.model.map { "\($0.prefix(12))" } ?? "none"
      standing.log.say(
        .info, "reloaded", "rules \(next.hashes.rules.prefix(12)) and model \(model) decide from here on",
        [("rules", next.hashes.rules), ("model", next.hashes.model ?? "")])
      for note in notes { standing.log.say(.info, "reloaded", note) }
      standing.reloaded(judge, isTaken: true)
    } catch {
      let text = (error as? CommandFailure).map { ([$0.message] + $0.hints).joined(separator: "; ") } ?? "\(error)"
      standing.log.say(.error, "reload-refused", "rules and model stay as they were: \(text)")
      standing.reloaded(judge, isTaken: false)
    }
  }
}
