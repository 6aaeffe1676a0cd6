import Forest
import TestSupport
import XGBoostTrainer

/// A forest that the library grew on random rows, and rows to ask it about.
struct RandomForest {
  var features: [FeatureDescription]
  var trained: TrainedForest
  var rows: [Float]

  var rowCount: Int { rows.count / features.count }

  init(
    seed: UInt64, features count: Int, depth: Int, rounds: Int = 12, missing: Double = 0.1, categories: [Int: Int] = [:],
    rowCount: Int = 300, change: (inout TrainingParameters) -> Void = { _ in }
  ) throws {
    var random = SeededGenerator(seed: seed)
    features = (0..<count).map { FeatureDescription("feature \($0)", categories[$0] == nil ? .numeric : .categorical) }
    func row() -> [Float] {
      (0..<count).map { feature in
        if Double.random(in: 0..<1, using: &random) < missing { return .nan }
        if let number = categories[feature] { return Float(Int.random(in: 0..<number, using: &random)) }
        // Some values are alike, so that thresholds are met exactly.
        return feature % 3 == 0 ? Float(Int.random(in: -4...4, using: &random)) / 2 : Float.random(in: -1...1, using: &random)
      }
    }
    var (values, labels): ([Float], [Float]) = ([], [])
    for _ in 0..<rowCount {
      let row = row()
      values += row
      // Depends on several features, on whether they are there, and on chance.
      let known = row.prefix(5).enumerated().map { $1.isNaN ? 0.3 : categories[$0] == nil ? $1 : Float(Int($1) % 3 - 1) }
      let product = known.count > 2 ? known[1] * known[2] : 0
      let score = known.reduce(0, +) + 2 * product + Float.random(in: -0.5...0.5, using: &random)
      labels.append(score > 0 ? 1 : 0)
    }
    var parameters = TrainingParameters(rounds: rounds, depthMax: depth, seed: UInt32(seed % 1_000_000))
    parameters.childWeightMin = 0.1
    change(&parameters)
    let set = try TrainingSet(features: features, values: values, labels: labels)
    trained = try XGBoostTrainer().train(set, parameters: parameters)
    rows = values
    for _ in 0..<50 { rows += row() }
  }

  /// Rows about which one may be wrong: thresholds themselves, their neighbours, both zeros, the greatest, the smallest, none.
  func extremes(of forest: Forest, seed: UInt64, count: Int = 200) -> [Float] {
    var random = SeededGenerator(seed: seed)
    var values: [Float] = [
      .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, .nan, -.nan, 1, -1, 0.5, 3.7, 16_777_216, 1e9, -3,
    ]
    for node in forest.nodes where !node.isLeaf && node.categorySet < 0 {
      values += [node.value, node.value.nextUp, node.value.nextDown]
    }
    return (0..<count * features.count).map { _ in values.randomElement(using: &random) ?? 0 }
  }
}

extension ForestScorer {
  func margins(of rows: [Float]) throws -> [Float] {
    var margins = [Float](repeating: 0, count: rows.count / max(featureCount, 1))
    var span = margins.mutableSpan
    try self.margins(rows.span, into: &span)
    return margins
  }

  /// One at a time.
  func singleMargins(of rows: [Float]) throws -> [Float] {
    try stride(from: 0, to: rows.count, by: featureCount).map {
      try margin(rows.span.extracting($0..<min($0 + featureCount, rows.count)))
    }
  }
}
