import EngineHarness
import Foundation
import RuleLanguage
import Testing

/// Every disagreement that was ever met, as data: one file a case, each with what has to be said.
@Suite struct ConformanceTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "conformance")

  static let cases: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".case") }.sorted()

  @Test(arguments: cases) func allSayTheSame(name: String) throws {
    let file = ConformanceTests.folder.appending(path: name)
    var pair = try GeneratedPair(text: String(contentsOf: file, encoding: .utf8))
    #expect(pair.load.isSound, "\(pair.complaints)")
    #expect(try disagreement(pair) == nil)
    let said = try Executors(pair).reference().map { answer in
      ([answer.kind + (answer.isLate ? ", late" : "")] + answer.said).map { "\(answer.row) \($0)" }.joined(separator: "\n")
    }.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["SHERIFF_RECORD"] == "1" {
      pair.expected = said
      try pair.text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(pair.expected == said)
  }

  @Test func thereAreCases() { #expect(ConformanceTests.cases.count >= 8) }
}
