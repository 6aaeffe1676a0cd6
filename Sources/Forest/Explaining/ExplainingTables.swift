/// What can be computed of contributions before there is a row. Immutable once it is made.
///
/// A feature's contribution is its mean marginal effect over all orders in which features become known. For one leaf, with the features on
/// its way, that mean is an integral over t from 0 to 1: each feature is known with probability t, and a feature j that is known lets the row
/// pass (`o` = 1) or not (0), while one that is not known lets the share `z` of the training rows pass. So the leaf's value is multiplied by
/// `q = z(1 - t) + o t` for each feature but the one in question, for which it is `o - z`. The integrand is a polynomial, and a few places t
/// give its integral exactly. Products for all leaves are made on the way down, sums on the way up.
///
/// A feature that is asked for twice on a way counts once, with the product of its shares. So an edge replaces the factor of the edge above it
/// that asks for the same feature: `o` is 1 or 0 there and here, and the third case, 1 here after 0 there, cannot be.
final class ExplainingTables: @unchecked Sendable {
  let forest: Forest
  let slots: ScoringSlots
  /// The sum when nothing is known of a row.
  let expectation: Double
  let trees: [ExplainedTree]
  let nodes: UnsafeMutablePointer<ExplainedNode>
  let factors: UnsafeMutablePointer<EdgeFactors>
  let categoryWords: UnsafeMutablePointer<UInt32>
  /// Nodes of the largest tree, and its nodes times blocks.
  let nodesMax: Int
  let vectorsMax: Int

  init(_ forest: Forest) throws(ForestError) {
    var builder = ExplainingTablesBuilder(forest)
    for tree in 0..<forest.treeCount { try builder.add(tree) }
    self.forest = forest
    slots = builder.slots
    expectation = builder.expectation
    trees = builder.trees
    nodes = .allocated(builder.nodes)
    factors = .allocated(builder.factors)
    categoryWords = .allocated(builder.slots.words)
    nodesMax = trees.map(\.count).max() ?? 0
    vectorsMax = trees.map { $0.count * $0.blocks }.max() ?? 0
  }

  deinit {
    nodes.deallocate()
    factors.deallocate()
    categoryWords.deallocate()
  }
}

struct ExplainedTree {
  var start: Int
  var count: Int
  /// Four places t each.
  var blocks: Int
  /// Where the factors of its first node are.
  var factors: Int
}

/// A question or a leaf, and the edge that leads to it.
struct ExplainedNode {
  /// The feature that the edge above is about; none above the root.
  var feature: Int32 = -1
  /// The node below the last edge above that is about the same feature; the root where there is none.
  var twin: Int32 = 0
  /// The right branch, counted from the tree's beginning; 0 in a leaf.
  var right: Int32 = 0
  var slot: UInt32 = 0
  var threshold: UInt32 = 0
  var words: UInt32 = 0
  var wordMask: UInt32 = 0
  var value: Double = 0
}

/// An edge at four places t, for one state of a row: stopped at an edge above of the same feature (0), stopped here (1), not stopped (2).
/// A cache line, so that a row touches one for an edge.
struct EdgeFactors {
  typealias Places = SIMD4<Float>

  static let states = 3

  /// What products are multiplied by on the way down.
  var multiplier = Places.zero
  /// What sums from below count for the feature; nothing where the row was stopped before.
  var effect = Places.zero
}
