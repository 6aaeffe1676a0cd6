/// Which kernel a step is for, with its operands' kinds settled: chosen once, when the plan is made.
enum StepCode: UInt8, Sendable {
  case addNumbers, addMoney, addWholes
  case subtractNumbers, subtractMoney, subtractWholes
  case multiplyNumbers, multiplyMoney, multiplyWholes
  case scaleMoney, scaleWhole, scaleMoneyTurned, scaleWholeTurned
  case divideNumbers, divideAlike, divideMoney, divideWhole
  case negateNumber, negateWhole, widen, fill
  case equalNumbers, unequalNumbers, lessNumbers, atMostNumbers, greaterNumbers, atLeastNumbers
  case equalWholes, unequalWholes, lessWholes, atMostWholes, greaterWholes, atLeastWholes
  case lessMoney, atMostMoney, greaterMoney, atLeastMoney
  case equalFlags, unequalFlags
  case and, or, not, isMissing, otherwise, choose
  /// Everything that has no kernel of its own for a single record.
  case other

  init(_ work: Step.Work, _ kind: Kind, _ operands: [Operand]) {
    switch work {
    case .add: self = .of(kind, .addNumbers, .addMoney, .addWholes)
    case .subtract: self = .of(kind, .subtractNumbers, .subtractMoney, .subtractWholes)
    case .multiply: self = .multiplication(kind, operands)
    case .divide:
      self =
        kind == .number
        ? (operands[0].kind == .number ? .divideNumbers : .divideAlike) : kind == .money ? .divideMoney : .divideWhole
    case .negate: self = kind == .number ? .negateNumber : .negateWhole
    case .widen: self = .widen
    case .fill: self = .fill
    case .compare(let comparison): self = .comparison(comparison, operands)
    case .and: self = .and
    case .or: self = .or
    case .not: self = .not
    case .isMissing: self = .isMissing
    case .otherwise: self = .otherwise
    case .choose: self = .choose
    default: self = .other
    }
  }

  private static func of(_ kind: Kind, _ numbers: StepCode, _ money: StepCode, _ wholes: StepCode) -> StepCode {
    kind == .number ? numbers : kind == .money ? money : wholes
  }

  private static func multiplication(_ kind: Kind, _ operands: [Operand]) -> StepCode {
    if kind == .number { return .multiplyNumbers }
    if operands[0].kind == .number { return kind == .money ? .scaleMoneyTurned : .scaleWholeTurned }
    if operands[1].kind == .number { return kind == .money ? .scaleMoney : .scaleWhole }
    return kind == .money ? .multiplyMoney : .multiplyWholes
  }

  private static func comparison(_ comparison: Step.Comparison, _ operands: [Operand]) -> StepCode {
    switch operands[0].kind {
    case .flag: return comparison == .equal ? .equalFlags : .unequalFlags
    // Texts have an order of bytes, which their symbols have not.
    case .text where comparison != .equal && comparison != .notEqual: return .other
    default: break
    }
    let isNumber = operands[0].kind == .number || operands[1].kind == .number
    let isMoney = operands[0].kind == .money && operands[1].kind == .money
    switch comparison {
    case .equal: return isNumber ? .equalNumbers : .equalWholes
    case .notEqual: return isNumber ? .unequalNumbers : .unequalWholes
    case .less: return isNumber ? .lessNumbers : isMoney ? .lessMoney : .lessWholes
    case .atMost: return isNumber ? .atMostNumbers : isMoney ? .atMostMoney : .atMostWholes
    case .greater: return isNumber ? .greaterNumbers : isMoney ? .greaterMoney : .greaterWholes
    case .atLeast: return isNumber ? .atLeastNumbers : isMoney ? .atLeastMoney : .atLeastWholes
    }
  }
}
