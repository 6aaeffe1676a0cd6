import Forest
import XGBoostTrainer

/// A forest grown by the library on random rows from a seed, and rows that it has not seen.
struct Setup {
  let model: [UInt8]
  let featureCount: Int
  let rows: [Float]

  /// - categorical: so many of the features, of 20 categories each.
  init(trees: Int, depth: Int, features: Int, categorical: Int = 0, missing: Double, seed: UInt64, rows count: Int) {
    var state = seed
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    func row() -> [Float] {
      (0..<features).map { feature in
        if random() < missing { return .nan }
        return feature < categorical ? Float(Int(random() * 20)) : Float(random() * 2 - 1)
      }
    }
    var (values, labels): ([Float], [Float]) = ([], [])
    for _ in 0..<20_000 {
      let row = row()
      values += row
      // A little of each feature, more of some together, and much chance: trees that fill up.
      let score = row.enumerated().reduce(Float(0)) { sum, one in
        one.element.isNaN ? sum : sum + (one.offset < categorical ? Float(Int(one.element) % 3 - 1) : one.element)
      }
      labels.append(score + Float(random() * 8 - 4) > 0 ? 1 : 0)
    }
    let descriptions = (0..<features).map { FeatureDescription("feature \($0)", $0 < categorical ? .categorical : .numeric) }
    var parameters = TrainingParameters(rounds: trees, depthMax: depth, learningRate: 0.1, seed: 1)
    parameters.childWeightMin = 0.1
    do {
      let set = try TrainingSet(features: descriptions, values: values, labels: labels)
      model = try XGBoostTrainer().train(set, parameters: parameters).model
    } catch {
      preconditionFailure("\(error)")
    }
    featureCount = features
    rows = (0..<count).flatMap { _ in row() }
  }
}
