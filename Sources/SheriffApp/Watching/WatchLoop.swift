import CommandLineKit
import Foundation
import Monitor
import Records

/// Runs a monitor until it is told to stop, or until nothing has come for so long.
struct WatchLoop {
  let name: String
  let monitor: Monitor
  let source: any FollowedSource
  let log: WatchLog
  /// Ends after so many seconds without a record; nil goes on until told to stop.
  let untilIdle: Double?
  /// Reads rules and model again.
  let reload: () throws -> [String]
  /// How often each rule fired in this run, most first.
  let fired: () -> [(name: String, fired: Int)]

  /// Signals are looked for so often.
  private static let waitMax = Duration.milliseconds(200)
  private static let backoff = (first: 0.05, max: 30.0)
  /// A failure that goes on is told again after so long.
  private static let toldEvery = 60.0

  private enum Outcome {
    case worked, idle
    case held(String)
  }

  func run() throws {
    var lastWork = Clock.now
    var delay = WatchLoop.backoff.first
    var told: (text: String, at: Double)?
    while !Interruption.isAsked {
      if Interruption.takeReload() { reloadNow() }
      let outcome = try step()
      for notice in monitor.takeNotices() {
        log.say(notice.kind == .plain ? .info : .warning, "source-\(notice.kind.rawValue)", "\(notice.source): \(notice.text)")
      }
      show(outcome)
      if case .held(let text) = outcome {
        if told.map({ $0.text != text || Clock.now - $0.at >= WatchLoop.toldEvery }) ?? true {
          log.say(.warning, "held", "\(text); it is tried again until it works")
          told = (text, Clock.now)
        }
        pause(delay)
        delay = min(delay * 2, WatchLoop.backoff.max)
        continue
      }
      if told != nil { log.say(.info, "goes-on", "what held the monitor up is over") }
      (told, delay) = (nil, WatchLoop.backoff.first)
      if case .worked = outcome {
        lastWork = Clock.now
      } else if let untilIdle, !source.isExpectingMore, Clock.now - lastWork >= untilIdle {
        return try end(isComplete: true)
      } else {
        source.wait(WatchLoop.waitMax)
      }
    }
    try end(isComplete: false)
  }

  private func show(_ outcome: Outcome) {
    guard let view = log.view else { return }
    var held: String?
    if case .held(let text) = outcome { held = text }
    let counts = monitor.counts
    view.refresh(
      LiveView.State(
        source: name, records: counts.records, alerts: counts.alerts, latest: counts.latestEvent, held: held, rules: fired()),
      at: Clock.now)
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

  /// Sleeps in short pieces, so that a wish to stop is heard.
  private func pause(_ seconds: Double) {
    let end = Clock.now + seconds
    while Clock.now < end, !Interruption.isAsked { usleep(UInt32(min(0.05, max(0, end - Clock.now)) * 1e6)) }
  }

  /// Remembers where all stands.
  ///
  /// - isComplete: nothing more will come, so that what is left is judged as it is.
  private func end(isComplete: Bool) throws {
    do throws(DeliveryFailure) { try monitor.checkpoint() } catch {
      throw CommandFailure(
        .unavailable, "stopped before all was delivered: \(error.message)",
        hints: error.advice + ["nothing is lost: the next run begins where the last checkpoint was"])
    }
    if isComplete { try monitor.finish() }
  }

  private func reloadNow() {
    do {
      for note in try reload() { log.say(.info, "reloaded", note) }
    } catch {
      let text = (error as? CommandFailure).map { ([$0.message] + $0.hints).joined(separator: "; ") } ?? "\(error)"
      log.say(.error, "reload-refused", "rules and model stay as they were: \(text)")
    }
  }
}
