import Records
import RuleLanguage

/// Windows: aggregates over earlier records. Since the query fails where a time lies before an earlier record's, none is late,
/// and what a window sees is said by frames.
extension Plan {
  mutating func window(_ id: Expression.ID) throws(Problem) -> Operand {
    let index = Int(pool[id].payload)
    let window = program.windows[index]
    let measure = Measure(window)
    if let problem = problem(of: window, measure) { throw problem }
    let name = name(of: id)
    var keys: [Operand] = []
    for key in window.keys { keys.append(try simple(key, in: Plan.records)) }
    var others: [Operand] = []
    for key in window.excludingSame { others.append(try simple(key, in: Plan.records)) }
    let filter = window.filter >= 0 ? try simple(window.filter, in: Plan.records) : nil
    var conditions = [filter].compactMap { $0 }
    conditions += others.map { .open("\($0.text) is not null", $0) }
    var summand = try summand(window.argument, in: Plan.records, isOfSums: measure.isOfSums, conditions: conditions)
    // A share is over conditions, of which the unknown ones do not count.
    if window.function == .count { summand.value = nil }
    var wanted = measure.pick.map { dialect.picksValues ? [$0] : measure.parts } ?? measure.parts
    if window.requires > 0, !wanted.contains(measure.counted) { wanted.append(measure.counted) }
    if summand.mayBeUnbounded { wanted.append(.unbounded) }
    var parts: [Measure.Part: Operand] = [:]
    for part in wanted {
      let all = over(window, keys, part, summand, filter, "\(name)_\(part.rawValue)", note: index)
      if others.isEmpty {
        parts[part] = all
      } else {
        let same = over(window, keys + others, part, summand, filter, "\(name)_same_\(part.rawValue)", note: index)
        parts[part] = kept(.open("\(all.text) - \(same.text)", all, same), in: Plan.records, as: "\(name)_other_\(part.rawValue)")
      }
    }
    let result = try self.result(window, measure, parts, summand, name)
    return asked(window, measure, parts, keys + others, result)
  }

  // MARK: What cannot be said

  private func problem(of window: Window, _ measure: Measure) -> Problem? {
    if measure.needsWideWholes, !dialect.hasWideWholes {
      return Problem(
        "`\(window.function.rawValue)` needs whole numbers of 256 bits, and \(dialect.title) has 128 at most",
        "run this rule on PostgreSQL, or compare with an average")
    }
    if schema.timeField == nil, layout.sequenceColumn == nil, window.reach != .baseline {
      return Problem(
        "a table has no order, and the schema has no time", "name the column that says in which order the records came")
    }
    if !window.excludingSame.isEmpty, !measure.isAdditive {
      return Problem(
        "`\(window.function.rawValue)` cannot be computed from all records and those to be excluded",
        "use count, sum, avg or share, or let the engine decide it")
    }
    switch window.reach {
    case .duration, .allBefore:
      // Written without a reach it is the last record, of which there is one; and both are written alike in the program.
      if window.function == .previous, window.reach == .allBefore, window.requires > 1 {
        return Problem("the last record alone never is \(window.requires) records", "write `over last \(window.requires)`")
      }
      return nil
    case .lastRecords:
      if !window.excludingSame.isEmpty {
        return Problem("the last records without some of them are in no frame of rows", "measure the window in time")
      }
      // Whether the current record is one of the last so many of a time before it, nobody has said.
      return window.delay > 0 && window.includesCurrent
        ? Problem("the current record is none of those before the delay", "write the window without `including current`") : nil
    case .calendar where window.delay == 0: return nil
    case .months, .calendar:
      if measure.isAdditive { return nil }
      if case .last = measure { return nil }
      if case .previous = measure { return nil }
      return Problem(
        "`\(window.function.rawValue)` cannot be computed where a window's frame differs from row to row, as months and delayed"
          + " calendars do", "measure the window in days, such as `over 365d`")
    case .baseline:
      return Problem("the baseline's records are not in the database", "give the value as a column of the table")
    }
  }

  // MARK: Results

  private mutating func result(
    _ window: Window, _ measure: Measure, _ parts: [Measure.Part: Operand], _ summand: Summand, _ name: String
  ) throws(Problem) -> Operand {
    if let pick = measure.pick {
      if let value = parts[pick] { return value }
      guard let place = measure.parts.first.flatMap({ parts[$0] }), let value = summand.value else {
        return .literal(dialect.null(summand.type))
      }
      return looked(value, at: place, as: "\(name)_value")
    }
    return formula(measure, parts, summand, current: summand.whole)
  }

  /// The result where the keys are there and there is enough history.
  private func asked(
    _ window: Window, _ measure: Measure, _ parts: [Measure.Part: Operand], _ keys: [Operand], _ result: Operand
  ) -> Operand {
    var conditions: [Operand] = keys.map { .open("\($0.text) is not null", $0) }
    if window.requires > 0, let count = count(measure, parts) {
      conditions.append(.open("\(count.text) >= \(window.requires)", count))
    }
    if let unbounded = parts[.unbounded] { conditions.append(.open("\(unbounded.text) = 0", unbounded)) }
    if conditions.isEmpty { return result }
    return .made(
      "case when \(conditions.map(\.text).joined(separator: " and ")) then \(result.text) end", conditions + [result], .closed)
  }
}
