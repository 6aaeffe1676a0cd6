import Evaluation
import Forest
import Foundation
import Learning
import Testing

/// The baseline: that its answer is the best one, and what it does with odd input.
@Suite struct LogisticRegressionTests {
  static func rows(_ seed: UInt64, count: Int, missing: Double = 0) throws -> (EncodedRows, [Double]) {
    var random = SeededRandom(seed)
    var table: [[Float]] = []
    var labels: [Double] = []
    for _ in 0..<count {
      let row = (0..<3).map { _ in OutlierTests.normal(&random) }
      labels.append(random.share() < 1 / (1 + exp(1 - 1.5 * row[0] + row[1])) ? 1 : 0)
      table.append(row.map { random.share() < missing ? .nan : Float($0 * 50 + 7) })
    }
    return (try OutlierTests.encoded(table), labels)
  }

  /// The loss's slope, computed from what is public: chances and coefficients.
  @Test(arguments: [0.1, 1, 30]) func nothingIsLeftToGain(penalty: Double) throws {
    let (rows, labels) = try Self.rows(1, count: 400)
    var random = SeededRandom(9)
    let weights = labels.map { _ in Double(Int.random(in: 0...2, using: &random)) }
    var options = LogisticRegression.Options()
    options.ridgePenalty = penalty
    let model = try LogisticRegression.fit(rows, labels: labels, weights: weights, options: options)
    let errors = zip(try model.scores(rows), labels).map { $0 - $1 }
    #expect(labels.indices.reduce(0) { $0 + weights[$1] * errors[$1] }.magnitude < 1e-6)
    for feature in 0..<3 {
      let column = (0..<400).map { Double(rows.value($0, feature)) }
      let mean = column.reduce(0, +) / 400
      let spread = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
      let slope = labels.indices.reduce(0) { $0 + weights[$1] * errors[$1] * (column[$1] - mean) / spread }
      #expect((slope + penalty * model.coefficients[feature].weight).magnitude < 1e-6)
    }
  }

  @Test func whatMadeTheLabelsComesBack() throws {
    let (rows, labels) = try Self.rows(2, count: 20_000)
    let model = try LogisticRegression.fit(rows, labels: labels)
    #expect(model.coefficients.map(\.name) == ["f0", "f1", "f2"])
    let expected = [1.5, -1, 0]
    for (coefficient, expected) in zip(model.coefficients, expected) {
      #expect(isNear(coefficient.weight, expected, within: 0.08))
    }
    #expect(isNear(model.offset, -1, within: 0.08))
  }

  @Test func missingIsTheMiddleWithAWeightOfItsOwn() throws {
    // The number says nothing, its absence everything.
    let table = (0..<200).map { row -> [Float] in [row % 4 == 0 ? .nan : Float(row % 7)] }
    let labels = (0..<200).map { $0 % 4 == 0 ? 1.0 : 0 }
    let rows = try OutlierTests.encoded(table)
    let model = try LogisticRegression.fit(rows, labels: labels)
    #expect(model.coefficients.map(\.name) == ["f0", "f0 is missing"] && model.coefficients[1].weight > 3)
    #expect(try ScoredRows(scores: model.scores(rows), labels: labels).areaUnderCurve == 1)
    // Missing where it never was in training is just the middle.
    let (full, truth) = try Self.rows(3, count: 100)
    let score = try LogisticRegression.fit(full, labels: truth).scores(OutlierTests.encoded([[.nan, .nan, .nan]]))[0]
    #expect(score > 0 && score < 1)
  }

  @Test func softLabelsAreChances() throws {
    let (rows, labels) = try Self.rows(4, count: 500)
    // Each row once as fraud and once as honest, weighed by its chance, is the same problem.
    var random = SeededRandom(4)
    let soft = labels.map { _ in random.share() }
    let doubled = try OutlierTests.encoded((0..<1_000).map { row in (0..<3).map { rows.value(row % 500, $0) } })
    let model = try LogisticRegression.fit(rows, labels: soft)
    let same = try LogisticRegression.fit(
      doubled, labels: (0..<1_000).map { $0 < 500 ? 1 : 0 }, weights: soft + soft.map { 1 - $0 })
    for (one, other) in zip(model.coefficients, same.coefficients) { #expect(isNear(one.weight, other.weight, within: 1e-8)) }
  }

  @Test func whatPartsTheClassesCleanlyHasAFiniteWeight() throws {
    let rows = try OutlierTests.encoded((0..<100).map { [Float($0), Float($0), 3] })
    let model = try LogisticRegression.fit(rows, labels: (0..<100).map { $0 < 90 ? 0 : 1 })
    #expect(model.coefficients.allSatisfy { $0.weight.isFinite && $0.weight.magnitude < 20 })
    // Two columns that are one share their weight; one that never changes has none.
    #expect(isNear(model.coefficients[0].weight, model.coefficients[1].weight, within: 1e-6) && model.coefficients[2].weight == 0)
  }

  @Test func hostileRowsAreTakenOrRefused() throws {
    let largest = Float.greatestFiniteMagnitude
    for column in [
      [largest, -largest, 0, 1], [.nan, .nan, .nan, .nan], [2e-38, 4e-38, 6e-38, 8e-38], [5, 5, 5, 5], [0, 0, 0, 0],
      [.nan, 1, .nan, 2],
    ] {
      let rows = try OutlierTests.encoded(column.map { [$0] })
      let model = try LogisticRegression.fit(rows, labels: [0, 1, 0, 1])
      #expect(try model.scores(OutlierTests.encoded([[.nan], [largest], [-largest], [0]])).areShares)
      #expect(try JSONDecoder().decode(LogisticRegression.self, from: JSONEncoder().encode(model)) == model)
    }
    let rows = try OutlierTests.encoded([[1], [2]])
    func code(_ labels: [Double], _ weights: [Double]? = nil, penalty: Double = 1) -> LearningError.Code? {
      TrainingFrameTests.refusal {
        var options = LogisticRegression.Options()
        options.ridgePenalty = penalty
        _ = try LogisticRegression.fit(rows, labels: labels, weights: weights, options: options)
      }?.code
    }
    #expect(
      code([0, 0]) == .oneClass && code([1, 1]) == .oneClass && code([0, 1]) == nil && code([0, 1], [1, 0]) == .oneClass)
    #expect(
      code([0]) == .misfit && code([0, .nan]) == .misfit && code([0, 1], [1]) == .misfit && code([0, 1], penalty: 0) == .setting)
    let empty = try OutlierTests.encoded([])
    #expect(TrainingFrameTests.refusal { _ = try LogisticRegression.fit(empty, labels: []) }?.code == .oneClass)
    let model = try LogisticRegression.fit(rows, labels: [0, 1])
    #expect(TrainingFrameTests.refusal { _ = try model.scores(OutlierTests.encoded([[1, 2]])) }?.code == .columns)
  }
}
