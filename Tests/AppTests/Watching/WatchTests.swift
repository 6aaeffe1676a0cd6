import Alerts
import Foundation
import Records
import SQLiteStore
import TestSupport
import Testing

/// A monitor as its operator runs it.
@Suite(.mostlyWaits) struct WatchTests {
  private func folder(_ rows: Int = 300) throws -> (folder: Program.Folder, rows: [String]) {
    let folder = try Program.Folder()
    try RememberedPayments.write(to: folder)
    let rows = RememberedPayments.rows(rows, seed: 3)
    try folder.write(RememberedPayments.header, to: "payments.csv")
    return (folder, rows)
  }

  private static let words = [
    "watch", "payments.csv", "--rules", "pack", "--source-name", "payments", "--until-idle", "0.3", "--sink",
    "jsonl:watched.jsonl",
  ]

  private func append(
    _ rows: some Sequence<String>, to name: String = "payments.csv", making: Bool = false, in folder: Program.Folder
  ) throws {
    if making, !FileManager.default.fileExists(atPath: "\(folder.path)/\(name)") { try folder.write("", to: name) }
    let handle = try FileHandle(forWritingTo: URL(filePath: "\(folder.path)/\(name)"))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(rows.joined().utf8))
    try handle.close()
  }

  private func scanned(_ text: String, in folder: Program.Folder) throws -> String {
    try folder.write(text, to: "whole.csv")
    let scan = try Program.run(
      ["scan", "whole.csv", "--rules", "pack", "--format", "jsonl", "--max-rejects", "90%"], in: folder)
    #expect(scan.code == 0, "\(scan.talk)")
    return scan.output
  }

  private func states(_ folder: Program.Folder) throws -> [URL] {
    let monitors = URL(filePath: "\(folder.path)/.sheriff/monitors")
    let own = try #require(try FileManager.default.contentsOfDirectory(at: monitors, includingPropertiesForKeys: nil).first)
    return try FileManager.default.contentsOfDirectory(at: own, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "state" }
      .sorted { Int($0.deletingPathExtension().lastPathComponent) ?? 0 < Int($1.deletingPathExtension().lastPathComponent) ?? 0 }
  }

  private func bad(_ rows: [String]) -> Int { rows.count { $0.contains("much") } }

  @Test func eachRunGoesOnWhereTheLastOneStopped() throws {
    let (folder, rows) = try folder()
    for start in stride(from: 0, to: rows.count, by: 100) {
      try append(rows[start..<start + 100], in: folder)
      let run = try Program.run(Self.words, in: folder)
      #expect(run.code == 0, "\(run.talk)")
      #expect(run.talk.contains(start == 0 ? "begins with the source's first record" : "goes on from checkpoint"), "\(run.talk)")
    }
    #expect(try folder.read("watched.jsonl") == scanned(RememberedPayments.header + rows.joined(), in: folder))
    #expect(try folder.read("watched.jsonl").contains("row\":300"))
  }

  @Test func aRotatedFileIsReadOnAsOneHistory() throws {
    let (folder, rows) = try folder()
    try append(rows[..<150], in: folder)
    #expect(try Program.run(Self.words, in: folder).code == 0)
    try append(rows[150..<200], in: folder)
    let place = "\(folder.path)/payments.csv"
    try FileManager.default.moveItem(atPath: place, toPath: place + ".1")
    try folder.write(RememberedPayments.header + rows[200...].joined(), to: "payments.csv")
    let run = try Program.run(Self.words, in: folder)
    #expect(run.code == 0 && run.talk.contains("is now"), "\(run.talk)")
    #expect(try folder.read("watched.jsonl") == scanned(RememberedPayments.header + rows.joined(), in: folder))
  }

  @Test func aDamagedCheckpointYieldsToTheOneBefore() throws {
    let (folder, rows) = try folder()
    for half in [rows[..<100], rows[100..<200]] {
      try append(half, in: folder)
      #expect(try Program.run(Self.words, in: folder).code == 0)
    }
    let newest = try #require(try states(folder).last)
    var bytes = try Data(contentsOf: newest)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: newest)
    try append(rows[200...], in: folder)
    let run = try Program.run(Self.words, in: folder)
    #expect(run.code == 0 && run.talk.contains("checkpoint 2 cannot be used: its state was torn or altered"), "\(run.talk)")
    #expect(run.talk.contains("goes on from checkpoint 1"), "\(run.talk)")
    #expect(try folder.read("watched.jsonl") == scanned(RememberedPayments.header + rows.joined(), in: folder))
  }

  @Test func withoutAnyCheckpointSomebodyHasToDecide() throws {
    let (folder, rows) = try folder()
    try append(rows[..<100], in: folder)
    #expect(try Program.run(Self.words, in: folder).code == 0)
    for state in try states(folder) { try FileManager.default.removeItem(at: state) }
    try append(rows[100...], in: folder)
    let refused = try Program.run(Self.words, in: folder)
    #expect(
      refused.code == 65 && refused.talk.contains("its state is not there") && refused.talk.contains("--restart"),
      "\(refused.talk)")
    let anew = try Program.run(Self.words + ["--restart"], in: folder)
    #expect(anew.code == 0, "\(anew.talk)")
    #expect(try folder.read("watched.jsonl") == scanned(RememberedPayments.header + rows.joined(), in: folder))
  }

  @Test func twoOfOneNameDoNotRunAtOnce() throws {
    let (folder, rows) = try folder()
    try append(rows, in: folder)
    let first = try RunningProgram(Self.words.map { $0 == "0.3" ? "600" : $0 }, in: folder)
    defer { _ = try? first.stop(SIGKILL) }
    try first.waitUntil("read as `payments`")
    let second = try Program.run(Self.words, in: folder)
    #expect(second.code == 69 && second.talk.contains("another monitor follows `payments`"), "\(second.talk)")
  }

  @Test func toldToStopItRemembersAndEndsInOrder() throws {
    let (folder, rows) = try folder()
    let running = try RunningProgram(Self.words.map { $0 == "0.3" ? "600" : $0 } + ["--checkpoint-every", "3600"], in: folder)
    try append(rows, in: folder)
    try running.waitUntil("begins with")
    usleep(400_000)
    #expect(try running.stop(SIGTERM) == 0)
    let talk = try running.talk()
    #expect(talk.contains("\(rows.count - bad(rows)) records so far"), "\(talk)")
    let later = try Program.run(Self.words, in: folder)
    #expect(later.talk.contains("goes on from checkpoint 1, behind"), "\(later.talk)")
  }

  @Test func rulesAreSwappedWhileItRunsAllOrNothing() throws {
    let (folder, rows) = try folder()
    let running = try RunningProgram(Self.words.map { $0 == "0.3" ? "600" : $0 }, in: folder)
    defer { _ = try? running.stop(SIGKILL) }
    try append(rows[..<100], in: folder)
    try running.waitUntil("begins with")
    try waitUntil {
      try folder.read("watched.jsonl").contains("row\":100,") || folder.read("watched.jsonl").contains("row\":99,")
    }

    try folder.write(RememberedPayments.rules.replacing("amount > 0.00", with: "amount >> 0.00"), to: "pack/payments.rules")
    running.signal(SIGHUP)
    try running.waitUntil("rules and model stay as they were")

    try folder.write(RememberedPayments.rules.replacing("\"{amount}:", with: "\"now {amount}:"), to: "pack/payments.rules")
    running.signal(SIGHUP)
    try running.waitUntil("decide from here on")
    try append(rows[100...], in: folder)
    try waitUntil {
      try folder.read("watched.jsonl").contains("row\":300,") || folder.read("watched.jsonl").contains("row\":299,")
    }

    // What is remembered was not lost: the words but for the new one are those of a scan.
    let all = try scanned(RememberedPayments.header + rows.joined(), in: folder)
    func reasons(_ text: String) throws -> [String] {
      try text.split(separator: "\n").map {
        let line = try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        return (line?["reason"] as? String ?? "").replacing("now ", with: "")
      }
    }
    let watched = try folder.read("watched.jsonl")
    #expect(try reasons(watched) == reasons(all))
    let hashes = watched.split(separator: "\n").compactMap { line in
      line.firstRange(of: "rules_hash\":\"").map { line[$0.upperBound...].prefix(64) }
    }
    #expect(Set(hashes).count == 2)
  }

  @Test func aRuleInShadowAccusesNobody() throws {
    let (folder, rows) = try folder()
    try append(rows, in: folder)
    let plain = try Program.run(Self.words, in: folder)
    #expect(plain.code == 0, "\(plain.talk)")
    let trial = RememberedPayments.rules.replacing("package payments", with: "package trial")
      .replacing("status    live", with: "status    shadow").replacing("amount > 0.00", with: "amount > 800.00")
    try folder.write(trial, to: "pack/trial.rules")
    let words = Self.words.map { $0 == "jsonl:watched.jsonl" ? "jsonl:again.jsonl" : $0 }
    let outcome = try Program.run(
      words + ["--home", "other", "--shadow", "shadow.jsonl", "--listen", "127.0.0.1:0"], in: folder)
    #expect(
      outcome.talk.contains("in shadow trial.remembered would have flagged 0 records that nobody flags, and"), "\(outcome.talk)")
    func ids(_ name: String) throws -> [String] {
      try folder.read(name).split(separator: "\n").map { line in
        try #require(line.firstMatch(of: /"id":"([^"]*)"/)).output.1.description
      }
    }
    #expect(try ids("again.jsonl") == ids("watched.jsonl"))
    let shadow = try folder.read("shadow.jsonl").split(separator: "\n")
    #expect(!shadow.isEmpty && shadow.allSatisfy { $0.contains("trial.remembered") && !$0.contains("payments.remembered") })
    #expect(shadow.count < (try ids("watched.jsonl").count) / 4)
  }

  @Test func whoLagsBehindIsTold() throws {
    let (folder, rows) = try folder()
    try append(rows, in: folder)
    let outcome = try Program.run(Self.words + ["--lag-after", "3600", "--sink", "store"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let told = try folder.read("watched.jsonl").split(separator: "\n").filter { $0.contains("monitor.lag") }
    #expect(told.count == 1 && told[0].contains("the latest record's time lies"), "\(told)")
  }

  @Test func aBackupBesideARunningMonitorCanBeGoneOnFrom() throws {
    let (folder, rows) = try folder(2_000)
    let running = try RunningProgram(
      Self.words.map { $0 == "0.3" ? "600" : $0 } + ["--sink", "store", "--checkpoint-every", "0.01"], in: folder)
    defer { _ = try? running.stop(SIGKILL) }
    try running.waitUntil("begins with")
    for (number, start) in stride(from: 0, to: rows.count, by: 200).enumerated() {
      for row in stride(from: start, to: start + 200, by: 10) { try append(rows[row..<row + 10], in: folder) }
      let backup = try Program.run(["backup", "--out", "kept-\(number)"], in: folder)
      #expect(backup.code == 0, "\(backup.talk)")
    }
    try running.stop(SIGTERM)
    let whole = try scanned(RememberedPayments.header + rows.joined(), in: folder)
    for number in 0..<rows.count / 200 {
      let restored = try Program.run(["restore", "kept-\(number)", "--home", "home-\(number)"], in: folder)
      #expect(restored.code == 0, "\(restored.talk)")
      let words = ["watch", "payments.csv", "--rules", "pack", "--source-name", "payments", "--until-idle", "0.1"]
      let outcome = try Program.run(words + ["--home", "home-\(number)", "--sink", "store"], in: folder)
      #expect(outcome.code == 0 && !outcome.talk.contains("cannot be used"), "\(number): \(outcome.talk)")
      let alerts = try Program.run(
        ["alerts", "list", "--home", "home-\(number)", "--format", "jsonl", "--limit", "100000"], in: folder)
      #expect(
        alerts.output.split(separator: "\n").count
          == Set(
            try whole.split(separator: "\n").map {
              try #require($0.firstMatch(of: /"id":"([^"]*)"/)).output.1
            }
          ).count)
    }
  }

  @Test func aRowWithoutAnEndCountsWhenNothingMoreComes() throws {
    let (folder, rows) = try folder(20)
    let text = rows.joined()
    try append([String(text.dropLast())], in: folder)
    #expect(try Program.run(Self.words, in: folder).code == 0)
    #expect(try folder.read("watched.jsonl") == scanned(RememberedPayments.header + text, in: folder))
    // And is not told again when its end comes.
    try append(["\n"], in: folder)
    #expect(try Program.run(Self.words, in: folder).code == 0)
    #expect(try folder.read("watched.jsonl") == scanned(RememberedPayments.header + text, in: folder))
  }

  /// Without a baseline a monitor learns as it goes, and what it learned is remembered.
  @Test func whatWasLearnedIsRemembered() throws {
    let folder = try Program.Folder()
    #expect(try Program.run(["simulate", "orders", "--orders", "1100", "--seed", "9", "--out", "h"], in: folder).code == 0)
    let lines = try folder.read("h/orders.csv").split(separator: "\n", omittingEmptySubsequences: false)
    var start = 0
    for end in [400, 700, 1040, lines.count] {
      try append(
        [lines[start..<end].joined(separator: "\n") + (end < lines.count ? "\n" : "")], to: "orders.csv", making: true, in: folder
      )
      start = end
      let run = try Program.run(["watch", "orders.csv", "--until-idle", "0.3", "--sink", "jsonl:watched.jsonl"], in: folder)
      #expect(run.code == 0, "\(run.talk)")
    }
    let scan = try Program.run(["scan", "h/orders.csv", "--as-stream", "--format", "jsonl"], in: folder)
    #expect(scan.code == 0 && !scan.output.isEmpty)
    #expect(try folder.read("watched.jsonl") == scan.output)
  }

  @Test func aFileIsWaitedFor() throws {
    let (folder, rows) = try folder()
    try FileManager.default.removeItem(atPath: "\(folder.path)/payments.csv")
    let running = try RunningProgram(Self.words.map { $0 == "0.3" ? "1" : $0 }, in: folder)
    try running.waitUntil("waiting for the first record")
    try folder.write(RememberedPayments.header + rows.joined(), to: "payments.csv")
    #expect(try running.wait() == 0)
    #expect(try folder.read("watched.jsonl") == scanned(RememberedPayments.header + rows.joined(), in: folder))
  }

  @Test(arguments: [
    (["--sink", "carrier-pigeon"], 64, "expected store, jsonl:FILE, webhook:URL, command:PROGRAM or -"),
    (["--checkpoint-every", "0"], 64, "expected a number"),
    (["--until-idle", "soon"], 64, "is given twice"), (["--baseline", "none-such"], 66, "there is no baseline"),
  ])
  func mistakesAreSaid(words: [String], code: Int32, text: String) throws {
    let (folder, _) = try folder()
    let run = try Program.run(Self.words + words, in: folder)
    #expect(run.code == code && run.talk.contains(text), "\(run.talk)")
  }

  @Test func badRowsAreKeptOnce() throws {
    let (folder, rows) = try folder()
    try append(rows, in: folder)
    for _ in 0..<2 { #expect(try Program.run(Self.words, in: folder).code == 0) }
    let kept = try #require(try states(folder).first).deletingLastPathComponent().appending(path: "rejects.jsonl")
    let lines = try String(contentsOf: kept, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == bad(rows) && !lines.isEmpty)
  }
}

private func waitUntil(_ condition: () throws -> Bool) throws {
  for _ in 0..<600 {
    if try condition() { return }
    usleep(50_000)
  }
  Issue.record("it did not come within half a minute")
}
