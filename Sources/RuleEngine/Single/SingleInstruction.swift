/// A step for one record: where its operands and its result lie, in plain memory. Conditions and what is known of values
/// are words of which the first bit counts, as they are in a block.
struct SingleInstruction {
  let code: StepCode
  /// Whether a result that is missing may be so for want of history.
  let tracksHistory: Bool
  let isFlag: Bool
  let result: Lane
  let first: Lane
  let second: Lane
  let third: Lane
  /// For what has no code of its own.
  let step: Unmanaged<Step>
}

extension SingleInstruction {
  /// A result is there where all operands are, and the operation has one.
  @inline(__always)
  private func put(_ value: Int64, isGood: Bool) {
    result.values[0] = value
    putValidity(isGood ? ~0 : 0)
  }

  @inline(__always)
  private func putValidity(_ good: UInt64) {
    let all = first.valid[0] & second.valid[0]
    result.valid[0] = all & good
    if tracksHistory {
      let some = (first.valid[0] | first.insufficient[0]) & (second.valid[0] | second.insufficient[0])
      result.insufficient[0] = some & ~all
    }
  }

  @inline(__always)
  func compute<Work: BinaryOperation>(_ work: Work.Type) {
    let (value, isGood) = work.apply(first.values[0], second.values[0])
    put(value, isGood: isGood)
  }

  @inline(__always)
  func compute(_ value: Int64, isGood: Bool = true) { put(value, isGood: isGood) }

  @inline(__always)
  func compare<Order: Ordering>(_ order: Order.Type) {
    result.truth[0] = order.holds(first.values[0], second.values[0]) ? ~0 : 0
    putValidity(~0)
  }

  @inline(__always)
  func compareFlags(isEqual: Bool) {
    let difference = first.truth[0] & first.valid[0] ^ second.truth[0] & second.valid[0]
    result.truth[0] = isEqual ? ~difference : difference
    putValidity(~0)
  }

  @inline(__always)
  func negateCondition() {
    let valid = first.valid[0]
    (result.truth[0], result.valid[0]) = (~(first.truth[0] & valid), valid)
    if tracksHistory { result.insufficient[0] = first.insufficient[0] & ~valid }
  }

  @inline(__always)
  func conjoin(isAnd: Bool) {
    let (a, b) = (first.valid[0], second.valid[0])
    let (x, y) = (first.truth[0] & a, second.truth[0] & b)
    let truth = isAnd ? x & y : x | y
    let isFalse = isAnd ? (a & ~x) | (b & ~y) : (a & ~x) & (b & ~y)
    let valid = truth | isFalse
    (result.truth[0], result.valid[0]) = (truth, valid)
    if tracksHistory {
      result.insufficient[0] = ~valid & (a | first.insufficient[0]) & (b | second.insufficient[0])
    }
  }

  @inline(__always)
  func tellMissing() { (result.truth[0], result.valid[0]) = (~first.valid[0], ~0) }

  @inline(__always)
  func takeOther() { choose(first, second, takesFirst: first.valid[0], known: ~0, unknownForHistory: 0) }

  @inline(__always)
  func choose() {
    let known = first.valid[0]
    choose(
      second, third, takesFirst: first.truth[0] & known, known: known, unknownForHistory: first.insufficient[0] & ~known)
  }

  @inline(__always)
  private func choose(_ left: Lane, _ right: Lane, takesFirst: UInt64, known: UInt64, unknownForHistory: UInt64) {
    let valid = known & (takesFirst & left.valid[0] | ~takesFirst & right.valid[0])
    if isFlag {
      result.truth[0] = takesFirst & left.truth[0] & left.valid[0] | ~takesFirst & right.truth[0] & right.valid[0]
    } else {
      result.values[0] = takesFirst & 1 == 1 ? left.values[0] : right.values[0]
    }
    if tracksHistory {
      let chosen = takesFirst & left.insufficient[0] | ~takesFirst & right.insufficient[0]
      result.insufficient[0] = ~valid & (known & chosen | ~known & unknownForHistory)
    }
    result.valid[0] = valid
  }
}
