extension Forest {
  /// Some of its trees, as a forest of their own: what the first so many say, or what the next ones add.
  ///
  /// - trees: some of those that there are.
  public func part(_ trees: Range<Int>, baseMargin: Float) -> Forest {
    let start = treeStarts[trees.lowerBound]
    return Forest(
      features: features, objective: objective, baseMargin: baseMargin,
      nodes: Array(nodes[start..<treeStarts[trees.upperBound]]),
      treeStarts: treeStarts[trees.lowerBound...trees.upperBound].map { $0 - start }, categorySets: categorySets)
  }
}
