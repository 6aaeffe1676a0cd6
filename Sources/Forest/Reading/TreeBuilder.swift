/// Makes checked nodes of trees as they are written, one tree after the other.
struct TreeBuilder {
  private(set) var nodes: [ForestNode] = []
  private(set) var treeStarts = [0]
  private(set) var categorySets: [CategorySet] = []
  /// Features that a node asks for categories of.
  private(set) var categorical: Set<Int> = []
  private let featureCount: Int
  private var knownSets: [CategorySet: Int32] = [:]
  private var longestSet = 0

  init(featureCount: Int) { self.featureCount = featureCount }

  /// - weight: what each leaf is multiplied with; 1 without dropout.
  mutating func add(_ tree: TreeFields, weight: Float?) throws(ForestError) {
    try tree.checkShape()
    let sets = try readSets(tree)
    let start = nodes.count
    var isVisited = [Bool](repeating: false, count: tree.nodeCount)
    // Where to go on, and which node wants to know where its right branch begins.
    var open: [(node: Int, depth: Int, parent: Int?)] = [(0, 0, nil)]
    while let (node, depth, parent) = open.popLast() {
      // A node that is met twice has two ways to it, or is its own ancestor.
      guard !isVisited[node] else { throw tree.unsound("left_children", "node \(node) is reached in two ways") }
      isVisited[node] = true
      guard depth <= TreeLimits.depthMax else {
        throw ForestError(
          .tooLarge, path: tree.path, "the tree is deeper than \(TreeLimits.depthMax); train with a smaller depth")
      }
      if let parent { nodes[parent].right = Int32(nodes.count - start) }
      let (left, right) = (tree.left[node], tree.right[node])
      if left == -1 {
        guard right == -1 else { throw tree.unsound("right_children[\(node)]", "a leaf with a right child") }
        nodes.append(try leaf(tree, node, weight))
        continue
      }
      try checkChild(tree, "left_children", node, left)
      try checkChild(tree, "right_children", node, right)
      open.append((right, depth + 1, nodes.count))
      open.append((left, depth + 1, nil))
      nodes.append(try question(tree, node, sets))
    }
    treeStarts.append(nodes.count)
  }

  private func checkChild(_ tree: TreeFields, _ field: String, _ node: Int, _ child: Int) throws(ForestError) {
    guard child > 0, child < tree.nodeCount else {
      throw tree.unsound("\(field)[\(node)]", "there is no node \(child) among \(tree.nodeCount)")
    }
  }

  private func leaf(_ tree: TreeFields, _ node: Int, _ weight: Float?) throws(ForestError) -> ForestNode {
    let value = weight.map { tree.conditions[node] * $0 } ?? tree.conditions[node]
    guard value.isFinite else { throw tree.unsound("split_conditions[\(node)]", "a leaf of \(value)") }
    return ForestNode(feature: -1, value: value, right: 0, categorySet: -1, cover: tree.covers[node], goesLeftByDefault: false)
  }

  private mutating func question(_ tree: TreeFields, _ node: Int, _ sets: [Int: Int32]) throws(ForestError) -> ForestNode {
    let feature = tree.features[node]
    guard feature >= 0, feature < featureCount else {
      throw tree.unsound("split_indices[\(node)]", "there is no feature \(feature) among \(featureCount)")
    }
    guard tree.defaultLeft[node] == 0 || tree.defaultLeft[node] == 1 else {
      throw tree.unsound("default_left[\(node)]", "\(tree.defaultLeft[node]) is neither 0 nor 1")
    }
    var set: Int32 = -1
    switch tree.splitTypes.isEmpty ? 0 : tree.splitTypes[node] {
    case 0:
      if tree.conditions[node].isNaN { throw tree.unsound("split_conditions[\(node)]", "a threshold that is no number") }
    case 1:
      guard let known = sets[node] else {
        throw tree.unsound("categories_nodes", "node \(node) asks for categories and names none")
      }
      set = known
      categorical.insert(feature)
    default: throw tree.unsound("split_type[\(node)]", "\(tree.splitTypes[node]) is neither 0 (number) nor 1 (category)")
    }
    return ForestNode(
      feature: Int32(feature), value: set < 0 ? tree.conditions[node] : 0, right: 0, categorySet: set, cover: tree.covers[node],
      goesLeftByDefault: tree.defaultLeft[node] == 1)
  }

  /// The sets of a tree by node. Sets that are alike are one.
  private mutating func readSets(_ tree: TreeFields) throws(ForestError) -> [Int: Int32] {
    var sets: [Int: Int32] = [:]
    for (place, node) in tree.categoryNodes.enumerated() {
      let (start, size) = (tree.categorySegments[place], tree.categorySizes[place])
      guard start >= 0, size >= 0, start <= tree.categories.count, size <= tree.categories.count - start else {
        throw tree.unsound(
          "categories_segments[\(place)]", "\(size) categories from \(start) on, and there are \(tree.categories.count)")
      }
      let categories = tree.categories[start..<start + size]
      if let wrong = categories.first(where: { !(0..<1 << 24 ~= $0) }) {
        throw tree.unsound("categories", "\(wrong) is no category; they are whole numbers from 0 to 16777215")
      }
      // To be scored, each set becomes as long as the longest.
      longestSet = max(longestSet, (categories.max() ?? -1) + 1)
      guard longestSet * (categorySets.count + 1) <= TreeLimits.categoryBitsMax else {
        throw ForestError(
          .tooLarge, path: tree.path, "the sets of categories are too large together; number the categories from 0 on")
      }
      let set = CategorySet(categories)
      let known = knownSets[set] ?? Int32(categorySets.count)
      if known == categorySets.count {
        categorySets.append(set)
        knownSets[set] = known
      }
      guard sets.updateValue(known, forKey: node) == nil else {
        throw tree.unsound("categories_nodes[\(place)]", "node \(node) has two sets of categories")
      }
    }
    return sets
  }
}
