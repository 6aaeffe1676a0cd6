/// Walks trees without a branch that depends on data: which way a row takes is an addition, so several walks go on at once and
/// none waits for a guess.
struct TreeWalk {
  private let tables: ScoringTables
  private let keys: UnsafeMutablePointer<UInt32>

  init(_ tables: ScoringTables, _ keys: UnsafeMutablePointer<UInt32>) { (self.tables, self.keys) = (tables, keys) }

  /// The sum for the row in lane 0, four trees at a time; leaves are added one after the other, in the trees' order.
  func sum() -> Float {
    var sum = tables.forest.baseMargin
    for group in tables.groups {
      switch group.layout {
      case .complete: addComplete(group, &sum)
      case .numeric: addGeneral(group, &sum, asksForCategories: false)
      case .categorical: addGeneral(group, &sum, asksForCategories: true)
      }
    }
    return sum
  }

  /// The sign of a difference, and not a comparison, of which the compiler would make a branch here and there.
  @inline(__always)
  private func step(_ place: UInt, _ nodes: UnsafeMutablePointer<CompleteNode>, _ keys: UnsafeMutablePointer<UInt32>) -> UInt {
    let node = nodes + Int(bitPattern: place)
    return place &+ place &+ (UInt(keys[Int(node.pointee.slot)]) &- UInt(node.pointee.threshold)) &>> 63
  }

  private func addComplete(_ group: TreeGroup, _ sum: inout Float) {
    let size = 1 << group.depth
    let (first, leaves) = (tables.complete + group.nodes, tables.leaves + group.leaves)
    let (second, third, fourth) = (first + size, first + 2 * size, first + 3 * size)
    var (a, b, c, d): (UInt, UInt, UInt, UInt) = (1, 1, 1, 1)
    var level = group.depth
    while level > 0 {
      a = step(a, first, keys)
      b = step(b, second, keys)
      c = step(c, third, keys)
      d = step(d, fourth, keys)
      level &-= 1
    }
    sum += leaves[Int(bitPattern: a) - size]
    sum += leaves[Int(bitPattern: b)]
    sum += leaves[Int(bitPattern: c) + size]
    sum += leaves[Int(bitPattern: d) + 2 * size]
  }

  @inline(__always)
  private func step(_ place: UInt32, _ keys: UnsafeMutablePointer<UInt32>, _ asksForCategories: Bool) -> UInt32 {
    let node = tables.general + Int(place)
    let (slot, threshold) = (Int(node.pointee.slot), node.pointee.threshold)
    let key = keys[slot]
    guard asksForCategories else {
      return node.pointee.right &+ UInt32(truncatingIfNeeded: (UInt(key) &- UInt(threshold)) &>> 63)
    }
    // Both answers are computed, and one of them is always no: nothing is below 0, and the first word has no bits.
    let kind = tables.kinds[slot / ScoringTables.lanes]
    let isBelow = UInt32(truncatingIfNeeded: (UInt(key) &- UInt(threshold & kind.number)) &>> 63)
    let word = (threshold & ~kind.number) &+ (key &>> 5 & kind.words)
    return node.pointee.right &+ (isBelow | tables.categoryWords[Int(word)] &>> (key & 31) & 1)
  }

  @inline(__always)
  private func addGeneral(_ group: TreeGroup, _ sum: inout Float, asksForCategories: Bool) {
    var (a, b, c, d) = (group.roots[0], group.roots[1], group.roots[2], group.roots[3])
    for _ in 0..<group.depth {
      let before = (a, b, c, d)
      a = step(a, keys, asksForCategories)
      b = step(b, keys, asksForCategories)
      c = step(c, keys, asksForCategories)
      d = step(d, keys, asksForCategories)
      // All at their leaves, which lead to themselves.
      if (a ^ before.0) | (b ^ before.1) | (c ^ before.2) | (d ^ before.3) == 0 { break }
    }
    sum += tables.general[Int(a)].value
    sum += tables.general[Int(b)].value
    sum += tables.general[Int(c)].value
    sum += tables.general[Int(d)].value
  }

  /// The sums for blocks of eight rows, a tree at a time.
  func sums(blocks: Int, _ sums: UnsafeMutablePointer<Float>) {
    let blockKeys = tables.slots.count * ScoringTables.lanes
    for row in 0..<blocks * ScoringTables.lanes { sums[row] = tables.forest.baseMargin }
    for group in tables.groups {
      for tree in 0..<TreeGroup.size {
        for block in 0..<blocks {
          let (keys, sums) = (keys + block * blockKeys, sums + block * ScoringTables.lanes)
          switch group.layout {
          case .complete:
            let size = 1 << group.depth
            let (nodes, leaves) = (tables.complete + (group.nodes + tree * size), tables.leaves + (group.leaves + tree * size))
            completeBlock(nodes, leaves, group.depth, keys, sums)
            completeBlock(nodes, leaves, group.depth, keys + 4, sums + 4)
          case .numeric: generalBlock(group.roots[tree], group.depth, keys, sums, asksForCategories: false)
          case .categorical: generalBlock(group.roots[tree], group.depth, keys, sums, asksForCategories: true)
          }
        }
      }
    }
  }

  @inline(__always)
  private func completeBlock(
    _ nodes: UnsafeMutablePointer<CompleteNode>, _ leaves: UnsafeMutablePointer<Float>, _ depth: Int,
    _ keys: UnsafeMutablePointer<UInt32>, _ sums: UnsafeMutablePointer<Float>
  ) {
    var (a, b, c, d): (UInt, UInt, UInt, UInt) = (1, 1, 1, 1)
    var level = depth
    while level > 0 {
      a = step(a, nodes, keys)
      b = step(b, nodes, keys + 1)
      c = step(c, nodes, keys + 2)
      d = step(d, nodes, keys + 3)
      level &-= 1
    }
    let leaves = leaves - (1 &<< depth)
    sums[0] += leaves[Int(bitPattern: a)]
    sums[1] += leaves[Int(bitPattern: b)]
    sums[2] += leaves[Int(bitPattern: c)]
    sums[3] += leaves[Int(bitPattern: d)]
  }

  @inline(__always)
  private func generalBlock(
    _ root: UInt32, _ depth: Int, _ keys: UnsafeMutablePointer<UInt32>, _ sums: UnsafeMutablePointer<Float>,
    asksForCategories: Bool
  ) {
    for half in [0, 4] {
      let keys = keys + half
      var (a, b, c, d) = (root, root, root, root)
      for _ in 0..<depth {
        let before = (a, b, c, d)
        a = step(a, keys, asksForCategories)
        b = step(b, keys + 1, asksForCategories)
        c = step(c, keys + 2, asksForCategories)
        d = step(d, keys + 3, asksForCategories)
        if (a ^ before.0) | (b ^ before.1) | (c ^ before.2) | (d ^ before.3) == 0 { break }
      }
      sums[half] += tables.general[Int(a)].value
      sums[half + 1] += tables.general[Int(b)].value
      sums[half + 2] += tables.general[Int(c)].value
      sums[half + 3] += tables.general[Int(d)].value
    }
  }
}
