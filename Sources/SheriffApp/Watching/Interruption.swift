import CommandLineKit
import Supervision

/// Wishes to stop, from a terminal or a service manager, and to read rules and model again. They are looked for between two steps, so that
/// none is cut short.
final class Interruption {
  private let signals: SignalPipe
  private var isStopAsked = false
  private var isReloadAsked = false

  init() throws {
    do throws(SupervisionError) { signals = try SignalPipe() } catch { throw CommandFailure(.internal, error.message) }
  }

  private func look() {
    for signal in signals.pending() {
      if signal == .hangUp { isReloadAsked = true } else { isStopAsked = true }
    }
  }

  var isAsked: Bool {
    look()
    return isStopAsked
  }

  /// Whether reading again was asked for; it is not any more then.
  func takeReload() -> Bool {
    look()
    defer { isReloadAsked = false }
    return isReloadAsked
  }
}
