import Foundation
import Outbox
import Records
import TestSupport
import Testing
import Webhook

/// Posts to real servers on the loopback.
@Suite(.mostlyWaits) struct WebhookTests {
  static func batch(_ numbers: ClosedRange<Int> = 1...3) -> OutboxBatch {
    OutboxBatch(
      lines: numbers.map { OutboxLine(identity: "\($0)", came: Instant(microseconds: 0), json: "{\"n\":\($0),\"é\":\"\\\"\"}") })
  }

  static func carrier(
    _ port: Int, secret: String? = nil, host: String = "127.0.0.1", allowed: String? = nil,
    change: (inout WebhookCarrier.Settings) -> Void = { _ in }
  ) throws -> WebhookCarrier {
    var settings = WebhookCarrier.Settings(
      url: try WebhookAddress("http://\(host):\(port)/hooks?to=all"), allowed: [try AllowedHost(allowed ?? "\(host):\(port)")],
      secret: secret.map { Array($0.utf8) })
    change(&settings)
    return try WebhookCarrier(settings) { 1_790_000_000 }
  }

  private func carried(_ replies: [HTTPReceiver.Reply], change: (inout WebhookCarrier.Settings) -> Void = { _ in }) throws
    -> [CarriedOutcome]
  {
    let server = try HTTPReceiver(replies)
    defer { server.stop() }
    let carrier = try Self.carrier(server.port, change: change)
    return replies.map { _ in carrier.carry(Self.batch()) { false } }
  }

  @Test func aBatchIsPostedAsAnArrayWithItsDigest() throws {
    let server = try HTTPReceiver()
    let carrier = try Self.carrier(server.port)
    for batch in [Self.batch(), Self.batch(), Self.batch(1...100)] { #expect(carrier.carry(batch) { false } == .delivered) }
    let requests = server.requests
    #expect(requests.count == 3)
    let first = try #require(requests.first)
    #expect(first.line == "POST /hooks?to=all HTTP/1.1" && first.headers["content-type"] == "application/json")
    #expect(first.headers["x-sheriff-timestamp"] == "1790000000" && first.headers["x-sheriff-signature"] == nil)
    let values = try #require(try JSONSerialization.jsonObject(with: Data(first.body)) as? [[String: Any]])
    #expect(values.map { $0["n"] as? Int } == [1, 2, 3])
    #expect(first.headers["idempotency-key"] == SHA256.hash(first.body))
    #expect(requests[1].headers["idempotency-key"] == first.headers["idempotency-key"])
    #expect(requests[2].headers["idempotency-key"] != first.headers["idempotency-key"])
    #expect(try #require(try JSONSerialization.jsonObject(with: Data(requests[2].body)) as? [Any]).count == 100)
  }

  /// By a program that knows nothing of ours.
  @Test func theSignatureIsWhatOpensslSays() throws {
    let server = try HTTPReceiver()
    #expect(try Self.carrier(server.port, secret: "tall order").carry(Self.batch()) { false } == .delivered)
    let request = try #require(server.requests.first)
    let signed = "1790000000." + String(decoding: request.body, as: UTF8.self)
    let words = ["dgst", "-sha256", "-hmac", "tall order", "-r"]
    let digest = try ChildProcess.run("/usr/bin/openssl", words, input: .text(signed))
    #expect(request.headers["x-sheriff-signature"] == "sha256=" + digest.output.prefix(64))
  }

  @Test func whatItBecomesFollowsFromTheAnswer() throws {
    #expect(try carried([.answer(200), .answer(204), .answer(202, body: "thanks")]) == [.delivered, .delivered, .delivered])
    #expect(
      try carried([
        .answer(500, body: "oh\nno"), .answer(503, headers: ["Retry-After: 7"]), .answer(429, headers: ["Retry-After: 2"]),
        .answer(408),
        .answer(425),
      ]) == [
        .failed("answered 500: oh no"), .failed("answered 503", after: .seconds(7)), .failed("answered 429", after: .seconds(2)),
        .failed("answered 408"), .failed("answered 425"),
      ])
    #expect(
      try carried([.answer(400, body: "{\"error\":\"bad\"}"), .answer(401), .answer(404), .answer(410), .answer(413)]) == [
        .refused("answered 400: {\"error\":\"bad\"}"), .refused("answered 401"), .refused("answered 404"),
        .refused("answered 410"),
        .refused("answered 413"),
      ])
  }

  @Test func aRedirectIsNotFollowed() throws {
    let other = try HTTPReceiver()
    let outcome = try carried([.answer(307, headers: ["Location: http://127.0.0.1:\(other.port)/"])])
    #expect(outcome == [.failed("answered 307, and redirects are not followed; name the URL it leads to")])
    #expect(other.requests.isEmpty)
  }

  @Test func aServerThatHangsOrBreaksOffIsTriedAgain() throws {
    let server = try HTTPReceiver([.hang, .close, .torn, .answer(200)])
    let hasty = try Self.carrier(server.port) { $0.wholeSeconds = 1 }
    let start = ContinuousClock.now
    for _ in 0..<3 {
      let outcome = hasty.carry(Self.batch()) { false }
      #expect(outcome.failure != nil, "\(outcome)")
    }
    #expect(ContinuousClock.now - start < .seconds(10))
    // The same batch, and now it is taken. How soon is not asked: on a busy machine an answer takes its time.
    #expect(try Self.carrier(server.port).carry(Self.batch()) { false } == .delivered)
    server.stop()
    // Nobody listens there any more.
    #expect(try Self.carrier(server.port).carry(Self.batch(), isEnded: { false }).failure != nil)
  }

  @Test func anAnswerWithoutAnEndIsReadNoFurther() throws {
    let outcomes = try carried([.endless(200), .endless(400)]) { $0.wholeSeconds = 20 }
    #expect(outcomes[0] == .delivered)
    guard case .refused(let reason) = outcomes[1] else {
      Issue.record("\(outcomes[1])")
      return
    }
    #expect(reason.hasPrefix("answered 400: more more") && reason.count < 300)
  }

  @Test func nobodyWaitsForItOnceAllEnds() throws {
    let server = try HTTPReceiver(then: .hang)
    let carrier = try Self.carrier(server.port)
    let end = ContinuousClock.now + .milliseconds(300)
    #expect(carrier.carry(Self.batch()) { ContinuousClock.now >= end } == .abandoned)
    #expect(ContinuousClock.now < end + .seconds(5))
  }

  @Test func aHostThatIsNotAllowedIsNotSpokenTo() throws {
    let server = try HTTPReceiver()
    for (host, allowed, part) in [
      ("127.0.0.1", "127.0.0.1", "not among the hosts"),
      ("127.0.0.1", "hooks.example.com", "--webhook-allow 127.0.0.1:\(server.port)"),
      ("10.1.2.3", "10.1.2.3:\(server.port)", "plain http goes to this machine only"),
    ] {
      do {
        _ = try Self.carrier(server.port, host: host, allowed: allowed)
        Issue.record("\(host) is taken")
      } catch { #expect("\(error)".contains(part), "\(error)") }
    }
    // A name is judged by the address that it leads to, when it leads there.
    let named = try Self.carrier(server.port, host: "localhost", allowed: "localhost:\(server.port)")
    let reason = try #require(named.carry(Self.batch(), isEnded: { false }).failure)
    #expect(reason.contains("may not be spoken to"), "\(reason)")
    #expect(server.requests.isEmpty)
    let inside = try Self.carrier(server.port, host: "localhost", allowed: "localhost:\(server.port)=private")
    #expect(inside.carry(Self.batch()) { false } == .delivered)
  }

  /// The environment's proxies would be spoken to in the host's place.
  @Test func noProxyIsUsed() throws {
    let (server, proxy) = (try HTTPReceiver(), try HTTPReceiver())
    setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
    defer { unsetenv("http_proxy") }
    #expect(try Self.carrier(server.port).carry(Self.batch()) { false } == .delivered)
    #expect(proxy.requests.isEmpty && server.requests.count == 1)
  }
}

extension CarriedOutcome {
  var failure: String? {
    if case .failed(let reason, _) = self { reason } else { nil }
  }
}
