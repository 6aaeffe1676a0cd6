import Labelling
import Testing

/// Fraud at one in a hundred, five rules, of which one repeats another.
@Suite struct LabelModelTests {
  static let rules: [World.Rule] = [
    .init(givenFraud: 0.80, givenLegit: 0.010), .init(givenFraud: 0.70, givenLegit: 0.004),
    .init(givenFraud: 0.60, givenLegit: 0.002), .init(givenFraud: 0.75, givenLegit: 0.015),
  ]
  static let quick = LabelOptions(samples: 0)

  @Test(arguments: UInt64(1)...20) func copiesWeighAsOne(seed: UInt64) throws {
    for changed in [0, 0.04, 0.1] {
      var world = World(seed: seed, rules: LabelModelTests.rules)
      let alone = try LabelModel(world.votes(), options: LabelModelTests.quick)
      world.copy(0, changed: changed)
      let model = try LabelModel(world.votes(), options: LabelModelTests.quick)
      #expect(model.groups.contains { Set($0) == [0, 4] }, "\(changed): \(model.groups)")
      #expect(model.groups.count == 4, "\(changed): \(model.groups)")
      let differences = zip(alone.probabilityOfRecord, model.probabilityOfRecord).map { abs($0 - $1) }
      if changed == 0 {
        #expect(differences.allSatisfy { $0 < 0.0001 })
      } else {
        // A vote that only the copy has, or only the original, says a little of its own.
        #expect(differences.reduce(0, +) / Double(differences.count) < 0.001)
        #expect(differences.count { $0 > 0.05 } < 300, "\(differences.count { $0 > 0.05 })")
      }
      expectRates(model, world)
    }
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
}
