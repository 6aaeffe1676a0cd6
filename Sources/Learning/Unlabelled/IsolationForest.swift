import Evaluation
import Foundation

/// How easily a row is parted from the others by random cuts. What is odd stands alone after few of them.
///
/// A missing value goes to a side that is drawn for each cut, or away from those that are there, where they are all alike.
public struct IsolationForest: Hashable, Sendable, Codable {
  public struct Options: Hashable, Sendable, Codable {
    public var trees = 100
    /// Rows that a tree is grown from.
    public var sampleRows = 256
    public var seed: UInt64 = 1

    public init() {}
  }

  public let features: [String]
  private let trees: [IsolationTree]
  /// The cuts that a row takes in the mean in a tree of so many rows.
  private let usualDepth: Double

  public static func fit(_ rows: EncodedRows, options: Options = Options()) throws(LearningError) -> IsolationForest {
    guard (1...10_000).contains(options.trees), (2...1_000_000).contains(options.sampleRows) else {
      throw LearningError(
        .setting,
        "an isolation forest has 1 to 10000 trees of 2 to 1000000 rows; it was given \(options.trees) and \(options.sampleRows)")
    }
    guard rows.rowCount >= 2 else {
      throw LearningError(.tooFew, "\(rows.rowCount) rows do not show what is odd; give at least 2")
    }
    let count = min(options.sampleRows, rows.rowCount)
    let trees = (0..<options.trees).map { tree in
      var random = SeededRandom(options.seed, of: tree)
      return IsolationTree(rows, sample: sample(count, of: rows.rowCount, &random), &random)
    }
    return IsolationForest(features: rows.names, trees: trees, usualDepth: IsolationTree.usualDepth(count))
  }

  private init(features: [String], trees: [IsolationTree], usualDepth: Double) {
    (self.features, self.trees, self.usualDepth) = (features, trees, usualDepth)
  }

  /// From 0 to 1: above a half is odder than usual.
  public func scores(_ rows: EncodedRows) throws(LearningError) -> [Double] {
    try rows.requireFeatures(features)
    return rows.values.withUnsafeBufferPointer { values in
      (0..<rows.rowCount).map { row in
        let depth = trees.reduce(0) { $0 + $1.depth(values, start: row * rows.width) } / Double(trees.count)
        return exp2(-depth / usualDepth)
      }
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    features = try container.decode([String].self, forKey: .features)
    trees = try container.decode([IsolationTree].self, forKey: .trees)
    usualDepth = try container.decode(Double.self, forKey: .usualDepth)
    let width = features.count
    guard !trees.isEmpty, usualDepth > 0, usualDepth.isFinite, trees.allSatisfy({ $0.nodes.allSatisfy { $0.feature < width } })
    else {
      throw LearningError(.misfit, "the isolation forest in the model's file is damaged; train the model anew")
    }
  }

  /// Different rows, each as likely as any.
  private static func sample(_ count: Int, of rows: Int, _ random: inout SeededRandom) -> [Int] {
    // Floyd's way: memory for the sample alone.
    var chosen: Set<Int> = []
    var sample: [Int] = []
    for last in rows - count..<rows {
      let drawn = Int.random(in: 0...last, using: &random)
      let row = chosen.insert(drawn).inserted ? drawn : last
      chosen.insert(row)
      sample.append(row)
    }
    return sample
  }
}
