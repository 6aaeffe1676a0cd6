import Foundation
import Supervision
import TestSupport
import Testing

/// Signals belong to the process, so one test at a time has them, and gives them back.
@Suite(.serialized) struct SignalPipeTests {
  @Test func signalsAreRead() throws {
    let signals = try SignalPipe()
    #expect(signals.pending() == [])
    kill(getpid(), SIGHUP)
    #expect(signals.pending(waitingMilliseconds: 5000) == [.hangUp])
    #expect(signals.pending() == [])
    kill(getpid(), SIGTERM)
    kill(getpid(), SIGINT)
    var heard: [Signal] = []
    for _ in 0..<100 where heard.count < 2 { heard += signals.pending(waitingMilliseconds: 50) }
    #expect(Set(heard) == [.interrupt, .terminate])
    let start = ContinuousClock.now
    #expect(signals.pending(waitingMilliseconds: 100) == [])
    #expect(start.duration(to: .now) >= .milliseconds(90))
  }

  @Test func theDescriptorCanBePolled() throws {
    let signals = try SignalPipe()
    var asked = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&asked, 1, 0) == 0)
    kill(getpid(), SIGHUP)
    var ready: Int32 = 0
    for _ in 0..<100 where ready <= 0 { ready = poll(&asked, 1, 100) }
    #expect(ready == 1)
    #expect(signals.pending() == [.hangUp])
    #expect(poll(&asked, 1, 0) == 0)
  }

  /// More than a pipe holds: none of another kind is lost.
  @Test func aFloodIsOneSignal() throws {
    let signals = try SignalPipe()
    for _ in 0..<200_000 { kill(getpid(), SIGHUP) }
    kill(getpid(), SIGTERM)
    var heard: Set<Signal> = []
    for _ in 0..<200 where heard.count < 2 { heard.formUnion(signals.pending(waitingMilliseconds: 20)) }
    #expect(heard == [.hangUp, .terminate])
    // What wakes once more wakes for nothing.
    usleep(100_000)
    _ = signals.pending()
    #expect(signals.pending() == [])
  }

  @Test func thereIsOneAtATime() throws {
    var before = sigaction()
    sigaction(SIGHUP, nil, &before)
    do {
      let first = try SignalPipe([.hangUp])
      #expect { try SignalPipe() } throws: { ($0 as? SupervisionError)?.code == .signalsTaken }
      withExtendedLifetime(first) {}
    }
    var second: SignalPipe? = try SignalPipe([.hangUp])
    kill(getpid(), SIGHUP)
    #expect(second?.pending(waitingMilliseconds: 5000) == [.hangUp])
    second = nil
    // Given back: what the process did before, it does again.
    var now = sigaction()
    sigaction(SIGHUP, nil, &now)
    #expect(unsafeBitCast(now.__sigaction_handler, to: Int.self) == unsafeBitCast(before.__sigaction_handler, to: Int.self))
  }

  @Test func aServiceReloadsAndEnds() throws {
    let manager = try DatagramSocket()
    let process = try ChildProcess(
      ChildProcess.built("DaemonProbe"),
      environment: .merged(["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "100000"]))
    let address = try process.line(beginning: "listens")
    func next() -> String? {
      while let message = manager.message() { if message != "WATCHDOG=1" { return message } }
      return nil
    }
    #expect(next() == "READY=1\nSTATUS=listens on \(address) STOPPING=1")
    #expect(manager.message() == "WATCHDOG=1")
    process.signal(SIGHUP)
    #expect(next()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
    #expect(next() == "READY=1\nSTATUS=rules are read anew")
    process.signal(SIGTERM)
    #expect(next() == "STOPPING=1\nSTATUS=finishes what it has begun")
    try process.line(beginning: "terminate")
    try process.line(beginning: "ended")
    #expect(try process.exitStatus() == 0)
  }

  /// As after a start from a thread of Dispatch, which has all signals blocked and hands that on.
  @Test func aServiceHearsWhatItsParentHadBlocked() throws {
    let process = try ChildProcess(ChildProcess.built("DaemonProbe"), blocking: .all)
    try process.line(beginning: "listens")
    process.signal(SIGINT)
    try process.line(beginning: "interrupt")
    #expect(try process.exitStatus() == 0)
  }
}
