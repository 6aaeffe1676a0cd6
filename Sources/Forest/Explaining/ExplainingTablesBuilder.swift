/// Computes the factors of every edge, tree by tree.
struct ExplainingTablesBuilder {
  private let forest: Forest
  private(set) var slots: ScoringSlots
  private(set) var expectation: Double
  private(set) var trees: [ExplainedTree] = []
  private(set) var nodes: [ExplainedNode] = []
  private(set) var factors: [EdgeFactors] = []
  private var quadratures: [Int: Quadrature] = [:]

  /// What is known of a node from its way.
  private struct Way {
    /// The shares of the features on it.
    var share = 1.0
    var features = 0
    /// The shares that pass all edges of the node's own feature.
    var merged = 1.0
  }

  init(_ forest: Forest) {
    self.forest = forest
    slots = ScoringSlots(forest)
    expectation = Double(forest.baseMargin)
  }

  mutating func add(_ tree: Int) throws(ForestError) {
    let (start, end) = (forest.treeStarts[tree], forest.treeStarts[tree + 1])
    var laid = [ExplainedNode](repeating: ExplainedNode(), count: end - start)
    var ways = [Way](repeating: Way(), count: end - start)
    var parents = [Int](repeating: 0, count: end - start)
    var featuresMax = 0
    // Every node stands before those below it, so one walk through the array is enough.
    for place in 0..<end - start {
      let node = forest.nodes[start + place]
      if node.isLeaf {
        laid[place].value = Double(node.value)
        expectation += Double(node.value) * ways[place].share
        featuresMax = max(featuresMax, ways[place].features)
        continue
      }
      lay(node, &laid[place])
      for child in [place + 1, Int(node.right)] {
        let share = Double(forest.nodes[start + child].cover) / Double(node.cover)
        guard share > 0, share.isFinite else {
          throw ForestError(
            .unsound, path: "tree \(tree)",
            "no training rows came by a branch, so it has no share; contributions need the covers that training writes")
        }
        parents[child] = place
        laid[child].feature = node.feature
        var twin = place
        while twin != 0, laid[twin].feature != node.feature { twin = parents[twin] }
        laid[child].twin = Int32(twin)
        ways[child] = Way(
          share: ways[place].share * share, features: ways[place].features + (twin == 0 ? 1 : 0),
          merged: (twin == 0 ? 1 : ways[twin].merged) * share)
      }
    }
    // Of the features on a way one is in question, so the polynomial's degree is one less than their number.
    let blocks = (featuresMax + 7) / 8
    trees.append(ExplainedTree(start: nodes.count, count: laid.count, blocks: blocks, factors: factors.count))
    nodes += laid
    if blocks > 0 { addFactors(laid, ways, quadrature(blocks * EdgeFactors.Places.scalarCount), blocks) }
  }

  private mutating func lay(_ node: ForestNode, _ laid: inout ExplainedNode) {
    laid.right = node.right
    if node.categorySet >= 0 {
      (laid.slot, laid.words, laid.wordMask) = slots.category(node, forest)
    } else {
      (laid.slot, laid.threshold) = (slots.number(node), ScoringKey.ordered(node.value))
    }
    laid.slot *= UInt32(ScoringTables.lanes)
  }

  private mutating func quadrature(_ count: Int) -> Quadrature {
    if let known = quadratures[count] { return known }
    let made = Quadrature(count: count)
    quadratures[count] = made
    return made
  }

  private mutating func addFactors(_ laid: [ExplainedNode], _ ways: [Way], _ quadrature: Quadrature, _ blocks: Int) {
    for place in laid.indices {
      let twin = Int(laid[place].twin)
      let (here, above) = (ways[place].merged, twin == 0 ? 1 : ways[twin].merged)
      for block in 0..<blocks {
        var (before, stopped, passing) = (EdgeFactors(), EdgeFactors(), EdgeFactors())
        before.multiplier = .init(repeating: Float(here / above))
        for lane in 0..<EdgeFactors.Places.scalarCount {
          let index = block * EdgeFactors.Places.scalarCount + lane
          let (t, weight) = (quadrature.places[index], quadrature.weights[index])
          let (passed, passedAbove) = (here * (1 - t) + t, above * (1 - t) + t)
          let effectAbove = weight * (1 - above) / passedAbove
          stopped.multiplier[lane] = Float(here * (1 - t) / passedAbove)
          passing.multiplier[lane] = Float(passed / passedAbove)
          stopped.effect[lane] = Float(-weight / (1 - t) - effectAbove)
          passing.effect[lane] = Float(weight * (1 - here) / passed - effectAbove)
        }
        factors += [before, stopped, passing]
      }
    }
  }
}
