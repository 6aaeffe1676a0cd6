import Foundation
import Testing

/// `sheriff simulate cards`, as an analyst runs it.
@Suite struct SimulateCardsTests {
  private func files(_ folder: Program.Folder, _ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(name)").sorted()
  }

  @Test func itSaysWhatItWroteAndScanReadsIt() throws {
    let folder = try Program.Folder()
    let options = ["--customers", "50", "--terminals", "200", "--days", "10", "--radius", "10"]
    let cards = try Program.run(["simulate", "cards", "--out", "payments"] + options, in: folder)
    #expect(cards.code == 0 && cards.output == "")
    let rows = try folder.read("payments/cards.csv").split(separator: "\n").count - 1
    let frauds = try folder.read("payments/truth.csv").split(separator: "\n").count - 1
    #expect(cards.talk.hasPrefix("payments: \(rows) payments, \(frauds) of them fraudulent ("), "\(cards.talk)")
    #expect(try files(folder, "payments") == ["cards.csv", "cards.jsonl", "truth.csv"])
    let anonymous = try Program.run(
      ["simulate", "cards", "--layout", "anonymous", "--payments", "300", "--fraud-rate", "2%", "--out", "anonymous"], in: folder)
    #expect(anonymous.talk.hasPrefix("anonymous: 300 payments, 6 of them fraudulent ("), "\(anonymous.talk)")
    #expect(try files(folder, "anonymous") == ["cards.csv", "truth.csv"])
    let scan = try Program.run(["scan", "anonymous/cards.csv"], in: folder)
    #expect(scan.code == 0 && scan.talk.contains("read as `anonymous_cards`") && scan.talk.contains("300 records decided"))
  }

  @Test func whatItCannotDoLeavesNothingBehind() throws {
    let folder = try Program.Folder()
    let mixed = try Program.run(["simulate", "cards", "--payments", "5", "--out", "payments"], in: folder)
    #expect(mixed.code == 64)
    #expect(mixed.talk.contains("`payments` belongs to `--layout anonymous`; leave it out, or ask for that layout"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/payments"))
    try folder.write("", to: "taken")
    let refused = try Program.run(["simulate", "cards", "--customers", "5", "--days", "2", "--out", "taken"], in: folder)
    #expect(refused.code == 74 && refused.talk.contains("cannot be written"), "\(refused.code) \(refused.talk)")
    #expect(try folder.read("taken") == "")
  }
}
