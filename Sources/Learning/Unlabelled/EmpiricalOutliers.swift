import Foundation

/// How far out in its columns' tails a row lies (ECOD): for each feature the share of rows that are as low, and as high; their logarithms
/// added up over the features, for the lower tails, the upper ones, and for each feature the tail that its skew points to. The largest
/// of the three counts.
///
/// Nothing is drawn and nothing is tuned. A missing value is as odd as it is rare.
public struct EmpiricalOutliers: Hashable, Sendable, Codable {
  private let columns: [EmpiricalColumn]
  /// In the middle of the rows that it was fitted on.
  private let usual: Double

  public var features: [String] { columns.map(\.name) }

  public static func fit(_ rows: EncodedRows) throws(LearningError) -> EmpiricalOutliers {
    guard rows.rowCount >= 2 else {
      throw LearningError(.tooFew, "\(rows.rowCount) rows do not show what is odd; give at least 2")
    }
    let columns = rows.names.enumerated().map { feature, name in
      EmpiricalColumn(name, (0..<rows.rowCount).map { rows.value($0, feature) })
    }
    let model = EmpiricalOutliers(columns: columns, usual: 1)
    let depths = try model.depths(rows).sorted()
    let usual = depths[depths.count / 2]
    return EmpiricalOutliers(columns: columns, usual: usual > 0 ? usual : 1)
  }

  private init(columns: [EmpiricalColumn], usual: Double) { (self.columns, self.usual) = (columns, usual) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    columns = try container.decode([EmpiricalColumn].self, forKey: .columns)
    usual = try container.decode(Double.self, forKey: .usual)
    guard usual > 0, usual.isFinite else {
      throw LearningError(.misfit, "the tails in the model's file are damaged; train the model anew")
    }
  }

  /// From 0 to 1: a half in the middle of the rows that it was fitted on.
  public func scores(_ rows: EncodedRows) throws(LearningError) -> [Double] { try depths(rows).map { $0 / ($0 + usual) } }

  /// Where a value stands among those that a feature had.
  public struct Place: Hashable, Sendable {
    /// How many rows are as low or lower, and as high or higher; of a missing value, how many miss it.
    public var asLow: Int
    public var asHigh: Int
    public var rows: Int
  }

  public func place(of value: Float, feature: Int) -> Place {
    let counts = columns[feature].counts(value)
    return Place(asLow: counts.asLow, asHigh: counts.asHigh, rows: counts.rows)
  }

  /// The sums as they are, from 0 up.
  public func depths(_ rows: EncodedRows) throws(LearningError) -> [Double] {
    try rows.requireFeatures(features)
    return (0..<rows.rowCount).map { row in
      var (lower, upper, skewed) = (0.0, 0.0, 0.0)
      for feature in columns.indices {
        let tails = columns[feature].tails(rows.value(row, feature))
        lower += tails.lower
        upper += tails.upper
        skewed += columns[feature].leansLow ? tails.lower : tails.upper
      }
      return max(lower, upper, skewed)
    }
  }
}
