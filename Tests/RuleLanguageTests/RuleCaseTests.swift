import Diagnostics
import Foundation
import RuleLanguage
import TestSupport
import Testing

/// Every kind of mistake, with what is said about it.
@Suite struct RuleCaseTests {
  @Test(arguments: RuleCases.names)
  func saysWhatItSaid(name: String) throws {
    let (text, codes) = try RuleCases.outcome(name)
    let golden = RuleCases.folder.appending(path: "\(name).out")
    if ProcessInfo.processInfo.environment["SHERIFF_RECORD"] == "1" {
      try text.write(to: golden, atomically: true, encoding: .utf8)
      Issue.record("recorded \(golden.lastPathComponent)")
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text)
    // A case named after a code raises it; any other has nothing to say against it.
    if let code = name.split(separator: "-").first, code.count == 5, "EL".contains(code.prefix(1)) {
      #expect(codes.contains(String(code)), "\(name) does not raise \(code)")
    } else if name.hasPrefix("ok-") {
      #expect(codes.allSatisfy { $0.hasPrefix("L") }, "\(name): \(text)")
    }
  }

  /// The limits on size are tested here, without files of that size in the tree.
  @Test func everyCodeHasACaseAndAPage() throws {
    var raised = try Set(RuleCases.names.flatMap { try RuleCases.outcome($0).codes })
    raised.formUnion(
      try SchemaCaseTests.cases.flatMap { try SchemaCaseTests.outcome($0).file.diagnostics.map(\.code.description) })
    let elsewhere: Set = ["E0008", "E0513", "E0514"]
    for code in DiagnosticCodes.all where !elsewhere.contains(code.description) {
      #expect(raised.contains(code.description), "\(code) \(code.title) has no case")
    }
    #expect(Set(DiagnosticCodes.all.map(\.description)).count == DiagnosticCodes.all.count)
    for code in DiagnosticCodes.all {
      let page = SchemaCaseTests.root.appending(path: "docs/diagnostics/\(code).md")
      #expect(try String(contentsOf: page, encoding: .utf8) == "# \(code): \(code.title)\n\n\(code.page)\n", "run `make docs`")
      #expect(code.page.count > 40, "\(code) has no page")
    }
  }

  @Test func anIdThatWasRetiredIsRefused() throws {
    let text = "package a\nuse schema orders\nrule old \"Old\" {\n  when list > 5.00\n  votes legit\n}\n"
    let old = RuleCases.load([SourceText(path: "a.rules", text: text)])
    let gone = RuleCases.load([SourceText(path: "a.rules", text: text.replacing("rule old", with: "rule new"))])
    let first = LockFile(of: old.program)
    let second = LockFile(of: gone.program, after: first)
    #expect(second.changes(since: first) == ["a.new is new", "a.old is gone, and its id retired"])
    var back = old
    back.holdAgainst(try LockFile(text: second.text))
    #expect(back.files[0].diagnostics.map(\.code.description) == ["E0514"])
    var retired = RuleCases.load([SourceText(path: "a.rules", text: text.replacing("votes", with: "status retired\n  votes"))])
    retired.holdAgainst(second)
    #expect(retired.isSound)
  }

  @Test func limitsHold() {
    func codes(_ text: String) -> [String] {
      RuleCases.load([SourceText(path: "a.rules", text: "package a\nuse schema orders\n" + text)]).files[0].diagnostics.map(
        \.code.description)
    }
    func nested(_ depth: Int) -> String {
      "let a = " + String(repeating: "(", count: depth) + "list" + String(repeating: ")", count: depth) + "\n"
    }
    #expect(codes(nested(Limits.nestingMax - 2)) == [])
    #expect(codes(nested(Limits.nestingMax + 1)).contains("E0024"))
    #expect(codes(nested(200_000)).contains("E0024"))
    func chain(_ length: Int) -> String { "let a = list" + String(repeating: " + list", count: length) + "\n" }
    #expect(codes(chain(Limits.nestingMax - 2)) == [])
    #expect(codes(chain(Limits.nestingMax + 1)).contains("E0024"))
    #expect(codes(chain(100_000)).contains("E0024"))
    #expect(codes("let a = " + String(repeating: "not ", count: 100_000) + "online\n").contains("E0024"))
    #expect(codes("let a = " + String(repeating: "-", count: 100_000) + "list\n").contains("E0024"))
    #expect(codes("let a = list" + String(repeating: ".b", count: 100_000) + "\n").contains("E0024"))
    // Definitions that lean on definitions, asked for from either end.
    let downwards = (0..<5_000).map { "let a\($0) = a\($0 + 1) + 1.00\n" }.joined() + "let a5000 = list\n"
    #expect(codes(downwards).contains("E0024"))
    let upwards = "let a0 = list\n" + (1..<5_000).map { "let a\($0) = a\($0 - 1) + 1.00\n" }.joined()
    #expect(codes(upwards).contains("E0024"))
    #expect(
      RuleCases.load([SourceText(path: "a", bytes: [UInt8](repeating: 0x20, count: Limits.fileBytesMax + 1))]).files[0]
        .diagnostics.map(\.code.description) == ["E0008"])
  }

  @Test func tooManyMembersAreRefused() {
    struct Endless: PackSurroundings {
      func schema(named name: String, usedBy path: String) -> SchemaLookup { .absent(known: []) }
      func listFile(_ name: String, usedBy path: String) -> [UInt8]? {
        Array("# version: 1\n".utf8) + Array(repeating: Array("A\n".utf8), count: Limits.listMembersMax + 1).joined()
      }
    }
    let source = SourceText(path: "a.rules", text: "package a\nlist b from \"b.txt\" version \"1\"\n")
    let load = RuleLoad([source], registry: Registry(), surroundings: Endless())
    #expect(load.files[0].diagnostics.map(\.code.description) == ["E0219"])
  }

  /// Places are counted in characters also where a line never ends.
  @Test func placesInEndlessLines() {
    let line = String(repeating: "é", count: 5_000) + "x"
    let source = SourceText(path: "a", text: "a\n" + line + "\nb")
    for offset in [0, 2, 4, 2 + 4_096, 2 + 8_192, 2 + 10_000] {
      let before = String(decoding: source.bytes[..<offset], as: UTF8.self)
      let column = before.split(separator: "\n", omittingEmptySubsequences: false).last.map(\.unicodeScalars.count) ?? 0
      #expect(source.position(of: offset).column == column + 1)
    }
    #expect(source.position(of: source.bytes.count) == (3, 2))
  }

  @Test func tooManyRulesAreRefused() {
    var text = "package a\nuse schema orders\n"
    for index in 0...Limits.rulesMax { text += "rule r\(index) { when online }\n" }
    let load = RuleCases.load([SourceText(path: "a.rules", text: text)])
    #expect(load.files[0].diagnostics.map(\.code.description) == ["E0513"])
    #expect(load.program.rules.count == Limits.rulesMax)
  }
}
