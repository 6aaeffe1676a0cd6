import Evaluation
import Foundation

/// Random cuts, one after the other, until rows stand alone or no cut parts them.
struct IsolationTree: Hashable, Sendable, Codable {
  struct Node: Hashable, Sendable, Codable {
    /// -1 in a leaf.
    var feature: Int
    /// Up to here a value goes left; in a leaf how many more cuts its rows would take.
    var value: Double
    /// Where the right branch is; the left one follows at once.
    var right: Int
    var missingGoesLeft: Bool
  }

  private(set) var nodes: [Node] = []

  init(_ rows: EncodedRows, sample: [Int], _ random: inout SeededRandom) {
    let depthMax = Int(log2(Double(max(sample.count, 2))).rounded(.up))
    grow(rows, sample, depth: 0, depthMax, &random)
  }

  private mutating func grow(_ rows: EncodedRows, _ sample: [Int], depth: Int, _ depthMax: Int, _ random: inout SeededRandom) {
    guard depth < depthMax, sample.count > 1, let cut = Self.cut(rows, sample, &random) else {
      nodes.append(Node(feature: -1, value: Self.usualDepth(sample.count), right: 0, missingGoesLeft: false))
      return
    }
    let place = nodes.count
    nodes.append(cut)
    let left = sample.filter { cut.goesLeft(rows.value($0, cut.feature)) }
    let right = sample.filter { !cut.goesLeft(rows.value($0, cut.feature)) }
    grow(rows, left, depth: depth + 1, depthMax, &random)
    nodes[place].right = nodes.count
    grow(rows, right, depth: depth + 1, depthMax, &random)
  }

  /// A random cut of a random feature that has something to cut; nil where none has.
  private static func cut(_ rows: EncodedRows, _ sample: [Int], _ random: inout SeededRandom) -> Node? {
    var features = Array(0..<rows.width)
    while !features.isEmpty {
      let drawn = Int.random(in: 0..<features.count, using: &random)
      let feature = features[drawn]
      features.swapAt(drawn, features.count - 1)
      features.removeLast()
      var (low, high, present) = (Float.infinity, -Float.infinity, 0)
      for row in sample {
        let value = rows.value(row, feature)
        guard !value.isNaN else { continue }
        (low, high) = (min(low, value), max(high, value))
        present += 1
      }
      if low < high {
        // In 64 bits the distance of any two is finite. The highest value always goes right.
        let at = min(Double(low) + random.share() * (Double(high) - Double(low)), Double(high).nextDown)
        return Node(feature: feature, value: at, right: 0, missingGoesLeft: random.next() & 1 == 1)
      }
      if present > 0, present < sample.count {
        return Node(feature: feature, value: Double(high), right: 0, missingGoesLeft: false)
      }
    }
    return nil
  }

  @inline(__always)
  func depth(_ values: UnsafeBufferPointer<Float>, start: Int) -> Double {
    nodes.withUnsafeBufferPointer { nodes in
      var (place, cuts) = (0, 0.0)
      while nodes[place].feature >= 0 {
        place = nodes[place].goesLeft(values[start + nodes[place].feature]) ? place + 1 : nodes[place].right
        cuts += 1
      }
      return cuts + nodes[place].value
    }
  }

  /// The cuts that a row takes in the mean in a tree of so many different rows.
  static func usualDepth(_ count: Int) -> Double {
    guard count > 1 else { return 0 }
    let harmonic = (1..<count).reduce(0.0) { $0 + 1 / Double($1) }
    return 2 * harmonic - 2 * Double(count - 1) / Double(count)
  }

  /// A file can say anything, and a walk checks nothing; so the file is checked.
  init(from decoder: any Decoder) throws {
    nodes = try decoder.singleValueContainer().decode([Node].self)
    let isSound =
      !nodes.isEmpty
      && nodes.indices.allSatisfy { place in
        let node = nodes[place]
        guard node.value.isFinite else { return false }
        // Both branches lie further on, so that every walk ends.
        return node.feature < 0 || (node.right > place + 1 && node.right < nodes.count)
      }
    guard isSound else { throw LearningError(.misfit, "a tree in the model's file is damaged; train the model anew") }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nodes)
  }
}

extension IsolationTree.Node {
  @inline(__always)
  func goesLeft(_ value: Float) -> Bool { value.isNaN ? missingGoesLeft : Double(value) <= self.value }
}
