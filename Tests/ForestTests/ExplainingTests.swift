import Forest
import TestSupport
import Testing

/// Contributions against the library's, and against their definition.
@Suite struct ExplainingTests {
  private func explain(_ explainer: ForestExplainer, _ row: ArraySlice<Float>) throws -> [Double] {
    var contributions = [Double](repeating: .nan, count: explainer.featureCount + 1)
    var span = contributions.mutableSpan
    try explainer.explain(Array(row).span, into: &span)
    return contributions
  }

  @Test(arguments: [1, 2, 5, 6, 8, 9, 10]) func contributionsAreTheLibrarysAndSumToTheMargin(depth: Int) throws {
    let count = depth == 5 ? 3 : 15
    let made = try RandomForest(seed: UInt64(50 + depth), features: count, depth: depth, categories: [0: 6]) {
      $0.oneHotCategoriesMax = 2
    }
    let forest = try Forest(xgboost: made.trained.model)
    let explainer = try ForestExplainer(forest)
    let margins = try ForestScorer(forest).margins(of: made.rows)
    let theirs = try Library(made.trained.model, featureCount: count).predict(made.rows, type: 2)
    for row in stride(from: 0, to: made.rowCount, by: 7) {
      let ours = try explain(explainer, made.rows[row * count..<(row + 1) * count])
      let largest = ours.map(abs).max() ?? 0
      #expect(abs(ours.reduce(0, +) - Double(margins[row])) <= 1e-6 * max(largest, 1), "row \(row)")
      for (feature, value) in ours.enumerated() {
        #expect(abs(value - Double(theirs[row * (count + 1) + feature])) <= 1e-4 * largest, "row \(row), feature \(feature)")
      }
    }
  }

  @Test func contributionsAreTheMeanOverAllOrders() throws {
    let count = 6
    let made = try RandomForest(seed: 61, features: count, depth: 7, rounds: 4, missing: 0.3, categories: [2: 5])
    let forest = try Forest(xgboost: made.trained.model)
    let explainer = try ForestExplainer(forest)
    for row in 0..<20 {
      let row = made.rows[row * count..<(row + 1) * count]
      let ours = try explain(explainer, row)
      let slow = SlowContributions(forest: forest, row: Array(row)).contributions()
      for feature in 0..<count { #expect(abs(ours[feature] - slow[feature]) < 2e-6, "feature \(feature)") }
    }
  }

  @Test func aDeepChainIsExplained() throws {
    let forest = try Forest(xgboost: HandWritten.chain(depth: 40))
    let ours = try explain(ForestExplainer(forest), [Float(-1), 0])
    let margin = try ForestScorer(forest).margins(of: [-1, 0])[0]
    #expect(abs(ours.reduce(0, +) - Double(margin)) < 1e-4 && ours[1] == 0)
  }

  @Test func withoutCoversThereIsNoExplanation() throws {
    let forest = try Forest(xgboost: HandWritten.model("\"sum_hessian\": [8, 4, 4, 1, 3]", "\"sum_hessian\": [8, 4, 4, 0, 4]"))
    let error = #expect(throws: ForestError.self) { try ForestExplainer(forest) }
    #expect(error?.description.contains("tree 0: no training rows came by a branch") == true)
  }

  @Test func aCopyExplainsAlike() throws {
    let forest = try Forest(xgboost: Array(HandWritten.model.utf8))
    let explainer = try ForestExplainer(forest)
    #expect(try explain(explainer.copy(), [1, 3]) == explain(explainer, [1, 3]))
    #expect(try ForestScorer(forest).copy().margins(of: [1, 3]) == [4.25])
    #expect(throws: ForestError.self) { try explain(explainer, [1]) }
  }
}

/// The definition, in exponential time: the mean marginal effect of a feature over all sets of others that are known.
private struct SlowContributions {
  let forest: Forest
  let row: [Float]

  func contributions() -> [Double] {
    let count = row.count
    let values = (0..<1 << count).map(value)
    func factorial(_ number: Int) -> Double { (0..<number).reduce(1.0) { $0 * Double($1 + 1) } }
    return (0..<count).map { feature in
      (0..<1 << count).reduce(0.0) { sum, known in
        guard known >> feature & 1 == 0 else { return sum }
        let size = known.nonzeroBitCount
        let weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        return sum + weight * (values[known | 1 << feature] - values[known])
      }
    }
  }

  /// What the trees expect when only some features are known.
  private func value(_ known: Int) -> Double {
    (0..<forest.treeCount).reduce(0.0) { $0 + value(forest.treeStarts[$1], forest.treeStarts[$1], known) }
  }

  private func value(_ start: Int, _ place: Int, _ known: Int) -> Double {
    let node = forest.nodes[place]
    if node.isLeaf { return Double(node.value) }
    let (left, right) = (place + 1, start + Int(node.right))
    guard known >> Int(node.feature) & 1 == 1 else {
      let shares = [left, right].map { Double(forest.nodes[$0].cover) / Double(node.cover) }
      return shares[0] * value(start, left, known) + shares[1] * value(start, right, known)
    }
    let value = row[Int(node.feature)]
    let goesLeft: Bool
    if value.isNaN {
      goesLeft = node.goesLeftByDefault
    } else if node.categorySet >= 0 {
      goesLeft = !forest.categorySets[Int(node.categorySet)].contains(value)
    } else {
      goesLeft = value < node.value
    }
    return self.value(start, goesLeft ? left : right, known)
  }
}
