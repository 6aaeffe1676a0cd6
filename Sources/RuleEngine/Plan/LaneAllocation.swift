/// Gives each temporary value of a section a lane, and the lane to another when its last reader has read: a thousand rules
/// then work in the memory of a few.
enum LaneAllocation {
  static func assign(_ section: inout Plan.Section, scopes: Int) {
    var lastUses: [Register: Int] = [:]
    for (index, step) in section.steps.enumerated() {
      for register in reads(step) where !register.isKept { lastUses[register] = index }
    }
    var pools = [Pool](repeating: Pool(), count: scopes * 2)
    func pool(of register: Register) -> Int { Int(register.scope) * 2 + (register.isFlag ? 1 : 0) }
    var assigned: [Register: Register] = [:]
    func renamed(_ register: Register) -> Register { assigned[register] ?? register }
    for index in section.steps.indices {
      let step = section.steps[index]
      // The result may not share a lane with an operand: steps read while they write.
      if !step.result.isNone, !step.result.isKept {
        var register = step.result
        register.lane = pools[pool(of: register)].take()
        assigned[step.result] = register
      }
      let (read, written) = (Set(reads(step)), step.result)
      rename(step, renamed)
      for register in read where !register.isKept && lastUses[register] == index {
        pools[pool(of: register)].free.append(renamed(register).lane)
      }
      if !written.isNone, !written.isKept, lastUses[written] == nil {
        pools[pool(of: written)].free.append(renamed(written).lane)
      }
    }
    section.lanes = (0..<scopes).map {
      Plan.LaneCount(values: Int(pools[$0 * 2].count), flags: Int(pools[$0 * 2 + 1].count))
    }
  }

  private struct Pool {
    var free: [Int32] = []
    var count: Int32 = 0

    mutating func take() -> Int32 {
      if let lane = free.popLast() { return lane }
      count += 1
      return count - 1
    }
  }

  private static func reads(_ step: Step) -> [Register] {
    var registers = step.operands.map(\.register)
    if case .native(let work) = step.work {
      for case .value(let operand, _) in work.arguments { registers.append(operand.register) }
    }
    return registers.filter { !$0.isNone }
  }

  private static func rename(_ step: Step, _ renamed: (Register) -> Register) {
    func operand(_ operand: Operand) -> Operand {
      var operand = operand
      if !operand.isConstant { operand.register = renamed(operand.register) }
      return operand
    }
    step.operands = step.operands.map(operand)
    if !step.result.isNone { step.result = renamed(step.result) }
    switch step.work {
    case .fold(var fold):
      fold.argument = fold.argument.map(operand)
      fold.filter = fold.filter.map(operand)
      fold.key = fold.key.map(operand)
      step.work = .fold(fold)
    case .native(var native):
      native.arguments = native.arguments.map { argument in
        if case .value(let value, let type) = argument { .value(operand(value), type) } else { argument }
      }
      step.work = .native(native)
    default: break
    }
  }
}
