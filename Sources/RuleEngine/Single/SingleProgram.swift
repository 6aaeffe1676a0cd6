/// A section's steps for one record at a time, in the first row of a frame's lanes: what costs least for a block, a kernel a
/// step, costs most where the block is one record. What has no code here is run as a block of one.
final class SingleProgram {
  private let frame: Frame
  private let steps: [Step]
  private let instructions: UnsafeMutableBufferPointer<SingleInstruction>
  private let constants: UnsafeMutableBufferPointer<Constant>

  /// A constant, laid out as a lane of one row.
  private struct Constant {
    var value: Int64
    var truth: UInt64
    var valid: UInt64 = ~0
    var insufficient: UInt64 = 0
  }

  /// - frame: stays where it is, and its blocks begin at its first row.
  init(_ frame: Frame, _ section: Plan.Section) {
    self.frame = frame
    steps = section.steps
    instructions = .allocate(capacity: steps.count)
    let operands = steps.reduce(0) { $0 + $1.operands.count }
    constants = .allocate(capacity: operands + 1)
    // What an operand that is not there reads, and where nothing is ever missing for want of history.
    var used = 1
    constants.initializeElement(at: 0, to: Constant(value: 0, truth: 0))
    for (index, step) in steps.enumerated() {
      var lanes: [Lane] = []
      for operand in step.operands.prefix(3) {
        guard operand.isConstant else {
          lanes.append(operand.register.scope == 0 ? lane(operand.register) : constant(0))
          continue
        }
        constants.initializeElement(
          at: used, to: Constant(value: operand.constant, truth: operand.constant == 1 ? ~0 : 0))
        lanes.append(constant(used))
        used += 1
      }
      while lanes.count < 3 { lanes.append(constant(0)) }
      let isHere = step.result.scope == 0 && !step.result.isNone && step.operands.count <= 3
      instructions.initializeElement(
        at: index,
        to: SingleInstruction(
          code: isHere ? step.code : .other, tracksHistory: step.result.mayBeInsufficient, isFlag: step.kind == .flag,
          result: isHere ? frame.lane(step.result) : constant(0), first: lanes[0], second: lanes[1], third: lanes[2],
          step: .passUnretained(step)))
    }
  }

  deinit {
    instructions.deallocate()
    constants.deallocate()
  }

  private func lane(_ register: Register) -> Lane {
    let lane = frame.lane(register)
    guard !register.mayBeInsufficient else { return lane }
    return Lane(values: lane.values, truth: lane.truth, valid: lane.valid, insufficient: constant(0).insufficient)
  }

  private func constant(_ index: Int) -> Lane {
    guard let base = constants.baseAddress else { preconditionFailure("there is always one constant") }
    let place = UnsafeMutableRawPointer(base + index)
    func word(_ offset: Int) -> UnsafeMutablePointer<UInt64> { (place + offset).assumingMemoryBound(to: UInt64.self) }
    return Lane(
      values: place.assumingMemoryBound(to: Int64.self), truth: word(8), valid: word(16), insufficient: word(24))
  }

  /// Computes all steps for the record in the frame's first row.
  func run() {
    guard var place = instructions.baseAddress else { return }
    let end = place + instructions.count
    while place < end {
      run(place)
      place += 1
    }
  }

  @inline(__always)
  private func run(_ step: UnsafeMutablePointer<SingleInstruction>) {
    switch step.pointee.code {
    case .addNumbers: step.pointee.compute(AddNumbers.self)
    case .addMoney: step.pointee.compute(AddMoney.self)
    case .addWholes: step.pointee.compute(AddWholes.self)
    case .subtractNumbers: step.pointee.compute(SubtractNumbers.self)
    case .subtractMoney: step.pointee.compute(SubtractMoney.self)
    case .subtractWholes: step.pointee.compute(SubtractWholes.self)
    case .multiplyNumbers: step.pointee.compute(MultiplyNumbers.self)
    case .multiplyMoney: step.pointee.compute(Bounded<MultiplyWholes>.self)
    case .multiplyWholes: step.pointee.compute(MultiplyWholes.self)
    case .scaleMoney: step.pointee.compute(Bounded<ScaleWhole>.self)
    case .scaleWhole: step.pointee.compute(ScaleWhole.self)
    case .scaleMoneyTurned: step.pointee.compute(Bounded<ScaleTurned>.self)
    case .scaleWholeTurned: step.pointee.compute(ScaleTurned.self)
    case .divideNumbers: step.pointee.compute(DivideNumbers.self)
    case .divideAlike: step.pointee.compute(DivideWholes.self)
    case .divideMoney: step.pointee.compute(Bounded<DivideWhole>.self)
    case .divideWhole: step.pointee.compute(DivideWhole.self)
    case .negateNumber: step.pointee.compute(bits(-number(step.pointee.first.values[0])))
    case .negateWhole:
      let (value, overflow) = (0 as Int64).subtractingReportingOverflow(step.pointee.first.values[0])
      step.pointee.compute(value, isGood: !overflow)
    case .widen: step.pointee.compute(bits(Double(step.pointee.first.values[0])))
    case .fill: step.pointee.compute(step.pointee.first.values[0])
    case .equalNumbers: step.pointee.compare(EqualNumbers.self)
    case .unequalNumbers: step.pointee.compare(Not<EqualNumbers>.self)
    case .lessNumbers: step.pointee.compare(LessNumbers.self)
    case .atMostNumbers: step.pointee.compare(AtMostNumbers.self)
    case .greaterNumbers: step.pointee.compare(Not<AtMostNumbers>.self)
    case .atLeastNumbers: step.pointee.compare(Not<LessNumbers>.self)
    case .equalWholes: step.pointee.compare(EqualWholes.self)
    case .unequalWholes: step.pointee.compare(Not<EqualWholes>.self)
    case .lessWholes, .lessMoney: step.pointee.compare(LessWholes.self)
    case .atMostWholes, .atMostMoney: step.pointee.compare(AtMostWholes.self)
    case .greaterWholes, .greaterMoney: step.pointee.compare(Not<AtMostWholes>.self)
    case .atLeastWholes, .atLeastMoney: step.pointee.compare(Not<LessWholes>.self)
    case .equalFlags: step.pointee.compareFlags(isEqual: true)
    case .unequalFlags: step.pointee.compareFlags(isEqual: false)
    case .and: step.pointee.conjoin(isAnd: true)
    case .or: step.pointee.conjoin(isAnd: false)
    case .not: step.pointee.negateCondition()
    case .isMissing: step.pointee.tellMissing()
    case .otherwise: step.pointee.takeOther()
    case .choose: step.pointee.choose()
    case .other: step.pointee.step._withUnsafeGuaranteedRef { frame.run($0) }
    }
  }
}
