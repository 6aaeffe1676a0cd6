/// How right each rule is, and how likely each record is fraud, learned from where rules agree and from analysts' verdicts.
///
/// Given the class of a record, rules are taken to vote without knowing of each other, but for those that the data show to
/// depend on each other: these speak as one.
public struct LabelModel: Sendable {
  public let patterns: VotePatterns
  public let options: LabelOptions
  public let share: Estimate
  public let rules: [RuleEstimate]
  /// The rules that speak as one, by their places; those that depend on no other stand alone.
  public let groups: [[Int]]
  /// Of each pattern the chance of fraud; 1 or 0 where there is a verdict.
  public let probabilities: [Double]
  /// Why the estimates mean little; nil where agreement or verdicts carry them.
  public let doubt: String?

  let voters: Voters
  let fitted: FittedMixture

  /// Verdicts of either class that carry estimates where agreement does not.
  static let verdictsMin = 5.0

  public init(_ votes: Votes, verdicts: [Verdict] = [], options: LabelOptions = LabelOptions()) throws(LabellingError) {
    try self.init(VotePatterns(votes, verdicts: verdicts), options: options)
  }

  public init(_ patterns: VotePatterns, options: LabelOptions = LabelOptions()) throws(LabellingError) {
    try options.check()
    try LabelModel.check(patterns)
    let bounds = options.balance.bounds
    let found = DependenceSearch(patterns: patterns, bounds: bounds).run(findsDependence: options.findsDependence)
    let (voters, fitted) = (found.voters, found.fitted)
    self.init(patterns, options, voters, fitted)
  }

  /// - groups: which rules speak as one, where it is known.
  init(_ patterns: VotePatterns, groups: [[Int]], options: LabelOptions) {
    let voters = Voters(groups, patterns)
    let fitting = MixtureFitting(voters: voters, patterns: patterns, bounds: options.balance.bounds)
    self.init(patterns, options, voters, fitting.bestFit())
  }

  private init(_ patterns: VotePatterns, _ options: LabelOptions, _ voters: Voters, _ fitted: FittedMixture) {
    (self.patterns, self.options, self.voters, self.fitted) = (patterns, options, voters, fitted)
    probabilities = fitted.probabilities
    groups = voters.groups
    let spread = EstimateSampling(patterns: patterns, voters: voters, fitted: fitted, options: options)
    let samples = spread.samples()
    share = Estimate(fitted.mixture.share, EstimateSampling.interval(samples.map(\.share)))
    rules = patterns.rules.indices.map { rule in
      let rates = fitted.rates(of: rule, in: voters)
      let sampled = samples.map { $0.rates[rule] }
      func estimate(_ part: KeyPath<RuleRates, Double>) -> Estimate {
        Estimate(rates[keyPath: part], EstimateSampling.interval(sampled.map { $0[keyPath: part] }))
      }
      let accuracies = zip(samples, sampled).compactMap { $1.accuracy(share: $0.share) }
      return RuleEstimate(
        rule: patterns.rules[rule],
        accuracy: rates.accuracy(share: fitted.mixture.share).map { Estimate($0, EstimateSampling.interval(accuracies)) },
        fraudGivenFraud: estimate(\.fraudGivenFraud), fraudGivenLegit: estimate(\.fraudGivenLegit),
        legitGivenFraud: estimate(\.legitGivenFraud), legitGivenLegit: estimate(\.legitGivenLegit))
    }
    doubt = LabelModel.doubt(patterns, voters)
  }

  /// Of each record the chance of fraud, in the records' order; empty where patterns were given without records.
  public var probabilityOfRecord: [Double] { patterns.patternOfRecord.map { probabilities[Int($0)] } }

  private static func check(_ patterns: VotePatterns) throws(LabellingError) {
    guard !patterns.rules.isEmpty else {
      throw LabellingError(.empty, "no rule votes; give at least one live rule `votes fraud` or `votes legit`")
    }
    guard patterns.count > 0 else { throw LabellingError(.empty, "there are no records to label; name a source that has some") }
    guard patterns.votes.contains(where: { $0.contains { $0 != Vote.abstain } }) else {
      throw LabellingError(
        .empty,
        "no rule voted on any of \(Int(patterns.records)) records, so nothing can be learned; are the rules about this source?")
    }
  }

  private static func doubt(_ patterns: VotePatterns, _ voters: Voters) -> String? {
    func count(_ verdict: Verdict) -> Double {
      zip(patterns.verdicts, patterns.counts).reduce(0) { $0 + ($1.0 == verdict ? $1.1 : 0) }
    }
    if count(.fraud) >= verdictsMin, count(.legit) >= verdictsMin { return nil }
    let heard = voters.informative
    if heard >= DependenceSearch.votersMin { return LabelModel.doubtOfMeeting(patterns, voters) }
    let who = heard == 1 ? "one rule or group of copies says" : "\(heard) rules or groups of copies say"
    return "only \(who) anything of its own: agreement tells how right rules are from three on; "
      + "confirm and dismiss some records, or add a rule that sees something else"
  }

  /// Of the records on which a rule votes fraud, so many must have another's vote before agreement tells anything.
  private static let meetingMin = 0.05

  /// Rules that each look for their own kind of fraud never meet, and then all of them may be right, or none.
  private static func doubtOfMeeting(_ patterns: VotePatterns, _ voters: Voters) -> String? {
    var (accused, met) = (0.0, 0.0)
    for (votes, count) in zip(patterns.votes, patterns.counts) where votes.contains(Vote.fraud) {
      accused += count
      let speaking = voters.groups.count { $0.contains { votes[$0] != Vote.abstain } }
      if speaking > 1 { met += count }
    }
    guard accused > 0, met < meetingMin * accused else { return nil }
    return
      "of \(Int(accused)) records with a vote for fraud \(Int(met)) have the vote of another rule: rules that hardly ever meet tell nothing "
      + "of each other; confirm and dismiss some records"
  }
}
