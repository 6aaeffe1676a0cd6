/// Says how much each feature moved a row's margin: exact contributions in the sense of Shapley, with the training rows' shares for what
/// is not known (what is called path-dependent TreeSHAP). One thread at a time may use it, others a copy.
public final class ForestExplainer {
  private let tables: ExplainingTables
  private let keys: UnsafeMutablePointer<UInt32>
  /// For each node of a tree: whether the row passes all edges of its feature down to it.
  private let passes: UnsafeMutablePointer<UInt8>
  private let products: UnsafeMutablePointer<EdgeFactors.Places>

  /// Throws where the forest does not say how many rows took which way.
  public convenience init(_ forest: Forest) throws(ForestError) { self.init(tables: try ExplainingTables(forest)) }

  private init(tables: ExplainingTables) {
    self.tables = tables
    keys = .allocated([UInt32](repeating: 0, count: max(tables.slots.count, 1) * ScoringTables.lanes))
    passes = .allocated([UInt8](repeating: 0, count: tables.nodesMax))
    products = .allocated([EdgeFactors.Places](repeating: .zero, count: tables.vectorsMax))
  }

  deinit {
    keys.deallocate()
    passes.deallocate()
    products.deallocate()
  }

  /// An explainer for another thread, which shares what is only read.
  public func copy() -> ForestExplainer { ForestExplainer(tables: tables) }

  public var featureCount: Int { tables.forest.features.count }

  /// The margin of a row of which nothing is known.
  public var expectation: Double { tables.expectation }

  /// The contribution of each feature, and the expectation at the end; together they are the margin.
  public func explain(_ row: Span<Float>, into contributions: inout MutableSpan<Double>) throws(ForestError) {
    guard row.count == featureCount, contributions.count == featureCount + 1 else {
      throw ForestError(
        .misfit,
        "\(row.count) values and \(contributions.count) contributions for \(featureCount) features; give a value for each, and one place more")
    }
    row.withUnsafeBufferPointer { row in
      contributions.withUnsafeMutableBufferPointer { contributions in
        guard let contributions = contributions.baseAddress else { return }
        contributions.update(repeating: 0, count: featureCount)
        contributions[featureCount] = tables.expectation
        guard let row = row.baseAddress else { return }
        tables.slots.fill(row, lane: 0, keys)
        for tree in tables.trees where tree.count > 1 {
          if tree.blocks == 1 {
            down(tree, blocks: 1)
            up(tree, blocks: 1, contributions)
          } else {
            down(tree, blocks: tree.blocks)
            up(tree, blocks: tree.blocks, contributions)
          }
        }
      }
    }
  }

  /// Products from the root to each node.
  @inline(__always)
  private func down(_ tree: ExplainedTree, blocks: Int) {
    let (nodes, factors) = (tables.nodes + tree.start, tables.factors + tree.factors)
    passes[0] = 1
    for block in 0..<blocks { products[block] = .one }
    for place in 0..<tree.count where nodes[place].right != 0 {
      let node = nodes[place]
      let goesLeft = goesLeft(node)
      enter(place &+ 1, from: place, goesLeft, nodes, factors, blocks)
      enter(Int(node.right), from: place, 1 - goesLeft, nodes, factors, blocks)
    }
  }

  @inline(__always)
  private func enter(
    _ place: Int, from parent: Int, _ isTaken: UInt8, _ nodes: UnsafeMutablePointer<ExplainedNode>,
    _ factors: UnsafeMutablePointer<EdgeFactors>, _ blocks: Int
  ) {
    let before = passes[Int(nodes[place].twin)]
    passes[place] = before & isTaken
    for block in 0..<blocks {
      let edge = factors + (place &* blocks &+ block)
      let factor = before == 0 ? .init(repeating: edge.pointee.stoppedBefore) : isTaken == 0 ? edge.pointee.stopped : edge.pointee.passed
      products[place &* blocks &+ block] = products[parent &* blocks &+ block] * factor
    }
  }

  @inline(__always)
  private func goesLeft(_ node: ExplainedNode) -> UInt8 {
    let key = keys[Int(node.slot)]
    let isInSet = tables.categoryWords[Int(node.words &+ (key &>> 5 & node.wordMask))] &>> (key & 31) & 1
    return UInt8(truncatingIfNeeded: isInSet) | (key < node.threshold ? 1 : 0)
  }

  /// Sums of the leaves below each node, and what they count for the features. A node's products become its sums.
  @inline(__always)
  private func up(_ tree: ExplainedTree, blocks: Int, _ contributions: UnsafeMutablePointer<Double>) {
    let (nodes, factors) = (tables.nodes + tree.start, tables.factors + tree.factors)
    var place = tree.count - 1
    while place >= 0 {
      let node = nodes[place]
      if node.right == 0 {
        for block in 0..<blocks { products[place &* blocks &+ block] *= node.value }
      } else {
        let (left, right) = (place &+ 1, Int(node.right))
        for block in 0..<blocks {
          products[place &* blocks &+ block] = products[left &* blocks &+ block] + products[right &* blocks &+ block]
        }
        let feature = Int(nodes[left].feature)
        // Both branches are about the same feature, so the row was stopped before either or neither; then there is no effect.
        if passes[Int(nodes[left].twin)] != 0 {
          var effect = EdgeFactors.Places.zero
          for block in 0..<blocks {
            effect += self.effect(left, block, factors, blocks) + self.effect(right, block, factors, blocks)
          }
          contributions[feature] += effect.sum()
        }
      }
      place &-= 1
    }
  }

  @inline(__always)
  private func effect(_ place: Int, _ block: Int, _ factors: UnsafeMutablePointer<EdgeFactors>, _ blocks: Int) -> EdgeFactors.Places {
    let vector = place &* blocks &+ block
    return products[vector] * (passes[place] == 0 ? factors[vector].stoppedEffect : factors[vector].passedEffect)
  }
}
