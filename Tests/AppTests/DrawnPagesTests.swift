import Foundation
import TestSupport
import Testing

/// The manual and the completions are checked in as they are drawn from the commands.
@Suite struct DrawnPagesTests {
  private func drawn(_ words: [String]) throws -> String {
    let outcome = try Program.run(["docs"] + words, in: Program.Folder())
    #expect(outcome.code == 0, "\(outcome.talk)")
    return outcome.output
  }

  private func kept(_ path: String) throws -> String {
    try String(contentsOfFile: "\(Program.root)/deploy/\(path)", encoding: .utf8)
  }

  @Test func theyAreCurrent() throws {
    #expect(try kept("man/sheriff.1") == drawn(["man"]), "run `make docs`")
    for shell in ["bash", "zsh", "fish"] {
      #expect(try kept("completions/sheriff.\(shell)") == drawn(["completions", shell]), "run `make docs`")
    }
    #expect(try Program.run(["docs", "completions", "csh"], in: Program.Folder()).code == 64)
  }

  private func completed(_ words: String) throws -> [Substring] {
    let script = """
      source \(Program.root)/deploy/completions/sheriff.bash
      COMP_WORDS=(\(words)); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _sheriff; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let outcome = try ChildProcess.run("/bin/bash", ["--norc", "-c", script])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return outcome.output.split(separator: "\n")
  }

  @Test func bashCompletesCommandsOptionsAndValues() throws {
    #expect(try completed("sheriff al") == ["alerts"])
    #expect(try completed("sheriff alerts dis") == ["dismiss"])
    #expect(try completed("sheriff scan --format ''") == ["table", "jsonl", "csv"])
    #expect(try completed("sheriff --quiet scan orders.csv --as-") == ["--as-stream"])
    #expect(try completed("sheriff rules backtest --").contains("--truth"))
  }

  /// Nothing in a description may be taken for a request of the manual's language.
  @Test func everyCommandIsInTheManual() throws {
    let page = try kept("man/sheriff.1")
    for name in ["scan", "rules backtest", "alerts confirm", "report", "watch"] {
      #expect(page.contains(".SS \"\(name)"), "\(name)")
    }
    let requests = Set(page.split(separator: "\n").filter { $0.hasPrefix(".") }.map { $0.prefix { $0 != " " } })
    #expect(
      requests.isSubset(of: [".\\\"", ".TH", ".SH", ".SS", ".TP", ".B", ".BR", ".I", ".PP", ".nf", ".fi", ".br"]), "\(requests)")
    #expect(!page.split(separator: "\n").contains { $0.hasPrefix("'") })
  }
}

/// The readers of these files themselves. Part of `make test-all`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] == "1")) struct HeavyDrawnPagesTests {
  @Test func shellsAndTheManualReadThem() throws {
    let folder = "\(Program.root)/deploy"
    for (program, words) in [
      ("zsh", ["-n", "\(folder)/completions/sheriff.zsh"]), ("fish", ["--no-execute", "\(folder)/completions/sheriff.fish"]),
      ("mandoc", ["-T", "lint", "-W", "error", "\(folder)/man/sheriff.1"]),
    ] {
      let outcome = try ChildProcess.run(program, words)
      #expect(outcome.status == 0, "\(program): \(outcome.output)\(outcome.errors)")
    }
    let fish = try ChildProcess.run(
      "fish", ["--no-config", "-c", "source \(folder)/completions/sheriff.fish; complete -C 'sheriff scan --format '"])
    #expect(fish.output.contains("jsonl"), "\(fish.errors)")
  }
}

/// The whole story in one command.
@Suite struct DemoTests {
  @Test func tellsTheWholeStoryAndSaysWhereToLook() throws {
    let folder = try Program.Folder()
    let words = ["demo", "--source", "\(Program.root)/sample-data/orders.csv", "--out", "all"]
    let outcome = try Program.run(words, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(outcome.output.contains("rep-padding") && outcome.output.contains("all/report/report.html"))
    for name in ["report/report.html", "report/report.xlsx", "report/findings.csv", "profile.html", "labels.csv"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/all/\(name)"), "\(name)")
    }
    let again = try Program.run(words, in: folder)
    #expect(again.code == 74 && again.talk.contains("is there already"))
    #expect(try Program.run(["demo", "--source", "nowhere.csv"], in: folder).code == 66)
  }
}
