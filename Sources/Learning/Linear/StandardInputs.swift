/// Features as a linear model takes them: a missing value is the middle one, with a 1 of its own that says so, and each is measured from
/// its mean in units of its spread.
struct StandardInputs: Hashable, Sendable, Codable {
  let features: [String]
  private let medians: [Double]
  private let means: [Double]
  private let scales: [Double]
  /// Features that have a column of their own for whether they are missing.
  let indicators: [Int]

  var width: Int { features.count + indicators.count }

  /// As in "gap" or "gap is missing".
  var names: [String] { features + indicators.map { "\(features[$0]) is missing" } }

  init(_ rows: EncodedRows) {
    features = rows.names
    var (medians, means, scales, indicators): ([Double], [Double], [Double], [Int]) = ([], [], [], [])
    for feature in features.indices {
      let column = (0..<rows.rowCount).map { rows.value($0, feature) }
      let present = column.filter { !$0.isNaN }.sorted()
      let median = present.isEmpty ? 0 : Double(present[(present.count - 1) / 2])
      // In the unit of the largest, so that squares neither overflow nor vanish.
      let largest = max(present.reduce(0) { max($0, Double($1).magnitude) }, .leastNormalMagnitude)
      let filled = column.map { ($0.isNaN ? median : Double($0)) / largest }
      let mean = filled.reduce(0, +) / Double(max(1, filled.count))
      let variance = filled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, filled.count))
      medians.append(median)
      means.append(mean * largest)
      // A column that never changes says nothing, in whatever unit; in one that is too small others' values would be infinite.
      scales.append(variance > 1e-24 ? variance.squareRoot() * largest : max(largest, 1))
      if present.count < column.count, !present.isEmpty { indicators.append(feature) }
    }
    (self.medians, self.means, self.scales, self.indicators) = (medians, means, scales, indicators)
  }

  /// Writes a row's values, one for each name.
  func write(_ rows: EncodedRows, row: Int, into values: inout [Double], at start: Int) {
    for feature in features.indices {
      let value = rows.value(row, feature)
      values[start + feature] = ((value.isNaN ? medians[feature] : Double(value)) - means[feature]) / scales[feature]
    }
    for (place, feature) in indicators.enumerated() {
      values[start + features.count + place] = rows.value(row, feature).isNaN ? 1 : 0
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    features = try container.decode([String].self, forKey: .features)
    medians = try container.decode([Double].self, forKey: .medians)
    means = try container.decode([Double].self, forKey: .means)
    scales = try container.decode([Double].self, forKey: .scales)
    indicators = try container.decode([Int].self, forKey: .indicators)
    guard [medians, means, scales].allSatisfy({ $0.count == features.count && $0.allSatisfy(\.isFinite) }),
      scales.allSatisfy({ $0 > 0 }),
      indicators.allSatisfy(features.indices.contains)
    else {
      throw LearningError(.misfit, "the scales in the model's file are damaged; train the model anew")
    }
  }
}
