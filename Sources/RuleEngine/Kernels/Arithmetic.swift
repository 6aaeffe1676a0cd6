import Records

/// Each operation as docs/meaning.md has it: exact where it is of whole numbers, rounded once where it is binary64.
enum AddWholes: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let (value, overflow) = left.addingReportingOverflow(right)
    return (value, !overflow)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let value = left &+ right
    return (value, (left ^ value) & (right ^ value))
  }
}

enum SubtractWholes: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let (value, overflow) = left.subtractingReportingOverflow(right)
    return (value, !overflow)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let value = left &- right
    return (value, (left ^ right) & (left ^ value))
  }
}

enum MultiplyWholes: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let (value, overflow) = left.multipliedReportingOverflow(by: right)
    return (value, !overflow)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    // Far from the end of 64 bits, as their product in binary64 tells, there is no overflow.
    let product = left.converted * right.converted
    if mask((product .< 0x1p62) .& (product .> -0x1p62)).packed == 0xFF { return (left &* right, .zero) }
    return oneByOne(left, right)
  }
}

/// Of money, which has narrower bounds. A value that is not there may be anything, so nothing here may trap.
enum Bounded<Work: BinaryOperation>: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let (value, isGood) = Work.apply(left, right)
    return (value, isGood && value.magnitude <= UInt64(Money.magnitudeMax))
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let (value, bad) = Work.apply(left, right)
    return (value, bad | beyondMoney(value))
  }
}

/// Below zero where there is no such amount.
@inline(__always)
private func beyondMoney(_ value: Eight) -> Eight { (Money.magnitudeMax &- value) | (value &+ Money.magnitudeMax) }

/// Two amounts never overflow, so their bounds are all that is asked.
enum AddMoney: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    Bounded<AddWholes>.apply(left, right)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let value = left &+ right
    return (value, beyondMoney(value))
  }
}

enum SubtractMoney: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    Bounded<SubtractWholes>.apply(left, right)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let value = left &- right
    return (value, beyondMoney(value))
  }
}

enum AddNumbers: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let value = number(left) + number(right)
    return (bits(value), value.isFinite)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let value = left.asNumbers + right.asNumbers
    return (value.asBits, value.notFinite)
  }
}

enum SubtractNumbers: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let value = number(left) - number(right)
    return (bits(value), value.isFinite)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let value = left.asNumbers - right.asNumbers
    return (value.asBits, value.notFinite)
  }
}

enum MultiplyNumbers: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let value = number(left) * number(right)
    return (bits(value), value.isFinite)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let value = left.asNumbers * right.asNumbers
    return (value.asBits, value.notFinite)
  }
}

enum DivideNumbers: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    let value = number(left) / number(right)
    return (bits(value), value.isFinite && number(right) != 0)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let value = left.asNumbers / right.asNumbers
    return (value.asBits, value.notFinite | mask(right.asNumbers .== 0))
  }
}

/// Money over money, duration over duration.
enum DivideWholes: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    (bits(Double(left) / Double(right)), right != 0)
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let divisor = right.converted
    return ((left.converted / divisor).asBits, mask(divisor .== 0))
  }
}

/// Money or a duration times a number or percent, rounded half-even.
enum ScaleWhole: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) { rounded(Double(left) * number(right)) }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    rounded(left.converted * right.asNumbers)
  }
}

enum ScaleTurned: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) { ScaleWhole.apply(right, left) }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    ScaleWhole.apply(right, left)
  }
}

enum DivideWhole: BinaryOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> (value: Int64, isGood: Bool) {
    number(right) == 0 ? (0, false) : rounded(Double(left) / number(right))
  }

  @inline(__always)
  static func apply(_ left: Eight, _ right: Eight) -> (value: Eight, bad: Eight) {
    let (value, bad) = rounded(left.converted / right.asNumbers)
    return (value, bad | mask(right.asNumbers .== 0))
  }
}

/// The nearest whole number, half-even; none where 64 bits do not hold it.
@inline(__always)
func rounded(_ value: Double) -> (value: Int64, isGood: Bool) {
  let whole = value.rounded(.toNearestOrEven)
  guard whole >= -0x1p63, whole < 0x1p63 else { return (0, false) }
  return (Int64(whole), true)
}

/// The same for eight at once. Below 2^51 a number is rounded by adding what leaves no room for a fraction.
@inline(__always)
func rounded(_ value: EightNumbers) -> (value: Eight, bad: Eight) {
  let shift = 0x1.8p52
  let short = mask((value .< 0x1p51) .& (value .> -0x1p51))
  if short.packed == 0xFF { return ((value + shift).asBits &- bits(shift), .zero) }
  return roundedOneByOne(value)
}

private func roundedOneByOne(_ value: EightNumbers) -> (value: Eight, bad: Eight) {
  var (values, bad) = (Eight.zero, Eight.zero)
  for place in 0..<8 {
    let (value, isGood) = rounded(value[place])
    values[place] = value
    bad[place] = isGood ? 0 : -1
  }
  return (values, bad)
}

extension Frame {
  func arithmetic(_ step: Step) {
    switch step.code {
    case .addNumbers: compute(AddNumbers.self, step)
    case .addMoney: compute(AddMoney.self, step)
    case .addWholes: compute(AddWholes.self, step)
    case .subtractNumbers: compute(SubtractNumbers.self, step)
    case .subtractMoney: compute(SubtractMoney.self, step)
    case .subtractWholes: compute(SubtractWholes.self, step)
    case .multiplyNumbers: compute(MultiplyNumbers.self, step)
    case .multiplyMoney: compute(Bounded<MultiplyWholes>.self, step)
    case .multiplyWholes: compute(MultiplyWholes.self, step)
    case .scaleMoney: compute(Bounded<ScaleWhole>.self, step)
    case .scaleWhole: compute(ScaleWhole.self, step)
    case .scaleMoneyTurned: compute(Bounded<ScaleTurned>.self, step)
    case .scaleWholeTurned: compute(ScaleTurned.self, step)
    case .divideNumbers: compute(DivideNumbers.self, step)
    case .divideAlike: compute(DivideWholes.self, step)
    case .divideMoney: compute(Bounded<DivideWhole>.self, step)
    default: compute(DivideWhole.self, step)
    }
  }
}
