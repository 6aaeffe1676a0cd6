/// Kleene's logic, 64 records at a time.
extension Frame {
  /// A condition's bits: what is true, what is known, and what is unknown only for want of history.
  private struct Bits {
    var truth: UInt64
    var valid: UInt64
    var insufficient: UInt64
  }

  @inline(__always)
  private func bits(_ operand: Operand, _ lane: Lane, _ word: Int) -> Bits {
    if operand.isConstant { return Bits(truth: operand.constant == 1 ? ~0 : 0, valid: ~0, insufficient: 0) }
    let valid = lane.valid[word]
    return Bits(
      truth: lane.truth[word] & valid, valid: valid,
      insufficient: operand.register.mayBeInsufficient ? lane.insufficient[word] & ~valid : 0)
  }

  @inline(__always)
  private func lane(_ operand: Operand, or other: Lane) -> Lane { operand.isConstant ? other : lane(operand.register) }

  func logic(_ step: Step) {
    let result = lane(step.result)
    let words = (count(of: step.result.scope) + 63) / 64
    let first = step.operands[0]
    let left = lane(first, or: result)
    if case .not = step.work {
      for word in 0..<words {
        let bits = bits(first, left, word)
        (result.truth[word], result.valid[word]) = (~bits.truth, bits.valid)
        if step.result.mayBeInsufficient { result.insufficient[word] = bits.insufficient }
      }
      return
    }
    let second = step.operands[1]
    let right = lane(second, or: result)
    let isAnd = if case .and = step.work { true } else { false }
    for word in 0..<words {
      let (a, b) = (bits(first, left, word), bits(second, right, word))
      let truth = isAnd ? a.truth & b.truth : a.truth | b.truth
      let isFalse =
        isAnd ? (a.valid & ~a.truth) | (b.valid & ~b.truth) : (a.valid & ~a.truth) & (b.valid & ~b.truth)
      let valid = truth | isFalse
      (result.truth[word], result.valid[word]) = (truth, valid)
      // Unknown, and none of what is unknown is so for another reason.
      if step.result.mayBeInsufficient {
        result.insufficient[word] = ~valid & (a.valid | a.insufficient) & (b.valid | b.insufficient)
      }
    }
  }

  /// Two conditions that are the same, or not.
  func flagComparison(_ step: Step, isEqual: Bool) {
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    let (left, right) = (lane(step.operands[0], or: result), lane(step.operands[1], or: result))
    for word in 0..<(count + 63) / 64 {
      let difference = bits(step.operands[0], left, word).truth ^ bits(step.operands[1], right, word).truth
      result.truth[word] = isEqual ? ~difference : difference
    }
    combineValidity(step, result, count, isRestricting: false)
  }

  func isMissing(_ step: Step) {
    let result = lane(step.result)
    let words = (count(of: step.result.scope) + 63) / 64
    let operand = step.operands[0]
    for word in 0..<words {
      result.truth[word] = operand.isConstant ? 0 : ~lane(operand.register).valid[word]
      result.valid[word] = ~0
    }
  }

  /// `first ?? second`, and `if(condition, first, second)`: each row's value comes from one of two.
  func choose(_ step: Step) {
    let isChoice = step.operands.count == 3
    let (first, second) = (step.operands[isChoice ? 1 : 0], step.operands[isChoice ? 2 : 1])
    let result = lane(step.result)
    let (left, right) = (lane(first, or: result), lane(second, or: result))
    let condition = isChoice ? lane(step.operands[0], or: result) : result
    let count = count(of: step.result.scope)
    Frame.words(count) { word, start, rows in
      var takesFirst: UInt64
      var known: UInt64 = ~0
      var unknownForHistory: UInt64 = 0
      if isChoice {
        let bits = bits(step.operands[0], condition, word)
        (takesFirst, known, unknownForHistory) = (bits.truth, bits.valid, bits.insufficient)
      } else {
        takesFirst = first.isConstant ? ~0 : left.valid[word]
      }
      let (a, b) = (validBits(first, left, word), validBits(second, right, word))
      let valid = known & (takesFirst & a.valid | ~takesFirst & b.valid)
      if step.kind == .flag {
        let (x, y) = (bits(first, left, word).truth, bits(second, right, word).truth)
        result.truth[word] = takesFirst & x | ~takesFirst & y
      } else {
        for row in 0..<rows {
          let isFirst = takesFirst >> UInt64(row) & 1 == 1
          let chosen = isFirst ? first : second
          result.values[start + row] = chosen.isConstant ? chosen.constant : (isFirst ? left : right).values[start + row]
        }
      }
      result.valid[word] = valid
      if step.result.mayBeInsufficient {
        let chosen = takesFirst & a.insufficient | ~takesFirst & b.insufficient
        result.insufficient[word] = ~valid & (known & chosen | ~known & unknownForHistory)
      }
    }
  }

  @inline(__always)
  private func validBits(_ operand: Operand, _ lane: Lane, _ word: Int) -> (valid: UInt64, insufficient: UInt64) {
    if operand.isConstant { return (~0, 0) }
    return (lane.valid[word], operand.register.mayBeInsufficient ? lane.insufficient[word] : 0)
  }
}
