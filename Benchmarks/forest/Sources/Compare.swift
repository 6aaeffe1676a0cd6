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
      { for row in 0..<singles { sum += peer.matrix(.init(rebasing: values[row * width..<(row + 1) * width]), type: 1)?.pointee ?? 0 } },
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
      "single", unit: "µs a row", scale: 1e6, library: min(single[0], single[1]) / Double(singles), ours: quick[0] / Double(count * 4))

    let batch = medians([
      { sum += peer.inPlace(values)?.pointee ?? 0 }, { sum += peer.matrix(values, type: 1)?.pointee ?? 0 },
      { for _ in 0..<8 { score(scorer, rows, &ours) } },
    ])
    report(
      "batch", unit: "µs a row", scale: 1e6, library: min(batch[0], batch[1]) / Double(count), ours: batch[2] / Double(count * 8))
    print("sum \(sum + ours[0])")
  }
}

private func score(_ scorer: ForestScorer, _ rows: [Float], _ margins: inout [Float]) {
  var span = margins.mutableSpan
  try? scorer.margins(rows.span, into: &span)
}
