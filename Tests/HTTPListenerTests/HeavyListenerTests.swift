import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] == "1")) struct HeavyListenerTests {
  /// Prints what it measures, for whoever reads the log.
  @Test func aHundredThousandRequestsLeaveNothingBehind() throws {
    let process = try ChildProcess(ChildProcess.built("DaemonProbe"))
    let address = try process.line(beginning: "listens")
    func ask(_ count: Int) throws {
      let page = "GET /metrics HTTP/1.1\r\nHost: x\r\n"
      for _ in 0..<count / 100 {
        // Most on one connection, some on one of their own, some refused, some left in the middle.
        let client = try RawClient(address)
        for _ in 0..<18 {
          client.send(String(repeating: page + "\r\n", count: 5))
        }
        client.send(page + "Connection: close\r\n\r\n")
        let answers = String(decoding: client.receive(), as: UTF8.self)
        #expect(answers.components(separatedBy: "HTTP/1.1 200 OK").count == 92)
        for path in ["/livez", "/nothing", "/a%00"] {
          for _ in 0..<2 { _ = try RawClient.get(path, at: address) }
        }
        for _ in 0..<3 { try RawClient(address).send(page) }
      }
    }
    try ask(20_000)
    let (memory, descriptors) = (try process.residentBytes(), try process.descriptorCount())
    let start = ContinuousClock.now
    try ask(100_000)
    let (after, descriptorsAfter) = (try process.residentBytes(), try process.descriptorCount())
    print(
      "100,000 requests in \(start.duration(to: .now)): from \(memory) to \(after) bytes, from \(descriptors) to \(descriptorsAfter) descriptors"
    )
    // A leak of a hundred bytes a request would be ten times this.
    #expect(after < memory + (1 << 20))
    #expect(descriptorsAfter <= descriptors + 8)
  }
}
