/// Which conditions hold in a block whose lanes stay where they are: found once, and then read from plain memory.
final class FixedConditions {
  private let conditions: UnsafeMutableBufferPointer<(truth: UnsafeMutablePointer<UInt64>, valid: UnsafeMutablePointer<UInt64>)>
  /// What a condition reads that is the same for all records: words without and with all bits.
  private let constants: UnsafeMutablePointer<UInt64>

  /// - words: how many a lane has.
  init(_ operands: [Operand], words: Int, _ lane: (Register) -> Lane) {
    let constants = UnsafeMutablePointer<UInt64>.allocate(capacity: words * 2)
    constants.initialize(repeating: 0, count: words)
    (constants + words).initialize(repeating: ~0, count: words)
    self.constants = constants
    conditions = .allocate(capacity: operands.count)
    for (place, operand) in operands.enumerated() {
      let lane = operand.isConstant ? nil : lane(operand.register)
      let constant = operand.constant == 1 ? constants + words : constants
      conditions.initializeElement(at: place, to: (lane?.truth ?? constant, lane?.valid ?? constants + words))
    }
  }

  deinit {
    conditions.deallocate()
    constants.deallocate()
  }

  @inline(__always)
  func holding(_ condition: Int, word: Int) -> UInt64 {
    precondition(condition >= 0 && condition < conditions.count)
    let place = conditions.baseAddress.unsafelyUnwrapped + condition
    return place.pointee.truth[word] & place.pointee.valid[word]
  }

  @inline(__always)
  func told(_ condition: Int, word: Int) -> UInt64 {
    precondition(condition >= 0 && condition < conditions.count)
    return (conditions.baseAddress.unsafelyUnwrapped + condition).pointee.valid[word]
  }
}
