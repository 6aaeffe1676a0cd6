import Glibc
import Synchronization

/// Signals as something to be read, so that the loop that works also hears of them, between two batches and never within one.
///
/// While it lives the signals named do not do what they did before; afterwards they do again. Make it in a thread that stays, the main
/// one: that takes them from then on. Blocked system calls that can go on do go
/// on, so no library sees a call of its own interrupted; `poll` on the descriptor wakes. `signalfd` is not used: the signals would have
/// to be blocked in every thread, also in those that libraries start, and would stay blocked in every program that is started.
///
/// There is one at a time in a process, since signals belong to the process.
public final class SignalPipe: Sendable {
  /// Readable where a signal has come since it was last asked for; for `poll` beside other descriptors. Only `pending` reads it.
  public let descriptor: Int32
  private let signals: [Signal]
  private let former: [sigaction]

  public init(_ signals: Set<Signal> = Set(Signal.allCases)) throws(SupervisionError) {
    guard !SignalBoard.isTaken.exchange(true, ordering: .acquiringAndReleasing) else {
      throw SupervisionError(
        .signalsTaken, "this process has a SignalPipe already; signals belong to the process, so share that one")
    }
    if SignalBoard.writing.load(ordering: .relaxed) < 0 {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else {
        let reason = String(cString: strerror(errno))
        SignalBoard.isTaken.store(false, ordering: .releasing)
        throw SupervisionError(.systemRefused, "no pipe for signals: \(reason)")
      }
      for end in ends {
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      }
      SignalBoard.reading.store(ends[0], ordering: .relaxed)
      SignalBoard.writing.store(ends[1], ordering: .sequentiallyConsistent)
    }
    descriptor = SignalBoard.reading.load(ordering: .relaxed)
    // Made here, so that no handler is the first to touch it: what is made on first use takes a lock.
    SignalBoard.pending.store(0, ordering: .sequentiallyConsistent)
    self.signals = signals.sorted { $0.rawValue < $1.rawValue }
    former = self.signals.map { signal in
      var action = sigaction()
      action.__sigaction_handler.sa_handler = noteSignal
      action.sa_flags = SA_RESTART
      var before = sigaction()
      // It fails for numbers that are no signals, or may not be caught; none of ours is.
      sigaction(signal.rawValue, &action, &before)
      return before
    }
    // Whoever started this program may have handed on a mask in which they are blocked; then they would never come. One thread that
    // takes them is enough.
    var ours = sigset_t()
    sigemptyset(&ours)
    for signal in signals { sigaddset(&ours, signal.rawValue) }
    pthread_sigmask(SIG_UNBLOCK, &ours, nil)
  }

  deinit {
    for (signal, before) in zip(signals, former) {
      var before = before
      sigaction(signal.rawValue, &before, nil)
    }
    // What came at the last moment is not for the next one.
    _ = pending()
    SignalBoard.isTaken.store(false, ordering: .releasing)
  }

  /// The signals that have come since this was last asked, each once, whichever order they came in. Never waits.
  public func pending() -> [Signal] {
    // The pipe first: a signal that comes in between is told now, and wakes once more for nothing.
    var bytes = [UInt8](repeating: 0, count: 512)
    while read(descriptor, &bytes, bytes.count) == bytes.count {}
    let bits = SignalBoard.pending.exchange(0, ordering: .acquiring)
    return signals.filter { bits & (1 << UInt64($0.rawValue)) != 0 }
  }

  /// The same, where none has come after waiting for one as long as this.
  public func pending(waitingMilliseconds: Int) -> [Signal] {
    var asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Interrupted it ends early: then a signal has come.
    poll(&asked, 1, Int32(clamping: max(0, waitingMilliseconds)))
    return pending()
  }
}

/// What the handler may touch: numbers that lie in memory from the start, changed without a lock.
private enum SignalBoard {
  /// A bit for each signal's number.
  static let pending = Atomic<UInt64>(0)
  /// A pipe that is made once and never closed: a handler that runs in another thread while signals are given back would
  /// otherwise write into whatever has its number by then.
  static let reading = Atomic<Int32>(-1)
  static let writing = Atomic<Int32>(-1)
  static let isTaken = Atomic<Bool>(false)
}

/// Runs in the middle of anything, so it allocates nothing, waits for nothing, and leaves errno as it was.
private let noteSignal: @convention(c) (Int32) -> Void = { number in
  let before = errno
  SignalBoard.pending.bitwiseOr(1 << UInt64(number), ordering: .releasing)
  // A full pipe wakes as well, and which signals they are stands on the board.
  var wake: UInt8 = 0
  let writing = SignalBoard.writing.load(ordering: .relaxed)
  if writing >= 0 { _ = write(writing, &wake, 1) }
  errno = before
}
