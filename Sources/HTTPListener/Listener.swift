import CMicroHTTP
import Dispatch
import Glibc
import Synchronization

/// Answers GET and HEAD on one address, for a monitor's pages: metrics, whether it lives, whether it is ready.
///
/// The library reads, writes and answers in one thread of its own, in which `answer` is called: what takes long there keeps all other
/// clients waiting. Owns the library's handle.
public final class Listener: Sendable {
  private struct Running: @unchecked Sendable {
    // The daemon may be stopped from any thread, once; the lock around this says who does.
    let daemon: OpaquePointer
    let timer: any DispatchSourceTimer
  }

  /// Where it listens, as `127.0.0.1:9464`, with the port that was found where 0 was asked for.
  public let address: String
  public let port: Int
  private let context: ListenerContext
  private let limits: ListenerLimits
  private let running: Mutex<Running?>

  /// - address: `HOST:PORT`.
  /// - answer: what stands under a path, which begins with `/` and has no query; nothing where there is nothing. Called from
  ///   another thread. It may not stop the listener.
  public init(
    on address: String, limits: ListenerLimits = ListenerLimits(), answer: @escaping @Sendable (String) -> HTTPAnswer?
  ) throws(ListenerError) {
    let socket = try ListenAddress(listeningOn: address)
    let context = ListenerContext(places: ClientPlaces(limits), answer: answer)
    guard let daemon = Listener.daemon(socket.descriptor, limits, context) else {
      let reason = String(cString: strerror(errno))
      throw ListenerError(.unavailable, socket.text, "the listener does not start: \(reason)")
    }
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "sheriff.listener.places"))
    timer.schedule(deadline: .now(), repeating: .milliseconds(250), leeway: .milliseconds(50))
    timer.setEventHandler { context.places.endTheSlow() }
    timer.resume()
    (self.address, port, self.context, self.limits) = (socket.text, socket.port, context, limits)
    running = Mutex(Running(daemon: daemon, timer: timer))
  }

  deinit { stop() }

  /// Takes no more connections, waits for the answers that are under way (at most as long as the limits say), and closes the rest.
  public func stop() {
    let ended = running.withLock { running in
      defer { running = nil }
      return running
    }
    guard let ended else { return }
    let listening = MHD_quiesce_daemon(ended.daemon)
    var waited = 0.0
    while context.places.answersUnderWay > 0, waited < limits.stopSecondsMax {
      usleep(10_000)
      waited += 0.01
    }
    // It ends the library's thread, so afterwards nobody uses the context, the places or the socket.
    MHD_stop_daemon(ended.daemon)
    ended.timer.cancel()
    if listening >= 0 { close(listening) }
    withExtendedLifetime(context) {}
  }

  private static func daemon(_ descriptor: Int32, _ limits: ListenerLimits, _ context: ListenerContext) -> OpaquePointer? {
    // The listener keeps the context for as long as the daemon runs.
    let pointer = Unmanaged.passUnretained(context).toOpaque()
    let seconds = max(1, Int(limits.clientSecondsMax.rounded(.up)))
    func option(_ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil) -> MHD_OptionItem {
      MHD_OptionItem(option: option, value: value, ptr_value: pointer)
    }
    var options = [
      option(.LISTEN_SOCKET, Int(descriptor)),
      option(.CONNECTION_LIMIT, limits.connectionCountMax),
      option(.CONNECTION_MEMORY_LIMIT, limits.requestBytesMax),
      option(.CONNECTION_TIMEOUT, seconds),
      option(.NOTIFY_CONNECTION, unsafeBitCast(clientCameOrLeft, to: Int.self), pointer),
      option(.NOTIFY_COMPLETED, unsafeBitCast(requestIsCompleted, to: Int.self), pointer),
      option(.UNESCAPE_CALLBACK, unsafeBitCast(nothingIsUnescaped, to: Int.self), pointer),
      option(.END, 0),
    ]
    // poll, and not epoll: there the library is told of each change once, and it has missed a hundred sockets that were shut down
    // together until its own time limit ended them.
    let flags = MHD_USE_POLL.rawValue | MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_USE_ITC.rawValue
    return options.withUnsafeMutableBufferPointer { options in
      // Functions with `...` are not imported; this one takes the same arguments as a list.
      withVaList([MHD_OPTION.ARRAY.rawValue, options.baseAddress!, MHD_OPTION.END.rawValue]) {
        MHD_start_daemon_va(UInt32(flags), 0, nil, nil, requestCame, pointer, $0)
      }
    }
  }
}
