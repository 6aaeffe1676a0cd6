import Foundation
import TestSupport
import Testing

/// What a client may do wrong, on purpose or not, to a listener in a program of its own: it goes on, gives everything back, and nobody
/// keeps others waiting.
@Suite(.mostlyWaits) struct ListenerAttackTests {
  private func probe(_ limits: String...) throws -> (process: ChildProcess, address: String) {
    let process = try ChildProcess(ChildProcess.built("DaemonProbe"), limits)
    return (process, try process.line(beginning: "listens"))
  }

  private func lives(_ address: String) throws -> Bool { try RawClient.get("/livez", at: address).hasSuffix("\r\n\r\nlives\n") }

  /// After a first request, when its connection is gone and what the program's libraries open for themselves is there.
  private func descriptorsAtRest(_ process: ChildProcess, _ address: String) throws -> Int {
    #expect(try lives(address))
    usleep(700_000)
    return try process.descriptorCount()
  }

  /// Closed connections are given back a moment later.
  private func comesDown(to count: Int, _ process: ChildProcess) throws -> Bool {
    for _ in 0..<100 {
      if try process.descriptorCount() <= count { return true }
      usleep(50_000)
    }
    return false
  }

  @Test func garbageIsSurvived() throws {
    let (process, address) = try probe()
    let before = try descriptorsAtRest(process, address)
    var random = SeededGenerator(seed: 31)
    let pieces = [
      "GET ", "HEAD ", "POST ", "/livez", "/%", "%0", " HTTP/1.1", " HTTP/9.9", "\r\n", "\n", "\r", "\0", ":", "Host: x", "Host",
      " ",
      "Content-Length: ", "99999999999999999999", "-1", "Transfer-Encoding: chunked", "Expect: 100-continue", "Connection: close",
      "Connection: Upgrade", "?a=b&%", "ffffffff\r\n", "0\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u{16}\u{3}\u{1}",
      "Cookie: a=\";",
    ]
    for round in 0..<400 {
      let client = try RawClient(address)
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        if Int.random(in: 0..<8, using: &random) == 0 {
          bytes += (0..<Int.random(in: 1...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        } else {
          bytes += Array(pieces.randomElement(using: &random)!.utf8)
        }
      }
      client.send(bytes)
      if round.isMultiple(of: 2) { shutdown(client.descriptor, Int32(SHUT_WR)) }
      if round.isMultiple(of: 4) { _ = client.receive(seconds: 0.05) }
    }
    #expect(process.isRunning)
    #expect(try lives(address))
    #expect(try comesDown(to: before, process))
  }

  @Test func whatIsTooLongIsRefused() throws {
    let (process, address) = try probe()
    let long = String(repeating: "a", count: 100_000)
    for request in [
      "GET /\(long) HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: \(long)\r\n\r\n", long, "GET / HTTP/1.1\r\n\(long)",
    ] {
      let client = try RawClient(address)
      client.send(request)
      let answer = String(decoding: client.receive(seconds: 5), as: UTF8.self)
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.0 4"), "\(answer.prefix(200))")
    }
    let lines = (0..<100_000).map { "X-\($0): 1\r\n" }.joined()
    _ = try RawClient.ask("GET /livez HTTP/1.1\r\n\(lines)\r\n", at: address)
    #expect(try lives(address))
    #expect(process.isRunning)
  }

  @Test func aClientMayLeaveAtAnyTime() throws {
    let (process, address) = try probe()
    let before = try descriptorsAtRest(process, address)
    for round in 0..<200 {
      let client = try RawClient(address)
      let request = "GET \(round.isMultiple(of: 3) ? "/large" : "/livez") HTTP/1.1\r\nHost: x\r\n\r\n"
      client.send(String(request.prefix(round.isMultiple(of: 2) ? request.count : round % request.count)))
      if round.isMultiple(of: 6) { _ = client.receive(seconds: 1, bytesMax: 5000) }
      // Half of them without a word: what is on its way is thrown away.
      if round.isMultiple(of: 4) {
        var none = linger(l_onoff: 1, l_linger: 0)
        setsockopt(client.descriptor, SOL_SOCKET, SO_LINGER, &none, socklen_t(MemoryLayout<linger>.size))
      }
    }
    #expect(try lives(address))
    #expect(try comesDown(to: before, process))
  }

  /// The library's own time limit would begin anew with each of these bytes.
  @Test func aClientThatDripsIsEnded() throws {
    let (process, address) = try probe("seconds=1")
    let client = try RawClient(address)
    let start = ContinuousClock.now
    client.send("GET /livez HTTP/1.1\r\nX: ")
    var isOpen = true
    while isOpen, start.duration(to: .now) < .seconds(8) {
      usleep(200_000)
      isOpen = client.send("x")
    }
    #expect(!isOpen)
    #expect(start.duration(to: .now) < .seconds(4))
    #expect(process.isRunning)
  }

  @Test func aClientThatDoesNotReadIsEnded() throws {
    let (process, address) = try probe("seconds=1")
    let before = try descriptorsAtRest(process, address)
    let client = try RawClient(address, receiveBufferBytes: 4096)
    client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
    let start = ContinuousClock.now
    usleep(300_000)
    #expect(try process.descriptorCount() == before + 1)
    #expect(try comesDown(to: before, process))
    #expect(start.duration(to: .now) < .seconds(4))
    #expect(client.receive(seconds: 2).count < 32 << 20)
  }

  @Test func aThousandSlowClientsKeepNobodyWaiting() throws {
    let (process, address) = try probe("places=128", "seconds=10", "seconds-when-full=0.3")
    let before = try descriptorsAtRest(process, address)
    let memory = try process.residentBytes()
    // All are there at once; each has begun a request that it will not finish.
    let slow = try (0..<1000).map { _ in
      let client = try RawClient(address)
      client.send("GET /livez HTTP/1.1\r\nHost: ")
      return client
    }
    let start = ContinuousClock.now
    #expect(try lives(address))
    let waited = start.duration(to: .now)
    #expect(waited < .seconds(9), "a scrape ends after ten seconds")
    #expect(try process.descriptorCount() <= before + 129)
    #expect(try process.residentBytes() < memory + (16 << 20))
    withExtendedLifetime(slow) {}
  }

  @Test func ourOwnMistakesAreSaid() throws {
    let (process, address) = try probe()
    for path in ["/no-status", "/no-type"] {
      let answer = try RawClient.get(path, at: address)
      #expect(answer.hasPrefix("HTTP/1.1 500 ") && answer.contains("\"code\":\"internal\"") && !answer.contains("Planted"))
    }
    #expect(try RawClient.get("/empty", at: address).hasPrefix("HTTP/1.1 204 "))
    #expect(process.isRunning)
  }

  @Test func stoppingWaitsForAnswersThatAreUnderWay() throws {
    let (process, address) = try probe()
    let idle = try RawClient(address)
    let client = try RawClient(address)
    let start = ContinuousClock.now
    client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    usleep(200_000)
    process.signal(SIGTERM)
    #expect(String(decoding: client.receive(), as: UTF8.self).hasSuffix("\r\n\r\nat last\n"))
    #expect(try process.exitStatus() == 0)
    #expect(start.duration(to: .now) < .seconds(4))
    #expect(idle.receive(seconds: 1).isEmpty)
    #expect(throws: RawClient.Failure.self) { try RawClient(address) }
  }
}
