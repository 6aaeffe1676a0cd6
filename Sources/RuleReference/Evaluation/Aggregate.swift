import RuleLanguage

/// One value made of many, over records or over elements. Missing ones were left out.
struct Aggregate {
  let function: Window.Function
  let argumentType: ValueType
  /// What comes out.
  let type: ValueType
  /// For a percentile.
  var share = 0.5

  /// - current: for a score, the value that is held against the others.
  func value(of values: [Value], current: Value = .missing(.absent)) -> Value {
    switch function {
    case .count: return .integer(Int64(values.count))
    case .distinct: return .integer(Int64(Set(values).count))
    case .share: return values.isEmpty ? .missing(.absent) : .of(Double(values.count(where: \.isTrue)) / Double(values.count))
    case .first: return values.first ?? .missing(.absent)
    case .last, .previous: return values.last ?? .missing(.absent)
    case .min: return values.dropFirst().reduce(values.first) { Order.precedes($1, $0 ?? $1) ? $1 : $0 } ?? .missing(.absent)
    case .max: return values.dropFirst().reduce(values.first) { Order.precedes($0 ?? $1, $1) ? $1 : $0 } ?? .missing(.absent)
    case .median, .percentile: return ranked(values)
    case .sum, .avg, .stddev, .zscore:
      // What a zscore lacks of its own is said before anything else.
      if function == .zscore, current.isMissing { return current }
      guard let sums = ExactSums(values, of: argumentType) else { return .missing(.absent) }
      return summed(sums, current)
    }
  }

  /// The nearest rank.
  private func ranked(_ values: [Value]) -> Value {
    guard !values.isEmpty else { return .missing(.absent) }
    let billion: Int64 = 1_000_000_000
    let billionths = Int64(((function == .median ? 0.5 : share) * Double(billion)).rounded(.toNearestOrEven))
    let rank = (billionths * Int64(values.count) + billion - 1) / billion
    return values.sorted { Order.precedes($0, $1) }[Int(max(1, rank)) - 1]
  }

  private func summed(_ sums: ExactSums, _ current: Value) -> Value {
    let isBinary = type == .number || type == .percent
    switch function {
    case .sum: return isBinary ? .of(sums.total) : .of(sums.sum.int64, type)
    case .avg:
      guard sums.count > 0 else { return .missing(.absent) }
      return isBinary ? .of(sums.mean) : .of(sums.wholeMean.int64, type)
    case .stddev:
      guard sums.count > 1 else { return .missing(.absent) }
      return isBinary ? .of(sums.deviation) : .rounded(sums.deviation, type)
    default:
      return sums.count > 1 ? sums.score(of: current).map { .of($0) } ?? .missing(.absent) : .missing(.absent)
    }
  }
}
