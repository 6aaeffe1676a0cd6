import CommandLineKit
import HTTPListener
import Metrics
import Synchronization

/// How the monitor is, for whoever asks over HTTP: whether it lives, whether it is ready, its figures.
final class WatchPages: Sendable {
  private struct Standing {
    var turnedAt = Clock.now
    /// Why it is not ready; nil where it is.
    var hindrance: String? = "it has not begun yet"
  }

  private let standing = Mutex(Standing())
  private let registry: MetricRegistry

  /// A turn may take long where a history is learned from; beyond this nobody is at work any more.
  private static let turnSecondsMax = 600.0

  init(_ registry: MetricRegistry) { self.registry = registry }

  func turned(hindrance: String?) {
    standing.withLock { $0 = Standing(turnedAt: Clock.now, hindrance: hindrance) }
  }

  func answer(_ path: String) -> HTTPAnswer? {
    let now = standing.withLock { $0 }
    switch path {
    case "/livez":
      let still = Clock.now - now.turnedAt
      return still <= WatchPages.turnSecondsMax
        ? HTTPAnswer(text: "lives\n")
        : .refusal(status: 503, code: "stuck", "the last turn began \(Int(still)) seconds ago")
    case "/readyz":
      return now.hindrance.map { .refusal(status: 503, code: "not-ready", $0) } ?? HTTPAnswer(text: "ready\n")
    case "/metrics": return HTTPAnswer(contentType: MetricRegistry.contentType, text: registry.page)
    case "/version": return HTTPAnswer(contentType: "application/json", text: "{\"version\":\"\(SheriffApp.version)\"}\n")
    default: return nil
    }
  }

  /// Listens where `--listen` says; nil where it says nothing.
  func listener(_ invocation: Invocation) throws -> Listener? {
    guard let place = invocation.text("listen") else { return nil }
    do throws(ListenerError) { return try Listener(on: place) { [self] path in answer(path) } } catch {
      throw CommandFailure(error.isRetriable ? .unavailable : .usage, "--listen \(place): \(error.message)")
    }
  }
}
