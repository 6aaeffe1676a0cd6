import Records

/// Each operation as docs/meaning.md has it: exact where it is of whole numbers, rounded once where it is binary64.
enum AddWholes: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let (value, overflow) = left.addingReportingOverflow(right)
    return (value, !overflow)
  }
}

enum SubtractWholes: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let (value, overflow) = left.subtractingReportingOverflow(right)
    return (value, !overflow)
  }
}

enum MultiplyWholes: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let (value, overflow) = left.multipliedReportingOverflow(by: right)
    return (value, !overflow)
  }
}

/// Of money, which has narrower bounds. A value that is not there may be anything, so nothing here may trap.
enum Bounded<Work: BinaryOperation>: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let (value, isGood) = Work.apply(left, right)
    return (value, isGood && value.magnitude <= UInt64(Money.magnitudeMax))
  }
}

enum AddNumbers: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let value = number(left) + number(right)
    return (bits(value), value.isFinite)
  }
}

enum SubtractNumbers: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let value = number(left) - number(right)
    return (bits(value), value.isFinite)
  }
}

enum MultiplyNumbers: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let value = number(left) * number(right)
    return (bits(value), value.isFinite)
  }
}

enum DivideNumbers: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let value = number(left) / number(right)
    return (bits(value), value.isFinite && number(right) != 0)
  }
}

/// Money over money, duration over duration.
enum DivideWholes: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    (bits(Double(left) / Double(right)), right != 0)
  }
}

/// Money or a duration times a number or percent, rounded half-even.
enum ScaleWhole: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) { rounded(Double(left) * number(right)) }
}

enum ScaleTurned: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) { ScaleWhole.apply(right, left) }
}

enum DivideWhole: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    number(right) == 0 ? (0, false) : rounded(Double(left) / number(right))
  }
}

/// The nearest whole number, half-even; none where 64 bits do not hold it.
@inline(__always)
func rounded(_ value: Double) -> (value: Int64, isGood: Bool) {
  let whole = value.rounded(.toNearestOrEven)
  guard whole >= -0x1p63, whole < 0x1p63 else { return (0, false) }
  return (Int64(whole), true)
}

extension Frame {
  func arithmetic(_ step: Step) {
    let isNumber = step.kind == .number
    let isMoney = step.kind == .money
    switch step.work {
    case .add:
      if isNumber {
        compute(AddNumbers.self, step)
      } else if isMoney {
        compute(Bounded<AddWholes>.self, step)
      } else {
        compute(AddWholes.self, step)
      }
    case .subtract:
      if isNumber {
        compute(SubtractNumbers.self, step)
      } else if isMoney {
        compute(Bounded<SubtractWholes>.self, step)
      } else {
        compute(SubtractWholes.self, step)
      }
    case .multiply: multiply(step, isNumber, isMoney)
    default:
      if isNumber {
        if step.operands[0].kind == .number { compute(DivideNumbers.self, step) } else { compute(DivideWholes.self, step) }
      } else if isMoney {
        compute(Bounded<DivideWhole>.self, step)
      } else {
        compute(DivideWhole.self, step)
      }
    }
  }

  private func multiply(_ step: Step, _ isNumber: Bool, _ isMoney: Bool) {
    if isNumber { return compute(MultiplyNumbers.self, step) }
    switch (step.operands[0].kind, step.operands[1].kind) {
    case (.number, _):
      if isMoney { compute(Bounded<ScaleTurned>.self, step) } else { compute(ScaleTurned.self, step) }
    case (_, .number):
      if isMoney { compute(Bounded<ScaleWhole>.self, step) } else { compute(ScaleWhole.self, step) }
    default:
      if isMoney { compute(Bounded<MultiplyWholes>.self, step) } else { compute(MultiplyWholes.self, step) }
    }
  }
}
