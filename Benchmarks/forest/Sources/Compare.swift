import Forest

func compareAll(_ setup: Setup) {
  let (rows, width) = (setup.rows, setup.featureCount)
  let count = rows.count / width
  let peer = Peer(setup.model, featureCount: width)
  guard let forest = try? Forest(xgboost: setup.model) else { preconditionFailure("the library's model is not read") }
  print("\(forest.treeCount) trees, \(forest.nodes.count) nodes, \(width) features, \(count) rows, one core, processor time")
  let scorer = ForestScorer(forest)
  var ours = [Float](repeating: 0, count: count)

  rows.withUnsafeBufferPointer { values in
    let theirs = Array(UnsafeBufferPointer(start: peer.inPlace(values), count: count))
    score(scorer, rows, &ours)
    let equal = zip(theirs, ours).count { $0.bitPattern == $1.bitPattern }
    print("margins: \(equal) of \(count) equal bit for bit")

    let singles = 512
    var sum: Float = 0
    let single = medians([
      { for row in 0..<singles { sum += peer.inPlace(.init(rebasing: values[row * width..<(row + 1) * width]))?.pointee ?? 0 } },
      {
        for row in 0..<singles {
          sum += peer.matrix(.init(rebasing: values[row * width..<(row + 1) * width]), type: 1)?.pointee ?? 0
        }
      },
    ])
    // Ours is too quick for so few rows to be measured.
    let quick = medians([
      {
        for round in 0..<count * 4 {
          let row = round % count
          sum += (try? scorer.margin(rows.span.extracting(row * width..<(row + 1) * width))) ?? 0
        }
      }
    ])
    report(
      "single", unit: "µs a row", scale: 1e6, library: min(single[0], single[1]) / Double(singles),
      ours: quick[0] / Double(count * 4))

    let batch = medians([
      { sum += peer.inPlace(values)?.pointee ?? 0 }, { sum += peer.matrix(values, type: 1)?.pointee ?? 0 },
      { for _ in 0..<8 { score(scorer, rows, &ours) } },
    ])
    report(
      "batch", unit: "µs a row", scale: 1e6, library: min(batch[0], batch[1]) / Double(count), ours: batch[2] / Double(count * 8))
    sum += explain(forest, peer, rows, width)
    load(setup.model, "load", &sum)
    load(peer.model(as: "json"), "load of JSON", &sum)
    print("sum \(sum + ours[0])")
  }
}

private func score(_ scorer: ForestScorer, _ rows: [Float], _ margins: inout [Float]) {
  var span = margins.mutableSpan
  try? scorer.margins(rows.span, into: &span)
}

/// Contributions: how far apart they are at most, held against a row's largest, and how long they take.
private func explain(_ forest: Forest, _ peer: Peer, _ rows: [Float], _ width: Int) -> Float {
  guard let explainer = try? ForestExplainer(forest) else { preconditionFailure("the forest is not explained") }
  // The library takes tens of milliseconds for a row of a deep forest.
  let count = forest.nodes.count > 100_000 ? 8 : 128
  var ours = [Double](repeating: 0, count: width + 1)
  let few = Array(rows.prefix(count * width))
  let theirs = few.withUnsafeBufferPointer {
    Array(UnsafeBufferPointer(start: peer.matrix($0, type: 2), count: count * (width + 1)))
  }
  var apart = 0.0
  for row in 0..<count {
    explain(explainer, few, row, &ours)
    let largest = ours.dropLast().map(abs).max() ?? 0
    for feature in 0..<width { apart = max(apart, abs(Double(theirs[row * (width + 1) + feature]) - ours[feature]) / largest) }
  }
  print("shap: at most \(apart) of a row's largest contribution apart")
  var sum = 0.0
  let times = medians(
    rounds: 3,
    [
      { _ = few.withUnsafeBufferPointer { peer.matrix($0, type: 2) } },
      {
        for row in 0..<count {
          explain(explainer, few, row, &ours)
          sum += ours[0]
        }
      },
    ])
  report("shap", unit: "µs a row", scale: 1e6, library: times[0] / Double(count), ours: times[1] / Double(count))
  return Float(sum)
}

private func explain(_ explainer: ForestExplainer, _ rows: [Float], _ row: Int, _ contributions: inout [Double]) {
  var span = contributions.mutableSpan
  try? explainer.explain(rows.span.extracting(row * explainer.featureCount..<(row + 1) * explainer.featureCount), into: &span)
}

/// From bytes to a forest, and to a scorer.
private func load(_ model: [UInt8], _ name: String, _ sum: inout Float) {
  var nodes = 0
  let times = medians([
    { _ = Peer(model, featureCount: 1) },
    { nodes += (try? Forest(xgboost: model))?.nodes.count ?? 0 },
    { nodes += (try? Forest(xgboost: model)).map { ForestScorer($0).featureCount } ?? 0 },
  ])
  report(name, unit: "ms", scale: 1e3, library: times[0], ours: times[1])
  report(name + " and layout to score", unit: "ms", scale: 1e3, library: times[0], ours: times[2])
  sum += Float(nodes)
}
