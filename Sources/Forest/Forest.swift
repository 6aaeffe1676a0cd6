/// A sum of trees, checked: whatever a value of this type holds can be walked without a further look. Immutable, so any number
/// of scorers may read it.
public struct Forest: Hashable, Sendable {
  public let features: [FeatureDescription]
  public let objective: ForestObjective
  /// The sum before the first leaf is added.
  public let baseMargin: Float
  /// Node after node, each before those below it and the left branch first; tree after tree.
  public let nodes: [ForestNode]
  /// Where each tree begins, and where the last one ends.
  public let treeStarts: [Int]
  /// The categories that go right, for the nodes that ask for them.
  public let categorySets: [CategorySet]

  public var treeCount: Int { treeStarts.count - 1 }

  /// What the margin says, in the terms of what was learned: a probability, a rate, or the margin itself.
  public func response(toMargin margin: Float) -> Float { BaseScore.response(margin, objective) }
}

/// A question, or a leaf.
public struct ForestNode: Hashable, Sendable {
  /// The feature asked for; -1 in a leaf.
  public var feature: Int32
  /// What a value must be below to go left; in a leaf its value.
  public var value: Float
  /// Where the right branch is, counted from the tree's beginning; the left one follows at once.
  public var right: Int32
  /// The set whose categories go right, where it is about categories; else -1.
  public var categorySet: Int32
  /// How much the rows weighed that came by in training.
  public var cover: Float
  /// Which way a missing value takes.
  public var goesLeftByDefault: Bool

  public var isLeaf: Bool { feature < 0 }
}

/// Categories as bits.
public struct CategorySet: Hashable, Sendable {
  public let words: [UInt32]

  /// - categories: from 0, in any order.
  init(_ categories: some Collection<Int>) {
    var words = [UInt32](repeating: 0, count: (categories.max() ?? -1) / 32 + 1)
    for category in categories { words[category / 32] |= 1 << UInt32(category % 32) }
    self.words = words
  }

  /// The category of a value counts without what is behind the point; what is no category is in no set.
  public func contains(_ value: Float) -> Bool {
    guard value >= 0, value < Float(words.count * 32) else { return false }
    let category = Int(value)
    return words[category / 32] >> UInt32(category % 32) & 1 == 1
  }
}
