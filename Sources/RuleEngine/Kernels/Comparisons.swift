enum EqualWholes: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { left == right }

  @inline(__always)
  static func holds(_ left: Eight, _ right: Eight) -> Eight { mask(left .== right) }
}

enum LessWholes: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { left < right }

  @inline(__always)
  static func holds(_ left: Eight, _ right: Eight) -> Eight {
    let difference = left &- right
    return (difference ^ ((left ^ right) & (difference ^ left))).signs
  }
}

enum AtMostWholes: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { left <= right }

  @inline(__always)
  static func holds(_ left: Eight, _ right: Eight) -> Eight { ~LessWholes.holds(right, left) }
}

/// Of amounts, whose differences cannot overflow. One that is not there may be anything, and is not read.
enum LessMoney: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { left < right }

  @inline(__always)
  static func holds(_ left: Eight, _ right: Eight) -> Eight { (left &- right).signs }
}

enum AtMostMoney: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { left <= right }

  @inline(__always)
  static func holds(_ left: Eight, _ right: Eight) -> Eight { ~LessMoney.holds(right, left) }
}

enum EqualNumbers: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { number(left) == number(right) }

  @inline(__always)
  static func holds(_ left: Eight, _ right: Eight) -> Eight { mask(left.asNumbers .== right.asNumbers) }
}

enum LessNumbers: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { number(left) < number(right) }

  @inline(__always)
  static func holds(_ left: Eight, _ right: Eight) -> Eight { mask(left.asNumbers .< right.asNumbers) }
}

enum AtMostNumbers: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { number(left) <= number(right) }

  @inline(__always)
  static func holds(_ left: Eight, _ right: Eight) -> Eight { mask(left.asNumbers .<= right.asNumbers) }
}

/// The opposite, or the same from the other side. There are no NaNs.
enum Not<Order: Ordering>: Ordering {
  @inline(__always)
  static func holds(_ left: Int64, _ right: Int64) -> Bool { !Order.holds(left, right) }

  @inline(__always)
  static func holds(_ left: Eight, _ right: Eight) -> Eight { ~Order.holds(left, right) }
}

extension Frame {
  func comparison(_ comparison: Step.Comparison, _ step: Step) {
    switch step.code {
    case .equalFlags: flagComparison(step, isEqual: true)
    case .unequalFlags: flagComparison(step, isEqual: false)
    case .equalNumbers: compare(EqualNumbers.self, step)
    case .unequalNumbers: compare(Not<EqualNumbers>.self, step)
    case .lessNumbers: compare(LessNumbers.self, step)
    case .atMostNumbers: compare(AtMostNumbers.self, step)
    case .greaterNumbers: compare(Not<AtMostNumbers>.self, step)
    case .atLeastNumbers: compare(Not<LessNumbers>.self, step)
    case .equalWholes: compare(EqualWholes.self, step)
    case .unequalWholes: compare(Not<EqualWholes>.self, step)
    case .lessMoney: compare(LessMoney.self, step)
    case .atMostMoney: compare(AtMostMoney.self, step)
    case .greaterMoney: compare(Not<AtMostMoney>.self, step)
    case .atLeastMoney: compare(Not<LessMoney>.self, step)
    case .lessWholes: compare(LessWholes.self, step)
    case .atMostWholes: compare(AtMostWholes.self, step)
    case .greaterWholes: compare(Not<AtMostWholes>.self, step)
    case .atLeastWholes: compare(Not<LessWholes>.self, step)
    default: textComparison(comparison, step)
    }
  }
}
