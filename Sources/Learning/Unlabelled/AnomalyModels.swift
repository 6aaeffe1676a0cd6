import Evaluation

/// A way to find what is odd without being told what fraud is.
public enum AnomalyMethod: String, CaseIterable, Hashable, Sendable { case isolation, tails, autoencoder }

/// Models without labels, fitted on one set of rows.
public struct AnomalyModels: Sendable {
  public struct Options: Sendable {
    public var methods = Set(AnomalyMethod.allCases)
    public var seed: UInt64 = 1
    /// Of more rows so many are drawn to fit on.
    public var rowsMax = 200_000
    /// The network passes over its rows many times, and needs fewer.
    public var networkRowsMax = 50_000

    public init() {}
  }

  public let encoding: FeatureEncoding
  /// Columns that say the same of every row that was fitted on, and are left out.
  public let constantColumns: [String]
  public let fittedRows: Int
  private let isolation: IsolationForest?
  /// There whatever the methods: it says in which tail a value lies.
  public let tails: EmpiricalOutliers
  private let isTailsAsked: Bool
  public let autoencoder: Autoencoder?

  /// So many rows are encoded and scored at a time, so that memory stays flat.
  private static let rowsAtOnce = 1 << 16

  public static func fit(
    _ frame: TrainingFrame, options: Options = Options(), math: any MatrixMath
  ) throws(LearningError) -> AnomalyModels {
    guard frame.rowCount >= TrainingFrame.rowsMin else {
      throw LearningError(
        .tooFew,
        "there are \(frame.rowCount) records to learn from, and at least \(TrainingFrame.rowsMin) are needed to tell what is odd; "
          + "give a longer history")
    }
    let fitted = drawn(frame, options)
    let constant = fitted.constantColumns
    guard constant.count < fitted.columns.count else {
      throw LearningError(
        .constant,
        "\(listed(constant)): no feature tells one of the \(fitted.rowCount) records from another, so none is odd; declare features that differ"
      )
    }
    let encoding = try FeatureEncoding.unlabelled(fitted.dropping(Set(constant)))
    let rows = try encoding.rows(of: fitted)
    var forest = IsolationForest.Options()
    forest.seed = options.seed
    var network = Autoencoder.Options()
    (network.seed, network.rowsMax) = (options.seed, options.networkRowsMax)
    return AnomalyModels(
      encoding: encoding, constantColumns: constant, fittedRows: fitted.rowCount,
      isolation: options.methods.contains(.isolation) ? try IsolationForest.fit(rows, options: forest) : nil,
      tails: try EmpiricalOutliers.fit(rows), isTailsAsked: options.methods.contains(.tails),
      autoencoder: options.methods.contains(.autoencoder) ? try Autoencoder.fit(rows, options: network, math: math) : nil)
  }

  /// In the order in which the methods are listed; those that were asked for.
  public var methods: [AnomalyMethod] {
    AnomalyMethod.allCases.filter { method in
      switch method {
      case .isolation: isolation != nil
      case .tails: isTailsAsked
      case .autoencoder: autoencoder != nil
      }
    }
  }

  /// From 0 to 1 for each method and row.
  public func scores(_ frame: TrainingFrame, math: any MatrixMath) throws(LearningError) -> [[Double]] {
    var scores = methods.map { _ in [Double]() }
    for start in stride(from: 0, to: frame.rowCount, by: AnomalyModels.rowsAtOnce) {
      let rows = try encoding.rows(of: frame.rows(Array(start..<min(frame.rowCount, start + AnomalyModels.rowsAtOnce))))
      for (place, method) in methods.enumerated() { scores[place] += try self.scores(rows, method, math) }
    }
    return scores
  }

  private func scores(
    _ rows: EncodedRows, _ method: AnomalyMethod, _ math: any MatrixMath
  ) throws(LearningError) -> [Double] {
    switch method {
    case .isolation: try isolation?.scores(rows) ?? []
    case .tails: try tails.scores(rows)
    case .autoencoder: try autoencoder?.scores(rows, math: math) ?? []
    }
  }

  private static func drawn(_ frame: TrainingFrame, _ options: Options) -> TrainingFrame {
    guard frame.rowCount > options.rowsMax else { return frame }
    var random = SeededRandom(options.seed, of: 2)
    var order = Array(0..<frame.rowCount)
    order.shuffle(using: &random)
    return frame.rows(order.prefix(options.rowsMax).sorted())
  }
}
