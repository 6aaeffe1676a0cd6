import Labelling
import Testing

/// Fraud at one in a hundred, five rules, of which one repeats another.
@Suite struct LabelModelTests {
  static let rules: [World.Rule] = [
    .init(givenFraud: 0.80, givenLegit: 0.010), .init(givenFraud: 0.70, givenLegit: 0.004),
    .init(givenFraud: 0.60, givenLegit: 0.002), .init(givenFraud: 0.75, givenLegit: 0.015),
  ]
  static let quick = LabelOptions(samples: 0)

  /// A third of the seeds with an exact copy, a third each with a copy that differs in 4 and in 10 of a hundred votes.
  @Test(arguments: UInt64(1)...21) func copiesWeighAsOne(seed: UInt64) throws {
    let changed = [0, 0.04, 0.1][Int(seed % 3)]
    var world = World(seed: seed, rules: LabelModelTests.rules)
    let alone = try LabelModel(world.votes(), options: LabelModelTests.quick)
    world.copy(0, changed: changed)
    let model = try LabelModel(world.votes(), options: LabelModelTests.quick)
    #expect(model.groups.count == 4 && model.groups.contains { Set($0) == [0, 4] }, "\(model.groups)")
    #expect(model.doubt == nil)
    let differences = differences(alone, model, world)
    if changed == 0 {
      #expect(differences.allSatisfy { $0 < 0.0001 })
    } else {
      // A vote that only the copy has, or only the original, says a little of its own.
      #expect(differences.reduce(0, +) / Double(world.isFraud.count) < 0.001)
      #expect(differences.count { $0 > 0.05 } < 300)
    }
    expectRates(model, world)
  }

  /// What the tests above would miss if copies counted twice.
  @Test func withoutDependenceACopyIsASecondWitness() throws {
    var world = World(seed: 3, rules: LabelModelTests.rules)
    let alone = try LabelModel(world.votes(), options: LabelModelTests.quick)
    world.copy(0)
    let naive = try LabelModel(world.votes(), options: LabelOptions(samples: 0, findsDependence: false))
    #expect(differences(alone, naive, world).count { $0 > 0.05 } > 500)
  }

  /// Of the records on which any rule votes how far two models' answers differ.
  private func differences(_ first: LabelModel, _ second: LabelModel, _ world: World) -> [Double] {
    let (one, other) = (first.probabilityOfRecord, second.probabilityOfRecord)
    return Set(world.voted.joined()).map { abs(one[$0] - other[$0]) }
  }

  private func expectRates(_ model: LabelModel, _ world: World) {
    for (rule, estimate) in model.rules.enumerated() {
      let truth = world.truth(rule)
      #expect(abs(estimate.fraudGivenFraud.value - truth.fraudGivenFraud) < 0.05, "\(rule): \(estimate)")
      #expect(abs(estimate.fraudGivenLegit.value - truth.fraudGivenLegit) < 0.05)
      if let accuracy = estimate.accuracy, let right = truth.accuracy(share: world.share) {
        #expect(abs(accuracy.value - right) < 0.05, "\(rule): \(accuracy) for \(right)")
      }
    }
    #expect(abs(model.share.value - world.share) < 0.001, "\(model.share)")
  }

  @Test func rulesThatAreNotAlikeAreLeftAlone() throws {
    for seed in UInt64(1)...4 {
      let world = World(seed: seed, rules: LabelModelTests.rules + [.init(vote: Vote.legit, givenFraud: 0.05, givenLegit: 0.3)])
      let model = try LabelModel(world.votes(), options: LabelModelTests.quick)
      #expect(model.groups.allSatisfy { $0.count == 1 }, "\(model.groups)")
      expectRates(model, world)
    }
  }

  /// Two rules raise false alarms on the same records, and are right on different ones.
  @Test func sharedFalseAlarmsAreFound() throws {
    var world = World(seed: 5, rules: LabelModelTests.rules)
    world.copy(3, changed: 0.3)
    let model = try LabelModel(world.votes(), options: LabelModelTests.quick)
    #expect(model.groups.contains { Set($0) == [3, 4] }, "\(model.groups)")
    expectRates(model, world)
  }

  /// Three weak rules that shout often against one that is nearly always right: most votes are wrong.
  @Test func aGoodRuleOutweighsAMajority() throws {
    let world = World(
      seed: 9, share: 0.05,
      rules: [
        .init(givenFraud: 0.9, givenLegit: 0.0005), .init(givenFraud: 0.3, givenLegit: 0.15),
        .init(givenFraud: 0.3, givenLegit: 0.15),
        .init(givenFraud: 0.7, givenLegit: 0.002), .init(givenFraud: 0.3, givenLegit: 0.15),
      ])
    let model = try LabelModel(world.votes(), options: LabelModelTests.quick)
    // By pattern what the model says where two or three weak rules alone would make it say the opposite.
    let opposed = model.patterns.votes.enumerated().map { place, votes -> Bool? in
      guard votes[0] != votes[1] else { return nil }
      let frauds = votes.count { $0 == Vote.fraud }
      let majority = frauds > 1 && frauds > votes.count { $0 == Vote.legit }
      let says = model.probabilities[place] > 0.5
      return majority != says ? says : nil
    }
    var (modelRight, majorityRight) = (0, 0)
    for (record, pattern) in model.patterns.patternOfRecord.enumerated() {
      guard let says = opposed[Int(pattern)] else { continue }
      if world.isFraud[record] == says { modelRight += 1 } else { majorityRight += 1 }
    }
    #expect(modelRight > 1000 && modelRight > 9 * majorityRight, "\(modelRight) against \(majorityRight)")
    expectRates(model, world)
  }

  @Test func theShareStaysWithinItsBounds() throws {
    let world = World(seed: 2, rules: LabelModelTests.rules)
    let bounded = try LabelModel(
      world.votes(), options: LabelOptions(balance: .learned(within: 0.02...0.03), samples: 0))
    #expect(bounded.share.value == 0.02)
    let given = try LabelModel(world.votes(), options: LabelOptions(balance: .given(0.01), samples: 0))
    #expect(given.share.value == 0.01)
    expectRates(given, world)
  }

  @Test func intervalsHoldTheTruth() throws {
    var (held, all) = (0, 0)
    for seed in UInt64(1)...5 {
      let world = World(seed: seed, records: 30_000, rules: LabelModelTests.rules)
      let model = try LabelModel(world.votes(), options: LabelOptions(samples: 60))
      for (estimate, rule) in zip(model.rules, LabelModelTests.rules) {
        let interval = try #require(estimate.fraudGivenFraud.interval)
        #expect(interval.contains(estimate.fraudGivenFraud.value) && interval.upperBound - interval.lowerBound < 0.3)
        if interval.contains(rule.givenFraud) { held += 1 }
        all += 1
      }
    }
    #expect(held * 10 >= all * 8, "\(held) of \(all)")
  }
}
