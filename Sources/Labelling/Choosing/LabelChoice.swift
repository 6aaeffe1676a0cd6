import Foundation

/// A way from votes to labels.
public enum LabelMethod: Hashable, Sendable {
  case labelModel
  case majorityVote
  /// By its place among the rules.
  case singleRule(Int)
}

/// How a method did on verdicts that it had not seen.
public struct HeldOutScore: Hashable, Sendable {
  public var method: LabelMethod
  /// The mean surprise at a verdict, in nats; the lower the better.
  public var logLoss: Double
  public var averagePrecision: Double?
}

/// Which method's labels to take, and why.
public struct LabelChoice: Sendable {
  public let method: LabelMethod
  public let reason: String
  /// Of each method, the best first; empty where there are too few verdicts to tell.
  public let scores: [HeldOutScore]
  /// Of each pattern of the model the chance of fraud by the chosen method; 1 or 0 where there is a verdict.
  public let probabilities: [Double]
  private let patternOfRecord: [Int32]

  /// Whether the model's numbers are carried by anything: verdicts, or agreement that made it the choice.
  public var showsAccuracy: Bool { method == .labelModel || !scores.isEmpty }

  /// Of each record the chance of fraud, in the records' order.
  public var probabilityOfRecord: [Double] { patternOfRecord.map { probabilities[Int($0)] } }

  public init(_ model: LabelModel) {
    let folds = VerdictFolds(model.patterns, seed: model.options.seed)
    let enough = folds.frauds >= LabelModel.verdictsMin && folds.legits >= LabelModel.verdictsMin
    let scoring = enough ? MethodScoring(folds: folds, model: model) : nil
    let scores = scoring?.scores ?? []
    let (method, reason) =
      scores.first.map { LabelChoice.byVerdicts($0, scores, folds, model) } ?? LabelChoice.byVotes(model)
    (self.scores, self.method, self.reason) = (scores, method, reason)
    probabilities = scoring?.probabilities(method) ?? LabelChoice.probabilities(method, model)
    patternOfRecord = model.patterns.patternOfRecord
  }

  private static func probabilities(_ method: LabelMethod, _ model: LabelModel) -> [Double] {
    let majority = MajorityVote(model.patterns, share: model.share.value)
    return model.patterns.votes.indices.map { place in
      let votes = model.patterns.votes[place]
      switch (model.patterns.verdicts[place], method) {
      case (.fraud, _): return 1
      case (.legit, _): return 0
      case (_, .labelModel): return model.probabilities[place]
      case (_, .majorityVote): return majority.probability(votes)
      case (_, .singleRule(let rule)): return BestSingleRule.probability(votes[rule], rule: rule, model)
      }
    }
  }

  // MARK: With verdicts

  private static func byVerdicts(
    _ best: HeldOutScore, _ scores: [HeldOutScore], _ folds: VerdictFolds, _ model: LabelModel
  ) -> (LabelMethod, String) {
    let figures = scores.map { "\(name($0.method, model)) \(rounded($0.logLoss))" }.joined(separator: ", ")
    let verdicts = Int(folds.frauds + folds.legits)
    return (
      best.method,
      "\(name(best.method, model)) is surprised least by \(verdicts) verdicts that it had not seen (log loss: \(figures))"
    )
  }

  // MARK: Without

  /// Without verdicts only votes can be held out: the model that foresees them best is believed.
  private static func byVotes(_ model: LabelModel) -> (LabelMethod, String) {
    let heard = model.voters.all.filter(\.isInformative)
    if let doubt = model.doubt {
      if heard.count <= 1, let rule = heard.first?.members.first {
        return (.singleRule(rule), "\(name(.singleRule(rule), model)) is taken as it is: \(doubt)")
      }
      return (.majorityVote, "the majority vote is taken: \(doubt)")
    }
    let held = HeldOutVotes(model)
    if held.model <= held.ignorant {
      return (
        .majorityVote,
        "the majority vote is taken: the rules agree no more than chance would have it, so nothing tells which of them are right"
      )
    }
    if held.equal > held.model {
      return (
        .majorityVote,
        "the majority vote is taken: on votes held out, rules of one accuracy are likelier than rules of several "
          + "(\(rounded(held.equal)) against \(rounded(held.model)) nats a record)"
      )
    }
    return (
      .labelModel,
      "the label model foresees votes held out better than equally good rules would "
        + "(\(rounded(held.model)) against \(rounded(held.equal)) nats a record); no verdicts tell whether it is right"
    )
  }

  static func name(_ method: LabelMethod, _ model: LabelModel) -> String {
    switch method {
    case .labelModel: "the label model"
    case .majorityVote: "the majority vote"
    case .singleRule(let rule): "`\(model.patterns.rules[rule].name)` alone"
    }
  }

  static func rounded(_ value: Double) -> String { String(format: "%.4f", value) }
}
