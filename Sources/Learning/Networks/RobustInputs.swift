import Foundation

/// Features as a network takes them: from the middle one, in units of the middle half, and large ones by their logarithm; so no single
/// value, however huge, drowns the others.
struct RobustInputs: Hashable, Sendable, Codable {
  let features: [String]
  private let medians: [Double]
  private let spreads: [Double]

  init(_ rows: EncodedRows) {
    features = rows.names
    var (medians, spreads): ([Double], [Double]) = ([], [])
    for feature in features.indices {
      let present = (0..<rows.rowCount).map { rows.value($0, feature) }.filter { !$0.isNaN }.map { Double($0) }.sorted()
      let median = present.isEmpty ? 0 : present.quantile(0.5)
      let half = present.isEmpty ? 0 : present.quantile(0.75) - present.quantile(0.25)
      // Where the middle half is all one value, as of flags that are rarely set, the usual distance to it; in the unit of the largest,
      // so that squares stay finite. Where all are one value, anything will do.
      let largest = present.reduce(0) { max($0, ($1 - median).magnitude) }
      let square = largest > 0 ? present.reduce(0) { $0 + pow(($1 - median) / largest, 2) / Double(present.count) } : 1
      medians.append(median)
      spreads.append(half > 0 ? half / 1.349 : largest > 0 ? largest * square.squareRoot() : 1)
    }
    (self.medians, self.spreads) = (medians, spreads)
  }

  /// A missing value is the middle one, and does not count.
  func matrices(_ rows: EncodedRows, _ chosen: ArraySlice<Int>) -> (values: Matrix, counted: Matrix) {
    var values = Matrix(rows: chosen.count, columns: features.count)
    var counted = Matrix(rows: chosen.count, columns: features.count, filledWith: 1)
    for (place, row) in chosen.enumerated() {
      for feature in features.indices {
        let value = rows.value(row, feature)
        if value.isNaN {
          counted[place, feature] = 0
          continue
        }
        let scaled = (Double(value) - medians[feature]) / spreads[feature]
        // The area's inverse sine is the number itself where it is small, and a logarithm where it is large.
        values[place, feature] = asinh(scaled)
      }
    }
    return (values, counted)
  }

  /// The value that a network's number stands for.
  func value(_ number: Double, feature: Int) -> Double { medians[feature] + spreads[feature] * sinh(number) }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    features = try container.decode([String].self, forKey: .features)
    medians = try container.decode([Double].self, forKey: .medians)
    spreads = try container.decode([Double].self, forKey: .spreads)
    guard [medians, spreads].allSatisfy({ $0.count == features.count && $0.allSatisfy(\.isFinite) }),
      spreads.allSatisfy({ $0 > 0 })
    else {
      throw LearningError(.misfit, "the scales in the model's file are damaged; train the model anew")
    }
  }
}
