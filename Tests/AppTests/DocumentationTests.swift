import Diagnostics
import Foundation
import RuleLanguage
import Testing

/// What the documents show works: every command is one, every schema is sound, every link leads somewhere.
@Suite struct DocumentationTests {
  private static let pages = [
    "README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "docs/analyst.md", "docs/operator.md", "docs/injection.md",
    "docs/alerts.md", "docs/anomalies.md", "docs/cards.md", "docs/drift.md", "docs/labels.md", "docs/models.md",
    "docs/provenance.md",
    "docs/executive.md",
    "docs/language.md",
    "docs/tutorial.md", "docs/grammar.md", "sample-data/README.md",
  ]

  private func text(_ page: String) throws -> String { try String(contentsOfFile: "\(Program.root)/\(page)", encoding: .utf8) }

  @Test(arguments: pages)
  func commandsAreCommands(page: String) throws {
    let folder = try Program.Folder()
    for line in try text(page).split(separator: "\n") where line.hasPrefix("    sheriff ") {
      let command = line.split(separator: " # ")[0].split(separator: " > ")[0]
      let words = command.split(separator: " ").dropFirst().map(String.init)
      let outcome = try Program.run(words + ["--help"], in: folder)
      #expect(outcome.code == 0, "\(page): \(line): \(outcome.talk)")
      #expect(outcome.output.contains("USAGE: sheriff \(words[0])"))
    }
  }

  @Test(arguments: pages)
  func targetsAreTargets(page: String) throws {
    let makefile = try text("Makefile")
    for line in try text(page).split(separator: "\n") where line.hasPrefix("    make ") {
      let target = line.split(separator: " ")[1]
      #expect(makefile.contains("\n\(target):"), "\(page): \(line)")
    }
  }

  @Test(arguments: pages)
  func schemasAreSound(page: String) throws {
    for block in try text(page).components(separatedBy: "```\n").filter({ $0.hasPrefix("schema ") }) {
      #expect(SchemaFile(SourceText(path: page, text: block)).diagnostics == [])
    }
  }

  /// Blocks of a kind, with what stands between their fences.
  private func blocks(_ kind: String, _ page: String) throws -> [String] {
    try text(page).components(separatedBy: "```\(kind)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  /// A block that is no whole file stands below a package of orders.
  @Test(arguments: pages)
  func rulesAreRules(page: String) throws {
    let folder = try Program.Folder()
    for block in try blocks("rules", page) {
      let isFile = block.hasPrefix("package ")
      try folder.write(isFile ? block : "package first\nuse schema orders\n\(block)", to: "first.rules")
      let outcome = try Program.run(["rules", "check", "first.rules"], in: folder)
      #expect(outcome.code == 0, "\(page):\n\(block)\n\(outcome.output)")
      if isFile { #expect(try Program.run(["rules", "fmt", "-"], in: folder, input: block).code == 0) }
    }
  }

  @Test(arguments: pages)
  func mistakesGetTheAnswerShown(page: String) throws {
    let folder = try Program.Folder()
    let (mistakes, answers) = (try blocks("mistake", page), try blocks("answer", page))
    #expect(mistakes.count == answers.count)
    for (mistake, answer) in zip(mistakes, answers) {
      try folder.write(mistake, to: "first.rules")
      let outcome = try Program.run(["rules", "check", "first.rules"], in: folder)
      #expect(outcome.code == 65)
      #expect(outcome.output == answer + "\n", "\(page)")
    }
  }

  /// Findings and a truth, and the lines of the evaluation that are shown of them, in their order.
  @Test func theEvaluationIsAsShown() throws {
    let folder = try Program.Folder()
    let page = "docs/analyst.md"
    try folder.write(try #require(blocks("findings", page).first), to: "findings.csv")
    try folder.write(try #require(blocks("truth", page).first), to: "truth.csv")
    let outcome = try Program.run(["evaluate", "--findings", "findings.csv", "--truth", "truth.csv"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    var rest = outcome.output[...]
    for line in try #require(blocks("evaluation", page).first).split(separator: "\n") {
      let place = try #require(rest.range(of: "\n\(line)\n"), "\(line)\n\(outcome.output)")
      rest = rest[rest.index(before: place.upperBound)...]
    }
  }

  @Test func thePageOfFunctionsIsFresh() throws {
    let folder = try Program.Folder()
    #expect(try Program.run(["docs", "functions"], in: folder).output == text("docs/functions.md"), "run `make docs`")
  }

  @Test(arguments: pages)
  func linksLeadSomewhere(page: String) throws {
    let folder = URL(filePath: "\(Program.root)/\(page)").deletingLastPathComponent()
    for piece in try text(page).components(separatedBy: "](").dropFirst() {
      let target = piece.prefix { $0 != ")" && $0 != "#" }
      if target.hasPrefix("http") { continue }
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: String(target)).path), "\(page): \(target)")
    }
  }
}
