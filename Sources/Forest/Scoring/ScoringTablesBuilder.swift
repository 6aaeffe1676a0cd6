/// Lays a forest's trees out, four at a time.
struct ScoringTablesBuilder {
  private let forest: Forest
  private(set) var slots: ScoringSlots
  private(set) var groups: [TreeGroup] = []
  private(set) var complete: [CompleteNode] = []
  private(set) var leaves: [Float] = []
  private(set) var general: [GeneralNode] = []

  /// Deeper trees are never filled up.
  private static let completeDepthMax = 10

  init(_ forest: Forest) {
    self.forest = forest
    slots = ScoringSlots(forest)
  }

  mutating func build() {
    for first in stride(from: 0, to: forest.treeCount, by: TreeGroup.size) {
      let trees = Array(first..<min(first + TreeGroup.size, forest.treeCount))
      let depth = trees.map(depth).max() ?? 0
      let nodes = trees.reduce(0) { $0 + forest.treeStarts[$1 + 1] - forest.treeStarts[$1] }
      let asksForCategories = trees.contains { tree in
        forest.nodes[forest.treeStarts[tree]..<forest.treeStarts[tree + 1]].contains { $0.categorySet >= 0 }
      }
      // Filling up pays while what is filled in does not crowd the questions out of the cache.
      let isFilledUp = depth <= Self.completeDepthMax && TreeGroup.size << depth <= nodes * 4 + 64
      if !asksForCategories, isFilledUp {
        addComplete(trees, depth)
      } else {
        addGeneral(trees, depth, asksForCategories ? .categorical : .numeric)
      }
    }
  }

  private func depth(_ tree: Int) -> Int {
    let start = forest.treeStarts[tree]
    var (deepest, open) = (0, [(start, 0)])
    while let (node, depth) = open.popLast() {
      deepest = max(deepest, depth)
      if forest.nodes[node].isLeaf { continue }
      open += [(node + 1, depth + 1), (start + Int(forest.nodes[node].right), depth + 1)]
    }
    return deepest
  }

  private mutating func addComplete(_ trees: [Int], _ depth: Int) {
    groups.append(TreeGroup(layout: .complete, depth: depth, nodes: complete.count, leaves: leaves.count))
    let size = 1 << depth
    for tree in trees {
      let (nodeBase, leafBase) = (complete.count, leaves.count)
      complete += [CompleteNode](repeating: CompleteNode(), count: size)
      leaves += [Float](repeating: 0, count: size)
      let start = forest.treeStarts[tree]
      var open = [(node: start, place: 1, level: 0)]
      while let (node, place, level) = open.popLast() {
        let question = forest.nodes[node]
        if question.isLeaf {
          let below = depth - level
          for leaf in (place << below) - size..<((place + 1) << below) - size { leaves[leafBase + leaf] = question.value }
          continue
        }
        complete[nodeBase + place] = CompleteNode(
          slot: slots.number(question) * UInt32(ScoringTables.lanes), threshold: ScoringKey.ordered(question.value))
        open += [(node + 1, place * 2 + 1, level + 1), (start + Int(question.right), place * 2, level + 1)]
      }
    }
    // Whole groups only; what is missing in the last one adds the zero that changes nothing, not even another zero's sign.
    let missing = (TreeGroup.size - trees.count) * size
    complete += [CompleteNode](repeating: CompleteNode(), count: missing)
    leaves += [Float](repeating: -0.0, count: missing)
  }

  private mutating func addGeneral(_ trees: [Int], _ depth: Int, _ layout: TreeGroup.Layout) {
    var group = TreeGroup(layout: layout, depth: depth, nodes: general.count, leaves: 0)
    for lane in 0..<TreeGroup.size {
      group.roots[lane] = UInt32(general.count)
      if lane < trees.count { addGeneral(trees[lane]) } else { addLeaf(-0.0) }
    }
    groups.append(group)
  }

  private mutating func addLeaf(_ value: Float) { general.append(GeneralNode(right: UInt32(general.count), value: value)) }

  private mutating func addGeneral(_ tree: Int) {
    let start = forest.treeStarts[tree]
    general.append(GeneralNode())
    var open = [(node: start, place: general.count - 1)]
    while let (node, place) = open.popLast() {
      let question = forest.nodes[node]
      if question.isLeaf {
        general[place] = GeneralNode(right: UInt32(place), value: question.value)
        continue
      }
      let right = general.count
      var laid = GeneralNode(right: UInt32(right))
      if question.categorySet >= 0 {
        (laid.slot, laid.threshold, _) = slots.category(question, forest)
      } else {
        (laid.slot, laid.threshold) = (slots.number(question), ScoringKey.ordered(question.value))
      }
      laid.slot *= UInt32(ScoringTables.lanes)
      general[place] = laid
      general += [GeneralNode(), GeneralNode()]
      open += [(node + 1, right + 1), (start + Int(question.right), right)]
    }
  }
}
