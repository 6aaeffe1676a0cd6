import Foundation
import Testing

/// `sheriff evaluate matrix` over small companies.
@Suite struct EvaluateMatrixTests {
  private static let command = [
    "evaluate", "matrix", "--settings", "2", "--seed", "3", "--orders-max", "1000", "--bootstrap", "0",
  ]

  private static let settings = [
    "- 1: `--orders 1000 --seed 98847484 --reps 77 --customers 67809 --products 214 --ladder 5.5:1.9,8.25:3,12.5:1.7,21.5:2.5,25.25:3.6 "
      + "--discounts-by unit --discount-rate 87% --padding collusion --guilty-reps 5 --padding-rate 0.83% --injections list "
      + "--injection-rate 2.09% --noise-rate 0.92% --drift prices@2014-11-22`",
    "- 2: `--orders 1000 --seed 530247576 --reps 11 --customers 23124 --products 130 --ladder 1.75:2.2,3.25:3.9,12.5:1.4 "
      + "--discounts-by unit --discount-rate 21% --padding all --guilty-reps 7 --padding-rate 1.54% --injections none --noise-rate 0.57% "
      + "--drift ladder@2015-07-19`",
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
    #expect(page.contains("    sheriff evaluate matrix --settings 2 --seed 3 --orders-max 1000 --bootstrap 0\n"))
    for line in EvaluateMatrixTests.settings { #expect(page.contains("\n\(line)\n"), "\(line)") }
    for target in ["average precision ≥ 0.97", "precision ≥ 0.98 at recall ≥ 0.97", "calibration error < 0.02"] {
      #expect(page.contains(target))
    }
    let rows = table("rep-padding", page)
    #expect(rows.count == 4 && rows.allSatisfy { $0.count == rows[0].count })
    let (limit, targets) = (rows[0].firstIndex(of: "limit") ?? 0, rows[0].count - 1)
    #expect(rows.dropFirst(2).map { Array($0.prefix(3)) } == [["1", "1,000", "2"], ["2", "1,000", "14"]])
    #expect(rows.dropFirst(2).allSatisfy { Double($0[limit]).map { $0 > 0 && $0 <= 1 } == true && $0[targets] == "few" })
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
    let shown = try #require(Double(rows[3][rows[0].firstIndex(of: "AP") ?? 0]))
    #expect((average - shown).magnitude <= 0.0005)
  }

  @Test func honestCompaniesAndStreamsHaveTheirTables() throws {
    let folder = try Program.Folder()
    let outcome = try Program.run(
      ["evaluate", "matrix", "--settings", "8", "--seed", "5", "--orders-max", "150", "--bootstrap", "0", "--as-stream"],
      in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(outcome.output.contains("--as-stream\n") && outcome.output.contains("as a stream, each order"))
    #expect(table("Honest companies", outcome.output).last?.prefix(2) == ["8", "150"])
  }

  @Test func whatWasInterruptedGoesOn() throws {
    let folder = try Program.Folder()
    let words = ["evaluate", "matrix", "--settings", "6", "--seed", "11", "--orders-max", "400", "--out", "m.md"]
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.environment = ["SHERIFF_RULES": "\(Program.root)/rules", "PATH": "/usr/bin:/bin"]
    let talk = "\(folder.path)/talk"
    #expect(FileManager.default.createFile(atPath: talk, contents: nil))
    process.standardError = FileHandle(forWritingAtPath: talk)
    try process.run()
    func lines() -> Int { (try? folder.read("m.md.rows"))?.split(separator: "\n").count ?? 0 }
    while lines() < 2, process.isRunning { usleep(20_000) }
    // It has no chance to tidy up.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try #require(lines() >= 2, "\((try? folder.read("talk")) ?? "")")
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
