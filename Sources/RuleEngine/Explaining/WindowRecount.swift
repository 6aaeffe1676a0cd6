import RuleLanguage

/// What a window comes to over some records, aggregated anew with what the explained record says itself.
struct WindowRecount {
  let program: Program
  let frame: Frame

  /// - Parameters:
  ///   - values: the argument of each record, in the order of their sequence.
  ///   - own: the explained record's own argument.
  func value(_ node: Expression.ID, _ answer: WindowMembership.Answer, values: [Int64?], own: Value) -> Value {
    let window = program.windows[Int(program.expressions[node].payload)]
    switch answer {
    case .keyMissing: return .missing(.absent)
    case .tooLate, .forgotten: return .missing(.insufficient)
    case .records: break
    }
    let type = program.expressions[node].type
    let argumentType = window.argument >= 0 ? program.expressions[window.argument].type : .integer
    var track = TrackPlan(keys: [], filter: nil, arguments: [], excluded: [], spans: [])
    if window.argument >= 0 { track.arguments = [Operand(register: .none, kind: Kind(argumentType))] }
    let frame = frame
    let aggregation = Aggregation(track: track) { frame.isLess($0, $1, $2) }
    let aggregate = AggregatePlan(
      function: window.function, argument: window.argument >= 0 ? 0 : -1, share: window.share,
      requires: Int64(window.requires), isOfIntegers: argumentType == .integer, result: .none)
    switch entries(values, { aggregation.result(aggregate, $0, base: nil, current: current(own)) }) {
    case .value(let bits): return Value(bits, type, frame.texts)
    case .missing: return .missing(.absent)
    case .insufficient: return .missing(.insufficient)
    }
  }

  private func current(_ own: Value) -> AggregateResult {
    switch own {
    case .missing(let cause): cause == .insufficient ? .insufficient : .missing
    default: .value(own.bits(frame.texts))
    }
  }

  private func entries<Result>(_ values: [Int64?], _ body: ([Entry]) -> Result) -> Result {
    let width = EntryLayout.arguments + 1
    let count = max(1, values.count * width)
    let words = UnsafeMutablePointer<Int64>.allocate(capacity: count)
    defer { words.deallocate() }
    words.initialize(repeating: 0, count: count)
    let entries = values.indices.map { words + $0 * width }
    for (place, entry) in entries.enumerated() {
      entry[EntryLayout.sequence] = Int64(place)
      entry[EntryLayout.marks] = values[place] == nil ? 0 : 1
      entry[EntryLayout.arguments] = values[place] ?? 0
    }
    return body(entries)
  }
}

extension Value {
  /// As a lane holds it; 0 for what is missing.
  func bits(_ texts: Texts) -> Int64 {
    switch self {
    case .missing: 0
    case .money(let bits), .integer(let bits), .duration(let bits), .time(let bits): bits
    case .number(let number): RuleEngine.bits(number)
    case .text(let text): texts.symbol(text)
    case .flag(let flag): flag ? 1 : 0
    }
  }
}
