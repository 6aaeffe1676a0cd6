import RuleLanguage

/// The parts of aggregates and the formulas over them, the same over records and over elements.
extension Plan {
  /// What an aggregate takes of each row.
  struct Summand {
    var type: ValueType
    /// The value; none for a count of rows.
    var value: Operand?
    /// The whole number that is added up for it; null where it is missing or too large.
    var whole: Operand?
    /// Whether there may be numbers that are too large.
    var mayBeUnbounded = false
    /// Conditions that a row has to fulfil.
    var conditions: [Operand] = []

    var unit: Int64 { type == .number || type == .percent ? 1_000_000_000 : 1 }
  }

  /// - isOfSums: whether the values are added up.
  mutating func summand(
    _ argument: Expression.ID, in scope: Int, isOfSums: Bool, conditions: [Operand]
  ) throws(Problem) -> Summand {
    guard argument >= 0 else { return Summand(type: .integer, conditions: conditions) }
    var result = Summand(type: pool[argument].type, value: try simple(argument, in: scope), conditions: conditions)
    guard isOfSums, let value = result.value else { return result }
    let home = home(of: argument, in: scope, depth: depth(argument))
    guard result.unit > 1 else {
      result.whole = .closed(dialect.summand(value.text), value)
      return result
    }
    result.mayBeUnbounded = magnitude(argument).high > 62
    let rounded = dialect.rounded("\(value.text) * \(dialect.literal(number: 1e9))")
    let text =
      result.mayBeUnbounded
      ? "case when abs(\(value.text)) < \(dialect.literal(number: 9_223_372_036_854_775_808)) then \(rounded) end" : rounded
    let base = value.reads.first.map { columns[$0].name } ?? name(of: argument)
    let billionths = once("billionths \(home) \(value.text)", .closed(text, value), in: home, as: "\(base)_rounded")
    result.whole = once(
      "whole \(home) \(value.text)", .closed(dialect.summand(number: billionths.text), billionths), in: home, as: "\(base)_whole")
    return result
  }

  /// A column that is made once for each key.
  private mutating func once(_ key: String, _ operand: Operand, in scope: Int, as name: String) -> Operand {
    if let known = made[key] { return known }
    let column = kept(operand, in: scope, as: name)
    made[key] = column
    return column
  }

  /// The aggregate function that gives a part.
  func aggregate(_ part: Measure.Part, _ summand: Summand) -> Operand {
    let value = summand.value?.text ?? "*"
    let conditions = summand.conditions.map(\.text)
    var reads = summand.conditions + [summand.value].compactMap { $0 }
    let text: String
    switch part {
    case .rows: text = dialect.aggregate("count", "*", where: conditions)
    case .values: text = dialect.aggregate("count", value, where: conditions)
    case .trues: text = dialect.aggregate("count", "*", where: conditions + [value])
    case .falses: text = dialect.aggregate("count", "*", where: conditions + ["not \(value)"])
    case .unknowns: text = dialect.aggregate("count", "*", where: conditions + ["\(value) is null"])
    case .unbounded:
      let limit = dialect.literal(number: 9_223_372_036_854_775_808)
      text = dialect.aggregate("count", "*", where: conditions + ["abs(\(value)) >= \(limit)"])
    case .total:
      text = dialect.aggregate("sum", summand.whole?.text ?? value, where: conditions)
      reads += [summand.whole].compactMap { $0 }
    case .squares:
      text = dialect.aggregate("sum", dialect.square(summand.whole?.text ?? value), where: conditions)
      reads += [summand.whole].compactMap { $0 }
    case .least: text = dialect.aggregate("min", dialect.ordered(value, summand.type), where: conditions)
    case .greatest: text = dialect.aggregate("max", dialect.ordered(value, summand.type), where: conditions)
    case .list: text = dialect.collected(value, where: conditions)
    case .firstAt:
      text = dialect.aggregate("min", sequenceOperand.text, where: conditions + ["\(value) is not null"])
      reads.append(sequenceOperand)
    case .lastAt:
      text = dialect.aggregate("max", sequenceOperand.text, where: conditions + ["\(value) is not null"])
      reads.append(sequenceOperand)
    case .lastRowAt:
      text = dialect.aggregate("max", sequenceOperand.text, where: conditions)
      reads.append(sequenceOperand)
    case .firstValue, .lastValue, .lastRowValue:
      let there = part == .lastRowValue ? [] : ["\(value) is not null"]
      text = dialect.value(value, atLast: part != .firstValue, of: sequenceOperand.text, where: conditions + there)
      reads.append(sequenceOperand)
    }
    return .made(text, reads, .closed)
  }

  /// What several frames give together.
  func combined(_ part: Measure.Part, _ parts: [Operand]) -> Operand {
    let texts = parts.map(\.text)
    switch part {
    case .total, .squares:
      return .made(parts.isEmpty ? "0" : texts.map(dialect.total).joined(separator: " + "), parts, .open)
    case .least, .firstAt: return parts.count == 1 ? parts[0] : .made("least(\(texts.joined(separator: ", ")))", parts, .closed)
    case .greatest, .lastAt, .lastRowAt:
      return parts.count == 1 ? parts[0] : .made("greatest(\(texts.joined(separator: ", ")))", parts, .closed)
    case .list: return parts.count == 1 ? parts[0] : .made(dialect.concatenated(texts[0], texts[1]), parts, .closed)
    default: return parts.count == 1 ? parts[0] : .made(texts.joined(separator: " + "), parts, .open)
    }
  }

  /// How many rows or values an aggregate is over, where its parts say so.
  func count(_ measure: Measure, _ parts: [Measure.Part: Operand]) -> Operand? {
    guard let part = parts[measure.counted] else { return nil }
    return measure.counted == .list ? .closed(dialect.count(of: part.text), part) : part
  }

  // MARK: Formulas

  /// The formula over an aggregate's parts, each a column.
  ///
  /// - current: the whole number of the current record's value, for `zscore`.
  func formula(
    _ measure: Measure, _ parts: [Measure.Part: Operand], _ summand: Summand, current: Operand? = nil
  ) -> Operand {
    func part(_ part: Measure.Part) -> String { parts[part]?.text ?? dialect.null(.integer) }
    var reads = Array(parts.values)
    let count = part(.values)
    let text: String
    switch measure {
    case .count: text = part(summand.value == nil ? .rows : .values)
    case .sum: text = sum(part(.total), summand)
    case .avg: text = "case when \(count) > 0 then \(mean(part(.total), count, summand)) end"
    case .stddev:
      let spread = dialect.spread(part(.total), part(.squares), count)
      let unit = summand.unit == 1 ? "" : " * \(dialect.literal(number: Double(summand.unit)))"
      let value = "sqrt(\(spread)) / (\(dialect.double(count))\(unit))"
      let isWhole = isMoney(summand.type) || summand.type == .duration
      text = "case when \(count) >= 2 then \(isWhole ? dialect.rounded(value, isMoney: isMoney(summand.type)) : value) end"
    case .zscore:
      let spread = dialect.spread(part(.total), part(.squares), count)
      let distance = dialect.distance(part(.total), current?.text ?? dialect.null(.integer), count)
      reads += [current].compactMap { $0 }
      text = "case when \(count) >= 2 and \(spread) > 0 then \(distance) / sqrt(\(spread)) end"
    case .share: text = "case when \(count) > 0 then \(dialect.double(part(.trues))) / \(dialect.double(count)) end"
    case .min: text = part(.least)
    case .max: text = part(.greatest)
    case .distinct: text = dialect.countDistinct(in: part(.list))
    case .percentile(let billionths):
      let count = dialect.count(of: part(.list))
      let rank =
        "greatest(1, \(dialect.quotient("(\(count) * \(dialect.literal(integer: billionths)) + 999999999)", "1000000000")))"
      text = "case when \(count) > 0 then \(dialect.pick(rank, of: part(.list), summand.type)) end"
    case .exists: text = "case when \(part(.trues)) > 0 then true when \(part(.unknowns)) = 0 then false end"
    case .every: text = "case when \(part(.falses)) > 0 then false when \(part(.unknowns)) = 0 then true end"
    case .first, .last, .previous, .atGreatest, .atSmallest: text = dialect.null(summand.type)
    }
    return .made(text, reads, .closed)
  }

  private func sum(_ total: String, _ summand: Summand) -> String {
    if summand.unit > 1 { return dialect.billionths(total) }
    return dialect.bounded(total, to: isMoney(summand.type) ? dialect.moneyLimits : dialect.wholeLimits)
  }

  private func mean(_ total: String, _ count: String, _ summand: Summand) -> String {
    isMoney(summand.type) || summand.type == .duration
      ? dialect.wholeMean(total, count) : dialect.mean(total, count, unit: summand.unit)
  }
}
