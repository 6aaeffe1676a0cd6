import Foundation

/// The simplest ways from votes to a chance of fraud, beside which the label model has to show its worth.
///
/// All voters are equally right. But a vote that is cast on half of all records says little of any one of them, so each counts by how rare
/// it is: a rule that accuses one record of a thousand is not outvoted by one that acquits whoever is ordinary.
public struct MajorityVote: Sendable {
  private let fraudWeights: [Double]
  private let legitWeights: [Double]
  private let share: Double

  /// - share: of fraud among all records.
  public init(_ patterns: VotePatterns, share: Double) {
    func weights(_ vote: Int8) -> [Double] {
      patterns.rules.indices.map { rule in
        let cast = patterns.votes.indices.reduce(0.0) { patterns.votes[$1][rule] == vote ? $0 + patterns.counts[$1] : $0 }
        // As many nats as the vote surprises by.
        return cast > 0 ? log(patterns.records / cast) : 0
      }
    }
    (fraudWeights, legitWeights, self.share) = (weights(Vote.fraud), weights(Vote.legit), share)
  }

  /// The share of votes that say fraud, by their weights, as if a voter of weight 1 had named the share of fraud among all records.
  public func probability(_ votes: [Int8]) -> Double {
    var (frauds, legits) = (0.0, 0.0)
    for (rule, vote) in votes.enumerated() {
      if vote == Vote.fraud { frauds += fraudWeights[rule] }
      if vote == Vote.legit { legits += legitWeights[rule] }
    }
    return (frauds + share) / (frauds + legits + 1)
  }

  /// Votes for fraud less votes for legit.
  static func level(_ votes: [Int8]) -> Int { votes.reduce(0) { $0 + Int($1) } }
}

public enum BestSingleRule {
  /// The rule that tells most, by its estimated rates: what its vote brings in certainty, in the mean over all records.
  public static func index(_ model: LabelModel) -> Int {
    let share = model.share.value
    let gains = model.rules.map { rule in
      // How far the class's chance moves under either vote, by how often that vote comes.
      abs(rule.fraudGivenFraud.value - rule.fraudGivenLegit.value) * share * (1 - share)
        + abs(rule.legitGivenFraud.value - rule.legitGivenLegit.value) * share * (1 - share)
    }
    return gains.indices.max { gains[$0] < gains[$1] } ?? 0
  }

  /// The chance of fraud after one rule's vote, by the model's rates.
  public static func probability(_ vote: Int8, rule: Int, _ model: LabelModel) -> Double {
    let estimate = model.rules[rule]
    let share = model.share.value
    let (fraud, legit): (Double, Double) =
      switch vote {
      case Vote.fraud: (estimate.fraudGivenFraud.value, estimate.fraudGivenLegit.value)
      case Vote.legit: (estimate.legitGivenFraud.value, estimate.legitGivenLegit.value)
      default:
        (
          1 - estimate.fraudGivenFraud.value - estimate.legitGivenFraud.value,
          1 - estimate.fraudGivenLegit.value - estimate.legitGivenLegit.value
        )
      }
    let all = share * fraud + (1 - share) * legit
    return all > 0 ? min(max(share * fraud / all, 0), 1) : share
  }
}
