import Foundation
import Supervision
import TestSupport
import Testing

@Suite struct ServiceNotifierTests {
  @Test(arguments: [false, true]) func whatIsSaidArrives(isAbstract: Bool) throws {
    let manager = try DatagramSocket(isAbstract: isAbstract)
    let notifier = try ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.name])
    #expect(notifier.isHeard && notifier.watchdogSeconds == nil)
    try notifier.ready(status: "follows orders.csv")
    #expect(manager.message() == "READY=1\nSTATUS=follows orders.csv")
    try notifier.status("17 alerts")
    #expect(manager.message() == "STATUS=17 alerts")
    try notifier.reloading()
    let reloading = try #require(manager.message()?.wholeMatch(of: #/RELOADING=1\nMONOTONIC_USEC=([0-9]+)/#))
    let told = try #require(Double(reloading.output.1))
    #expect(abs(told / 1e6 - ProcessInfo.processInfo.systemUptime) < 60)
    try notifier.stopping(status: "drains")
    #expect(manager.message() == "STOPPING=1\nSTATUS=drains")
    try notifier.alive()
    #expect(manager.message(seconds: 0.05) == nil)
  }

  @Test func aStatusIsOneLine() throws {
    let manager = try DatagramSocket()
    let notifier = try ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.name])
    try notifier.status("a\nSTOPPING=1\r\n\u{0}ü\u{7F}" + String(repeating: "x", count: 10_000))
    let message = try #require(manager.message())
    #expect(message.hasPrefix("STATUS=a STOPPING=1   ü x") && !message.contains("\n") && message.utf8.count < 600)
  }

  @Test func theWatchdogHearsAtHalfOfItsTime() throws {
    let manager = try DatagramSocket()
    let notifier = try ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "400000"])
    #expect(notifier.watchdogSeconds == 0.4)
    let start = ContinuousClock.now
    while start.duration(to: .now) < .milliseconds(1100) {
      try notifier.alive()
      usleep(2000)
    }
    var heard = 0
    while let message = manager.message(seconds: 0.01) {
      #expect(message == "WATCHDOG=1")
      heard += 1
    }
    // At once, and then each 0.2 seconds; fewer where the machine had no time for us.
    #expect((2...6).contains(heard))
  }

  @Test func aWatchdogOfAnotherProcessIsNotOurs() throws {
    let manager = try DatagramSocket()
    let environment = ["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "4711"]
    #expect(try ServiceNotifier(environment: environment).watchdogSeconds == nil)
    #expect(try ServiceNotifier(environment: environment, processID: 4711).watchdogSeconds == 0.001)
  }

  @Test func withoutAManagerNothingIsSaid() throws {
    for environment in [[:], ["NOTIFY_SOCKET": ""], ["WATCHDOG_USEC": "1000000"]] {
      let notifier = try ServiceNotifier(environment: environment)
      #expect(!notifier.isHeard && notifier.watchdogSeconds == nil)
      try notifier.ready(status: "x")
      try notifier.alive()
    }
  }

  @Test func whatCannotBeMeantIsRefused() {
    let long = "/" + String(repeating: "x", count: 200)
    for name in ["relative", "vsock:2:1234", "@", "/", long] {
      #expect { try ServiceNotifier(environment: ["NOTIFY_SOCKET": name]) } throws: {
        ($0 as? SupervisionError)?.code == .badEnvironment
      }
    }
    for time in ["", "0", "-1", "soon", "99999999999999999999999"] {
      #expect { try ServiceNotifier(environment: ["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": time]) } throws: {
        ($0 as? SupervisionError)?.code == .badEnvironment
      }
    }
  }

  @Test func aManagerThatIsGoneIsSaid() throws {
    let notifier = try ServiceNotifier(environment: ["NOTIFY_SOCKET": "/tmp/sheriff-no-such-socket"])
    #expect { try notifier.ready(status: "x") } throws: {
      ($0 as? SupervisionError)?.code == .notDelivered && "\($0)".contains("No such file")
    }
  }
}
