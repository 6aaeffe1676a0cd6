import Records
import RuleLanguage

/// The rows that a window sees, as frames.
extension Plan {
  /// One part over all records that the window sees.
  mutating func over(
    _ window: Window, _ partition: [Operand], _ part: Measure.Part, _ summand: Summand, _ filter: Operand?, _ name: String,
    note: Int
  ) -> Operand {
    let aggregate = aggregate(part, summand)
    let key =
      "part \(window.reach) \(window.delay) \(window.includesCurrent) \(part) \(partition.map(\.text)) \(aggregate.text)"
      + " \(filter?.text ?? "")"
    if let known = made[key] { return known }
    let operand: Operand
    if let begin = begin(window) {
      operand = since(begin, window, partition, part, summand, name, note: note)
    } else if case .lastRecords(let count) = window.reach, filter != nil || window.delay > 0 {
      operand = overLast(count, that: filter, window, partition, part, summand, name, note: note)
    } else {
      operand = overFrames(frames(window, partition), part, summand, name, note: note)
    }
    made[key] = operand
    return operand
  }

  /// One part over frames that have no record in common.
  mutating func overFrames(
    _ frames: [(ending: String, frame: Frame, reads: [Operand])], _ part: Measure.Part, _ summand: Summand, _ name: String,
    note: Int
  ) -> Operand {
    let aggregate = aggregate(part, summand)
    let columns = frames.map { ending, frame, reads in
      framed(aggregate, frame, reads, as: frames.count == 1 ? "\(name)_seen" : "\(name)_\(ending)", note: note)
    }
    guard let place = part.place, frames.count == 2 else {
      return kept(combined(part, columns), in: Plan.records, as: name)
    }
    // Of two frames the value of the later one, or of the earlier one where the first is wanted.
    let preferred = part == .firstValue ? 0 : 1
    let frame = frames[preferred]
    let at = framed(self.aggregate(place, summand), frame.frame, frame.reads, as: "\(name)_at", note: note)
    return .made(
      "case when \(at.text) is not null then \(columns[preferred].text) else \(columns[1 - preferred].text) end",
      columns + [at], .closed)
  }

  mutating func framed(
    _ aggregate: Operand, _ frame: Frame, _ reads: [Operand], as name: String, note: Int
  ) -> Operand {
    let key = "framed \(aggregate.text) \(frame)"
    if let known = made[key] { return known }
    let all = reads.reduce(into: aggregate.reads) { $0.formUnion($1.reads) }
    let column = add(
      .framed(aggregate.text, frame), in: Plan.records, name: name, level: level(all) + 1, reads: all, note: windowNames[note])
    made[key] = column
    return column
  }

  /// The frames that together hold what a window sees. One frame over time would hold all records of the current moment, also
  /// later ones: so a window of time is the moments before, and of this moment the records before.
  mutating func frames(
    _ window: Window, _ partition: [Operand]
  ) -> [(ending: String, frame: Frame, reads: [Operand])] {
    let sequence = sequenceOperand
    let end = window.includesCurrent ? "current row" : "1 preceding"
    func rows(_ begin: String, _ partition: [Operand], _ ending: String) -> (String, Frame, [Operand]) {
      let frame = Frame(
        partition: partition.map(\.text), order: sequence.text, extent: "rows between \(begin) and \(end)")
      return (ending, frame, partition + [sequence])
    }
    func range(_ begin: String, _ end: Int64, _ time: Operand) -> (String, Frame, [Operand]) {
      let frame = Frame(
        partition: partition.map(\.text), order: time.text, extent: "range between \(begin) and \(end) preceding")
      return ("before", frame, partition + [time])
    }
    switch window.reach {
    case .duration(let length):
      let time = time
      let (reach, overflow) = window.delay.addingReportingOverflow(length - 1)
      let begin = overflow ? "unbounded preceding" : "\(reach) preceding"
      if window.delay > 0 { return [range(begin, window.delay, time)] }
      let now = rows("unbounded preceding", partition + [time], "now")
      return length == 1 ? [now] : [range(begin, 1, time), now]
    case .lastRecords(let count):
      let begin = window.includesCurrent ? (count == 1 ? "current row" : "\(count - 1) preceding") : "\(count) preceding"
      return [rows(begin, partition, "last")]
    case .calendar(let unit, let fiscalStart, let zone):
      let begin = self.unit(unit, fiscalStart: fiscalStart, zone: zone, time: time)
      return [rows("unbounded preceding", partition + [begin], "since")]
    default:
      if window.delay > 0 { return [range("unbounded preceding", window.delay, time)] }
      return [rows("unbounded preceding", partition, "before")]
    }
  }

  /// The time that windows are measured in.
  var time: Operand {
    mutating get { schema.timeField.map { field($0) } ?? sequenceOperand }
  }

  /// How far the record's time lies behind the greatest so far. The query fails where it lies behind at all, so wherever
  /// there is an answer this comes to zero.
  mutating func behind() -> Operand {
    let (time, sequence) = (time, sequenceOperand)
    if let known = made["behind"] { return known }
    let frame = Frame(
      partition: [], order: sequence.text, extent: "rows between unbounded preceding and current row")
    let reads = time.reads.union(sequence.reads)
    let clock = add(
      .framed(dialect.aggregate("max", time.text, where: []), frame), in: Plan.records, name: "clock", level: level(reads) + 1,
      reads: reads, note: "clock")
    let behind = Operand.open("\(clock.text) - \(time.text)", clock, time)
    made["behind"] = behind
    return behind
  }

  /// Of the last records that pass a filter, or of those before a delay: at each such record, what the last so many come to;
  /// found at the last of them that the window sees.
  private mutating func overLast(
    _ count: Int, that filter: Operand?, _ window: Window, _ partition: [Operand], _ part: Measure.Part, _ summand: Summand,
    _ name: String, note: Int
  ) -> Operand {
    let sequence = sequenceOperand
    let order = window.delay > 0 ? time : sequence
    let before = Frame(
      partition: partition.map(\.text), order: order.text,
      extent: window.delay > 0
        ? "range between unbounded preceding and \(window.delay) preceding"
        : "rows between unbounded preceding and \(window.includesCurrent ? "current row" : "1 preceding")")
    let passed = [filter].compactMap { $0 }
    let last = framed(
      .made(dialect.aggregate("max", sequence.text, where: passed.map(\.text)), [sequence] + passed, .closed), before,
      partition + [order], as: "\(name)_last_at", note: note)
    let among = Frame(
      partition: (partition + passed).map(\.text), order: sequence.text,
      extent: "rows between \(count == 1 ? "current row" : "\(count - 1) preceding") and current row")
    let passing = framed(
      aggregate(part, summand), among, partition + passed + [sequence], as: "\(name)_passing", note: note)
    let found: Operand
    if dialect.picksValues {
      let value = dialect.value(passing.text, atLast: true, of: sequence.text, where: passed.map(\.text))
      found = framed(
        .made(value, [passing, sequence] + passed, .closed), before, partition + [order], as: "\(name)_found", note: note)
    } else {
      found = looked(passing, at: last, as: "\(name)_found")
    }
    guard part.isSum else { return found }
    let there = part.isExact ? dialect.total(found.text) : "coalesce(\(found.text), 0)"
    return kept(.closed(there, found), in: Plan.records, as: name)
  }

  /// What a column holds at the record with a sequence.
  mutating func looked(_ operand: Operand, at place: Operand, as name: String) -> Operand {
    guard let column = operand.reads.first, let at = place.reads.first else {
      return .closed("case when \(place.text) is not null then \(operand.text) end", place)
    }
    let reads: Set<Int> = [column, at]
    return add(.looked(column: column, at: at), in: Plan.records, name: name, level: level(reads) + 1, reads: reads)
  }
}
