import RuleLanguage

/// Aggregates over the elements of a list.
extension Frame {
  func fold(_ fold: FoldWork, _ step: Step) {
    let index = elements[Int(fold.scope)]
    let result = lane(step.result)
    for outer in 0..<count(of: step.result.scope) {
      let range = Int(index.starts[outer])..<Int(index.starts[outer + 1])
      switch fold.function {
      case .exists, .every: quantify(fold, range, outer, result)
      case .atGreatest, .atSmallest: pick(fold, range, outer, result)
      case .count: result.put(outer, count(fold, range))
      case .sum, .avg, .stddev, .share: sum(fold, range, outer, result)
      case .min, .max, .median, .distinct: order(fold, range, outer, result)
      }
    }
  }

  @inline(__always)
  private func has(_ operand: Operand, _ item: Int) -> Bool { operand.isConstant || lane(operand.register).isValid(item) }

  @inline(__always)
  private func isTrue(_ operand: Operand, _ item: Int) -> Bool {
    if operand.isConstant { return operand.constant == 1 }
    let lane = lane(operand.register)
    return lane.isValid(item) && lane.isTrue(item)
  }

  private func passes(_ fold: FoldWork, _ item: Int) -> Bool { fold.filter.map { isTrue($0, item) } ?? true }

  /// Whether the item has an argument and passes the filter.
  private func counts(_ fold: FoldWork, _ item: Int) -> Bool {
    passes(fold, item) && (fold.argument.map { has($0, item) } ?? true)
  }

  private func count(_ fold: FoldWork, _ range: Range<Int>) -> Int64 {
    var count: Int64 = 0
    for item in range where counts(fold, item) { count += 1 }
    return count
  }

  private func quantify(_ fold: FoldWork, _ range: Range<Int>, _ outer: Int, _ result: Lane) {
    guard let argument = fold.argument else { return }
    let isExists = fold.function == .exists
    var unknown = 0
    var insufficient = 0
    for item in range {
      if has(argument, item) {
        if isTrue(argument, item) == isExists { return result.put(outer, flag: isExists) }
      } else {
        unknown += 1
        if argument.register.mayBeInsufficient, lane(argument.register).isInsufficient(item) { insufficient += 1 }
      }
    }
    if unknown == 0 { return result.put(outer, flag: !isExists) }
    result.putMissing(outer, insufficient: insufficient == unknown)
  }

  /// The argument at the element with the greatest or smallest key, the first of several.
  private func pick(_ fold: FoldWork, _ range: Range<Int>, _ outer: Int, _ result: Lane) {
    guard let argument = fold.argument, let key = fold.key else { return }
    var best: Int?
    for item in range where passes(fold, item) && has(key, item) {
      guard let current = best else {
        best = item
        continue
      }
      let (candidate, held) = (value(key, item), value(key, current))
      if fold.function == .atGreatest ? isLess(held, candidate, key.kind) : isLess(candidate, held, key.kind) { best = item }
    }
    guard let best, has(argument, best) else {
      let isInsufficient =
        best.map { argument.register.mayBeInsufficient && lane(argument.register).isInsufficient($0) } ?? false
      return result.putMissing(outer, insufficient: isInsufficient)
    }
    if argument.kind == .flag {
      result.put(outer, flag: isTrue(argument, best))
    } else {
      result.put(outer, value(argument, best))
    }
  }

  func isLess(_ left: Int64, _ right: Int64, _ kind: Kind) -> Bool {
    switch kind {
    case .number: number(left) < number(right)
    case .text: texts.isLess(left, right)
    default: left < right
    }
  }

  private func sum(_ fold: FoldWork, _ range: Range<Int>, _ outer: Int, _ result: Lane) {
    guard let argument = fold.argument else { return }
    var totals = ExactTotals()
    for item in range where counts(fold, item) {
      switch argument.kind {
      case .number: totals.add(number: number(value(argument, item)), squares: true)
      case .flag: totals.add(whole: isTrue(argument, item) ? 1 : 0, squares: false)
      default: totals.add(whole: value(argument, item), squares: true)
      }
    }
    let function: Window.Function =
      switch fold.function {
      case .sum: .sum
      case .avg: .avg
      case .stddev: .stddev
      default: .share
      }
    let sums = Sums(totals, argumentType: fold.argumentType)
    if let value = sums.value(of: function) { result.put(outer, value) } else { result.putMissing(outer, insufficient: false) }
  }

  private func order(_ fold: FoldWork, _ range: Range<Int>, _ outer: Int, _ result: Lane) {
    guard let argument = fold.argument else { return }
    var values: [Int64] = []
    for item in range where counts(fold, item) {
      values.append(argument.kind == .flag ? (isTrue(argument, item) ? 1 : 0) : value(argument, item))
    }
    if fold.function == .distinct { return result.put(outer, Int64(Set(values).count)) }
    values.sort { isLess($0, $1, argument.kind) }
    guard let first = values.first, let last = values.last else { return result.putMissing(outer, insufficient: false) }
    let value = fold.function == .min ? first : fold.function == .max ? last : values[Rank.place(of: 0.5, among: values.count)]
    result.put(outer, value)
  }
}
