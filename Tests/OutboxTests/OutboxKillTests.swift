import Foundation
import TestSupport
import Testing

/// Whenever the sender is killed, the receiver has in the end every finding once and in order, for whoever passes over a batch whose
/// digest it has seen.
@Suite(.serialized, .mostlyWaits) struct OutboxKillTests {
  @Test func killedAtAnyMomentNothingIsLostOrSentAsAnotherBatch() throws { try kill(4) }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] != nil))
  func killedHundredsOfTimesNothingIsLostHeavy() throws { try kill(60) }

  private func kill(_ rounds: Int) throws {
    var random = SeededGenerator(seed: 5)
    var kills = 0
    let probe = try ChildProcess.built("OutboxProbe")
    for round in 0..<rounds {
      let (folder, received) = (try TestFolder(), try TestFolder())
      let arguments = [folder.path + "/box", received.path + "/received", "1", "1500"]
      for _ in 0..<6 {
        let sender = try ChildProcess(probe, arguments)
        try sender.line(beginning: "started")
        usleep(UInt32.random(in: 0...120_000, using: &random))
        sender.signal(SIGKILL)
        if try sender.exitStatus() == -SIGKILL { kills += 1 }
      }
      let last = try ChildProcess(probe, arguments)
      try #require(try last.line(beginning: "done ") == "1500 0")
      #expect(try last.exitStatus() == 0)
      var seen: Set<Substring> = []
      var numbers: [Int] = []
      for line in try received.read("received").split(separator: "\n") {
        let parts = line.split(separator: " ")
        guard seen.insert(parts[0]).inserted else { continue }
        numbers += parts[1].split(separator: ",").compactMap { Int($0) }
      }
      #expect(numbers == Array(1...1500), "round \(round)")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path + "/box").filter { $0.hasSuffix(".lines") }.count == 1)
    }
    print("outbox: killed \(kills) times")
  }
}
