import Foundation
import TestSupport
import Testing

/// The live tail, as a service runs it.
@Suite struct ProvenanceWatchTests {
  private func start(_ trial: ProvenanceTrial, _ more: [String] = []) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments =
      ["provenance", "watch", trial.administrator, "--sink", "jsonl:findings.jsonl", "--look-every", "0.2"] + more
    process.currentDirectoryURL = URL(filePath: trial.folder.path)
    process.environment = ["PATH": "/usr/bin:/bin"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func found(_ trial: ProvenanceTrial) -> [ProvenanceTrial.Line] {
    (try? ProvenanceTrial.lines(trial.folder.read("findings.jsonl"))) ?? []
  }

  /// Seconds until the condition holds; fails after twenty.
  private func wait(_ condition: () -> Bool) throws -> Double {
    let start = Date()
    while !condition() {
      try #require(Date().timeIntervalSince(start) < 20, "nothing came within twenty seconds")
      Thread.sleep(forTimeInterval: 0.02)
    }
    return Date().timeIntervalSince(start)
  }

  @Test func findingsComeWithinMomentsOfTheCommit() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    let process = try start(trial)
    defer { kill(process.processIdentifier, SIGKILL) }
    _ = try wait {
      (try? trial.server.query("SELECT count(*) FROM pg_replication_slots WHERE active", at: trial.administrator)) == "1\n"
    }
    try trial.commit("UPDATE sales.orders SET charged = 1 WHERE id = 1", at: trial.application)
    let deed = try trial.commit("UPDATE sales.orders SET charged = 1 WHERE id = 2")
    _ = try wait { !found(trial).isEmpty }
    #expect(found(trial).map(\.evidence.transaction) == [deed.transaction])
    // From the commit, as the server's clock has it, to the line in the file.
    let written =
      try FileManager.default.attributesOfItem(atPath: "\(trial.folder.path)/findings.jsonl")[.modificationDate] as? Date
    let parsing = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    let seconds = try #require(written).timeIntervalSince(try parsing.parse(deed.time))
    #expect(seconds < 2)
    print("provenance: a finding was on the disk \(Int(seconds * 1000)) ms after its commit")
    try trial.commit("ALTER ROLE shop BYPASSRLS")
    _ = try wait { found(trial).count == 2 }
    #expect(found(trial)[1].kinds == ["definition_changed"])
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && process.terminationReason == .exit)
  }

  @Test func killedAnywhereItLosesNothingAndTellsNothingTwice() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    var expected: [String] = []
    for round in 0..<6 {
      let process = try start(trial)
      defer { kill(process.processIdentifier, SIGKILL) }
      for number in 0..<15 {
        let key = 7000 + round * 100 + number
        try trial.server.query("INSERT INTO sales.orders VALUES (\(key), now(), 'Ghost', 1)", at: trial.administrator)
        try trial.server.query("UPDATE sales.orders SET charged = charged + 1 WHERE id = \(number)", at: trial.application)
        expected.append(String(key))
      }
      if round % 2 == 0 { _ = try wait { found(trial).count > 0 } }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
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
    last.waitUntilExit()
    #expect(last.terminationStatus == 0)
    let lines = found(trial)
    #expect(lines.compactMap(\.evidence.key) == expected, "\(lines.map(\.reason))")
    #expect(Set(lines.map(\.id)).count == lines.count)
  }

  /// Two readers of one slot would each miss what the other saw.
  @Test func aSecondWatchIsRefused() throws {
    let trial = try ProvenanceTrial(TestServer(settings: ProvenanceTrial.settings))
    let process = try start(trial)
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    _ = try wait {
      (try? trial.server.query("SELECT count(*) FROM pg_replication_slots WHERE active", at: trial.administrator)) == "1\n"
    }
    let check = try trial.run(["provenance", "check", trial.administrator])
    #expect(check.code != 0 && check.talk.contains("is active for PID"), "\(check.talk)")
  }
}
