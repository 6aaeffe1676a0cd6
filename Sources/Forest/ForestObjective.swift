/// What a forest was grown to say. Margins are sums of leaves; the link tells how an answer becomes a margin.
public enum ForestObjective: String, Hashable, Sendable, CaseIterable {
  case squaredError = "reg:squarederror"
  case squaredErrorOld = "reg:linear"
  case squaredLogError = "reg:squaredlogerror"
  case pseudoHuber = "reg:pseudohubererror"
  case absoluteError = "reg:absoluteerror"
  case regressionLogistic = "reg:logistic"
  case gamma = "reg:gamma"
  case tweedie = "reg:tweedie"
  case binaryLogistic = "binary:logistic"
  case binaryLogitRaw = "binary:logitraw"
  case binaryHinge = "binary:hinge"
  case poisson = "count:poisson"
  case rankPairwise = "rank:pairwise"
  case rankNDCG = "rank:ndcg"
  case rankMAP = "rank:map"
  case cox = "survival:cox"
  case acceleratedFailure = "survival:aft"

  /// Whether labels are 0 and 1, or shares between them.
  public var isOfShares: Bool {
    switch self {
    case .regressionLogistic, .binaryLogistic, .binaryLogitRaw, .binaryHinge: true
    default: false
    }
  }

  public enum Link: Sendable { case identity, logit, logarithm }

  /// In which terms the file's base score is: margins, shares between 0 and 1, or rates above 0.
  public var link: Link {
    switch self {
    case .regressionLogistic, .binaryLogistic: .logit
    case .poisson, .gamma, .tweedie, .cox, .acceleratedFailure: .logarithm
    default: .identity
    }
  }
}
