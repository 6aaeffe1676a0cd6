import Foundation
import Testing

/// `sheriff drift`, and what a monitor says of drift.
@Suite struct DriftTests {
  private static let count = 26_000

  private func folder(moved: Int = .max) throws -> Program.Folder {
    let folder = try Program.Folder()
    try ShiftedPayments.write(to: folder)
    try folder.write(
      RememberedPayments.header + ShiftedPayments.rows(Self.count, seed: 3, moved: moved).joined(), to: "payments.csv")
    return folder
  }

  @Test func theTableOfASourceHeldAgainstItsOwnPastIsTheGoldenOne() throws {
    let folder = try folder(moved: 14_400)
    let words = ["drift", "payments.csv", "--rules", "pack", "-q", "--from", "2026-01-11"]
    let outcome = try Program.run(words + ["--fail-on", "moved"], in: folder)
    #expect(outcome.code == 1, "\(outcome.talk)")
    let path = "\(Program.root)/Tests/AppTests/Drifting/table.txt"
    if ProcessInfo.processInfo.environment["SHERIFF_RECORD"] == "1" {
      try outcome.output.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("\(path) was recorded anew")
    }
    #expect(outcome.output == (try? String(contentsOfFile: path, encoding: .utf8)))
    // Days on which nothing had moved yet.
    let before = try Program.run(words + ["--to", "2026-01-10", "--fail-on", "moving"], in: folder)
    #expect(before.code == 64 && before.talk.contains("--from lies after --to"), "\(before.talk)")
    let early = ["drift", "payments.csv", "--rules", "pack", "--from", "2026-01-06", "--to", "2026-01-10", "--fail-on", "moving"]
    #expect(try Program.run(early, in: folder).code == 0)
    let none = try Program.run(words.dropLast() + ["2027-01-01"], in: folder)
    #expect(none.code == 65 && none.talk.contains("no record to look at in that time"), "\(none.talk)")
  }

  @Test func aMonitorTellsAMoveOnceHoweverOftenItIsBegunAgain() throws {
    let folder = try Program.Folder()
    try ShiftedPayments.write(to: folder)
    let rows = ShiftedPayments.rows(Self.count, seed: 3, moved: 12_000)
    func watch(_ name: String, _ words: [String]) throws -> [[String: Any]] {
      let outcome = try Program.run(
        [
          "watch", "payments.csv", "--rules", "pack", "--until-idle", "0.2", "--home", name, "--sink", "jsonl:\(name).jsonl",
        ] + words, in: folder)
      #expect(outcome.code == 0, "\(outcome.talk)")
      return try folder.read("\(name).jsonl").split(separator: "\n").compactMap {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }.filter { $0["scheme"] as? String == "stream-health" }
    }
    var found: [[String: Any]] = []
    for end in [7_000, 11_500, 19_000, Self.count] {
      try folder.write(RememberedPayments.header + rows[..<end].joined(), to: "payments.csv")
      found = try watch("often", ["--drift", "on"])
    }
    #expect(found.map { $0["id"] as? String } == ["drift:fired.payments.large:20000"])
    #expect(found.first?["rules"] as? [String] == ["monitor.drift"] && found.first?["severity"] as? String == "medium")
    let reason = found.first?["reason"] as? String ?? ""
    #expect(reason.hasPrefix("payments.large fired on ") && reason.contains("% of the last 10,000 records, on "), "\(reason)")
    let once = try watch("once", ["--drift", "on"])
    #expect(once.map { $0["reason"] as? String } == [reason])
    // Without a model it is asked for.
    #expect(try watch("off", []).isEmpty)
  }

  @Test func aModelBringsItsPastAndAnotherCompanyHasMoved() throws {
    let folder = try Program.Folder()
    try LearnTests.history("old", seed: 3, in: folder)
    try LearnTests.history("new", seed: 4, in: folder)
    let learn = ["learn", "old/orders.csv", "--scheme", "rep-padding", "--truth", "old/truth.csv"]
    #expect(try Program.run(learn + LearnTests.quick, in: folder).code == 0)
    #expect(try Program.run(["baseline", "old/orders.csv", "--name", "winter"], in: folder).code == 0)
    let model = ["--model", "orders", "--format", "json", "--fail-on", "moved"]
    let same = try Program.run(["drift", "old/orders.csv"] + model, in: folder)
    #expect(same.code == 0, "\(same.talk)")
    let rows = try self.rows(same.output)
    // What is decided once more of the same records is the same to the last bit.
    #expect(rows.contains { $0["kind"] as? String == "feature" } && rows.contains { $0["kind"] as? String == "fired" })
    for row in rows where ["feature", "fired", "unknown"].contains(row["kind"] as? String) {
      #expect(row["verdict"] as? String == "steady" && row["past"] as? String == "model", "\(row)")
      #expect(row["counts_then"] as? [Int] == row["counts_now"] as? [Int])
    }
    #expect(rows.contains { $0["kind"] as? String == "score" && $0["verdict"] as? String == "too few to tell" })
    let other = try Program.run(["drift", "new/orders.csv", "--baseline", "winter"] + model, in: folder)
    #expect(other.code == 1, "\(other.talk)")
    let moved = try self.rows(other.output).prefix { $0["verdict"] as? String == "moved" }
    #expect(moved.contains { $0["name"] as? String == "integrity.list_error" })
    let whole = try JSONSerialization.jsonObject(with: Data(other.output.utf8)) as? [String: Any]
    let prices = whole?["baseline"] as? [String: Any]
    #expect((prices?["prices_moved"] as? Int ?? 0) > 200 && prices?["median_move"] as? Double != nil, "\(prices ?? [:])")
  }

  private func rows(_ json: String) throws -> [[String: Any]] {
    let whole = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    return try #require(whole["rows"] as? [[String: Any]])
  }
}
