import Evaluation
import Forest
import Foundation
import Learning
import Testing

/// Models that need no labels.
@Suite struct OutlierTests {
  static func encoded(_ rows: [[Float]]) throws -> EncodedRows {
    let width = rows.first?.count ?? 1
    return try EncodedRows(features: (0..<width).map { FeatureDescription("f\($0)") }, values: rows.flatMap { $0 })
  }

  static func normal(_ random: inout SeededRandom) -> Double {
    (-2 * log(1 - random.share())).squareRoot() * cos(2 * .pi * random.share())
  }

  /// Points around one place, and a few far from it.
  static func planted(_ seed: UInt64, rows: Int = 1_000, outliers: Int = 20) throws -> (EncodedRows, [Double]) {
    var random = SeededRandom(seed)
    var all: [[Float]] = []
    for row in 0..<rows {
      let isOdd = row % (rows / outliers) == 0
      all.append((0..<6).map { _ in Float(isOdd ? 8 * random.share() - 4 + (random.share() < 0.5 ? -3 : 3) : normal(&random)) })
    }
    return (try encoded(all), (0..<rows).map { $0 % (rows / outliers) == 0 ? 1 : 0 })
  }

  @Test func whatWasPlantedIsFoundWhateverTheSeed() throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      let (rows, labels) = try Self.planted(seed)
      var options = IsolationForest.Options()
      options.seed = seed
      let isolation = try IsolationForest.fit(rows, options: options).scores(rows)
      let tails = try EmpiricalOutliers.fit(rows).scores(rows)
      for scores in [isolation, tails] {
        #expect(scores.areShares)
        let area = try #require(ScoredRows(scores: scores, labels: labels).areaUnderCurve)
        #expect(area >= 0.95)
      }
    }
  }

  @Test func theSameSeedGrowsTheSameForest() throws {
    let (rows, _) = try Self.planted(3)
    var options = IsolationForest.Options()
    let forest = try IsolationForest.fit(rows, options: options)
    #expect(try IsolationForest.fit(rows, options: options) == forest)
    options.seed = 2
    #expect(try IsolationForest.fit(rows, options: options) != forest)
  }

  /// What a tree of isolation says is known for two rows: one cut parts them, and in a tree of two rows one is usual.
  @Test func twoRowsArePartedByOneCut() throws {
    let rows = try Self.encoded([[1], [2]])
    #expect(try IsolationForest.fit(rows).scores(rows).allSatisfy { isNear($0, 0.5) })
  }

  @Test func missingValuesAreValuesOfTheirOwn() throws {
    // One row alone lacks what all others have, and one has what all others lack.
    let rows = try Self.encoded((0..<300).map { row in [row == 7 ? .nan : 1, row == 9 ? 1 : .nan, Float(row % 5)] })
    let isolation = try IsolationForest.fit(rows).scores(rows)
    // The column that all but one lack says how rare the one is only to the tails of what is missing.
    let tails = try EmpiricalOutliers.fit(rows).scores(rows)
    #expect(
      isolation.enumerated().filter { $0.offset != 7 && $0.offset != 9 }.allSatisfy {
        $0.element < min(isolation[7], isolation[9])
      })
    #expect(tails.max() == tails[7])
  }

  /// The definition, written down for a small table without ties to look after.
  @Test func theTailsAreThoseOfTheDefinition() throws {
    // The first column leans up, the second one down.
    let table: [[Float]] = [[1, 9], [2, 8], [3, 10], [4, 1], [20, 7]]
    let rows = try Self.encoded(table)
    let expected = table.map { row -> Double in
      func share(_ column: Int, _ test: (Float) -> Bool) -> Double { Double(table.count { test($0[column]) }) / 5 }
      let lower = (0..<2).map { column in -log(share(column) { $0 <= row[column] }) }
      let upper = (0..<2).map { column in -log(share(column) { $0 >= row[column] }) }
      return max(lower[0] + lower[1], upper[0] + upper[1], upper[0] + lower[1])
    }
    let model = try EmpiricalOutliers.fit(rows)
    for (depth, expected) in zip(try model.depths(rows), expected) { #expect(isNear(depth, expected)) }
    // By hand: the fourth row is the lowest of five in one column and the second highest in the other.
    #expect(isNear(try model.depths(rows)[3], log(5) + log(2.5)))
    // Beyond all that was seen is a little rarer than the rarest, and not impossible.
    let beyond = try model.depths(Self.encoded([[99, 0]]))[0]
    #expect(isNear(beyond, 2 * log(6)))
  }

  @Test func manyValuesKeepTheirTailsExactly() throws {
    var random = SeededRandom(5)
    let column = (0..<20_000).map { _ in Float(Self.normal(&random)) }
    let rows = try Self.encoded(column.map { [$0] })
    let model = try EmpiricalOutliers.fit(rows)
    let depths = try model.depths(rows)
    let order = column.indices.sorted { column[$0] < column[$1] }
    for place in 0..<100 { #expect(isNear(depths[order[19_999 - place]], max(log(20_000 / Double(place + 1)), 0), within: 1e-9)) }
    #expect(try JSONEncoder().encode(model).count < 200_000)
  }

  @Test func modelsComeBackFromTheirFiles() throws {
    let (rows, _) = try Self.planted(4, rows: 300, outliers: 10)
    let isolation = try IsolationForest.fit(rows)
    #expect(try JSONDecoder().decode(IsolationForest.self, from: JSONEncoder().encode(isolation)) == isolation)
    let tails = try EmpiricalOutliers.fit(rows)
    #expect(try JSONDecoder().decode(EmpiricalOutliers.self, from: JSONEncoder().encode(tails)) == tails)
  }

  @Test func aDamagedFileIsRefused() throws {
    let (rows, _) = try Self.planted(4, rows: 100, outliers: 10)
    for text in [
      String(decoding: try JSONEncoder().encode(IsolationForest.fit(rows)), as: UTF8.self).replacing(
        "\"right\":", with: "\"right\":9"),
      String(decoding: try JSONEncoder().encode(IsolationForest.fit(rows)), as: UTF8.self).replacing(
        "\"feature\":1", with: "\"feature\":71"),
    ] {
      #expect(throws: LearningError.self) { try JSONDecoder().decode(IsolationForest.self, from: Data(text.utf8)) }
    }
    let tails = String(decoding: try JSONEncoder().encode(EmpiricalOutliers.fit(rows)), as: UTF8.self)
    let damaged = tails.replacing("\"present\":100", with: "\"present\":-1")
    #expect(throws: LearningError.self) { try JSONDecoder().decode(EmpiricalOutliers.self, from: Data(damaged.utf8)) }
  }

  @Test func hostileRowsAreTakenOrRefused() throws {
    let largest = Float.greatestFiniteMagnitude
    let tables: [[[Float]]] = [
      [[Float.nan], [.nan], [.nan]], [[1], [1], [1]], [[largest], [-largest], [0]], [[1], [.nan], [2]],
      [[Float.leastNonzeroMagnitude], [0], [-Float.leastNonzeroMagnitude]],
    ]
    for table in tables {
      let rows = try Self.encoded(table)
      #expect(try IsolationForest.fit(rows).scores(rows).areShares)
      #expect(try EmpiricalOutliers.fit(rows).scores(rows).areShares)
      let other = try Self.encoded([[.nan], [largest], [-largest], [0]])
      #expect(try IsolationForest.fit(rows).scores(other).areShares)
      #expect(try EmpiricalOutliers.fit(rows).scores(other).areShares)
    }
    for rows in [try Self.encoded([]), try Self.encoded([[1]])] {
      #expect(TrainingFrameTests.refusal { _ = try IsolationForest.fit(rows) }?.code == .tooFew)
      #expect(TrainingFrameTests.refusal { _ = try EmpiricalOutliers.fit(rows) }?.code == .tooFew)
    }
    let (rows, _) = try Self.planted(1, rows: 100, outliers: 10)
    let narrow = try Self.encoded([[1], [2]])
    #expect(TrainingFrameTests.refusal { _ = try IsolationForest.fit(rows).scores(narrow) }?.code == .columns)
    #expect(TrainingFrameTests.refusal { _ = try EmpiricalOutliers.fit(rows).scores(narrow) }?.code == .columns)
    var none = IsolationForest.Options()
    none.trees = 0
    #expect(TrainingFrameTests.refusal { _ = try IsolationForest.fit(rows, options: none) }?.code == .setting)
  }
}
