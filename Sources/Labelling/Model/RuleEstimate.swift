/// A number, and where it lies in 95 of 100 samples of the records; nil where no samples were drawn.
public struct Estimate: Hashable, Sendable {
  public var value: Double
  public var interval: ClosedRange<Double>?

  public init(_ value: Double, _ interval: ClosedRange<Double>? = nil) { (self.value, self.interval) = (value, interval) }
}

/// What a rule votes in either class, as shares of the class; the rest abstains.
public struct RuleRates: Hashable, Sendable {
  public var fraudGivenFraud = 0.0
  public var fraudGivenLegit = 0.0
  public var legitGivenFraud = 0.0
  public var legitGivenLegit = 0.0

  public init() {}

  /// Of the votes the share that is right; nil where there is none.
  public func accuracy(share: Double) -> Double? {
    let right = share * fraudGivenFraud + (1 - share) * legitGivenLegit
    let votes = right + share * legitGivenFraud + (1 - share) * fraudGivenLegit
    return votes > 0 ? right / votes : nil
  }
}

/// How right a rule is, as the model believes.
public struct RuleEstimate: Hashable, Sendable {
  public var rule: VotingRule
  /// Of the votes the share that is right; nil where the rule never votes.
  public var accuracy: Estimate?
  public var fraudGivenFraud: Estimate
  public var fraudGivenLegit: Estimate
  public var legitGivenFraud: Estimate
  public var legitGivenLegit: Estimate
}

extension FittedMixture {
  /// A rule's rates out of its voter's outcomes.
  func rates(of rule: Int, in voters: Voters) -> RuleRates {
    var rates = RuleRates()
    guard let index = voters.all.firstIndex(where: { $0.members.contains(rule) }),
      let member = voters.all[index].members.firstIndex(of: rule)
    else { return rates }
    for (outcome, votes) in voters.all[index].outcomes.enumerated() {
      let place = voters.starts[index] + outcome
      switch votes[member] {
      case Vote.fraud:
        rates.fraudGivenFraud += mixture.givenFraud[place]
        rates.fraudGivenLegit += mixture.givenLegit[place]
      case Vote.legit:
        rates.legitGivenFraud += mixture.givenFraud[place]
        rates.legitGivenLegit += mixture.givenLegit[place]
      default: break
      }
    }
    return rates
  }
}
