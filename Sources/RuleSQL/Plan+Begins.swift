import Records
import RuleLanguage

/// Windows whose beginning differs from record to record: months, and units of the calendar before a delay. What they see is
/// all that came before, less what came until they begin; and what came until a moment is a running total over the records
/// and these moments in one order.
extension Plan {
  /// The last moment that a window does not see; nil where frames can say it.
  mutating func begin(_ window: Window) -> Operand? {
    switch window.reach {
    case .months(let months, let zone):
      let wall = wallClock(end(window), zone, in: Plan.records)
      let day = day(of: wall, in: Plan.records)
      let date = dialect.adding(months: -months, toDate: dialect.date(day.text))
      let earlier = "(\(dialect.day(ofDate: date)) * 86400000000 + (\(wall.text) - \(day.text) * 86400000000))"
      return once("begin \(months) \(zone) \(wall.text)") { plan in
        let operand = plan.moment(ofWall: .closed(earlier, wall, day), zone, in: Plan.records)
        return plan.kept(operand, in: Plan.records, as: "begin")
      }
    case .calendar(let unit, let fiscalStart, let zone) where window.delay > 0:
      let end = end(window)
      return once("begin \(unit) \(fiscalStart) \(zone) \(end.text)") { plan in
        let begin = plan.begin(of: unit, fiscalStart: fiscalStart, zone: zone, time: end)
        return plan.kept(.open("\(begin.text) - 1", begin), in: Plan.records, as: "begin")
      }
    default: return nil
    }
  }

  private mutating func once(_ key: String, _ make: (inout Plan) -> Operand) -> Operand {
    if let known = made[key] { return known }
    let operand = make(&self)
    made[key] = operand
    return operand
  }

  /// The last moment that a window sees.
  private mutating func end(_ window: Window) -> Operand {
    let time = time
    if window.delay == 0 { return time }
    return once("end \(window.delay)") { plan in
      plan.kept(.open("\(time.text) - \(window.delay)", time), in: Plan.records, as: "delayed")
    }
  }

  /// One part over all that came before, less what came until the window begins.
  mutating func since(
    _ begin: Operand, _ window: Window, _ partition: [Operand], _ part: Measure.Part, _ summand: Summand, _ name: String,
    note: Int
  ) -> Operand {
    var whole = window
    whole.reach = .allBefore
    let all = over(whole, partition, part, summand, nil, "\(name)_all", note: note)
    guard part.isSum else {
      // The last of all is the last of the window, if it came after the window began.
      let isRow = part == .lastRowAt || part == .lastRowValue
      var dated = summand
      if !isRow, let value = summand.value { dated.conditions.append(.open("\(value.text) is not null", value)) }
      dated.value = time
      dated.type = .integer
      let moment = over(whole, partition, .greatest, dated, nil, "\(name)_moment", note: note)
      return kept(
        .closed("case when \(moment.text) > \(begin.text) then \(all.text) end", moment, begin, all), in: Plan.records,
        as: "\(name)_since")
    }
    let until = until(begin, partition, aggregate(part, counted(summand)), "\(name)_until", note: note)
    let earlier = part.isExact ? dialect.total(until.text) : "coalesce(\(until.text), 0)"
    return kept(.open("\(all.text) - \(earlier)", all, until), in: Plan.records, as: name)
  }

  /// Without the moments that stand among the records.
  private func counted(_ summand: Summand) -> Summand {
    var summand = summand
    summand.conditions.append(Operand(text: dialect.identifier(Plan.isRecord), reads: [], form: .simple))
    return summand
  }

  static let isRecord = "is_record"

  private mutating func until(
    _ moment: Operand, _ partition: [Operand], _ aggregate: Operand, _ name: String, note: Int
  ) -> Operand {
    let key = "until \(moment.text) \(partition.map(\.text)) \(aggregate.text)"
    if let known = made[key] { return known }
    let time = time
    let reads = ([moment, time] + partition).reduce(into: aggregate.reads) { $0.formUnion($1.reads) }
    let column = add(
      .until(aggregate.text, partition: partition.map(\.text), time: time.text, moment: moment.text), in: Plan.records,
      name: name, level: level(reads) + 1, reads: reads, note: windowNames[note])
    made[key] = column
    return column
  }
}
