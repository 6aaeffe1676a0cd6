import Evaluation
import Labelling
import Testing

/// Patterns and chances, against the plainest way to compute them.
@Suite struct VotePatternsTests {
  @Test func patternsAreWhatCountingByRowsGives() throws {
    for seed in UInt64(1)...20 {
      var random = SeededRandom(seed)
      let (count, width) = (Int(random.next() % 300), 1 + Int(random.next() % 5))
      let columns = (0..<width).map { _ in (0..<count).map { _ in Int8(random.next() % 3) - 1 } }
      let verdicts = (0..<count).map { _ in Verdict.allCases[Int(random.next() % 3)] }
      let rules = (0..<width).map { VotingRule("rule-\($0)") }
      let patterns = try VotePatterns(Votes(rules: rules, columns: columns), verdicts: verdicts)
      var counted: [[Int8]: Double] = [:]
      for record in 0..<count {
        let row = columns.map { $0[record] } + [Int8(verdicts[record].rawValue)]
        counted[row, default: 0] += 1
        let pattern = Int(patterns.patternOfRecord[record])
        #expect(patterns.votes[pattern] + [Int8(patterns.verdicts[pattern].rawValue)] == row)
      }
      #expect(patterns.count == counted.count && patterns.records == Double(count))
      for (place, votes) in patterns.votes.enumerated() {
        #expect(counted[votes + [Int8(patterns.verdicts[place].rawValue)]] == patterns.counts[place])
      }
    }
  }

  /// Of rules that depend on nobody the chances follow from the rates by Bayes' rule, and the share is the chances' mean.
  @Test func chancesFollowFromTheRates() throws {
    let world = World(
      seed: 21, records: 30_000, rules: LabelModelTests.rules + [.init(vote: Vote.legit, givenFraud: 0.05, givenLegit: 0.3)])
    let model = try LabelModel(world.votes(), options: LabelOptions(samples: 0))
    try #require(model.groups.allSatisfy { $0.count == 1 })
    var mean = 0.0
    for (place, votes) in model.patterns.votes.enumerated() {
      var (fraud, legit) = (model.share.value, 1 - model.share.value)
      for (vote, rule) in zip(votes, model.rules) {
        let given =
          switch vote {
          case Vote.fraud: (rule.fraudGivenFraud.value, rule.fraudGivenLegit.value)
          case Vote.legit: (rule.legitGivenFraud.value, rule.legitGivenLegit.value)
          default:
            (
              1 - rule.fraudGivenFraud.value - rule.legitGivenFraud.value,
              1 - rule.fraudGivenLegit.value - rule.legitGivenLegit.value
            )
          }
        fraud *= given.0
        legit *= given.1
      }
      #expect(abs(model.probabilities[place] - fraud / (fraud + legit)) < 1e-9)
      mean += model.probabilities[place] * model.patterns.counts[place] / model.patterns.records
    }
    #expect(abs(mean - model.share.value) < 0.0005)
  }
}
