import Records
import RuleLanguage

/// The calendar of a zone: days are whole numbers since 1970, and the clock on the wall is in microseconds, as if it were UTC.
/// The database is asked for dates and for what a wall shows at a moment, and for nothing that its session could change.
extension Plan {
  private static let day = "86400000000"

  mutating func calendar(_ name: String, _ time: Expression.ID, zone: String, in scope: Int) throws(Problem) -> Operand {
    let moment = try simple(time, in: scope)
    let scope = home(of: time, in: scope, depth: depth(time))
    let wall = wallClock(moment, zone, in: scope)
    let day = self.day(of: wall, in: scope)
    let sinceMidnight = "(\(wall.text) - \(day.text) * \(Plan.day))"
    let weekday = "(\(floorRemainder("\(day.text) + 3", "7")) + 1)"
    switch name {
    case "year", "month", "week", "day", "quarter":
      let (near, cycles) = nearDay(day, in: scope)
      let part = dialect.part(name, ofDate: dialect.date(near.text))
      guard name == "year", let cycles else { return .closed(part, near) }
      return .closed("(\(part) - \(cycles.text) * 400)", near, cycles)
    case "weekday": return .closed(weekday, day)
    case "weekend": return .open("\(weekday) >= 6", day)
    case "hour": return .closed(dialect.quotient(sinceMidnight, "3600000000"), wall, day)
    case "minute": return .closed(dialect.remainder(dialect.quotient(sinceMidnight, "60000000"), "60"), wall, day)
    case "days_to_month_end", "days_to_quarter_end":
      let isMonth = name == "days_to_month_end"
      let near = nearDay(day, in: scope).day
      let first = dialect.first(of: isMonth ? "month" : "quarter", date: dialect.date(near.text))
      let next = dialect.adding(months: isMonth ? 1 : 3, toDate: first)
      return .closed("(\(dialect.day(ofDate: next)) - 1 - \(near.text))", near)
    case "date": return self.moment(ofWall: .closed("(\(day.text) * \(Plan.day))", day), zone, in: scope)
    default: throw Problem("no database is known to have `\(name)`", Plan.engineAdvice)
    }
  }

  /// The same day of the calendar where the database has dates: so many whole cycles of 400 years later.
  private mutating func nearDay(_ day: Operand, in scope: Int) -> (day: Operand, cycles: Operand?) {
    guard dialect.lacksEarlyDates else { return (day, nil) }
    let (cycle, firstOfYearOne) = ("146097", "(-719162)")
    let cycles = kept(
      .closed(
        "\(dialect.quotient("(\(firstOfYearOne) - least(\(day.text), \(firstOfYearOne)) + 146096)", cycle))", day),
      in: scope, as: "cycles")
    return (kept(.closed("(\(day.text) + \(cycles.text) * \(cycle))", day, cycles), in: scope, as: "near_day"), cycles)
  }

  /// The rest of a division that rounds towards the past.
  private func floorRemainder(_ value: String, _ divisor: String) -> String {
    dialect.remainder("(\(dialect.remainder("(\(value))", divisor)) + \(divisor))", divisor)
  }

  /// What the clock of a zone shows.
  mutating func wallClock(_ moment: Operand, _ zone: String, in scope: Int) -> Operand {
    if zone == "UTC" { return moment }
    let key = "wall \(scope) \(zone) \(moment.text)"
    if let operand = made[key] { return operand }
    let operand = kept(.closed(dialect.wall(moment.text, zone: zone), moment), in: scope, as: "wall_clock")
    made[key] = operand
    return operand
  }

  mutating func day(of wall: Operand, in scope: Int) -> Operand {
    let key = "day \(scope) \(wall.text)"
    if let operand = made[key] { return operand }
    let midnight = "(\(wall.text) - \(floorRemainder(wall.text, Plan.day)))"
    let operand = kept(.closed(dialect.quotient(midnight, Plan.day), wall), in: scope, as: "day")
    made[key] = operand
    return operand
  }

  /// The moment when the wall shows this. Of two such moments the earlier; where the clock jumps over it, as long after the
  /// jump as it lies behind the jump's beginning.
  mutating func moment(ofWall wall: Operand, _ zone: String, in scope: Int) -> Operand {
    if zone == "UTC" { return wall }
    let key = "moment \(scope) \(zone) \(wall.text)"
    if let operand = made[key] { return operand }
    let wall = kept(wall, in: scope, as: "midnight")
    func offset(_ moment: String) -> String { "(\(dialect.wall(moment, zone: zone)) - \(moment))" }
    let before = kept(.closed(offset("(\(wall.text) - \(Plan.day))"), wall), in: scope, as: "offset_before")
    let after = kept(.closed(offset("(\(wall.text) + \(Plan.day))"), wall), in: scope, as: "offset_after")
    let (early, late) = ("(\(wall.text) - \(before.text))", "(\(wall.text) - \(after.text))")
    let operand = kept(
      .closed(
        "case when \(before.text) = \(after.text) or \(offset(early)) = \(before.text) then \(early)"
          + " when \(offset(late)) = \(after.text) then \(late) else \(early) end", wall, before, after), in: scope, as: "moment")
    made[key] = operand
    return operand
  }

  // MARK: Windows

  /// What records of one calendar unit have in common.
  mutating func unit(_ unit: Window.Reach.Unit, fiscalStart: Int, zone: String, time: Operand) -> Operand {
    let key = "unit \(unit) \(fiscalStart) \(zone) \(time.text)"
    if let operand = made[key] { return operand }
    let begin = begin(of: unit, fiscalStart: fiscalStart, zone: zone, time: time)
    let operand = zone == "UTC" ? begin : monotone(begin, time, unit, zone)
    made[key] = operand
    return operand
  }

  /// The moment when the calendar unit of a time began.
  mutating func begin(of unit: Window.Reach.Unit, fiscalStart: Int, zone: String, time: Operand) -> Operand {
    let key = "begin of \(unit) \(fiscalStart) \(zone) \(time.text)"
    if let operand = made[key] { return operand }
    let day = self.day(of: wallClock(time, zone, in: Plan.records), in: Plan.records)
    let date = dialect.date(day.text)
    let first: String
    switch unit {
    case .day: first = day.text
    case .week: first = "(\(day.text) - \(floorRemainder("\(day.text) + 3", "7")))"
    case .month: first = dialect.day(ofDate: dialect.first(of: "month", date: date))
    case .quarter, .year:
      let shifted = dialect.adding(months: 1 - fiscalStart, toDate: date)
      let start = dialect.adding(months: fiscalStart - 1, toDate: dialect.first(of: unit.rawValue, date: shifted))
      first = dialect.day(ofDate: start)
    }
    let midnight = kept(.closed("(\(first) * \(Plan.day))", day), in: Plan.records, as: "\(unit.rawValue)_begin")
    let operand = moment(ofWall: midnight, zone, in: Plan.records)
    made[key] = operand
    return operand
  }

  /// Records have a unit in common where the moments at which their units began are the same. That is so only while these
  /// moments do not go back, which they do where a clock is put back over midnight: then the query fails.
  private mutating func monotone(_ begin: Operand, _ time: Operand, _ unit: Window.Reach.Unit, _ zone: String) -> Operand {
    let order = "over (order by \(sequenceOperand.text))"
    let (earlier, earlierTime) = ("lag(\(begin.text)) \(order)", "lag(\(time.text)) \(order)")
    let failure = dialect.failure(
      "the clock of \(zone) is put back over the beginning of a \(unit.rawValue), at record ", sequenceOperand.text, "")
    let text =
      "case when \(earlier) > \(begin.text) or \(begin.text) > \(time.text)"
      + " or \(earlier) < \(begin.text) and \(earlierTime) >= \(begin.text) then \(failure) else \(begin.text) end"
    return kept(.closed(text, begin, time, sequenceOperand), in: Plan.records, as: "\(unit.rawValue)_since")
  }
}
