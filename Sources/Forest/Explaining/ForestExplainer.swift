/// Says how much each feature moved a row's margin: exact contributions in the sense of Shapley, with the training rows' shares for what
/// is not known (what is called path-dependent TreeSHAP). One thread at a time may use it, others a copy.
public final class ForestExplainer {
  private let tables: ExplainingTables
  private let keys: UnsafeMutablePointer<UInt32>
  private let states: UnsafeMutablePointer<Int32>
  private let products: UnsafeMutablePointer<EdgeFactors.Places>

  /// Throws where the forest does not say how many rows took which way.
  public convenience init(_ forest: Forest) throws(ForestError) { self.init(tables: try ExplainingTables(forest)) }

  private init(tables: ExplainingTables) {
    self.tables = tables
    keys = .allocated([UInt32](repeating: 0, count: max(tables.slots.count, 1) * ScoringTables.lanes))
    states = .allocated([Int32](repeating: 0, count: tables.nodesMax))
    products = .allocated([EdgeFactors.Places](repeating: .zero, count: tables.vectorsMax))
  }

  deinit {
    keys.deallocate()
    states.deallocate()
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
        "\(row.count) values and \(contributions.count) contributions for \(featureCount) features; give a value for each, and one place more"
      )
    }
    row.withUnsafeBufferPointer { row in
      contributions.withUnsafeMutableBufferPointer { contributions in
        guard let contributions = contributions.baseAddress else { return }
        contributions.update(repeating: 0, count: featureCount)
        contributions[featureCount] = tables.expectation
        guard let row = row.baseAddress else { return }
        tables.slots.fill(row, lane: 0, keys)
        for tree in tables.trees where tree.count > 1 {
          let walk = ExplainingWalk(
            count: tree.count, nodes: tables.nodes + tree.start, factors: tables.factors + tree.factors,
            categoryWords: tables.categoryWords, keys: keys, states: states, products: products)
          // The usual number of blocks is spelt out, so that the compiler makes no loop of it.
          if tree.blocks == 1 { walk.add(blocks: 1, to: contributions) } else { walk.add(blocks: tree.blocks, to: contributions) }
        }
      }
    }
  }
}
