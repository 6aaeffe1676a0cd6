enum EqualWholes: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { left == right }
}

enum LessWholes: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { left < right }
}

enum AtMostWholes: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { left <= right }
}

enum EqualNumbers: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { number(left) == number(right) }
}

enum LessNumbers: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { number(left) < number(right) }
}

enum AtMostNumbers: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { number(left) <= number(right) }
}

/// The opposite, or the same from the other side. There are no NaNs.
enum Not<Order: Ordering>: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { !Order.holds(left, right) }
}

extension Frame {
  func comparison(_ comparison: Step.Comparison, _ step: Step) {
    switch step.operands[0].kind {
    case .flag: return flagComparison(step, isEqual: comparison == .equal)
    case .text where comparison != .equal && comparison != .notEqual: return textComparison(comparison, step)
    default: break
    }
    if step.operands[0].kind == .number || step.operands[1].kind == .number {
      switch comparison {
      case .equal: compare(EqualNumbers.self, step)
      case .notEqual: compare(Not<EqualNumbers>.self, step)
      case .less: compare(LessNumbers.self, step)
      case .atMost: compare(AtMostNumbers.self, step)
      case .greater: compare(Not<AtMostNumbers>.self, step)
      case .atLeast: compare(Not<LessNumbers>.self, step)
      }
      return
    }
    switch comparison {
    case .equal: compare(EqualWholes.self, step)
    case .notEqual: compare(Not<EqualWholes>.self, step)
    case .less: compare(LessWholes.self, step)
    case .atMost: compare(AtMostWholes.self, step)
    case .greater: compare(Not<AtMostWholes>.self, step)
    case .atLeast: compare(Not<LessWholes>.self, step)
    }
  }
}
