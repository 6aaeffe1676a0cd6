import Diagnostics
import Foundation
import RuleLanguage
import Testing

/// What the documents show works: every command is one, every schema is sound, every link leads somewhere.
@Suite struct DocumentationTests {
  private static let pages = [
    "README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "docs/analyst.md", "docs/operator.md", "docs/executive.md",
    "sample-data/README.md",
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

  @Test(arguments: pages)
  func linksLeadSomewhere(page: String) throws {
    let folder = URL(filePath: "\(Program.root)/\(page)").deletingLastPathComponent()
    for piece in try text(page).components(separatedBy: "](").dropFirst() {
      let target = piece.prefix { $0 != ")" }
      if target.hasPrefix("http") { continue }
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: String(target)).path), "\(page): \(target)")
    }
  }
}
