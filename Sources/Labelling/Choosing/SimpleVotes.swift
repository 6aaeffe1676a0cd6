/// The simplest ways from votes to a chance of fraud, beside which the label model has to show its worth.
public enum MajorityVote {
  /// The share of votes that say fraud, as if one more voter had named the share of fraud among all records.
  public static func probability(_ votes: [Int8], share: Double) -> Double {
    let frauds = votes.count { $0 == Vote.fraud }
    let legits = votes.count { $0 == Vote.legit }
    return (Double(frauds) + share) / Double(frauds + legits + 1)
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
