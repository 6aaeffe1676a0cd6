import EngineHarness
import Foundation
import Records
import RuleEngine
import RuleLanguage
import Testing

@Suite struct ExplainingTests {
  private static let discount = """
    let gap = list - charged
    let rebate = gap / list
    rule deep {
      when rebate > 20% and gap > 5.00
      loss gap - 20% * list
      because "{rep} gave {rebate:1}"
    }
    """

  // MARK: The tree

  @Test func theTreeNamesWhatHasANameOnce() throws {
    let trial = try ExplainedTrial(
      ExplainingTests.discount, [#""id": "1", "at": "2026-01-01", "rep": "R1", "list": "1000.00", "charged": "600.00""#])
    let explanation = try #require(try trial.explanation())
    #expect(explanation.outcome == .fired && explanation.loss?.value == .money(2_000_000))
    #expect(explanation.sentence == "R1 gave 40.0%")
    #expect(
      explanation.condition.lines() == [
        "rebate > 20% and gap > $5.00 -> true",
        "  rebate > 20% -> true",
        "    rebate = gap / list -> 40.0%",
        "      gap = list - charged -> $400.00",
        "        list -> $1,000.00",
        "        charged -> $600.00",
        "      list -> $1,000.00",
        "  gap > $5.00 -> true",
        "    gap -> $400.00",
      ])
  }

  @Test func whatDecidedNothingIsSkipped() throws {
    let trial = try ExplainedTrial(
      """
      rule r { when if(online, list, charged) > 5.00 and (list > 1.00 or pieces > 3) and (charged ?? 1.00) > 9.00 and pieces > 1 }
      """, [#""id": "1", "at": "2026-01-01", "online": "true", "list": "10.00", "charged": "3.00", "pieces": "2""#])
    let lines = try #require(try trial.explanation()).condition.lines()
    #expect(
      lines == [
        "if(online, list, charged) > $5.00 and (list > $1.00 or pieces > 3) and charged ?? $1.00 > $9.00 and pieces > 1 -> false",
        "  if(online, list, charged) > $5.00 -> true",
        "    if(online, list, charged) -> $10.00",
        "      online -> true",
        "      list -> $10.00",
        "      charged -> skipped",
        "  list > $1.00 or pieces > 3 -> true",
        "    list > $1.00 -> true",
        "      list -> $10.00",
        "    pieces > 3 -> skipped",
        "  charged ?? $1.00 > $9.00 -> false",
        "    charged ?? $1.00 -> $3.00",
        "      charged -> $3.00",
        "  pieces > 1 -> skipped",
      ], "\(lines.joined(separator: "\n"))")
  }

  @Test(arguments: [
    ("list > 5.00", #""charged": "1.00""#, "list is missing"),
    ("charged / list > 5%", #""charged": "1.00", "list": "0.00""#, "divided by zero"),
    ("list * 1000000 > 5.00", #""list": "900000000.00""#, "overflow: the result is too large"),
    ("previous.list > 5.00", #""list": "9.00""#, "previous.list is missing: there is no version before, or it had none"),
    ("sqrt(weight) > 5", #""weight": "-4""#, "`sqrt(weight)` has no result"),
    ("max(line.price) > 5.00", #""list": "9.00""#, "no element has what `max(line.price)` asks for"),
    ("max(list) by rep over 30d > 5.00", #""list": "9.00""#, "rep is missing"),
    ("max(list) by rep over 30d > 5.00", #""rep": "R1""#, "the window holds no record that has a value"),
  ])
  func whatIsUnknownSaysWhy(condition: String, record: String, reason: String) throws {
    let trial = try ExplainedTrial("rule r { when \(condition) }", [#""id": "1", "at": "2026-01-01", "# + record])
    let explanation = try #require(try trial.explanation())
    #expect(explanation.outcome == .unknown && explanation.summary == "unknown: \(reason)")
    #expect(explanation.condition.reason == reason)
  }

  // MARK: Windows

  private static func day(_ day: Int, _ id: String, _ rest: String) -> String {
    #""id": "\#(id)", "at": "2026-01-\#(day < 10 ? "0" : "")\#(day)", "rep": "R1", \#(rest)"#
  }

  @Test func tooFewRecordsAreCountedAndNamed() throws {
    let trial = try ExplainedTrial(
      "rule r { when avg(list) by rep where online over 10d requires 20 > 5.00 }",
      [
        ExplainingTests.day(1, "old", #""list": "1.00", "online": "true""#),
        ExplainingTests.day(5, "edge", #""list": "1.00", "online": "true""#),
        ExplainingTests.day(6, "a", #""list": "1.00", "online": "true""#),
        ExplainingTests.day(7, "offline", #""list": "1.00", "online": "false""#),
        ExplainingTests.day(8, "empty", #""online": "true""#),
        ExplainingTests.day(9, "b", #""list": "9.00", "online": "true""#),
        #""id": "other", "at": "2026-01-10", "rep": "R2", "list": "1.00", "online": "true""#,
        ExplainingTests.day(11, "b", #""list": "3.00", "online": "true""#),
        ExplainingTests.day(15, "now", #""list": "3.00", "online": "true""#),
      ])
    let explanation = try #require(try trial.explanation())
    #expect(explanation.outcome == .insufficient && explanation.summary == "insufficient: 2 of 20 records")
    let window = try #require(explanation.condition.all.compactMap(\.window).first)
    // `edge` lies just outside, `b` counts in its newest version, and what has no list holds no value.
    #expect(window.first == ["a", "empty", "b"] && window.last.isEmpty && window.hidden == 0)
    #expect(window.count == 3 && window.values == 2 && window.required == 20)
  }

  @Test func manyRecordsAreShownByTheirEnds() throws {
    let records = (1...25).map { ExplainingTests.day($0, "\($0)", #""list": "1.00""#) }
    let trial = try ExplainedTrial("rule r { when count() by rep over last 14 > 13 }", records)
    let explanation = try #require(try trial.explanation())
    let window = try #require(explanation.condition.all.compactMap(\.window).first)
    #expect(
      window.first == ["11", "12", "13", "14", "15"] && window.last == ["20", "21", "22", "23", "24"] && window.hidden == 4)
    #expect(window.count == 14 && explanation.outcome == .fired)
  }

  @Test func peersAndTheCurrentRecord() throws {
    let trial = try ExplainedTrial(
      """
      feature peers = count() by region over 30d excluding same rep
      feature own = count() by rep over 30d including current
      rule r { when peers > own + 1 }
      """,
      [
        #""id": "0", "at": "2025-10-01", "rep": "R9", "region": "South""#,
        #""id": "1", "at": "2026-01-01", "rep": "R2", "region": "North""#,
        #""id": "2", "at": "2026-01-02", "rep": "R1", "region": "North""#,
        #""id": "3", "at": "2026-01-03", "region": "North""#,
        #""id": "4", "at": "2026-01-04", "rep": "R3", "region": "North""#,
        #""id": "5", "at": "2026-01-05", "rep": "R3", "region": "South""#,
        #""id": "6", "at": "2026-01-05", "rep": "R4", "region": "North""#,
        #""id": "7", "at": "2026-01-06", "rep": "R1", "region": "North""#,
      ])
    let explanation = try #require(try trial.explanation())
    #expect(explanation.condition.all.compactMap(\.window).map(\.first) == [["1", "4", "6"], ["2", "7"]])
    #expect(explanation.outcome == .silent)
    // A rep of whom nothing is in sight has more peers than orders: keys change what windows hold.
    #expect(explanation.changes.map(\.text) == ["would fire if rep were \"R9\" (now \"R1\")"])
  }

  @Test func lateRecordsAreExplained() throws {
    let trial = try ExplainedTrial(
      "rule late { when behind > 3d and list > 9.00 because \"{behind:days} late\" }",
      [#""id": "1", "at": "2026-01-09", "list": "1.00""#, #""id": "2", "at": "2026-01-05", "list": "5.00""#])
    let explanation = try #require(try trial.explanation())
    #expect(
      explanation.condition.lines() == [
        "behind > 3d and list > $9.00 -> false", "  behind > 3d -> true", "    behind -> 4d", "  list > $9.00 -> false",
        "    list -> $5.00",
      ])
    // The record stays as late as it is while another field is tried.
    #expect(explanation.changes.map(\.text) == ["would fire if list were $9.01 or more (now $5.00)"])
  }

  @Test func lateRecordsSayHowLateInTheirEvidence() throws {
    let records = ["2026-01-09", "2026-01-08", "2026-01-05"].enumerated().map { ["o\($0)", $1, "R1", "", "", "5.00"] }
    let small = SmallHistory("rule late { when behind > 3d and charged > 1.00 }", records)
    let history = try small.pair.history(batchSize: 2)
    let engine = small.engine(history.symbols)
    var evidence: [[Value]] = []
    for batch in history.batches {
      engine.decide(batch) { decisions in
        for record in 0..<decisions.count {
          let fired = decisions.outcome(0, record) == .fired
          evidence.append(fired ? decisions.evidence(0, record).filter { $0.name == "behind" }.map(\.value) : [])
        }
      }
    }
    #expect(evidence == [[], [], [.duration(4 * 86_400_000_000)]])
  }

  // MARK: The nearest change

  @Test func theNearestChangeIsSaidAsPeopleWriteAmounts() throws {
    let trial = try ExplainedTrial(
      ExplainingTests.discount, [#""id": "1", "at": "2026-01-01", "rep": "R1", "list": "1000.00", "charged": "850.00""#])
    let explanation = try #require(try trial.explanation())
    #expect(
      explanation.changes.map(\.text) == [
        "would fire if charged were $799.99 or less (now $850.00)", "would fire if list were $1,062.51 or more (now $1,000.00)",
      ])
  }

  @Test(arguments: [
    ("rate > 20%", #""rate": "0.1""#, "would fire if rate were more than 20% (now 10%)"),
    ("rate in [20%, 21%)", #""rate": "0.5""#, "would fire if rate were 20.99% (now 50%)"),
    ("pieces in [7, 8)", #""pieces": "900""#, "would fire if pieces were 7 (now 900)"),
    ("weight == 3", #""weight": "900.5""#, "would fire if weight were 3 (now 900.5)"),
    ("wait > 2h and pieces > 1", #""wait": "1h", "pieces": "5""#, "would fire if wait were more than 2h (now 1h)"),
    ("online and list > 1.00", #""online": "false", "list": "9.00""#, "would fire if online were true (now false)"),
    ("rep in [\"R7\"]", #""rep": "R1""#, "would fire if rep were \"R7\" (now \"R1\")"),
    ("list > 5.00 and charged > 5.00", #""list": "1.00", "charged": "1.00""#, ""),
  ])
  func theSmallestChangeOfEachType(condition: String, record: String, text: String) throws {
    let trial = try ExplainedTrial("rule r { when \(condition) }", [#""id": "1", "at": "2026-01-01", "# + record])
    let explanation = try #require(try trial.explanation())
    #expect(explanation.outcome == .silent)
    #expect((explanation.changes.first?.text ?? "") == text)
  }

  // MARK: Against the engine

  @Test(arguments: 0..<4) func theExplanationAgreesWithTheEngine(part: Int) throws {
    let pairs = ProcessInfo.processInfo.environment["SHERIFF_PAIRS"].flatMap { Int($0) } ?? 200
    for number in stride(from: part, to: pairs, by: 4) {
      let pair = GeneratedPair(seed: 900 + UInt64(number), profile: .full)
      guard pair.load.isSound, !pair.program.schemas.isEmpty else { continue }
      let trial = try ExplainedTrial(pair)
      for record in Set([trial.history.count - 1, trial.history.count / 2]) where record >= 0 {
        let problems = problems(trial, record)
        #expect(problems.isEmpty, "seed \(pair.seed) record \(record): \(problems.joined(separator: "\n"))\n\(pair.describe())")
        if !problems.isEmpty { return }
      }
    }
  }

  private func problems(_ trial: ExplainedTrial, _ record: Int) -> [String] {
    let decided = trial.decided(trial.history, record)
    guard let explanations = trial.explanations(of: record), let decided else {
      return decided == nil && trial.explanations(of: record) == nil ? [] : ["one decides, and the other does not"]
    }
    var problems: [String] = []
    for (place, (explanation, decision)) in zip(explanations, decided).enumerated() {
      let rule = trial.pair.program.rules[explanation.rule].id
      if explanation.outcome != decision.outcome { problems.append("\(rule): \(explanation.outcome), not \(decision.outcome)") }
      if let loss = decision.loss, explanation.loss?.value != loss { problems.append("\(rule): another loss than \(loss)") }
      for node in [explanation.condition, explanation.score, explanation.loss].compactMap({ $0 }).flatMap(\.all) {
        guard let window = node.window, window.recount != node.value else { continue }
        problems.append("\(rule): \(node.text) is \(node.value), and over \(window.count) records \(window.recount)")
      }
      for change in explanation.changes {
        guard let changed = trial.history(with: change.value, in: change.field, of: record) else { continue }
        // The changed record may say no more than the version before it did.
        guard let outcome = trial.decided(changed, record)?[place].outcome else { continue }
        if outcome != .fired, outcome != .suppressed { problems.append("\(rule): \(change.text), and it is \(outcome)") }
      }
    }
    return problems
  }
}
