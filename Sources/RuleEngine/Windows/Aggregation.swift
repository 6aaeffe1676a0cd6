import RuleLanguage

/// Aggregates over entries at hand, one after the other: for records that come late, for windows that leave some out, and
/// wherever nothing is kept up from record to record.
struct Aggregation {
  let track: TrackPlan
  let isLess: (Int64, Int64, Kind) -> Bool

  /// - Parameters:
  ///   - entries: in the order of their sequence.
  ///   - base: what older entries came to that are not kept one by one.
  func result(_ aggregate: AggregatePlan, _ entries: [Entry], base: FrozenTotals?, current: AggregateResult) -> AggregateResult {
    let argument = aggregate.argument
    let present = argument < 0 ? entries : entries.filter { hasArgument($0, argument) }
    let isOfRecords = aggregate.function == .count || aggregate.function == .previous
    let count = (isOfRecords ? entries.count + (base?.records ?? 0) : present.count + (base?.values(of: argument) ?? 0))
    if count < Int(aggregate.requires) { return .insufficient }
    func value(_ entry: Entry) -> Int64 { entry[EntryLayout.arguments + argument] }
    switch aggregate.function {
    case .count: return .value(Int64(count))
    case .previous:
      guard let last = entries.last, hasArgument(last, argument) else { return .missing }
      return .value(value(last))
    case .first: return AggregateResult(base?.first(of: argument) ?? present.first.map(value))
    case .last: return AggregateResult(present.last.map(value) ?? base?.last(of: argument))
    case .min, .max:
      let kind = track.arguments[argument].kind
      var values = present.map(value)
      if let extreme = base?.extreme(of: argument, isSmallest: aggregate.function == .min) { values.append(extreme) }
      return AggregateResult(
        aggregate.function == .min ? values.min { isLess($0, $1, kind) } : values.max { isLess($0, $1, kind) })
    case .median, .percentile:
      let kind = track.arguments[argument].kind
      let values = present.map(value).sorted { isLess($0, $1, kind) }
      let share = aggregate.function == .median ? 0.5 : aggregate.share
      return values.isEmpty ? .missing : .value(values[Rank.place(of: share, among: values.count)])
    case .distinct: return .value(Int64(Set(present.map(value)).count))
    case .sum, .avg, .share, .stddev, .zscore:
      var totals = base?.totals(of: argument) ?? ExactTotals()
      let isNumber = track.arguments[argument].kind == .number
      for entry in present {
        if isNumber {
          totals.add(number: number(value(entry)), squares: true)
        } else {
          totals.add(whole: value(entry), squares: true)
        }
      }
      return sums(totals, aggregate, current: current)
    }
  }

  @inline(__always)
  func sums(_ totals: ExactTotals, _ aggregate: AggregatePlan, current: AggregateResult) -> AggregateResult {
    if totals.count < aggregate.requires { return .insufficient }
    let kind = aggregate.argument < 0 ? Kind.whole : track.arguments[aggregate.argument].kind
    let sums = Sums(
      totals, isNumber: kind == .number, isMoney: kind == .money, isInteger: aggregate.isOfIntegers)
    if aggregate.function == .zscore {
      guard case .value(let value) = current else { return current }
      return AggregateResult(sums.score(of: value))
    }
    return AggregateResult(sums.value(of: aggregate.function))
  }
}

/// What entries came to that are no longer kept one by one: of each argument the totals, the extremes, the first and last.
struct FrozenTotals {
  struct Part {
    var totals = ExactTotals()
    var smallest: Int64?
    var greatest: Int64?
    var first: (sequence: Int64, value: Int64)?
    var last: (sequence: Int64, value: Int64)?
  }

  var records = 0
  var parts: [Part]

  init(arguments: Int) { parts = Array(repeating: Part(), count: arguments) }

  func values(of argument: Int) -> Int { argument < 0 ? records : Int(parts[argument].totals.count) }
  func totals(of argument: Int) -> ExactTotals { parts[argument].totals }
  func first(of argument: Int) -> Int64? { parts[argument].first?.value }
  func last(of argument: Int) -> Int64? { parts[argument].last?.value }
  func extreme(of argument: Int, isSmallest: Bool) -> Int64? { isSmallest ? parts[argument].smallest : parts[argument].greatest }

  mutating func add(_ entry: Entry, _ kinds: [Kind], _ isLess: (Int64, Int64, Kind) -> Bool) {
    records += 1
    let sequence = entry[EntryLayout.sequence]
    for argument in parts.indices where hasArgument(entry, argument) {
      let value = entry[EntryLayout.arguments + argument]
      var part = parts[argument]
      let kind = kinds[argument]
      if kind == .number {
        part.totals.add(number: number(value), squares: true)
      } else {
        part.totals.add(whole: value, squares: kind != .text)
      }
      if part.smallest.map({ isLess(value, $0, kind) }) ?? true { part.smallest = value }
      if part.greatest.map({ isLess($0, value, kind) }) ?? true { part.greatest = value }
      if part.first.map({ sequence < $0.sequence }) ?? true { part.first = (sequence, value) }
      if part.last.map({ sequence > $0.sequence }) ?? true { part.last = (sequence, value) }
      parts[argument] = part
    }
  }

  mutating func add(_ other: FrozenTotals, _ kinds: [Kind], _ isLess: (Int64, Int64, Kind) -> Bool) {
    records += other.records
    for argument in parts.indices {
      let theirs = other.parts[argument]
      var part = parts[argument]
      let kind = kinds[argument]
      part.totals.add(theirs.totals)
      if let value = theirs.smallest, part.smallest.map({ isLess(value, $0, kind) }) ?? true { part.smallest = value }
      if let value = theirs.greatest, part.greatest.map({ isLess($0, value, kind) }) ?? true { part.greatest = value }
      if let first = theirs.first, part.first.map({ first.sequence < $0.sequence }) ?? true { part.first = first }
      if let last = theirs.last, part.last.map({ last.sequence > $0.sequence }) ?? true { part.last = last }
      parts[argument] = part
    }
  }
}
