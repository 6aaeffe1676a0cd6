import Foundation
import HTTPListener
import TestSupport
import Testing

@Suite struct ListenerTests {
  private func listener(_ address: String = "127.0.0.1:0") throws -> Listener {
    try Listener(on: address) { path in
      switch path {
      case "/livez": HTTPAnswer(text: "lives\n")
      case "/refused": .refusal(status: 503, code: "not_ready", "line 1\n\"2\" \\ 3\u{1}")
      case let path where path.hasPrefix("/echo/"): HTTPAnswer(text: String(path.dropFirst(6)))
      default: nil
      }
    }
  }

  private func body(_ answer: String) -> Substring {
    answer.range(of: "\r\n\r\n").map { answer[$0.upperBound...] } ?? ""
  }

  private func refusal(_ answer: String) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: Data(body(answer).utf8))
    return try #require((object as? [String: Any])?["error"] as? [String: String])
  }

  @Test func itAnswersGetAndHead() throws {
    let listener = try listener()
    let answer = try RawClient.get("/livez?verbose=1", at: listener.address)
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.contains("Content-Type: text/plain; charset=utf-8\r\n") && answer.contains("Content-Length: 6\r\n"))
    #expect(answer.contains("Cache-Control: no-store\r\n") && answer.contains("X-Content-Type-Options: nosniff\r\n"))
    #expect(body(answer) == "lives\n")
    let head = try RawClient.ask("HEAD /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", at: listener.address)
    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.contains("Content-Length: 6\r\n") && head.hasSuffix("\r\n\r\n"))
  }

  @Test func whatItDoesNotServeIsRefusedInOneForm() throws {
    let listener = try listener()
    for (request, status, code) in [
      ("GET /other HTTP/1.1", 404, "not_found"), ("POST /livez HTTP/1.1", 405, "method_not_allowed"),
      ("DELETE /livez HTTP/1.1", 405, "method_not_allowed"), ("get /livez HTTP/1.1", 405, "method_not_allowed"),
      ("GET /livez HTTP/1.1\r\nContent-Length: 3", 413, "body_not_taken"),
      ("GET /livez HTTP/1.1\r\nTransfer-Encoding: chunked", 413, "body_not_taken"),
      ("GET /a%00b HTTP/1.1", 400, "bad_path"), ("GET /a%2 HTTP/1.1", 400, "bad_path"), ("GET /%ff HTTP/1.1", 400, "bad_path"),
      ("GET livez HTTP/1.1", 400, "bad_path"), ("GET http://x/livez HTTP/1.1", 400, "bad_path"),
      ("GET /refused HTTP/1.1", 503, "not_ready"),
    ] {
      let answer = try RawClient.ask("\(request)\r\nHost: x\r\nConnection: close\r\n\r\nabc", at: listener.address)
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request): \(answer)")
      #expect(answer.contains("Content-Type: application/json\r\n"))
      #expect(answer.contains("Allow: GET, HEAD\r\n") == (status == 405))
      #expect(try refusal(answer)["code"] == code)
    }
    #expect(try refusal(RawClient.get("/refused", at: listener.address))["message"] == "line 1\n\"2\" \\ 3\u{1}")
  }

  @Test func aPathIsMadePlainOnce() throws {
    let listener = try listener()
    for (written, plain) in [("a%20b", "a b"), ("%C3%a4", "ä"), ("%252e", "%2e"), ("a/../b", "a/../b"), ("a+b", "a+b")] {
      #expect(try body(RawClient.get("/echo/\(written)", at: listener.address)) == plain)
    }
  }

  @Test func connectionsServeManyRequests() throws {
    let listener = try listener()
    let client = try RawClient(listener.address)
    for number in 0..<200 {
      client.send("GET /echo/\(1000 + number) HTTP/1.1\r\nHost: x\r\n\r\n")
      var answer = ""
      while !answer.hasSuffix("\r\n\r\n\(1000 + number)") {
        let more = client.receive(bytesMax: 1)
        try #require(!more.isEmpty, "closed after \(number)")
        answer += String(decoding: more, as: UTF8.self)
      }
    }
    // Several requests at once are answered one after the other.
    client.send(String(repeating: "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", count: 50))
    client.send("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(String(decoding: client.receive(), as: UTF8.self).components(separatedBy: "lives\n").count == 52)
  }

  @Test func oldClientsAreServed() throws {
    let listener = try listener()
    let answer = try RawClient.ask("GET /livez HTTP/1.0\r\n\r\n", at: listener.address)
    #expect(answer.contains(" 200 OK\r\n") && body(answer) == "lives\n")
  }

  @Test func itListensOnTheAddressGiven() throws {
    let first = try listener()
    #expect(first.port > 0 && first.address == "127.0.0.1:\(first.port)")
    #expect(throws: ListenerError.self) { try listener(first.address) }
    do { _ = try listener(first.address) } catch let error as ListenerError {
      #expect(error.code == .inUse && error.isRetriable && "\(error)".contains("choose another port"))
    }
    first.stop()
    first.stop()
    // The port is free again at once, for the next start of the same program.
    let second = try listener(first.address)
    #expect(try RawClient.get("/livez", at: second.address).contains("lives"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/net/if_inet6"))) func addressesMayBeOfIPv6() throws {
    guard let listener = try? listener("[::1]:0") else { return }
    #expect(listener.address == "[::1]:\(listener.port)")
    #expect(try RawClient.get("/livez", at: listener.address).contains("lives"))
  }

  @Test(arguments: [
    "", "9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:9464", "[::1]", "a b:1", "x:1y",
    "[]:1",
  ]) func anAddressThatIsNoneIsSaid(address: String) {
    #expect { try Listener(on: address) { _ in nil } } throws: { ($0 as? ListenerError)?.code == .badAddress }
  }

  @Test func anAddressOfAnotherMachineIsSaid() {
    #expect { try Listener(on: "192.0.2.1:0") { _ in nil } } throws: { ($0 as? ListenerError)?.code == .badAddress }
    #expect { try Listener(on: "no-such-host.invalid:0") { _ in nil } } throws: { ($0 as? ListenerError)?.code == .unknownHost }
  }
}
