import CommandLineKit
import Detection
import Foundation
import HTTPListener
import Metrics
import Monitor
import Records
import Supervision

/// Tells all who look how the monitor is: the terminal, the metrics, the pages, the service manager.
final class WatchStanding {
  let log: WatchLog
  private let name: String
  private let metrics: WatchMetrics
  private let pages: WatchPages
  private let listener: Listener?
  private let service: ServiceNotifier
  private var idleSince = Clock.now
  private var decidesWith: [DecisionHashes] = []
  private var isHeld = false

  init(_ invocation: Invocation, _ log: WatchLog) throws {
    (self.log, name) = (log, invocation.arguments[0])
    do throws(MetricError) { metrics = try WatchMetrics() } catch { throw CommandFailure(.internal, error.description) }
    pages = WatchPages(metrics.registry)
    listener = try pages.listener(invocation)
    do throws(SupervisionError) { service = try ServiceNotifier(environment: ProcessInfo.processInfo.environment) } catch {
      throw CommandFailure(.configuration, error.message)
    }
    if let listener { log.say(.info, "listens", "listens on \(listener.address)", [("address", listener.address)]) }
  }

  /// All is open, and the first record may come.
  func ready(_ hashes: [DecisionHashes]) {
    decides(hashes)
    pages.turned(hindrance: nil)
    try? service.ready(status: "follows \(name)")
  }

  private func decides(_ hashes: [DecisionHashes]) {
    metrics.decides(hashes, formerly: decidesWith)
    decidesWith = hashes
  }

  /// While nothing is there to be followed yet.
  func waits(_ text: String) {
    pages.turned(hindrance: text)
    try? service.alive()
  }

  /// - seconds: how long it took; nil where nothing was done.
  /// - held: why nothing more is read.
  func turned(_ work: any WatchedWork, seconds: Double?, held: String?) {
    let now = Clock.now
    if seconds != nil { idleSince = now }
    let figures = work.figures
    let counts = figures.counts
    metrics.follow(
      WatchMetrics.Turn(figures: figures, seconds: seconds, idleSeconds: now - idleSince, isHeld: held != nil))
    pages.turned(hindrance: held)
    try? service.alive()
    if isHeld != (held != nil) {
      isHeld = held != nil
      try? service.status(held.map { "held up: \($0)" } ?? "follows \(name)")
    }
    log.view?.refresh(
      LiveView.State(
        source: name, records: counts.records, alerts: counts.alerts, latest: counts.latestEvent, held: held, rules: figures.fired
      ),
      at: now)
  }

  func noticed(_ notice: SourceNotice) {
    metrics.noticed(notice.kind.rawValue)
    log.say(notice.kind == .plain ? .info : .warning, "source-\(notice.kind.rawValue)", "\(notice.source): \(notice.text)")
  }

  func reloads() { try? service.reloading() }

  /// - hashes: of what decides from here on.
  func reloaded(_ hashes: [DecisionHashes], isTaken: Bool) {
    metrics.reloaded(isTaken)
    decides(hashes)
    try? service.ready(status: "follows \(name)")
  }

  func ends() {
    try? service.stopping(status: "finishes what it has begun")
    log.view?.clear()
  }

  /// Nobody is answered any more.
  func ended() { listener?.stop() }
}
