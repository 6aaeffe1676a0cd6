import Foundation
import TestSupport
import Testing

/// The live tail, as a service runs it.
@Suite(.mostlyWaits) struct ProvenanceWatchTests {
  private func start(_ trial: ProvenanceTrial, _ more: [String] = []) throws -> ChildProcess {
    try Program.start(
      ["provenance", "watch", trial.administrator, "--sink", "jsonl:findings.jsonl", "--look-every", "0.2"] + more,
      in: trial.folder)
  }

  private func found(_ trial: ProvenanceTrial) -> [ProvenanceTrial.Line] {
    (try? ProvenanceTrial.lines(trial.folder.read("findings.jsonl"))) ?? []
  }

  private func wait(_ condition: () -> Bool) throws {
    let came = Waiting.holds(within: .seconds(60), condition)
    try #require(came, "nothing came within a minute")
  }

  @Test func findingsComeWithinMomentsOfTheCommit() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    let process = try start(trial)
    try wait {
      (try? trial.server.query("SELECT count(*) FROM pg_replication_slots WHERE active", at: trial.administrator)) == "1\n"
    }
    try trial.commit("UPDATE sales.orders SET charged = 1 WHERE id = 1", at: trial.application)
    let deed = try trial.commit("UPDATE sales.orders SET charged = 1 WHERE id = 2")
    try wait { !found(trial).isEmpty }
    #expect(found(trial).map(\.evidence.transaction) == [deed.transaction])
    // From the commit, as the server's clock has it, to the line in the file.
    let written =
      try FileManager.default.attributesOfItem(atPath: "\(trial.folder.path)/findings.jsonl")[.modificationDate] as? Date
    let parsing = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    let seconds = try #require(written).timeIntervalSince(try parsing.parse(deed.time))
    #expect(seconds < 2)
    print("provenance: a finding was on the disk \(Int(seconds * 1000)) ms after its commit")
    try trial.commit("ALTER ROLE shop BYPASSRLS")
    try wait { found(trial).count == 2 }
    #expect(found(trial)[1].kinds == ["definition_changed"])
    process.signal(SIGTERM)
    #expect(try process.exitStatus() == 0)
  }

  @Test func killedAnywhereItLosesNothingAndTellsNothingTwice() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    var expected: [String] = []
    for round in 0..<6 {
      let process = try start(trial)
      for number in 0..<15 {
        let key = 7000 + round * 100 + number
        try trial.server.query("INSERT INTO sales.orders VALUES (\(key), now(), 'Ghost', 1)", at: trial.administrator)
        try trial.server.query("UPDATE sales.orders SET charged = charged + 1 WHERE id = \(number)", at: trial.application)
        expected.append(String(key))
      }
      if round % 2 == 0 { try wait { found(trial).count > 0 } }
      process.kill()
      // The power may fail in the middle of a line.
      if round == 3 {
        let path = URL(filePath: trial.folder.path).appending(path: "findings.jsonl")
        let handle = try FileHandle(forWritingTo: path)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"row\":0,\"id\":\"sal".utf8))
        try handle.close()
      }
    }
    let last = try start(trial, ["--until-idle", "2"])
    #expect(try last.exitStatus() == 0)
    let lines = found(trial)
    #expect(lines.compactMap(\.evidence.key) == expected, "\(lines.map(\.reason))")
    #expect(Set(lines.map(\.id)).count == lines.count)
  }

  /// Two readers of one slot would each miss what the other saw.
  @Test func aSecondWatchIsRefused() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    let process = try start(trial)
    defer { process.kill() }
    try wait {
      (try? trial.server.query("SELECT count(*) FROM pg_replication_slots WHERE active", at: trial.administrator)) == "1\n"
    }
    let check = try trial.run(["provenance", "check", trial.administrator])
    #expect(check.code != 0 && check.talk.contains("is active for PID"), "\(check.talk)")
  }
}
