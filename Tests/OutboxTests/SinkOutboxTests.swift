import Foundation
import Outbox
import Records
import TestSupport
import Testing

@Suite struct SinkOutboxTests {
  @Test func whatComesIsSentInOrderAHundredAtATime() throws {
    let (folder, receiver) = (try TestFolder(), TestReceiver())
    let box = try outbox(folder, receiver)
    try box.append(lines(1...70))
    try box.append(lines(60...250))
    #expect(box.counts == OutboxCounts(waiting: 250, dead: 0, sent: 0, oldest: Instant(microseconds: 1_000_000)))
    box.sendAll()
    #expect(receiver.attempts.map(\.lines.count) == [100, 100, 50])
    #expect(receiver.attempts.flatMap(\.lines) == lines(1...250))
    #expect(box.counts == OutboxCounts(waiting: 0, dead: 0, sent: 250, oldest: nil))
  }

  @Test func whatIsKnownIsNotToldAgainAlsoByTheNextRun() throws {
    let (folder, receiver) = (try TestFolder(), TestReceiver())
    for _ in 0..<3 {
      let box = try outbox(folder, receiver)
      try box.append(lines(1...30))
      box.sendAll()
    }
    #expect(receiver.attempts.flatMap(\.lines) == lines(1...30))
  }

  @Test func afterAFailureTheSameBatchComesAgainAlthoughMoreWaitsByThen() throws {
    let (folder, receiver) = (try TestFolder(), TestReceiver([.failed("away"), .failed("away")]))
    let box = try outbox(folder, receiver)
    try box.append(lines(1...3))
    box.start()
    try #require(Waiting.holds { !receiver.attempts.isEmpty }, "nothing is tried")
    try box.append(lines(4...9))
    try #require(Waiting.holds { box.counts.waiting == 0 }, "something still waits: \(box.counts)")
    box.end(within: .zero)
    box.waitForEnd()
    #expect(receiver.attempts.map(\.digest).prefix(3) == receiver.attempts[..<1].map(\.digest) * 3)
    #expect(receiver.attempts[2...].flatMap(\.lines) == lines(1...9))
    #expect(box.takeNotices().map(\.event) == ["sink-held", "sink-goes-on"])
  }

  /// Nobody knows whether the receiver took it, so it has to be recognisable.
  @Test func whatWasAbandonedIsSentAsTheSameBatchByTheNextRun() throws {
    let (folder, hanging, receiver) = (try TestFolder(), TestReceiver(isHanging: true), TestReceiver())
    let first = try outbox(folder, hanging)
    first.start()
    try first.append(lines(1...3))
    try #require(Waiting.holds { !hanging.attempts.isEmpty }, "nothing is tried")
    try first.append(lines(4...9))
    let start = ContinuousClock.now
    first.end(within: .milliseconds(50))
    first.waitForEnd()
    #expect(ContinuousClock.now - start < .seconds(2))
    let second = try outbox(folder, receiver)
    second.sendAll()
    #expect(receiver.attempts.first?.digest == hanging.attempts.first?.digest)
    #expect(receiver.attempts.flatMap(\.lines) == lines(1...9))
  }

  @Test func aSlowReceiverHoldsNobodyUp() throws {
    let (folder, hanging) = (try TestFolder(), TestReceiver(isHanging: true))
    let box = try outbox(folder, hanging)
    box.start()
    let start = ContinuousClock.now
    for number in 0..<20 { try box.append(lines(number * 50 + 1...number * 50 + 50)) }
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(box.counts.waiting == 1000)
    box.end(within: .zero)
    box.waitForEnd()
  }

  @Test func whatWillNeverBeTakenIsGivenUpAtOnceAndTheRestAfterTheAttempts() throws {
    let folder = try TestFolder()
    let receiver = TestReceiver([.refused("answered 400: \"no\""), .failed("away"), .failed("still away"), .failed("gone")])
    let box = try outbox(folder, receiver, attempts: 3)
    try box.append(lines(1...250))
    box.sendAll()
    #expect(receiver.attempts.count == 5)
    #expect(box.counts == OutboxCounts(waiting: 0, dead: 200, sent: 50, oldest: nil))
    let letters = try folder.read("dead-letters.jsonl").split(separator: "\n")
    #expect(letters.count == 200)
    let first = try #require(try JSONSerialization.jsonObject(with: Data(letters[0].utf8)) as? [String: Any])
    #expect(first["reason"] as? String == "answered 400: \"no\"" && first["attempts"] as? Int == 1)
    #expect(first["at"] as? String == "2026-09-21T14:13:20Z")
    #expect((first["finding"] as? [String: Int]) == ["n": 1])
    #expect(letters[100].contains("\"reason\":\"gone\",\"attempts\":3"))
    #expect(box.takeNotices().map(\.event) == ["sink-gave-up", "sink-held", "sink-held", "sink-gave-up", "sink-goes-on"])
  }

  @Test func deadLettersArePutBackOrDropped() throws {
    let (folder, refusing) = (try TestFolder(), TestReceiver([.refused("no"), .refused("no")]))
    let box = try outbox(folder, refusing)
    try box.append(lines(1...150))
    box.sendAll()
    let kept = try #require(try KeptOutbox(folder: folder.path))
    #expect(kept.sink == "test" && kept.counts.dead == 150 && kept.counts.waiting == 0 && kept.lastReason == "no")
    #expect(kept.deadSince == Instant(microseconds: 1_790_000_000_000_000))
    #expect(try kept.putBack() == 150)
    let back = try #require(try KeptOutbox(folder: folder.path))
    #expect(back.counts.dead == 0 && back.counts.waiting == 150 && back.counts.oldest == lines(1...1)[0].came)
    // Only what waits again is sent again; the monitor's own repetition is still known.
    let receiver = TestReceiver([.refused("no")])
    let again = try outbox(folder, receiver)
    try again.append(lines(1...150))
    again.sendAll()
    #expect(receiver.attempts.flatMap(\.lines) == lines(1...150))
    #expect(again.counts.dead == 100 && again.counts.sent == 50)
    try KeptOutbox(folder: folder.path)?.dropDead()
    #expect(try KeptOutbox(folder: folder.path)?.counts.dead == 0)
  }

  @Test func aLargeFileGivesWayToTheNextOneAndIsStillKnown() throws {
    let (folder, receiver) = (try TestFolder(), TestReceiver())
    for round in 0..<5 {
      let box = try outbox(folder, receiver, fileBytes: 2_000)
      try box.append(lines(1...(round + 1) * 60))
      box.sendAll()
    }
    #expect(receiver.attempts.flatMap(\.lines) == lines(1...300))
    #expect(folder.names == ["place.json", "told.keys", "waiting-6.lines"])
    #expect(try folder.read("waiting-6.lines") == "")
  }

  @Test func aTornLineIsCutOff() throws {
    let folder = try TestFolder()
    try outbox(folder, TestReceiver()).append(lines(1...5))
    let whole = try folder.read("waiting-1.lines")
    try folder.write(String(whole.dropLast(7)), to: "waiting-1.lines")
    let receiver = TestReceiver()
    let box = try outbox(folder, receiver)
    #expect(box.counts.waiting == 4)
    try box.append(lines(1...5))
    box.sendAll()
    #expect(receiver.attempts.flatMap(\.lines) == lines(1...5))
  }

  @Test func aPlaceThatDoesNotFitIsSaidAndNothingIsGuessed() throws {
    let folder = try TestFolder()
    let box = try outbox(folder, TestReceiver())
    try box.append(lines(1...120))
    box.sendAll()
    let whole = try folder.read("waiting-1.lines")
    func refused(_ text: String) {
      do {
        _ = try outbox(folder, TestReceiver())
        Issue.record("it begins all the same")
      } catch {
        #expect("\(error)".contains(text) && "\(error)".contains("place.json away"), "\(error)")
      }
    }
    try folder.write(String(whole.prefix(900)), to: "waiting-1.lines")
    refused("does not fit the lines beside it")
    try folder.write(String(whole.dropLast(4) + "9}\n}"), to: "waiting-1.lines")
    refused("does not fit the lines beside it")
    try folder.write("{\"n\":1}\n" + whole, to: "waiting-1.lines")
    refused("is no line of an outbox")
    try folder.write(whole, to: "waiting-1.lines")
    let place = try folder.read("place.json")
    try folder.write("{}", to: "place.json")
    refused("is no outbox's place")
    try folder.write(place, to: "place.json")
    #expect(try outbox(folder, TestReceiver()).counts.sent == 120)
    // As the advice says.
    try FileManager.default.removeItem(atPath: "\(folder.path)/place.json")
    #expect(try outbox(folder, TestReceiver()).counts.waiting == 120)
  }

  @Test func waitsGrowByChanceAndStayWithinBounds() {
    let pacing = RetryPacing()
    for (attempts, seconds) in [(1, 1.0), (2, 2), (5, 16), (9, 256), (10, 300), (40, 300)] {
      #expect(pacing.wait(afterAttempts: attempts, asked: nil, chance: 0) == .seconds(seconds / 2))
      #expect(pacing.wait(afterAttempts: attempts, asked: nil, chance: 1) == .seconds(seconds))
    }
    #expect(pacing.wait(afterAttempts: 3, asked: .seconds(40), chance: 0) == .seconds(40))
    #expect(pacing.wait(afterAttempts: 3, asked: .seconds(999_999), chance: 0) == .seconds(3600))
    #expect(pacing.wait(afterAttempts: 3, asked: .seconds(0), chance: 0) == .seconds(0.5))
  }
}

private func * (_ items: [String], _ count: Int) -> ArraySlice<String> {
  Array(repeating: items, count: count).flatMap { $0 }[...]
}
