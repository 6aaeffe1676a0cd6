import EngineHarness
import Foundation
import RuleLanguage
import Testing

/// What is printed of an expression is read back as the same expression.
@Suite struct ExpressionTextTests {
  @Test func printedConditionsMeanTheSame() {
    var compared = 0
    let seeds = ProcessInfo.processInfo.environment["SHERIFF_PAIRS"].flatMap { UInt64($0) } ?? 300
    for seed in 0..<seeds {
      let pair = GeneratedPair(seed: 5_000 + seed, profile: .full)
      // A package's zone is no part of its expressions.
      guard !pair.rulesText.contains("use zone") else { continue }
      let program = pair.program
      for (index, rule) in program.rules.enumerated() {
        let text = ExpressionTextTests.readable(ExpressionText(program).definition(rule.when))
        let declarations =
          pair.declarations.filter { !ExpressionTextTests.isRule($0) } + ["rule printed {\n  when \(text)\n}\n"]
        let printed = GeneratedPair(
          schemaText: pair.schemaText, listFiles: pair.listFiles, declarations: declarations, records: [])
        // Names of another rule's own are not known here; what bands leave open, and keys beside keys, have no type alone.
        guard printed.load.isSound, let other = printed.program.rules.first else {
          let isExpected = printed.complaints.allSatisfy { complaint in
            ExpressionTextTests.expected.contains { complaint.hasPrefix($0) }
          }
          #expect(isExpected, "\(text)\n\(printed.complaints)")
          continue
        }
        compared += 1
        #expect(
          hash(rule, program) == hash(other, printed.program), "rule \(index) of seed \(pair.seed): \(text)\n\(pair.rulesText)")
      }
    }
    #expect(compared > 150, "only \(compared) were read back")
  }

  private static let expected = ["E0200", "E0211", "E0309", "E0301"]

  private static func isRule(_ declaration: String) -> Bool {
    declaration.split(separator: "\n").contains { $0.hasPrefix("rule ") || $0.hasPrefix("suppress ") || $0.hasPrefix("test ") }
  }

  /// Amounts as authors write them: the program knows each one's currency and prints its sign.
  private static func readable(_ text: String) -> String {
    // Between arguments a space follows the comma, within an amount a digit.
    var result = text.replacing(/(\d),(?=\d{3})/) { $0.output.1 }
    let signs: [(Character, String)] = [("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY")]
    for (sign, code) in signs { result = written(result, sign, code) }
    return result
  }

  private static func written(_ text: String, _ sign: Character, _ code: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let place = rest.firstIndex(of: sign) {
      let behind = rest[rest.index(after: place)...]
      var amount = behind.prefix { $0.isNumber || $0 == "," || $0 == "." }
      // A comma behind an amount parts arguments.
      while amount.last == "," || amount.last == "." { amount.removeLast() }
      result += rest[..<place] + amount.replacing(",", with: "") + " \(code)"
      rest = behind[amount.endIndex...]
    }
    return result + rest
  }

  /// Of the condition alone.
  private func hash(_ rule: Program.Rule, _ program: Program) -> String {
    var plain = rule
    (plain.score, plain.loss, plain.because.parts) = (-1, -1, [])
    (plain.id, plain.scheme, plain.severity, plain.status, plain.vote, plain.expires) = ("", "", .low, .live, nil, nil)
    var hash = ContentHash(program)
    return hash.of(plain)
  }
}
