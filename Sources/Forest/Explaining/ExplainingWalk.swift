/// One row through one tree: products on the way down, sums on the way up. No branch depends on the row.
struct ExplainingWalk {
  let count: Int
  let nodes: UnsafeMutablePointer<ExplainedNode>
  let factors: UnsafeMutablePointer<EdgeFactors>
  let categoryWords: UnsafeMutablePointer<UInt32>
  let keys: UnsafeMutablePointer<UInt32>
  /// For each node the state that chooses its edge's factors.
  let states: UnsafeMutablePointer<Int32>
  /// For each node and each four places t.
  let products: UnsafeMutablePointer<EdgeFactors.Places>

  @inline(__always)
  func add(blocks: Int, to contributions: UnsafeMutablePointer<Double>) {
    down(blocks)
    up(blocks, contributions)
  }

  @inline(__always)
  private func down(_ blocks: Int) {
    // Nothing above the root has stopped the row.
    states[0] = 2
    for block in 0..<blocks { products[block] = .one }
    var place = 0
    while place < count {
      let node = nodes + place
      if node.pointee.right != 0 {
        let goesLeft = goesLeft(node)
        // 1 where the row was not stopped by the feature before; both branches are about the same one.
        let before = states[Int(nodes[place &+ 1].twin)] &>> 1
        enter(place &+ 1, from: place, before &+ (before & goesLeft), blocks)
        enter(Int(node.pointee.right), from: place, before &+ (before & (1 &- goesLeft)), blocks)
      }
      place &+= 1
    }
  }

  @inline(__always)
  private func enter(_ place: Int, from parent: Int, _ state: Int32, _ blocks: Int) {
    states[place] = state
    for block in 0..<blocks {
      let edge = factors + ((place &* blocks &+ block) &* EdgeFactors.states &+ Int(state))
      products[place &* blocks &+ block] = products[parent &* blocks &+ block] * edge.pointee.multiplier
    }
  }

  @inline(__always)
  private func goesLeft(_ node: UnsafeMutablePointer<ExplainedNode>) -> Int32 {
    let key = keys[Int(node.pointee.slot)]
    let isBelow = (UInt(key) &- UInt(node.pointee.threshold)) &>> 63
    let isInSet = categoryWords[Int(node.pointee.words &+ (key &>> 5 & node.pointee.wordMask))] &>> (key & 31) & 1
    return Int32(truncatingIfNeeded: isBelow) | Int32(bitPattern: isInSet)
  }

  /// A node's products become the sums of the leaves below it.
  @inline(__always)
  private func up(_ blocks: Int, _ contributions: UnsafeMutablePointer<Double>) {
    var place = count &- 1
    while place >= 0 {
      let node = nodes + place
      if node.pointee.right == 0 {
        for block in 0..<blocks { products[place &* blocks &+ block] *= Float(node.pointee.value) }
      } else {
        let (left, right) = (place &+ 1, Int(node.pointee.right))
        var effect = EdgeFactors.Places.zero
        for block in 0..<blocks {
          let (fromLeft, fromRight) = (products[left &* blocks &+ block], products[right &* blocks &+ block])
          products[place &* blocks &+ block] = fromLeft + fromRight
          effect += fromLeft * self.effect(left, block, blocks) + fromRight * self.effect(right, block, blocks)
        }
        contributions[Int(nodes[left].feature)] += Double(effect.sum())
      }
      place &-= 1
    }
  }

  @inline(__always)
  private func effect(_ place: Int, _ block: Int, _ blocks: Int) -> EdgeFactors.Places {
    factors[(place &* blocks &+ block) &* EdgeFactors.states &+ Int(states[place])].effect
  }
}
