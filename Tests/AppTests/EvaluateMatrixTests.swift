import Foundation
import TestSupport
import Testing

/// `sheriff evaluate matrix` over small companies.
@Suite struct EvaluateMatrixTests {
  private static let command = [
    "evaluate", "matrix", "--settings", "2", "--seed", "51", "--orders-max", "1000", "--bootstrap", "0",
  ]

  private static let settings = [
    "- 1: `--orders 1000 --seed 260562271 --reps 63 --customers 88196 --products 51 --ladder "
      + "0.25:0.5,4.75:2.1,6:1.5,8.75:1.2,17.5:3.5,19.75:1.7 --discounts-by unit --discount-rate 28% --padding all "
      + "--guilty-reps 2 --padding-rate 3.25% --injections all --injection-rate 3.35% --noise-rate 1.54% --drift "
      + "ladder@2016-08-08`",
    "- 2: `--orders 1000 --seed 397891088 --reps 45 --customers 1354 --products 86 --ladder "
      + "1.5:2.9,2.5:2.4,4.75:2.9,5.5:2.9,7.75:1.9,9.75:1,11.75:1,24.75:2.2 --discounts-by unit --discount-rate "
      + "37% --padding all --guilty-reps 8 --padding-rate 9.51% --injections none --noise-rate 1.22% --drift "
      + "habits@2015-05-19`",
  ]

  /// The rows of the table under a title, cell by cell.
  private func table(_ title: String, _ page: String) -> [[String]] {
    let section = page.components(separatedBy: "\n## \(title)\n").dropFirst().first?.components(separatedBy: "\n## ")[0] ?? ""
    return section.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// What rules find changes with them; what was drawn and how the page is made does not.
  @Test func aSmallMatrixIsDrawnMeasuredAndWritten() throws {
    let folder = try Program.Folder()
    let outcome = try Program.run(EvaluateMatrixTests.command, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let page = outcome.output
    #expect(page.contains("    sheriff evaluate matrix --settings 2 --seed 51 --orders-max 1000 --bootstrap 0\n"))
    for line in EvaluateMatrixTests.settings { #expect(page.contains("\n\(line)\n"), "\(line)") }
    for target in ["average precision ≥ 0.97", "precision ≥ 0.98 at recall ≥ 0.97", "calibration error < 0.02"] {
      #expect(page.contains(target))
    }
    let rows = table("rep-padding", page)
    #expect(rows.count == 3 && rows.allSatisfy { $0.count == rows[0].count })
    let limit = rows[0].firstIndex(of: "limit") ?? 0
    #expect(rows.dropFirst(2).map { Array($0.prefix(3)) } == [["2", "1,000", "18"]])
    #expect(rows.dropFirst(2).allSatisfy { Double($0[limit]).map { $0 > 0 && $0 <= 1 } == true })
    // Of the injections of the first there are enough to tell; of padding there are too few.
    let targets = page.components(separatedBy: "\n### Targets of ")
    #expect(targets.count == 2 && targets[1].hasPrefix("admin-injected\n") && targets[1].contains("\n| 1 | 84 | yes | yes |\n"))
    // The same again, by two at once: nothing but the time may differ.
    let again = try Program.run(EvaluateMatrixTests.command + ["--jobs", "2", "--out", "m.md"], in: folder)
    #expect(again.code == 0, "\(again.talk)")
    let seconds = rows[0].firstIndex(of: "seconds") ?? 0
    func timeless(_ rows: [[String]]) -> [[String]] { rows.map { row in row.indices.filter { $0 != seconds }.map { row[$0] } } }
    #expect(timeless(rows) == timeless(table("rep-padding", try folder.read("m.md"))))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/m.md.rows"))

    // A setting's figures are those of the commands by themselves.
    let words = EvaluateMatrixTests.settings[1].components(separatedBy: "`")[1].split(separator: " ").map(String.init)
    #expect(try Program.run(["simulate", "orders", "--out", "h"] + words, in: folder).code == 0)
    let scan = ["scan", "h/orders.csv", "--all", "--format", "jsonl", "--out", "f.jsonl", "-q"]
    #expect(try Program.run(scan, in: folder).code == 0)
    let evaluated = try Program.run(
      ["evaluate", "--findings", "f.jsonl", "--truth", "h/truth.csv", "--json", "--bootstrap", "0"], in: folder)
    let json = try JSONSerialization.jsonObject(with: Data(evaluated.output.utf8)) as? [String: Any]
    let scheme = try #require((json?["schemes"] as? [[String: Any]])?.first { $0["scheme"] as? String == "rep-padding" })
    let average = try #require(scheme["average_precision"] as? Double)
    let shown = try #require(Double(rows[2][rows[0].firstIndex(of: "AP") ?? 0]))
    #expect((average - shown).magnitude <= 0.0005)
  }

  @Test func honestCompaniesAndStreamsHaveTheirTables() throws {
    let folder = try Program.Folder()
    let outcome = try Program.run(
      ["evaluate", "matrix", "--settings", "8", "--seed", "5", "--orders-max", "150", "--bootstrap", "0", "--as-stream"],
      in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(outcome.output.contains("--as-stream\n") && outcome.output.contains("\n## As a stream\n"))
    #expect(table("Honest companies", outcome.output).last?.prefix(2) == ["8", "150"])
  }

  /// A setting's stream is that of `scan --as-stream`.
  @Test func aStreamIsMeasuredAsItIsScanned() throws {
    let folder = try Program.Folder()
    let matrix = ["evaluate", "matrix", "--settings", "1", "--seed", "280", "--orders-max", "1100"]
    let plan = try Program.run(matrix + ["--plan"], in: folder).output
    let words = plan.split(separator: " ").dropFirst().map { $0.trimmingCharacters(in: .newlines) }
    #expect(try Program.run(["simulate", "orders", "--out", "h"] + words, in: folder).code == 0)
    let scan = ["scan", "h/orders.csv", "--as-stream", "--all", "--format", "jsonl", "--out", "f.jsonl", "-q"]
    #expect(try Program.run(scan, in: folder).code == 0)
    let truth = try folder.read("h/truth.csv").split(separator: "\n").map { $0.split(separator: ",") }
    let frauds = Set(truth.filter { $0[1] == "rep-padding" }.map { String($0[0]) })
    let flagged = try folder.read("f.jsonl").split(separator: "\n").filter {
      $0.contains("\"scheme\":\"rep-padding\"") && $0.contains("\"flagged\":true")
    }
    let found = flagged.count { line in frauds.contains { line.contains("{\"row\":\($0),") } }
    try #require(frauds.count >= 50)
    let page = try Program.run(matrix + ["--as-stream", "--bootstrap", "0"], in: folder).output
    let rows = table("As a stream", page)
    let shown = rows[2][rows[0].firstIndex(of: "found") ?? 0]
    let share = (Double(found) / Double(frauds.count) * 1_000).rounded() / 10
    #expect(shown == "\(share)%")
  }

  /// What no honest order looks like is certain to a judge who knows it; a few cents are not.
  @Test func whatCouldBeFoundOfInjectionsIsSaid() throws {
    let folder = try Program.Folder()
    func limit(seed: String, orders: String, kind: String) throws -> (limit: Double, hidden: Int) {
      let matrix = ["evaluate", "matrix", "--settings", "1", "--seed", seed, "--orders-max", orders, "--bootstrap", "0"]
      try #require(try Program.run(matrix + ["--plan"], in: folder).output.contains("--injections \(kind) "))
      let rows = table("admin-injected", try Program.run(matrix, in: folder).output)
      func cell(_ name: String) -> String { rows[2][rows[0].firstIndex(of: name) ?? 0] }
      return (try #require(Double(cell("limit"))), try #require(Int(cell("hidden"))))
    }
    let duplicates = try limit(seed: "270", orders: "1000", kind: "duplicate")
    #expect(duplicates.limit == 1 && duplicates.hidden == 0)
    let skims = try limit(seed: "31", orders: "800", kind: "skim")
    #expect(skims.limit > 0.3 && skims.limit < 1 && skims.hidden > 0)
  }

  @Test func whatWasInterruptedGoesOn() throws {
    let folder = try Program.Folder()
    let words = ["evaluate", "matrix", "--settings", "6", "--seed", "11", "--orders-max", "400", "--out", "m.md"]
    let process = try Program.start(words, in: folder)
    func lines() -> Int { (try? folder.read("m.md.rows"))?.split(separator: "\n").count ?? 0 }
    _ = Waiting.holds(within: ChildProcess.patience) { lines() >= 2 || !process.isRunning }
    // It has no chance to tidy up.
    process.kill()
    let talk = try process.complained()
    try #require(lines() >= 2, "two rows were not written: \(talk)")
    // As a machine leaves it that lost its power while a row was written.
    try folder.write(folder.read("m.md.rows") + "{\"setting\":6,\"wor", to: "m.md.rows")

    let other = try Program.run(words.map { $0 == "11" ? "12" : $0 }, in: folder)
    #expect(other.code == 65 && other.talk.contains("begun with another seed"))
    // The seed that it was begun with is known.
    let seedless = words.filter { !["--seed", "11"].contains($0) }
    let outcome = try Program.run(seedless, in: folder)
    #expect(outcome.code == 0 && outcome.talk.contains("seed 11"), "\(outcome.talk)")
    #expect(!outcome.talk.contains("1 of 6:") && outcome.talk.contains("6 of 6:"))
    let page = try folder.read("m.md")
    for number in 1...6 { #expect(page.contains("\n- \(number): `--orders 400 ")) }
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/m.md.rows"))
  }
}
