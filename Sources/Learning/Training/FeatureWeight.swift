import Evaluation

/// How much a feature moves a model's chances, and which way, on rows that it did not learn from.
public struct FeatureWeight: Hashable, Sendable {
  public var feature: String
  /// By how much it moves the logarithm of the odds, whichever way, in the mean over the rows; by exact contributions.
  public var weight: Double
  /// In words.
  public var direction: String

  public init(feature: String, weight: Double, direction: String) {
    (self.feature, self.weight, self.direction) = (feature, weight, direction)
  }
}

extension FeatureWeight {
  /// More tell a mean no better, and each costs a walk through all trees.
  private static let rowsMax = 2_000
  private static let keptMax = 20

  /// The weightiest first. Empty where the trees do not say how many rows went which way.
  ///
  /// - seed: of the rows that are looked at where there are many.
  static func all(
    of blend: ModelBlend, _ encoding: FeatureEncoding, _ rows: EncodedRows, seed: UInt64
  ) throws(LearningError) -> [FeatureWeight] {
    guard let explainer = try? BlendExplainer(blend), rows.rowCount > 0 else { return [] }
    let sample = sample(rows.rowCount, seed)
    let columns = encoding.columns
    // Numbers of one column belong together: what a category adds, another of the column takes away.
    let columnOfFeature = columns.enumerated().flatMap { place, column in column.features.map { _ in place } }
    var contributions = [[Double]](repeating: [], count: columns.count)
    for row in sample {
      let whole = try explainer.contributions(rows, row: row)
      var sums = [Double](repeating: 0, count: columns.count)
      for (feature, column) in columnOfFeature.enumerated() { sums[column] += whole[feature] }
      for column in columns.indices { contributions[column].append(sums[column]) }
    }
    var start = 0
    let weights = columns.enumerated().map { place, column -> FeatureWeight in
      let features = start..<start + column.features.count
      start = features.upperBound
      let own = contributions[place]
      let mean = own.reduce(0) { $0 + $1.magnitude } / Double(own.count)
      let values = features.map { feature in sample.map { rows.value($0, feature) } }
      return FeatureWeight(
        feature: column.column, weight: mean, direction: FeatureDirection(column, values: values, contributions: own).text)
    }
    return Array(weights.filter { $0.weight > 0 }.sorted { ($1.weight, $0.feature) < ($0.weight, $1.feature) }.prefix(keptMax))
  }

  private static func sample(_ count: Int, _ seed: UInt64) -> [Int] {
    guard count > rowsMax else { return Array(0..<count) }
    var random = SeededRandom(seed)
    // So many of those that are left, in their order.
    var (rows, wanted): ([Int], Int) = ([], rowsMax)
    for row in 0..<count where Int.random(in: 0..<count - row, using: &random) < wanted {
      rows.append(row)
      wanted -= 1
    }
    return rows
  }
}
