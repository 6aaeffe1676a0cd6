import Foundation

/// What there is to know of each rule, and the records on which rules fight.
public struct LabelReport: Sendable {
  public struct Rule: Hashable, Sendable {
    public var estimate: RuleEstimate
    /// The share of records on which it votes.
    public var coverage: Double
    /// The share of records on which it and another vote.
    public var overlap: Double
    /// The share of records on which another votes the opposite.
    public var conflict: Double
    /// The rules that it speaks as one with.
    public var sameAs: [String]
    /// Where classes are known, of its votes on those records the share that is right.
    public var trueAccuracy: Double?
  }

  /// Records on which both sides have weight.
  public struct Fight: Hashable, Sendable {
    /// Among the patterns.
    public var pattern: Int
    public var records: Int
    /// In nats, of those who say fraud and of those who say legit.
    public var evidenceForFraud: Double
    public var evidenceForLegit: Double
    public var probability: Double
    public var sayFraud: [String]
    public var sayLegit: [String]
  }

  public let rules: [Rule]
  /// The fiercest first.
  public let fights: [Fight]

  /// - truth: of each pattern how many of its records are known to be fraud and legit; empty where nothing is known but verdicts.
  public init(_ model: LabelModel, truth: [(frauds: Double, legits: Double)] = []) {
    let patterns = model.patterns
    let known =
      truth.count == patterns.count
      ? truth
      : zip(patterns.verdicts, patterns.counts).map { ($0 == .fraud ? $1 : 0, $0 == .legit ? $1 : 0) }
    let records = max(1, patterns.records)
    rules = model.rules.indices.map { rule in
      var (voted, overlap, conflict, right, judged) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for (pattern, votes) in patterns.votes.enumerated() where votes[rule] != Vote.abstain {
        let count = patterns.counts[pattern]
        voted += count
        if votes.indices.contains(where: { $0 != rule && votes[$0] != Vote.abstain }) { overlap += count }
        if votes.contains(-votes[rule]) { conflict += count }
        right += votes[rule] == Vote.fraud ? known[pattern].frauds : known[pattern].legits
        judged += known[pattern].frauds + known[pattern].legits
      }
      let group = model.groups.first { $0.contains(rule) } ?? []
      return Rule(
        estimate: model.rules[rule], coverage: voted / records, overlap: overlap / records, conflict: conflict / records,
        sameAs: group.filter { $0 != rule }.map { patterns.rules[$0].name }, trueAccuracy: judged > 0 ? right / judged : nil)
    }
    fights = patterns.votes.indices.compactMap { LabelReport.fight($0, model) }.sorted {
      min($0.evidenceForFraud, $0.evidenceForLegit) > min($1.evidenceForFraud, $1.evidenceForLegit)
    }
  }

  /// What voters with a vote add to the odds, by side; nil where all are on one side.
  private static func fight(_ pattern: Int, _ model: LabelModel) -> Fight? {
    let votes = model.patterns.votes[pattern]
    guard votes.contains(Vote.fraud), votes.contains(Vote.legit), model.patterns.counts[pattern] > 0 else { return nil }
    var (fraud, legit) = (0.0, 0.0)
    for (voter, start) in zip(model.voters.all, model.voters.starts) {
      guard voter.members.contains(where: { votes[$0] != Vote.abstain }) else { continue }
      let place = start + Int(voter.outcomeOfPattern[pattern])
      let evidence = log(model.fitted.mixture.givenFraud[place] / model.fitted.mixture.givenLegit[place])
      if evidence > 0 { fraud += evidence } else { legit -= evidence }
    }
    func names(_ vote: Int8) -> [String] { votes.indices.filter { votes[$0] == vote }.map { model.patterns.rules[$0].name } }
    return Fight(
      pattern: pattern, records: Int(model.patterns.counts[pattern]), evidenceForFraud: fraud, evidenceForLegit: legit,
      probability: model.probabilities[pattern], sayFraud: names(Vote.fraud), sayLegit: names(Vote.legit))
  }
}
