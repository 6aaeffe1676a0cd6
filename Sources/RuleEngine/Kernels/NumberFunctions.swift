import Foundation
import Records
import RuleLanguage

/// Functions of quantities.
extension Frame {
  func numberFunction(_ code: FunctionCode, _ step: Step) {
    let operands = step.operands
    let kind = operands[0].kind
    switch code {
    case .abs:
      if kind == .number {
        each(step) { (bits(number($0).magnitude), true) }
      } else {
        each(step) { $0 == .min ? (0, false) : ($0 < 0 ? -$0 : $0, true) }
      }
    case .round: round(step, kind)
    case .floor: each(step) { whole(asNumber($0, kind).rounded(.down), $0, kind) }
    case .ceiling: each(step) { whole(asNumber($0, kind).rounded(.up), $0, kind) }
    case .sqrt: each(step) { finite(asNumber($0, kind).squareRoot()) }
    case .log: each(step) { finite(Foundation.log(asNumber($0, kind))) }
    case .exp: each(step) { finite(Foundation.exp(asNumber($0, kind))) }
    case .number: each(step) { finite(kind == .money ? Double($0) / 10_000 : asNumber($0, kind)) }
    case .percent: each(step) { finite(asNumber($0, kind)) }
    case .money:
      each(step) {
        let (value, isGood) = rounded(asNumber($0, kind) * 10_000)
        return (value, isGood && value.magnitude <= UInt64(Money.magnitudeMax))
      }
    case .seconds: each(step) { (bits(Double($0) / 1e6), true) }
    case .hours: each(step) { (bits(Double($0) / 3.6e9), true) }
    case .days: each(step) { (bits(Double($0) / 8.64e10), true) }
    case .remainder: pairs(step) { $1 == 0 ? (0, false) : ($1 == -1 ? 0 : $0 % $1, true) }
    case .power:
      let other = operands[1].kind
      pairs(step) { finite(Foundation.pow(asNumber($0, kind), asNumber($1, other))) }
    default: least(step, isGreatest: code == .greatest)
    }
  }

  private func round(_ step: Step, _ kind: Kind) {
    let places = step.operands.count > 1 ? Int(step.operands[1].constant) : 0
    if kind == .money {
      return each(step) {
        guard $0.magnitude <= UInt64(Money.magnitudeMax) else { return (0, false) }
        let value = Money(unchecked: $0).rounded(places: min(places, 4)).tenThousandths
        return (value, value.magnitude <= UInt64(Money.magnitudeMax))
      }
    }
    let isPercent = plan.program.expressions[step.node].type == .percent
    var factor = 1.0
    for _ in 0..<places + (isPercent ? 2 : 0) { factor *= 10 }
    each(step) {
      let scaled = number($0) * factor
      guard scaled.magnitude < 0x1p53 else { return ($0, true) }
      return (bits(scaled.rounded(.toNearestOrEven) / factor), true)
    }
  }

  /// The smallest or greatest of several values; of texts by their bytes.
  private func least(_ step: Step, isGreatest: Bool) {
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    let isNumber = step.kind == .number
    let isText = step.kind == .text
    combineValidity(step, result, count, isRestricting: false)
    for row in 0..<count where result.isValid(row) {
      var best = value(step.operands[0], row)
      for operand in step.operands.dropFirst() {
        let other = value(operand, row)
        let isLess =
          isNumber ? number(other) < number(best) : isText ? texts.isLess(other, best) : other < best
        let isMore =
          isNumber ? number(best) < number(other) : isText ? texts.isLess(best, other) : best < other
        if isGreatest ? isMore : isLess { best = other }
      }
      result.values[row] = best
    }
  }

  @inline(__always)
  func value(_ operand: Operand, _ row: Int) -> Int64 {
    operand.isConstant ? operand.constant : lane(operand.register).values[row]
  }

  /// A function of one value.
  @inline(__always)
  func each(_ step: Step, _ body: (Int64) -> (value: Int64, isGood: Bool)) {
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    let operand = step.operands[0]
    let source = operand.isConstant ? result : lane(operand.register)
    Frame.words(count) { word, first, rows in
      var good: UInt64 = 0
      for row in 0..<rows {
        let (value, isGood) = body(operand.isConstant ? operand.constant : source.values[first + row])
        result.values[first + row] = value
        good |= (isGood ? 1 : 0) << UInt64(row)
      }
      result.valid[word] = good
    }
    combineValidity(step, result, count, isRestricting: true)
  }

  private func pairs(_ step: Step, _ body: (Int64, Int64) -> (value: Int64, isGood: Bool)) {
    let result = lane(step.result)
    let count = count(of: step.result.scope)
    for row in 0..<count {
      let (outcome, isGood) = body(value(step.operands[0], row), value(step.operands[1], row))
      result.values[row] = outcome
      result.set(row, in: result.valid, isGood)
    }
    combineValidity(step, result, count, isRestricting: true)
  }
}

@inline(__always)
private func asNumber(_ value: Int64, _ kind: Kind) -> Double { kind == .number ? number(value) : Double(value) }

@inline(__always)
private func finite(_ value: Double) -> (value: Int64, isGood: Bool) { (bits(value), value.isFinite) }

@inline(__always)
private func whole(_ value: Double, _ original: Int64, _ kind: Kind) -> (value: Int64, isGood: Bool) {
  if kind != .number { return (original, true) }
  guard value >= -0x1p63, value < 0x1p63 else { return (0, false) }
  return (Int64(value), true)
}
