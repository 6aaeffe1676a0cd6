import Glibc
import Synchronization

/// Tells the service manager how the service fares, in the words of systemd's `sd_notify`. Without one it says nothing.
///
/// The protocol is lines of text in a datagram. systemd's own library would bring a dozen others along for that, and is missing where the
/// manager is another one that speaks the same words.
///
/// Whoever calls decides what a failure means. None is a reason to stop working; one of `ready` will make the manager end the service, so
/// it belongs into the log.
public final class ServiceNotifier: Sendable {
  /// How often the manager wants to hear that we live; nothing where it does not ask.
  public let watchdogSeconds: Double?
  private let socket: NotifySocket?
  private let lastAlive = Mutex<UInt64>(0)

  /// - environment: of this process.
  /// - processID: this process's, unless told.
  public init(environment: [String: String], processID: Int32? = nil) throws(SupervisionError) {
    guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else {
      (socket, watchdogSeconds) = (nil, nil)
      return
    }
    socket = try NotifySocket(name)
    guard let text = environment["WATCHDOG_USEC"] else {
      watchdogSeconds = nil
      return
    }
    guard let microseconds = UInt64(text), microseconds > 0 else {
      throw SupervisionError(
        .badEnvironment, "WATCHDOG_USEC is `\(text)` and no number of microseconds; leave it to the service manager")
    }
    // Meant for another process, from which we have only inherited it.
    let isOurs = environment["WATCHDOG_PID"].map { $0 == String(processID ?? getpid()) } ?? true
    watchdogSeconds = isOurs ? Double(microseconds) / 1e6 : nil
  }

  /// Whether there is somebody to tell.
  public var isHeard: Bool { socket != nil }

  /// All that is needed is there: what is started after us may start.
  public func ready(status: String) throws(SupervisionError) { try send("READY=1\nSTATUS=\(ServiceNotifier.line(status))") }

  /// A sentence for `systemctl status`.
  public func status(_ text: String) throws(SupervisionError) { try send("STATUS=\(ServiceNotifier.line(text))") }

  /// Rules are read anew. `ready` says that it is done, also where the former ones stay.
  public func reloading() throws(SupervisionError) {
    try send("RELOADING=1\nMONOTONIC_USEC=\(ServiceNotifier.monotonicNanoseconds() / 1000)")
  }

  /// The service ends by its own will, and finishes what it has begun.
  public func stopping(status: String) throws(SupervisionError) { try send("STOPPING=1\nSTATUS=\(ServiceNotifier.line(status))") }

  /// Called at each turn of the loop that works, and by nobody else: a thread of its own would say that a service lives whose work is
  /// stuck. Says so once half of the manager's time has passed since it last did; otherwise it costs a look at the clock.
  public func alive() throws(SupervisionError) {
    guard socket != nil, let watchdogSeconds else { return }
    let isDue = lastAlive.withLock { last in
      let now = ServiceNotifier.monotonicNanoseconds()
      guard last == 0 || Double(now - last) >= watchdogSeconds / 2 * 1e9 else { return false }
      last = now
      return true
    }
    if isDue { try send("WATCHDOG=1") }
  }

  private func send(_ message: String) throws(SupervisionError) { try socket?.send(message) }

  /// A line feed would begin another word of the protocol; and the manager takes no message above some kilobytes.
  private static func line(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(500) { result.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar) }
    return String(result)
  }

  private static func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
