import RuleLanguage

/// Aggregates over earlier records. At every record all the earlier ones are looked at again.
extension Evaluation {
  func value(of window: Window, _ type: ValueType, at record: Int) -> Value {
    guard window.schema == schema, let question = WindowQuestion(window, at: record, in: self) else { return .missing(.absent) }
    if window.reach == .baseline {
      let records = baselineHistory.history.records.indices.filter { baselineHistory.isInBaseline($0, question) }
      return aggregate(records, in: baselineHistory, window, type, at: record)
    }
    guard let records = records(question, at: record) else { return .missing(.insufficient) }
    return aggregate(records, in: self, window, type, at: record)
  }

  /// All that the baseline was made from, in their newest versions.
  private func isInBaseline(_ record: Int, _ question: WindowQuestion) -> Bool {
    history.records[record].endedAt == .max && question.isAbout(record, in: self) && question.isApart(record, in: self)
  }

  /// The records that a window holds, in the order of their sequence; nil where it has forgotten too much to say.
  private func records(_ question: WindowQuestion, at record: Int) -> [Int]? {
    let window = question.window
    // A value at the record before needs no more than that record.
    if case .allBefore = window.reach, window.function == .previous { return last(1, question, at: record) }
    switch window.reach {
    case .lastRecords(let count): return last(count, question, at: record)
    case .allBefore: return allBefore(question, at: record)
    default: return within(question, at: record)
    }
  }

  // MARK: Windows of time

  private func within(_ question: WindowQuestion, at record: Int) -> [Int]? {
    let zone = surroundings.zone
    guard let span = WindowSpan(question.window, at: history.records[record], zone: zone), !span.isTooLate else { return nil }
    var members: [Int] = []
    for other in 0..<(question.window.includesCurrent ? record + 1 : record) {
      guard span.contains(history.records[other].time), history.isLive(other, at: record), question.isAbout(other, in: self),
        question.isApart(other, in: self)
      else { continue }
      members.append(other)
    }
    return members
  }

  // MARK: Windows of records

  /// Earlier records of the same keys that pass the filter, in any version, deleted or not, as far as the clock has passed
  /// them: the newest so many are at hand, the others frozen.
  private func settled(
    _ question: WindowQuestion, at record: Int, newest: Int
  ) -> (frozen: ArraySlice<Int>, atHand: ArraySlice<Int>) {
    let clock = saturatingDifference(history.records[record].clock, question.window.delay)
    let settled = (0..<record).filter { history.records[$0].time <= clock && question.isAbout($0, in: self) }
    return (settled.dropLast(newest), settled.suffix(newest))
  }

  /// Whether a record counts: not taken out since, not after what was visible then, and not excluded.
  private func counts(_ other: Int, _ question: WindowQuestion, at record: Int) -> Bool {
    isUnchanged(other, question, at: record) && question.isApart(other, in: self)
  }

  private func isUnchanged(_ other: Int, _ question: WindowQuestion, at record: Int) -> Bool {
    let through = saturatingDifference(history.records[record].time, question.window.delay)
    return history.isLive(other, at: record) && history.records[other].time <= through
  }

  /// The record itself, where it is asked for and counts.
  private func current(_ question: WindowQuestion, at record: Int) -> [Int] {
    guard question.window.includesCurrent, question.isAbout(record, in: self), counts(record, question, at: record) else {
      return []
    }
    return [record]
  }

  private func last(_ count: Int, _ question: WindowQuestion, at record: Int) -> [Int]? {
    let (frozen, atHand) = settled(question, at: record, newest: 2 * count)
    let counting = atHand.filter { counts($0, question, at: record) } + current(question, at: record)
    let members = Array(counting.suffix(count))
    return members.count < count && !frozen.isEmpty ? nil : members
  }

  private func allBefore(_ question: WindowQuestion, at record: Int) -> [Int]? {
    let (frozen, atHand) = settled(question, at: record, newest: Evaluation.changeableRecords)
    for other in frozen where !isUnchanged(other, question, at: record) {
      // What was taken out while it was at hand never froze.
      if history.isLive(other, at: record) || wasFrozenWhenItEnded(other, question) { return nil }
    }
    return (frozen + atHand).filter { counts($0, question, at: record) } + current(question, at: record)
  }

  private func wasFrozenWhenItEnded(_ other: Int, _ question: WindowQuestion) -> Bool {
    let end = history.records[other]
    let clock = saturatingDifference(end.endedClock, question.window.delay)
    let settled = history.records.indices.filter {
      history.records[$0].sequence < end.endedAt && history.records[$0].time <= clock && question.isAbout($0, in: self)
    }
    return settled.dropLast(Evaluation.changeableRecords).contains(other)
  }

  /// How many records a window over all before can still take out again.
  private static var changeableRecords: Int { 32 }

  // MARK: What is made of them

  private func aggregate(
    _ records: [Int], in evaluation: Evaluation, _ window: Window, _ type: ValueType, at record: Int
  ) -> Value {
    let arguments = window.argument < 0 ? [] : records.map { evaluation.value(of: window.argument, at: $0) }
    let present = arguments.filter { !$0.isMissing }
    let countsRecords = window.function == .count || window.function == .previous
    if (countsRecords ? records.count : present.count) < window.requires { return .missing(.insufficient) }
    switch window.function {
    case .count: return .integer(Int64(records.count))
    // Also where it is missing.
    case .previous: return present.isEmpty || arguments.last?.isMissing != false ? .missing(.absent) : present[present.count - 1]
    default:
      let aggregate = Aggregate(
        function: window.function, argumentType: nodes[Int(window.argument)].type, type: type, share: window.share)
      let current = window.function == .zscore ? value(of: window.argument, at: record) : .missing(.absent)
      return aggregate.value(of: present, current: current)
    }
  }
}
