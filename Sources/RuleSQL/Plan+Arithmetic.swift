import RuleLanguage

/// Sums, differences, products and quotients: exact or missing for whole numbers, rounded once for others.
extension Plan {
  private func isBinary(_ type: ValueType) -> Bool { type == .number || type == .percent }

  func isMoney(_ type: ValueType) -> Bool { if case .money = type { true } else { false } }

  /// An operand in binary64.
  mutating func double(_ id: Expression.ID, in scope: Int) throws(Problem) -> Operand {
    let operand = try simple(id, in: scope)
    if isBinary(pool[id].type) { return operand }
    // A whole constant is written as the number that it is.
    if pool[id].operation == .constant { return .literal(dialect.literal(number: Double(pool[id].payload))) }
    return Operand(text: dialect.double(operand.text), reads: operand.reads, form: .simple)
  }

  mutating func negated(_ node: Expression, in scope: Int) throws(Problem) -> Operand {
    if isBinary(node.type) || isMoney(node.type) {
      let operand = try value(node.first, in: scope)
      return .open("- \(operand.inside)", operand)
    }
    let operand = try simple(node.first, in: scope)
    return .closed("case when \(operand.text) > \(dialect.literal(integer: .min)) then - \(operand.text) end", operand)
  }

  mutating func arithmetic(_ node: Expression, in scope: Int) throws(Problem) -> Operand {
    let (left, right) = (pool[node.first].type, pool[node.second].type)
    if isBinary(node.type) || isBinary(left) || isBinary(right) || node.operation == .divide {
      return try binary(node, in: scope)
    }
    let (first, second) = (try simple(node.first, in: scope), try simple(node.second, in: scope))
    if isMoney(node.type) {
      if node.operation == .multiply { return .closed(dialect.moneyProduct(first.text, second.text), first, second) }
      // Two amounts add up to less than 2^54.
      let sum = "\(first.text) \(node.operation == .add ? "+" : "-") \(second.text)"
      return .closed("case when abs(\(sum)) <= \(dialect.moneyLimits.high) then \(sum) end", first, second)
    }
    let sign = node.operation == .add ? "+" : node.operation == .subtract ? "-" : "*"
    return .closed(dialect.checked(first.text, sign, second.text), first, second)
  }

  /// In binary64: one rounding, and for amounts and durations a second to a whole number.
  private mutating func binary(_ node: Expression, in scope: Int) throws(Problem) -> Operand {
    let (first, second) = (try double(node.first, in: scope), try double(node.second, in: scope))
    let (left, right) = (magnitude(node.first), magnitude(node.second))
    let text: String
    switch node.operation {
    case .add, .subtract:
      // What is small moves no number out of binary64: half of its last digit there is 2^970.
      let isGuarded = max(left.high, right.high) >= 1023 && min(left.high, right.high) >= 969
      text = dialect.added(first.text, second.text, node.operation == .subtract, guarded: isGuarded)
    case .multiply:
      let range = Magnitude.product(left, right)
      text = dialect.multiplied(first.text, second.text, overflow: range.high > 1023, underflow: range.low < -1074)
    default:
      let range = Magnitude.quotient(left, right)
      let (overflow, underflow) = (range.high > 1023, range.low < -1074)
      let isPlain = !overflow && !underflow && isNonzero(node.second)
      text =
        isPlain
        ? "(\(first.text) / \(second.text))"
        : dialect.divided(first.text, second.text, overflow: overflow, underflow: underflow)
    }
    let result = Operand.closed(text, first, second)
    if isBinary(node.type) { return result }
    let number = result.text.utf8.count > 60 ? kept(result, in: scope, as: "unrounded") : result
    return .closed(dialect.rounded(number.text, isMoney: isMoney(node.type)), number)
  }

  private func isNonzero(_ id: Expression.ID) -> Bool {
    let node = pool[id].operation == .widen ? pool[pool[id].first] : pool[id]
    guard node.operation == .constant else { return false }
    return isBinary(node.type) ? Double(bitPattern: UInt64(bitPattern: node.payload)) != 0 : node.payload != 0
  }
}
