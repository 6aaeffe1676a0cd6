public import Records
public import RuleLanguage

/// What the rules say of a block's records. It reads the engine's memory, so it is good only until the next block.
public struct Decisions {
  public enum Kind: Sendable {
    case decided
    /// The same version of the same record again.
    case duplicate
    case deleted
  }

  let frame: Frame
  let arrivals: Arrivals
  /// The first record's place among the arrivals.
  let offset: Int
  let details: DetailCache
  private var plan: Plan { frame.plan }

  init(frame: Frame, arrivals: Arrivals, offset: Int, details: DetailCache) {
    (self.frame, self.arrivals, self.offset, self.details) = (frame, arrivals, offset, details)
    details.forget()
  }

  public var count: Int { frame.count }

  /// The rules that are asked, by their places in the program.
  public var rules: [Int] { frame.rules }
  public var features: [Int] { plan.features.map(\.feature) }

  public func row(_ record: Int) -> Int64 { frame.rowNumber(record) }
  public func time(_ record: Int) -> Instant { Instant(microseconds: arrivals.times[offset + record]) }
  public func isLate(_ record: Int) -> Bool { arrivals.isLate(offset + record) }

  public func kind(_ record: Int) -> Kind {
    switch arrivals.kind(offset + record) {
    case .decided: .decided
    case .duplicate: .duplicate
    case .deleted: .deleted
    }
  }

  /// - rule: among `rules`.
  public func outcome(_ rule: Int, _ record: Int) -> RuleOutcome {
    let rulePlan = plan.rules[rule]
    switch frame.value(rulePlan.when, .flag, record) {
    case .flag(false): return .silent
    case .flag: break
    case .missing(.insufficient): return .insufficient
    default: return .unknown
    }
    let time = arrivals.times[offset + record]
    let hasTime = plan.program.schemas[plan.schema].timeField != nil
    for suppression in rulePlan.suppressions where !hasTime || time < suppression.until {
      guard let filter = suppression.filter else { return .suppressed }
      if frame.value(filter, .flag, record) == .flag(true) { return .suppressed }
    }
    return .fired
  }

  /// The records on which a rule fired, a bit each, 64 to a word; also those that are suppressed or not decided.
  public func fired(_ rule: Int, word: Int) -> UInt64 {
    let end = frame.count &- word &* 64
    let present: UInt64 = end >= 64 ? ~0 : end > 0 ? (1 &<< UInt64(end)) &- 1 : 0
    if let fixed = frame.fixedConditions { return fixed.holding(rule, word: word) & present }
    let when = frame.conditions[rule]
    guard !when.isConstant else { return when.constant == 1 ? present : 0 }
    let lane = frame.lane(when.register)
    return lane.truth[word] & lane.valid[word] & present
  }

  /// The records of which a rule's condition could be told, a bit each, 64 to a word.
  public func told(_ rule: Int, word: Int) -> UInt64 {
    let end = frame.count &- word &* 64
    let present: UInt64 = end >= 64 ? ~0 : end > 0 ? (1 &<< UInt64(end)) &- 1 : 0
    if let fixed = frame.fixedConditions { return fixed.told(rule, word: word) & present }
    let when = frame.conditions[rule]
    return when.isConstant ? present : frame.lane(when.register).valid[word] & present
  }

  /// Whether a suppression may keep the rule's word back.
  public func maySuppress(_ rule: Int) -> Bool { !plan.rules[rule].suppressions.isEmpty }

  public func score(_ rule: Int, _ record: Int) -> Value? {
    plan.rules[rule].score.map { frame.value($0, .percent, record) }
  }

  /// Computed only where the rule fired.
  public func loss(_ rule: Int, _ record: Int) -> Value? { details.values(self, rule, record)?.loss }

  /// The rule's sentence about a record on which it fired.
  public func sentence(_ rule: Int, _ record: Int) -> String {
    let sentence = plan.program.rules[plan.rules[rule].rule].because
    let holes = details.values(self, rule, record)?.holes ?? []
    return sentence.filled(zip(holes, plan.rules[rule].details?.holes ?? []).map { ($0, $1.type) })
  }

  /// The named values that made a rule fire.
  public func evidence(_ rule: Int, _ record: Int) -> [(name: String, value: Value, type: ValueType)] {
    let values = details.values(self, rule, record)?.evidence ?? []
    return zip(plan.rules[rule].details?.evidence ?? [], values).map { ($0.name, $1, $0.type) }
  }

  /// - feature: among `features`.
  public func feature(_ feature: Int, _ record: Int) -> Value {
    let (index, operand) = plan.features[feature]
    return frame.value(operand, plan.program.expressions[plan.program.features[index].expression].type, record)
  }
}

/// Losses and sentences of one block, computed when the first of a rule is asked for.
final class DetailCache {
  struct Values {
    var loss: Value?
    var holes: [Value]
    var evidence: [Value]
  }

  private static let rowsMax = 64
  private let makeFrame: (Plan) -> Frame
  private var frames: [Int: Frame] = [:]
  private var known: [Int: [Int: Values]] = [:]

  init(_ makeFrame: @escaping (Plan) -> Frame) { self.makeFrame = makeFrame }

  func forget() { if !known.isEmpty { known = [:] } }

  /// Nil where the rule did not fire.
  func values(_ decisions: Decisions, _ rule: Int, _ record: Int) -> Values? {
    if let values = known[rule] { return values[record] }
    guard let details = decisions.frame.plan.rules[rule].details else { return nil }
    let frame = frames[rule] ?? makeFrame(details.plan)
    frames[rule] = frame
    var values: [Int: Values] = [:]
    var open: [Int] = []
    for word in 0..<(decisions.count + 63) / 64 {
      var bits = decisions.fired(rule, word: word)
      while bits != 0 {
        open.append(word * 64 + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
    for start in stride(from: 0, to: open.count, by: DetailCache.rowsMax) {
      compute(details, rule, Array(open[start..<min(open.count, start + DetailCache.rowsMax)]), decisions, frame, &values)
    }
    known[rule] = values
    return values[record]
  }

  private func compute(
    _ details: Plan.Details, _ rule: Int, _ records: [Int], _ decisions: Decisions, _ frame: Frame, _ values: inout [Int: Values]
  ) {
    frame.count = records.count
    frame.setNumbers(records.map { decisions.frame.rowNumber($0) })
    for (from, to) in details.gathered {
      let (source, target) = (decisions.frame.lane(from), frame.lane(to))
      for (place, record) in records.enumerated() {
        if from.isFlag {
          target.set(place, in: target.truth, source.isTrue(record))
        } else {
          target.values[place] = source.values[record]
        }
        target.set(place, in: target.valid, source.isValid(record))
        target.set(place, in: target.insufficient, from.mayBeInsufficient && source.isInsufficient(record))
      }
    }
    for section in details.plan.sections { frame.run(section.steps) }
    let program = details.plan.program
    let lossNode = program.rules[decisions.frame.plan.rules[rule].rule].loss
    for (place, record) in records.enumerated() {
      let loss = details.loss.map { frame.value($0, program.expressions[lossNode].type, place) }
      values[record] = Values(
        loss: loss, holes: details.holes.map { frame.value($0.operand, $0.type, place) },
        evidence: details.evidence.map { frame.value($0.operand, $0.type, place) })
    }
  }
}
