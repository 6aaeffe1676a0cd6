import Evaluation
public import Forest

/// A network that learns to say a row again after it went through a layer too narrow to hold it. What follows the usual pattern comes
/// back; what does not, comes back wrong, and how wrong is its score.
public struct Autoencoder: Hashable, Sendable, Codable {
  public struct Options: Hashable, Sendable, Codable {
    /// Of the layers up to the narrowest; the way back is the same. Nil for half the features and a quarter of them.
    public var widths: [Int]?
    public var epochs = 30
    public var batchRows = 256
    public var rate = 0.005
    public var seed: UInt64 = 1
    /// Of more rows so many are drawn.
    public var rowsMax = 200_000

    public init() {}
  }

  private let inputs: RobustInputs
  private let network: DenseNetwork
  /// In the middle of the rows that it learned from.
  private let usualError: Double
  /// Of each epoch, in the mean over the rows.
  public let losses: [Double]

  public var features: [String] { inputs.features }

  /// - progress: called after each epoch.
  public static func fit(
    _ rows: EncodedRows, options: Options = Options(), math: any MatrixMath,
    progress: (_ epoch: Int, _ loss: Double) -> TrainingDecision = { _, _ in .goOn }
  ) throws(LearningError) -> Autoencoder {
    let width = rows.width
    let widths = options.widths ?? [max(2, width / 2), max(1, width / 4)]
    guard !widths.isEmpty, widths.allSatisfy((1...4_096).contains), (1...10_000).contains(options.epochs),
      (1...1_000_000).contains(options.batchRows), options.rate > 0, options.rate <= 1, options.rowsMax >= 2
    else {
      throw LearningError(
        .setting,
        "an autoencoder has layers of 1 to 4096, 1 to 10000 epochs, 1 or more rows at a time and a rate from 0 to 1; it was given "
          + "\(widths), \(options.epochs), \(options.batchRows) and \(options.rate)")
    }
    guard rows.rowCount >= TrainingFrame.rowsMin else {
      throw LearningError(
        .tooFew,
        "there are \(rows.rowCount) rows to learn from, and at least \(TrainingFrame.rowsMin) are needed; give a longer history")
    }
    var random = SeededRandom(options.seed, of: 1)
    let inputs = RobustInputs(rows)
    var network = DenseNetwork(widths: [width] + widths + widths.dropLast().reversed() + [width], seed: options.seed)
    var steps = AdamSteps(network, rate: options.rate)
    var order = Array(0..<rows.rowCount)
    if order.count > options.rowsMax {
      order.shuffle(using: &random)
      order.removeLast(order.count - options.rowsMax)
    }
    var losses: [Double] = []
    epochs: for epoch in 1...options.epochs {
      order.shuffle(using: &random)
      var sum = 0.0
      for start in stride(from: 0, to: order.count, by: options.batchRows) {
        let batch = order[start..<min(order.count, start + options.batchRows)]
        let (values, counted) = inputs.matrices(rows, batch)
        let (loss, slopes) = network.slopes(values, targets: values, counted: counted, math)
        steps.take(slopes, &network)
        sum += loss * Double(batch.count)
      }
      losses.append(sum / Double(order.count))
      switch progress(epoch, sum / Double(order.count)) {
      case .goOn: continue
      case .stop: break epochs
      case .cancel: throw LearningError(.cancelled, "training was cancelled after epoch \(epoch), and nothing is kept of it")
      }
    }
    guard losses.allSatisfy(\.isFinite) else {
      throw LearningError(.model, "the network's errors grew without bound; give a lower rate than \(options.rate)")
    }
    let errors = errors(rows, inputs, network, math).sorted()
    return Autoencoder(inputs: inputs, network: network, usualError: max(errors[errors.count / 2], 1e-9), losses: losses)
  }

  private init(inputs: RobustInputs, network: DenseNetwork, usualError: Double, losses: [Double]) {
    (self.inputs, self.network, self.usualError, self.losses) = (inputs, network, usualError, losses)
  }

  /// From 0 to 1: a half in the middle of the rows that it learned from.
  public func scores(_ rows: EncodedRows, math: any MatrixMath) throws(LearningError) -> [Double] {
    try rows.requireFeatures(features)
    return Self.errors(rows, inputs, network, math).map { $0 / ($0 + usualError) }
  }

  /// What came back of a row where it differs most from what went in, the furthest first; missing values are left out.
  public func surprises(_ rows: EncodedRows, row: Int, math: any MatrixMath) throws(LearningError) -> [Surprise] {
    try rows.requireFeatures(features)
    let (values, counted) = inputs.matrices(rows, [row])
    let outputs = network.outputs(values, math)
    let present = features.indices.filter { counted[0, $0] > 0 }
    return present.map { feature in
      Surprise(
        feature: feature, expected: inputs.value(outputs[0, feature], feature: feature),
        distance: (outputs[0, feature] - values[0, feature]).magnitude)
    }.sorted { ($1.distance, $0.feature) < ($0.distance, $1.feature) }
  }

  /// A feature that came back otherwise than it went in.
  public struct Surprise: Hashable, Sendable {
    public var feature: Int
    /// What came back, in the feature's own unit.
    public var expected: Double
    public var distance: Double
  }

  /// The mean squared distance between what went in and what came out, over what is not missing; nothing where all is.
  private static func errors(
    _ rows: EncodedRows, _ inputs: RobustInputs, _ network: DenseNetwork, _ math: any MatrixMath
  ) -> [Double] {
    var errors: [Double] = []
    errors.reserveCapacity(rows.rowCount)
    let order = Array(0..<rows.rowCount)
    for start in stride(from: 0, to: order.count, by: 1_024) {
      let (values, counted) = inputs.matrices(rows, order[start..<min(order.count, start + 1_024)])
      let outputs = network.outputs(values, math)
      for row in 0..<values.rows {
        var (sum, count) = (0.0, 0.0)
        for column in 0..<values.columns where counted[row, column] > 0 {
          let distance = outputs[row, column] - values[row, column]
          sum += distance * distance
          count += 1
        }
        errors.append(count > 0 ? sum / count : 0)
      }
    }
    return errors
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    inputs = try container.decode(RobustInputs.self, forKey: .inputs)
    network = try container.decode(DenseNetwork.self, forKey: .network)
    usualError = try container.decode(Double.self, forKey: .usualError)
    losses = try container.decode([Double].self, forKey: .losses)
    guard network.inputs == inputs.features.count, network.outputs == network.inputs, usualError > 0, usualError.isFinite else {
      throw LearningError(.misfit, "the autoencoder in the model's file is damaged; train the model anew")
    }
  }
}
