/// Something that has a value for each row: a lane, or a constant. The compiler writes each kernel once for each.
protocol Source {
  /// The values of eight rows.
  func eight(_ row: Int) -> Eight
}

struct LaneSource: Source {
  let values: UnsafeMutablePointer<Int64>

  @inline(__always)
  func eight(_ row: Int) -> Eight { UnsafeRawPointer(values + row).loadUnaligned(as: Eight.self) }
}

struct ConstantSource: Source {
  let value: Int64

  @inline(__always)
  func eight(_ row: Int) -> Eight { Eight(repeating: value) }
}

/// An operation on two values' bits: its result's, and whether there is one.
protocol BinaryOperation {
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool)
  /// The same for eight at once; `bad` is below zero where there is no result.
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight)
}

extension BinaryOperation {
  /// For what is rare, or has no better way.
  static func oneByOne(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    var (values, bad) = (Eight.zero, Eight.zero)
    for place in 0..<8 {
      let (value, isGood) = apply(left[place], right[place])
      values[place] = value
      bad[place] = isGood ? 0 : -1
    }
    return (values, bad)
  }
}

/// A comparison of two values' bits.
protocol Ordering {
  static func holds(_ left: Int64, _ right: Int64) -> Bool
  /// The same for eight at once, as a mask.
  static func holds(_ left: Eight, _ right: Eight) -> Eight
}

@inline(__always)
func number(_ bits: Int64) -> Double { Double(bitPattern: UInt64(bitPattern: bits)) }

@inline(__always)
func bits(_ number: Double) -> Int64 { Int64(bitPattern: number.bitPattern) }

extension Frame {
  /// Runs a body for each word of 64 rows: the word's place, its first row and how many rows it has.
  @inline(__always)
  static func words(_ count: Int, _ body: (_ word: Int, _ first: Int, _ rows: Int) -> Void) {
    var first = 0
    while first < count {
      body(first >> 6, first, min(64, count - first))
      first += 64
    }
  }

  @inline(__always)
  private func sources<Result>(
    _ left: Operand, _ right: Operand, lanes: (LaneSource, LaneSource) -> Result,
    constant: (LaneSource, ConstantSource) -> Result,
    turned: (ConstantSource, LaneSource) -> Result
  ) -> Result {
    if right.isConstant { return constant(LaneSource(values: lane(left.register).values), ConstantSource(value: right.constant)) }
    if left.isConstant { return turned(ConstantSource(value: left.constant), LaneSource(values: lane(right.register).values)) }
    return lanes(LaneSource(values: lane(left.register).values), LaneSource(values: lane(right.register).values))
  }

  /// Arithmetic over all rows. What has no value is computed too, and is not read.
  func compute<Work: BinaryOperation>(_ work: Work.Type, _ step: Step) {
    let (left, right) = (step.operands[0], step.operands[1])
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    sources(
      left, right, lanes: { Frame.compute(work, $0, $1, result, count) },
      constant: { Frame.compute(work, $0, $1, result, count) }, turned: { Frame.compute(work, $0, $1, result, count) })
    // So far `valid` says where the operation has a result.
    combineValidity(step, result, count, isRestricting: true)
  }

  private static func compute<Work: BinaryOperation>(
    _ work: Work.Type, _ left: some Source, _ right: some Source, _ result: Lane, _ count: Int
  ) {
    // Lanes have room for whole words.
    for word in 0..<(count + 63) / 64 {
      var anyBad = Eight.zero
      for row in stride(from: word * 64, to: word * 64 + 64, by: 8) {
        let (values, bad) = work.apply(left.eight(row), right.eight(row))
        UnsafeMutableRawPointer(result.values + row).storeBytes(of: values, as: Eight.self)
        anyBad |= bad
      }
      result.valid[word] = anyBad.signs.packed == 0 ? ~0 : good(work, left, right, word * 64)
    }
  }

  private static func good<Work: BinaryOperation>(_ work: Work.Type, _ left: some Source, _ right: some Source, _ first: Int)
    -> UInt64
  {
    var good: UInt64 = 0
    for group in 0..<8 {
      let (_, bad) = work.apply(left.eight(first + group * 8), right.eight(first + group * 8))
      good |= (~bad).signs.packed << UInt64(group * 8)
    }
    return good
  }

  func compare<Order: Ordering>(_ order: Order.Type, _ step: Step) {
    let (left, right) = (step.operands[0], step.operands[1])
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    sources(
      left, right, lanes: { Frame.compare(order, $0, $1, result, count) },
      constant: { Frame.compare(order, $0, $1, result, count) }, turned: { Frame.compare(order, $0, $1, result, count) })
    combineValidity(step, result, count, isRestricting: false)
  }

  private static func compare<Order: Ordering>(
    _ order: Order.Type, _ left: some Source, _ right: some Source, _ result: Lane, _ count: Int
  ) {
    for word in 0..<(count + 63) / 64 {
      var truth: UInt64 = 0
      for group in 0..<8 {
        let row = word * 64 + group * 8
        truth |= order.holds(left.eight(row), right.eight(row)).packed << UInt64(group * 8)
      }
      result.truth[word] = truth
    }
  }

  /// A result has a value where all operands have one; it is missing for want of history where that is all that any lacks.
  ///
  /// - isRestricting: `valid` of the result already tells where the operation itself has a value.
  func combineValidity(_ step: Step, _ result: Lane, _ count: Int, isRestricting: Bool) {
    let words = (count + 63) / 64
    let tracks = step.result.mayBeInsufficient
    if !isRestricting { for word in 0..<words { result.valid[word] = ~0 } }
    if tracks {
      // All operands there, or missing for want of history; less where all are there.
      for word in 0..<words {
        var (all, some) = (~0 as UInt64, ~0 as UInt64)
        for operand in step.operands where !operand.isConstant {
          let lane = lane(operand.register)
          all &= lane.valid[word]
          some &= lane.valid[word] | (operand.register.mayBeInsufficient ? lane.insufficient[word] : 0)
        }
        result.valid[word] &= all
        result.insufficient[word] = some & ~all
      }
      return
    }
    for operand in step.operands where !operand.isConstant {
      let valid = lane(operand.register).valid
      for word in 0..<words { result.valid[word] &= valid[word] }
    }
  }
}
