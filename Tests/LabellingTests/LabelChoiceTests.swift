import Evaluation
import Labelling
import Testing

/// Which way from votes to labels is taken, and how verdicts move it.
@Suite struct LabelChoiceTests {
  private static let quick = LabelOptions(samples: 0)

  /// Verdicts on some of the records on which any rule votes, and on a few of the others.
  private func verdicts(_ world: World, seed: UInt64, of voted: Double, of silent: Double) -> [Verdict] {
    var random = SeededRandom(seed)
    return world.isFraud.indices.map { record in
      let hasVote = world.columns.contains { $0[record] != Vote.abstain }
      guard random.share() < (hasVote ? voted : silent) else { return .none }
      return world.isFraud[record] ? .fraud : .legit
    }
  }

  @Test func verdictsMoveTheModel() throws {
    let world = World(seed: 11, records: 20_000, rules: LabelModelTests.rules)
    let before = try LabelModel(world.votes(), options: LabelChoiceTests.quick)
    let alone: [Int8] = [0, 0, 0, 1]
    func chance(_ model: LabelModel) throws -> Double {
      model.probabilities[
        try #require(
          model.patterns.votes.indices.first { model.patterns.votes[$0] == alone && model.patterns.verdicts[$0] == .none })]
    }
    // Whatever the last rule alone flags is confirmed, against what agreement says of it.
    var confirmed = 0
    let verdicts: [Verdict] = world.isFraud.indices.map { record in
      guard confirmed < 60, world.columns.map({ $0[record] }) == alone else { return .none }
      confirmed += 1
      return .fraud
    }
    let after = try LabelModel(world.votes(), verdicts: verdicts, options: LabelChoiceTests.quick)
    let (old, new) = (try chance(before), try chance(after))
    #expect(new > old + 0.1, "\(old) to \(new)")
    let probabilities = after.probabilityOfRecord
    #expect(verdicts.indices.allSatisfy { verdicts[$0] != .fraud || probabilities[$0] == 1 })
  }

  @Test func verdictsCarryTwoRules() throws {
    let world = World(seed: 12, records: 20_000, rules: Array(LabelModelTests.rules.prefix(2)))
    let model = try LabelModel(
      world.votes(), verdicts: verdicts(world, seed: 1, of: 0.5, of: 0.05), options: LabelChoiceTests.quick)
    #expect(model.doubt == nil)
    for (rule, estimate) in model.rules.enumerated() {
      #expect(abs(estimate.fraudGivenFraud.value - world.truth(rule).fraudGivenFraud) < 0.1)
    }
  }

  @Test func rareFraudIsTheModels() throws {
    let world = World(seed: 13, records: 30_000, rules: LabelModelTests.rules)
    let silent = LabelChoice(try LabelModel(world.votes(), options: LabelChoiceTests.quick))
    #expect(silent.method == .labelModel && silent.reason.contains("no verdicts"), "\(silent.reason)")
    let model = try LabelModel(
      world.votes(), verdicts: verdicts(world, seed: 2, of: 0.3, of: 0.02), options: LabelChoiceTests.quick)
    let judged = LabelChoice(model)
    #expect(judged.method == .labelModel, "\(judged.scores)")
    #expect(judged.scores.count == 3 && judged.reason.contains("log loss"))
    #expect(judged.scores.allSatisfy { $0.logLoss > 0 && ($0.averagePrecision ?? 0) > 0.1 })
  }

  /// Seven rules, each as good as the other, which vote on most records: counting is as good as any weighing.
  @Test func theMajorityWinsWhereVotesAreDense() throws {
    var chosen = 0
    for seed in UInt64(1)...5 {
      let rules = (0..<4).map { _ in World.Rule(givenFraud: 0.7, givenLegit: 0.2) }
      let world = World(seed: seed, records: 2_000, share: 0.4, rules: rules)
      let options = LabelOptions(balance: .learned(within: 0.1...0.9), samples: 0)
      let choice = LabelChoice(try LabelModel(world.votes(), options: options))
      if choice.method == .majorityVote { chosen += 1 }
      #expect(!choice.reason.isEmpty)
    }
    #expect(chosen >= 4, "\(chosen) of 5")
  }

  @Test func rulesThatNeverMeetAreTakenAtTheirWord() throws {
    // Each of five rules accuses other records, as rules do that look for one kind of fraud each.
    let columns = (0..<5).map { rule in
      (0..<3_000).map { $0 % 100 == rule * 7 ? Vote.fraud : Vote.abstain }
    }
    let model = try LabelModel(try Votes(rules: (0..<5).map { VotingRule("r\($0)", scheme: "s") }, columns: columns))
    #expect(model.doubt?.contains("of 150 records with a vote for fraud 0 have the vote of another rule") == true)
    let choice = LabelChoice(model)
    #expect(choice.method == .majorityVote)
    let chances = choice.probabilityOfRecord
    for (record, chance) in chances.enumerated() {
      let isAccused = columns.contains { $0[record] == Vote.fraud }
      #expect(isAccused ? chance >= 0.5 : chance < 0.3)
    }
  }

  @Test func theChoiceIsTheSameEachTime() throws {
    let world = World(seed: 14, records: 10_000, rules: LabelModelTests.rules)
    let verdicts = verdicts(world, seed: 3, of: 0.5, of: 0.02)
    let first = LabelChoice(try LabelModel(world.votes(), verdicts: verdicts))
    let second = LabelChoice(try LabelModel(world.votes(), verdicts: verdicts))
    #expect(first.reason == second.reason && first.scores == second.scores && first.probabilities == second.probabilities)
  }

  @Test func theReportKnowsWhoFights() throws {
    let rules = [VotingRule("many"), VotingRule("few"), VotingRule("ordinary"), VotingRule("strange")]
    let patterns = try VotePatterns(
      rules: rules,
      [
        ([0, 0, 0, 0], .none, 500), ([0, 0, -1, 0], .none, 9_000), ([1, 1, 0, 1], .none, 90), ([1, 1, -1, 1], .none, 4),
        ([1, 0, -1, 0], .none, 80), ([1, 0, 0, 1], .fraud, 10), ([0, 1, 0, 1], .legit, 2),
      ])
    let report = LabelReport(try LabelModel(patterns, options: LabelChoiceTests.quick))
    let many = report.rules[0]
    #expect(abs(many.coverage - 184.0 / 9_686) < 1e-12)
    #expect(abs(many.overlap - 184.0 / 9_686) < 1e-12)
    #expect(abs(many.conflict - 84.0 / 9_686) < 1e-12)
    #expect(many.trueAccuracy == 1 && report.rules[1].trueAccuracy == 0 && report.rules[2].trueAccuracy == nil)
    #expect(report.fights.map(\.records) == [4, 80])
    #expect(report.fights[0].sayFraud == ["many", "few", "strange"] && report.fights[0].sayLegit == ["ordinary"])
  }
}
