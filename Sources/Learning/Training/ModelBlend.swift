public import Forest
import Records

/// Trees and a straight line, which err differently: their margins are added up by shares.
///
/// Trees are grown several times over from other seeds where they are told to, since one growth by chance is worse than the mean of a few.
/// The line stands beside them for what rises steadily, which trees take in steps.
public struct ModelBlend: Sendable {
  public let forests: [Forest]
  /// Each as XGBoost's UBJSON.
  public let forestBytes: [[UInt8]]
  public let line: LogisticRegression?
  /// How much of the margin is the line's.
  public let lineShare: Double

  public var features: [FeatureDescription] { forests[0].features }

  /// - forestBytes: at least one, all of the same features.
  init(forestBytes: [[UInt8]], line: LogisticRegression?, lineShare: Double) throws(LearningError) {
    guard !forestBytes.isEmpty, (0...1).contains(lineShare), (line != nil) == (lineShare > 0) else {
      throw LearningError(.model, "\(forestBytes.count) forests and a line by a share of \(lineShare) make no model")
    }
    var forests: [Forest] = []
    for bytes in forestBytes {
      do { forests.append(try Forest(xgboost: bytes)) } catch { throw LearningError(.model, "\(error)") }
    }
    let features = forests[0].features
    guard forests.allSatisfy({ $0.features == features }), line.map({ $0.features == features.map(\.name) }) ?? true else {
      throw LearningError(.model, "its parts ask for different features")
    }
    (self.forests, self.forestBytes, self.line, self.lineShare) = (forests, forestBytes, line, lineShare)
  }

  /// The chance of each row, not calibrated.
  public func scores(_ rows: EncodedRows) throws(LearningError) -> [Double] {
    var trees = [Double](repeating: 0, count: rows.rowCount)
    for forest in forests {
      for (row, margin) in try rows.margins(forest).enumerated() { trees[row] += Double(margin) / Double(forests.count) }
    }
    return ModelBlend.scores(trees: trees, line: try line?.margins(rows), share: lineShare)
  }

  static func scores(trees: [Double], line: [Double]?, share: Double) -> [Double] {
    trees.indices.map { row in logistic((1 - share) * trees[row] + (line.map { share * $0[row] } ?? 0)) }
  }
}

/// Exact contributions of each feature to the margin of a blend, and what the margin is without any.
public struct BlendExplainer {
  private let explainers: [ForestExplainer]
  private let blend: ModelBlend

  public init(_ blend: ModelBlend) throws(LearningError) {
    var explainers: [ForestExplainer] = []
    for forest in blend.forests {
      do { explainers.append(try ForestExplainer(forest)) } catch { throw LearningError(.model, "\(error)") }
    }
    (self.explainers, self.blend) = (explainers, blend)
  }

  /// One for each feature of the first row; the last is what no feature moves.
  public func contributions(_ rows: EncodedRows, row: Int = 0) throws(LearningError) -> [Double] {
    let values = Array(rows.values[row * rows.width..<(row + 1) * rows.width])
    var sum = [Double](repeating: 0, count: rows.width + 1)
    for explainer in explainers {
      var own = [Double](repeating: 0, count: rows.width + 1)
      do {
        var span = own.mutableSpan
        try explainer.explain(values.span, into: &span)
      } catch { throw LearningError(.model, "\(error)") }
      for place in sum.indices { sum[place] += (1 - blend.lineShare) * own[place] / Double(explainers.count) }
    }
    if let line = blend.line {
      for (place, own) in try line.contributions(rows, row: row).enumerated() { sum[place] += blend.lineShare * own }
    }
    return sum
  }
}
