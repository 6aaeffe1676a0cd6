/// The honest baseline: a weight for each feature, and nothing more. What does not beat it need not be explained.
///
/// Found by Newton's method, with a penalty on large weights under which there is exactly one best answer, also where a feature parts the
/// classes cleanly or two features are one.
public struct LogisticRegression: Hashable, Sendable, Codable {
  public struct Options: Hashable, Sendable, Codable {
    /// Half of it, times the squared weights, counts as loss beside the rows'.
    public var ridgePenalty = 1.0
    public var stepsMax = 50

    public init() {}
  }

  private let inputs: StandardInputs
  /// Of standardised inputs, as many as there are names; then the offset.
  private let weights: [Double]

  public var features: [String] { inputs.features }

  /// What each input adds to the margin for a standard deviation more; whether a feature is missing is an input too.
  public var coefficients: [(name: String, weight: Double)] { zip(inputs.names, weights).map { (name: $0, weight: $1) } }
  public var offset: Double { weights[weights.count - 1] }

  /// - labels: from 0 to 1.
  /// - weights: how much each row counts; all alike where there are none.
  public static func fit(
    _ rows: EncodedRows, labels: [Double], weights: [Double]? = nil, options: Options = Options()
  ) throws(LearningError) -> LogisticRegression {
    guard options.ridgePenalty > 0, options.ridgePenalty.isFinite, options.stepsMax >= 1 else {
      throw LearningError(
        .setting,
        "a logistic regression needs a penalty above 0 and at least one step; it was given \(options.ridgePenalty) and "
          + "\(options.stepsMax)")
    }
    try TrainingFrame.checkLabels(labels, rows: rows.rowCount)
    let rowWeights = weights ?? [Double](repeating: 1, count: rows.rowCount)
    guard rowWeights.count == rows.rowCount, rowWeights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw LearningError(
        .misfit, "the rows' weights are not \(rows.rowCount) numbers of 0 or more; give one for each row, or none")
    }
    let frauds = labels.indices.reduce(0) { $0 + rowWeights[$1] * labels[$1] }
    let all = rowWeights.reduce(0, +)
    guard frauds > 0, frauds < all else {
      throw LearningError(
        .oneClass,
        "of the \(rows.rowCount) rows \(frauds > 0 ? "all are" : "not one is") fraud, and two classes are needed; "
          + "give a longer history")
    }
    let inputs = StandardInputs(rows)
    let problem = LogisticProblem(inputs, rows, labels: labels, weights: rowWeights, ridgePenalty: options.ridgePenalty)
    return LogisticRegression(inputs: inputs, weights: try problem.solved(stepsMax: options.stepsMax))
  }

  private init(inputs: StandardInputs, weights: [Double]) { (self.inputs, self.weights) = (inputs, weights) }

  /// The chance of fraud of each row.
  public func scores(_ rows: EncodedRows) throws(LearningError) -> [Double] { try margins(rows).map { logistic($0) } }

  /// The same as logarithms of odds.
  func margins(_ rows: EncodedRows) throws(LearningError) -> [Double] {
    try rows.requireFeatures(features)
    var values = [Double](repeating: 0, count: inputs.width)
    return (0..<rows.rowCount).map { row in
      inputs.write(rows, row: row, into: &values, at: 0)
      return values.indices.reduce(offset) { $0 + weights[$1] * values[$1] }
    }
  }

  /// How far each feature of a row moves its margin from that of a row in the middle, and last the middle one's margin. That a value is missing
  /// is its feature's doing.
  func contributions(_ rows: EncodedRows, row: Int) throws(LearningError) -> [Double] {
    try rows.requireFeatures(features)
    var values = [Double](repeating: 0, count: inputs.width)
    inputs.write(rows, row: row, into: &values, at: 0)
    var contributions = features.indices.map { weights[$0] * values[$0] } + [offset]
    for (place, feature) in inputs.indicators.enumerated() {
      contributions[feature] += weights[features.count + place] * values[features.count + place]
    }
    return contributions
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    inputs = try container.decode(StandardInputs.self, forKey: .inputs)
    weights = try container.decode([Double].self, forKey: .weights)
    guard weights.count == inputs.width + 1, weights.allSatisfy(\.isFinite) else {
      throw LearningError(.misfit, "the weights in the model's file are damaged; train the model anew")
    }
  }
}
