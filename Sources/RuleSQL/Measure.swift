import RuleLanguage

/// What an aggregate is made of, over records or over elements: a few running totals, and a formula over them.
enum Measure {
  case count, sum, avg, stddev, zscore, share
  case min, max, distinct
  /// The nearest rank of so many billionths.
  case percentile(Int64)
  case first, last, previous
  case exists, every
  case atGreatest, atSmallest

  init(_ window: Window) {
    switch window.function {
    case .count: self = .count
    case .sum: self = .sum
    case .avg: self = .avg
    case .stddev: self = .stddev
    case .zscore: self = .zscore
    case .share: self = .share
    case .min: self = .min
    case .max: self = .max
    case .distinct: self = .distinct
    case .median: self = .percentile(500_000_000)
    case .percentile: self = .percentile(Int64((window.share * 1e9).rounded(.toNearestOrEven)))
    case .first: self = .first
    case .last: self = .last
    case .previous: self = .previous
    }
  }

  init(_ fold: Fold.Function) {
    switch fold {
    case .count: self = .count
    case .sum: self = .sum
    case .avg: self = .avg
    case .min: self = .min
    case .max: self = .max
    case .median: self = .percentile(500_000_000)
    case .stddev: self = .stddev
    case .distinct: self = .distinct
    case .share: self = .share
    case .exists: self = .exists
    case .every: self = .every
    case .atGreatest: self = .atGreatest
    case .atSmallest: self = .atSmallest
    }
  }

  /// What is taken of all rows together.
  enum Part: String, CaseIterable {
    /// How many rows there are, how many of them have a value, and how many of those are true, false or unknown.
    case rows, values, trues, falses, unknowns
    /// How many numbers are too large for an exact sum.
    case unbounded
    case total, squares
    case least, greatest
    case list
    /// The sequence of the first and last row with a value, and of the last row at all.
    case firstAt, lastAt, lastRowAt
    /// The values there.
    case firstValue, lastValue, lastRowValue

    /// Whether it is of a type of its own, without a bound that matters.
    var isExact: Bool { self == .total || self == .squares }

    /// Of a value the part that says where it is.
    var place: Part? {
      switch self {
      case .firstValue: .firstAt
      case .lastValue: .lastAt
      case .lastRowValue: .lastRowAt
      default: nil
      }
    }

    /// Whether what several frames give is added up, and can be taken away again.
    var isSum: Bool {
      switch self {
      case .rows, .values, .trues, .falses, .unknowns, .unbounded, .total, .squares: true
      default: false
      }
    }
  }

  /// Whether records can be taken out of it again.
  var isAdditive: Bool {
    switch self {
    case .count, .sum, .avg, .stddev, .zscore, .share: true
    default: false
    }
  }

  var needsWideWholes: Bool {
    switch self {
    case .stddev, .zscore: true
    default: false
    }
  }

  var isOfSums: Bool {
    switch self {
    case .sum, .avg, .stddev, .zscore: true
    default: false
    }
  }

  /// The totals that it needs, without those that only `requires` asks for.
  var parts: [Part] {
    switch self {
    case .count: [.rows]
    case .sum: [.total]
    case .avg: [.total, .values]
    case .stddev, .zscore: [.total, .squares, .values]
    case .share: [.trues, .values]
    case .min: [.least]
    case .max: [.greatest]
    case .distinct, .percentile: [.list]
    case .first: [.firstAt]
    case .last: [.lastAt]
    case .previous: [.lastRowAt]
    case .exists: [.trues, .unknowns]
    case .every: [.falses, .unknowns]
    case .atGreatest, .atSmallest: []
    }
  }

  /// The part that holds its value, for those that are a value of one record.
  var pick: Part? {
    switch self {
    case .first: .firstValue
    case .last: .lastValue
    case .previous: .lastRowValue
    default: nil
    }
  }

  /// What `requires` counts.
  var counted: Part {
    switch self {
    case .count, .previous: .rows
    case .distinct, .percentile: .list
    default: .values
    }
  }
}
