import Labelling
import Testing

/// Votes that say little or nothing, or all the same: a clear answer or a clear error, and never a number that is none.
@Suite struct DegenerateVotesTests {
  private static let quick = LabelOptions(samples: 5)

  private func expectNumbers(_ model: LabelModel) {
    var numbers = model.probabilities + [model.share.value]
    for rule in model.rules {
      let estimates = [rule.fraudGivenFraud, rule.fraudGivenLegit, rule.legitGivenFraud, rule.legitGivenLegit]
      for estimate in estimates + [rule.accuracy].compactMap({ $0 }) {
        numbers.append(estimate.value)
        numbers += [estimate.interval?.lowerBound, estimate.interval?.upperBound].compactMap { $0 }
      }
    }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 <= 1.000_001 }, "\(numbers)")
    let choice = LabelChoice(model)
    #expect(choice.probabilities.allSatisfy { $0 >= 0 && $0 <= 1 } && choice.probabilities.count == model.probabilities.count)
    #expect(LabelReport(model).rules.allSatisfy { $0.coverage >= 0 && $0.coverage <= 1 })
  }

  private func rules(_ count: Int) -> [VotingRule] { (0..<count).map { VotingRule("rule-\($0)", scheme: "padding") } }

  private func message(_ make: () throws -> Void) -> String {
    do {
      try make()
      return ""
    } catch { return "\(error)" }
  }

  @Test func nothingToLearnFromIsSaid() throws {
    #expect(message { _ = try LabelModel(Votes(rules: [], columns: [])) }.contains("no rule votes"))
    #expect(message { _ = try LabelModel(Votes(rules: rules(2), columns: [[], []])) }.contains("no records"))
    #expect(
      message { _ = try LabelModel(Votes(rules: rules(2), columns: [[0, 0], [0, 0]])) }.contains("no rule voted on any of 2 "))
  }

  @Test func partsThatDoNotFitAreNamed() throws {
    #expect(message { _ = try Votes(rules: rules(2), columns: [[0]]) }.contains("2 rules came with 1 columns"))
    #expect(message { _ = try Votes(rules: rules(2), columns: [[0], [0, 1]]) }.contains("`rule-1` voted on 2 records"))
    #expect(message { _ = try Votes(rules: rules(1), columns: [[0, 2]]) }.contains("`rule-0`, record 2: 2 is no vote"))
    let votes = try Votes(rules: rules(1), columns: [[0, 1]])
    #expect(message { _ = try LabelModel(votes, verdicts: [.fraud]) }.contains("1 verdicts came for 2 records"))
    let all = LabelOptions(balance: .given(1))
    #expect(message { _ = try LabelModel(votes, options: all) }.contains("above 0 and below 1"))
    #expect(message { _ = try LabelModel(votes, options: LabelOptions(samples: -1)) }.contains("-1 samples"))
    #expect(message { _ = try Votes(rules: rules(257), columns: rules(257).map { _ in [] }) }.contains("at most 256"))
  }

  @Test func oneRuleAloneIsDoubted() throws {
    let column = (0..<1000).map { $0 % 50 == 0 ? Vote.fraud : Vote.abstain }
    let model = try LabelModel(Votes(rules: rules(1), columns: [column]), options: DegenerateVotesTests.quick)
    expectNumbers(model)
    #expect(model.doubt?.contains("only one rule") == true)
    #expect(LabelChoice(model).method == .singleRule(0))
  }

  @Test func rulesThatAllAgreeAreOneRule() throws {
    let column = (0..<1000).map { $0 % 50 == 0 ? Vote.fraud : Vote.abstain }
    let model = try LabelModel(
      Votes(rules: rules(4), columns: [column, column, column, column]), options: DegenerateVotesTests.quick)
    expectNumbers(model)
    #expect(model.groups == [[0, 1, 2, 3]] && model.doubt != nil)
  }

  @Test func aRuleThatAlwaysVotesSaysNothing() throws {
    var world = World(seed: 4, records: 20_000, rules: LabelModelTests.rules)
    let without = try LabelModel(world.votes(), options: DegenerateVotesTests.quick)
    world.add(.init(givenFraud: 1, givenLegit: 1))
    let model = try LabelModel(world.votes(), options: DegenerateVotesTests.quick)
    expectNumbers(model)
    #expect(zip(without.probabilityOfRecord, model.probabilityOfRecord).allSatisfy { abs($0 - $1) < 0.001 })
    #expect(model.rules[4].fraudGivenLegit.value > 0.999)
  }

  @Test func twoRulesAreTooFewToTell() throws {
    let world = World(seed: 4, records: 20_000, rules: Array(LabelModelTests.rules.prefix(2)))
    let model = try LabelModel(world.votes(), options: DegenerateVotesTests.quick)
    expectNumbers(model)
    #expect(model.doubt?.contains("2 rules") == true && LabelChoice(model).method == .majorityVote)
  }

  @Test func aRareAccuserIsNotOutvotedByWhoAcquitsHalfOfAll() throws {
    let patterns = try VotePatterns(
      rules: rules(2),
      [([1, -1], Verdict.none, 10), ([1, 0], .none, 10), ([0, -1], .none, 5_000), ([0, 0], .none, 5_000)])
    let majority = MajorityVote(patterns, share: 0.002)
    let (opposed, alone) = (majority.probability([1, -1]), majority.probability([1, 0]))
    #expect(opposed > 0.7 && opposed < alone && alone < 0.9, "\(opposed) \(alone)")
    #expect(majority.probability([0, -1]) < 0.002)
  }

  @Test func rulesThatShareNothingTellNothing() throws {
    let world = World(seed: 6, records: 20_000, rules: [0.02, 0.03, 0.01, 0.05].map { .init(givenFraud: $0, givenLegit: $0) })
    let model = try LabelModel(world.votes(), options: DegenerateVotesTests.quick)
    expectNumbers(model)
    let choice = LabelChoice(model)
    #expect(choice.method == .majorityVote && !choice.showsAccuracy, "\(choice.reason)")
  }

  /// Rules that are each right and never meet: agreement knows nothing of them, and must not call them wrong.
  @Test func rulesThatNeverMeetAreNotJudged() throws {
    let rows = (0..<5).map { rule in
      (votes: (0..<5).map { Int8($0 == rule ? 1 : 0) }, verdict: Verdict.none, count: 3 + rule * 10)
    }
    let patterns = try VotePatterns(rules: rules(5), rows + [([0, 0, 0, 0, 0], .none, 5_000)])
    let model = try LabelModel(patterns, options: DegenerateVotesTests.quick)
    expectNumbers(model)
    #expect(!LabelChoice(model).showsAccuracy)
  }

  @Test(arguments: [Verdict.fraud, .legit]) func verdictsOfOneClassAreTaken(verdict: Verdict) throws {
    let world = World(seed: 7, records: 20_000, rules: LabelModelTests.rules)
    let verdicts = world.isFraud.map { $0 == (verdict == .fraud) ? verdict : .none }
    let model = try LabelModel(world.votes(), verdicts: verdicts, options: DegenerateVotesTests.quick)
    expectNumbers(model)
    #expect(LabelChoice(model).scores.isEmpty)
  }

  @Test func oneRecordIsEnough() throws {
    expectNumbers(try LabelModel(Votes(rules: rules(3), columns: [[1], [-1], [0]]), options: DegenerateVotesTests.quick))
    let judged = try LabelModel(
      Votes(rules: rules(3), columns: [[1], [1], [0]]), verdicts: [.legit], options: DegenerateVotesTests.quick)
    expectNumbers(judged)
    #expect(judged.probabilities == [0])
  }

  /// A million times as many records cost and say the same.
  @Test func hugeCountsAreTaken() throws {
    let world = World(seed: 8, rules: LabelModelTests.rules)
    let small = try LabelModel(world.votes(), options: DegenerateVotesTests.quick)
    let rows = small.patterns.votes.indices.map {
      (votes: small.patterns.votes[$0], verdict: Verdict.none, count: Int(small.patterns.counts[$0]) * 1_000_000)
    }
    let patterns = try VotePatterns(rules: small.patterns.rules, rows)
    let large = try LabelModel(patterns, options: DegenerateVotesTests.quick)
    expectNumbers(large)
    #expect(large.patterns.records == 1e11)
    #expect(message { _ = try VotePatterns(rules: rules(1), [([1], .none, Int.max)]) }.contains("2^53"))
    #expect(zip(small.rules, large.rules).allSatisfy { abs($0.fraudGivenFraud.value - $1.fraudGivenFraud.value) < 0.05 })
  }

  @Test func schemesAreLearnedApart() throws {
    let votes = try Votes(
      rules: [VotingRule("a", scheme: "padding"), VotingRule("b", scheme: "injection"), VotingRule("c")],
      columns: [[1], [1], [-1]])
    #expect(votes.schemes == ["injection", "padding"])
    #expect(try votes.of(scheme: "padding").rules.map(\.name) == ["a", "c"])
  }
}
