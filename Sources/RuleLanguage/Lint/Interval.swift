import Records

/// What a condition says about one value: that it lies between two ends. It is how conditions are compared without running
/// them.
struct Interval: Equatable {
  var low = -Double.infinity
  var high = Double.infinity
  var holdsLow = true
  var holdsHigh = true

  var isEmpty: Bool { low > high || low == high && !(holdsLow && holdsHigh) }

  func intersection(_ other: Interval) -> Interval {
    var result = self
    if other.low > low || other.low == low && !other.holdsLow { (result.low, result.holdsLow) = (other.low, other.holdsLow) }
    if other.high < high || other.high == high && !other.holdsHigh {
      (result.high, result.holdsHigh) = (other.high, other.holdsHigh)
    }
    return result
  }

  /// Whether everything in this one is in the other.
  func isWithin(_ other: Interval) -> Bool { intersection(other) == self }
}

/// A condition as far as it can be compared: a value and where it lies, or something as a whole.
struct Condition {
  var id: Expression.ID
  /// What is compared with a constant; the condition itself where it is no such comparison.
  var base: Expression.ID
  var interval: Interval?

  init(_ id: Expression.ID, _ pool: ExpressionPool) {
    (self.id, base) = (id, id)
    let node = pool[id]
    guard node.first >= 0, node.second >= 0 else { return }
    for (value, constant, isSwapped) in [(node.first, node.second, false), (node.second, node.first, true)] {
      guard pool.isConstant(constant), !pool.isConstant(value) else { continue }
      let type = pool[constant].type
      guard type != .text, type != .key || node.operation == .equal else { continue }
      let limit = ConstantFolding.magnitude(pool[constant])
      var interval = Interval()
      switch (node.operation, isSwapped) {
      case (.greater, false), (.less, true): (interval.low, interval.holdsLow) = (limit, false)
      case (.atLeast, false), (.atMost, true): interval.low = limit
      case (.less, false), (.greater, true): (interval.high, interval.holdsHigh) = (limit, false)
      case (.atMost, false), (.atLeast, true): interval.high = limit
      case (.equal, _): (interval.low, interval.high) = (limit, limit)
      default: continue
      }
      if type == .integer {
        // Between 5 and 6 there is no whole number.
        if !interval.holdsLow { (interval.low, interval.holdsLow) = (interval.low + 1, true) }
        if !interval.holdsHigh { (interval.high, interval.holdsHigh) = (interval.high - 1, true) }
      }
      (base, self.interval) = (value, interval)
      return
    }
  }

  /// Whether this one can only be true where the other is.
  func implies(_ other: Condition) -> Bool {
    if id == other.id { return true }
    guard base == other.base, let interval, let wider = other.interval else { return false }
    return interval.isWithin(wider)
  }
}

extension Linter {
  /// The parts that `and` joins, or `or`.
  func parts(_ id: Expression.ID, joined operation: Operation) -> [Expression.ID] {
    let node = program.expressions[id]
    return node.operation == operation ? parts(node.first, joined: operation) + parts(node.second, joined: operation) : [id]
  }

  /// Where a value can lie at all, whatever the record.
  func bounds(_ id: Expression.ID) -> Interval {
    let node = program.expressions[id]
    var interval = Interval()
    switch node.operation {
    case .constant where node.type != .text && node.type != .key:
      let value = ConstantFolding.magnitude(node)
      (interval.low, interval.high) = (value, value)
    case .window:
      switch program.windows[Int(node.payload)].function {
      case .count, .distinct, .stddev: interval.low = 0
      case .share: (interval.low, interval.high) = (0, 1)
      default: break
      }
    case .fold:
      switch program.folds[Int(node.payload)].function {
      case .count, .distinct, .stddev: interval.low = 0
      case .share: (interval.low, interval.high) = (0, 1)
      default: break
      }
    case .call:
      if let known = Function.bounds(program.functions[Int(node.payload)].name) {
        (interval.low, interval.high) = (known.lowerBound, known.upperBound)
      }
    case .modelScore: (interval.low, interval.high) = (0, 1)
    case .feature, .widen:
      return node.operation == .widen || node.type == program.expressions[node.first].type ? bounds(node.first) : interval
    default: break
    }
    return interval
  }
}
