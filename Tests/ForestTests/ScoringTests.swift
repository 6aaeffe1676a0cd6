import Forest
import TestSupport
import Testing

/// Margins against the library's, bit for bit.
@Suite struct ScoringTests {
  private func compare(_ made: RandomForest, seed: UInt64, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let forest = try Forest(xgboost: made.trained.model)
    let library = try Library(made.trained.model, featureCount: made.features.count)
    let scorer = ForestScorer(forest)
    for rows in [made.rows, made.extremes(of: forest, seed: seed)] {
      let theirs = try library.margins(rows).map(\.bitPattern)
      #expect(try scorer.margins(of: rows).map(\.bitPattern) == theirs, "in batches", sourceLocation: sourceLocation)
      #expect(try scorer.singleMargins(of: rows).map(\.bitPattern) == theirs, "one at a time", sourceLocation: sourceLocation)
    }
    let matrix = try library.predict(made.rows, type: 1).map(\.bitPattern)
    #expect(try scorer.margins(of: made.rows).map(\.bitPattern) == matrix, "by the library's matrix", sourceLocation: sourceLocation)
  }

  @Test(arguments: 1...10) func marginsAreTheLibrarysAtEveryDepth(depth: Int) throws {
    let seed = UInt64(depth)
    try compare(RandomForest(seed: seed, features: [1, 2, 7, 40, 200][depth % 5], depth: depth), seed: seed)
  }

  @Test(arguments: [0.0, 0.5, 0.95]) func marginsAreTheLibrarysWithMissingValues(missing: Double) throws {
    try compare(RandomForest(seed: 21, features: 9, depth: 5, missing: missing), seed: 21)
  }

  @Test(arguments: [1, 4, 1_000]) func marginsAreTheLibrarysWithCategories(oneHotMax: Int) throws {
    let made = try RandomForest(seed: 31, features: 6, depth: 5, categories: [0: 3, 2: 12, 4: 70]) {
      $0.oneHotCategoriesMax = oneHotMax
    }
    try compare(made, seed: 31)
  }
}
