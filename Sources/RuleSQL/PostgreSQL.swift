import Records
import RuleLanguage

/// PostgreSQL 15. Its numerics are exact without a bound, so it says everything that is not refused for all.
struct PostgreSQL: Dialect {
  var title: String { "PostgreSQL 15" }
  var hasWideWholes: Bool { true }
  var stepBegin: String { "as materialized (" }

  var inputNotes: [String] {
    [
      "a time is a timestamptz, or a timestamp in UTC", "an amount is a numeric with at most four places",
      "a duration is a bigint of microseconds", "a text is in NFC, and an empty one is missing",
      "a list is a json or jsonb array of objects, and a time in it a text that ends in Z",
    ]
  }

  // MARK: Words

  func identifier(_ name: String) -> String { quotedIdentifier(name) }

  /// A backslash means itself only under a setting, so such texts are written in the form that no setting changes.
  func literal(text: String) -> String {
    guard text.contains("\\") else { return quotedLiteral(text) }
    return "E" + quotedLiteral(text.replacing("\\", with: "\\\\"))
  }

  func typedLiteral(text: String) -> String { literal(text: text) + "::text" }
  func literal(integer: Int64) -> String { (integer < 0 ? "(\(integer))" : "\(integer)") + "::bigint" }
  func literal(number: Double) -> String { (number < 0 ? "(\(number))" : "\(number)") + "::float8" }

  func null(_ type: ValueType) -> String {
    switch type {
    case .number, .percent: "null::float8"
    case .text, .key: "null::text"
    case .flag: "null::boolean"
    default: "null::bigint"
    }
  }

  /// A text that is no number, cast to one: it depends on the row, so it fails only where the row is met.
  func failure(_ message: String, _ middle: String, _ end: String) -> String {
    "cast(\(literal(text: message)) || coalesce((\(middle))::text, '?') || \(literal(text: end)) as bigint)"
  }

  // MARK: Input

  func asText(_ raw: String) -> String { "\(raw)::text" }

  func value(_ raw: String, of type: FieldType, isJSON: Bool) -> String {
    switch type {
    case .identity, .key, .text: return "nullif(\(raw)::text, '') collate \"C\""
    case .number, .percent: return "\(raw)::float8"
    case .integer, .duration: return "\(raw)::bigint"
    case .flag: return "\(raw)::boolean"
    case .money:
      let scaled = "\(raw)::numeric * 10000"
      return "case when \(scaled) <> trunc(\(scaled)) or abs(\(scaled)) > \(Self.moneyMax)"
        + " then \(failure("an amount has more than four places or is out of bounds: ", raw, "")) else (\(scaled))::bigint end"
    case .time:
      guard isJSON else { return "(extract(epoch from \(raw)) * 1000000)::bigint" }
      return "case when \(raw) not like '%Z' then \(failure("a time in a list is not in UTC: ", raw, ""))"
        + " else (extract(epoch from \(raw)::timestamptz) * 1000000)::bigint end"
    }
  }

  func elements(of list: String, in step: String, fields: [(key: String, type: FieldType)]) -> String {
    "\(step) as r cross join lateral jsonb_array_elements(\(list)::jsonb) with ordinality as e(element, ordinal)"
  }

  func elementField(_ key: String, _ type: FieldType) -> String { "(e.element ->> \(literal(text: key)))" }

  // MARK: Numbers

  func double(_ whole: String) -> String { "\(whole)::float8" }
  func rounded(_ number: String) -> String { "round(\(number))" }
  func whole(_ number: String) -> String { "\(number)::bigint" }

  private static let two = (
    to512: "1.3407807929942597e154::float8", to1000: "1.0715086071862673e301::float8",
    toMinus512: "7.458340731200207e-155::float8"
  )

  /// PostgreSQL fails where binary64 overflows or underflows, so both are asked about first.
  func added(_ first: String, _ second: String, _ isSubtraction: Bool, guarded: Bool) -> String {
    let sign = isSubtraction ? "-" : "+"
    if !guarded { return "(\(first) \(sign) \(second))" }
    let limit = "4.49423283715579e307::float8"
    return "case when abs(\(first)) < \(limit) and abs(\(second)) < \(limit) or abs(\(first)) < 1 or abs(\(second)) < 1"
      + " then \(first) \(sign) \(second)"
      + " when abs(\(first) * 0.5::float8 \(sign) \(second) * 0.5::float8) < 8.98846567431158e307::float8"
      + " then \(first) \(sign) \(second) end"
  }

  func multiplied(_ first: String, _ second: String, overflow: Bool, underflow: Bool) -> String {
    guard overflow || underflow else { return "(\(first) * \(second))" }
    let (a, b) = ("abs(\(first))", "abs(\(second))")
    let tooLarge = "greatest(\(a), 1) * \(Self.two.toMinus512) * (greatest(\(b), 1) * \(Self.two.toMinus512))"
    if !underflow { return "case when \(tooLarge) < 1 then \(first) * \(second) end" }
    var text = "case when \(first) is null or \(second) is null then null::float8"
    if overflow { text += " when \(tooLarge) >= 1 then null::float8" }
    let (less, greater) = ("least(\(a), \(b))", "greatest(least(\(a), 1), least(\(b), 1))")
    text += " when \(first) = 0 or \(second) = 0 or \(greater) < 1e-162::float8 then 0::float8"
    text += " when least(\(less), 1) * \(Self.two.to1000) * \(greater) <= 2.6469779601696886e-23::float8 then 0::float8"
    return text + " else \(first) * \(second) end"
  }

  func divided(_ first: String, _ second: String, overflow: Bool, underflow: Bool) -> String {
    guard overflow || underflow else { return "(\(first) / nullif(\(second), 0))" }
    let (a, b) = ("abs(\(first))", "abs(\(second))")
    var text = "case when \(second) = 0 then null::float8"
    if overflow {
      text += " when \(b) < 1 and \(a) >= \(b) * \(Self.two.to512) * \(Self.two.to512) then null::float8"
    }
    if underflow {
      text +=
        " when \(a) < 4.440892098500626e-16::float8 and \(a) * \(Self.two.to1000) * 37778931862957161709568::float8 <= \(b) then 0::float8"
    }
    return text + " else \(first) / \(second) end"
  }

  func checked(_ first: String, _ sign: String, _ second: String) -> String {
    "case when \(first)::numeric \(sign) \(second) between \(wholeLimits.low) and \(wholeLimits.high)"
      + " then \(first) \(sign) \(second) end"
  }

  func moneyProduct(_ first: String, _ second: String) -> String {
    "case when abs(\(first)::numeric * \(second)) <= \(Self.moneyMax) then \(first) * \(second) end"
  }

  func quotient(_ first: String, _ second: String) -> String { "(\(first) / \(second))" }
  func remainder(_ first: String, _ second: String) -> String { "(\(first) % \(second))" }

  // MARK: Texts

  func ordered(_ text: String, _ type: ValueType) -> String { type == .text || type == .key ? "(\(text) collate \"C\")" : text }
  func text(of integer: String) -> String { "\(integer)::text" }
  func contains(_ text: String, _ part: String) -> String { "(strpos(\(text), \(part)) > 0)" }
  func startsWith(_ text: String, _ part: String) -> String { "starts_with(\(text), \(part))" }
  func endsWith(_ text: String, _ part: String) -> String { "(right(\(text), length(\(part))) = \(part))" }
  func joined(_ texts: [String]) -> String { "(\(texts.joined(separator: " || ")))" }
  func replaced(_ text: String, _ part: String, _ other: String) -> String { "replace(\(text), \(part), \(other))" }
  func composed(_ text: String) -> String? { "normalize(\(text), NFC)" }

  func trimmed(_ text: String) -> String { "btrim(\(text), \(Self.whiteSpace))" }

  /// All that Unicode calls white space.
  private static let whiteSpace =
    #"U&' \0009\000A\000B\000C\000D\0085\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000'"#

  // MARK: Times

  /// The clocks of a zone have shown one mean time from the beginning to long after the year 1, before which PostgreSQL soon has
  /// no times.
  func wall(_ microseconds: String, zone: String) -> String {
    let late = "greatest(\(microseconds), -62135596800000000)"
    return "((extract(epoch from (timestamp '1970-01-01' + (\(late) / 86400000000) * interval '1 day'"
      + " + (\(late) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone \(literal(text: zone)))"
      + " * 1000000)::bigint + (\(microseconds) - \(late)))"
  }

  let lacksEarlyDates = true
  func date(_ day: String) -> String { "(date '1970-01-01' + \(day)::int)" }
  func day(ofDate date: String) -> String { "(\(date) - date '1970-01-01')::bigint" }

  func part(_ part: String, ofDate date: String) -> String { "extract(\(part) from \(date))::bigint" }

  func first(of unit: String, date: String) -> String { "date_trunc('\(unit)', \(date)::timestamp)::date" }

  func adding(months: Int, toDate date: String) -> String {
    months == 0 ? date : "(\(date) + interval '\(months) months')::date"
  }

  /// Times begin in the year -4712 here, and reach back to -290308 in rules.
  func time(_ microseconds: String) -> String {
    let failed = failure("sheriff: a time lies before 4713 BC, where PostgreSQL has none: ", microseconds, " microseconds")
    let there = "case when \(microseconds) < (-210866803200000000) then \(failed) else \(microseconds) end"
    return "((timestamp '1970-01-01' + (\(there)) / 86400000000 * interval '1 day'"
      + " + (\(microseconds) % 86400000000) * interval '1 microsecond') at time zone 'UTC')"
  }

  // MARK: Aggregates

  func aggregate(_ function: String, _ argument: String, where conditions: [String]) -> String {
    "\(function)(\(argument))" + (conditions.isEmpty ? "" : " filter (where \(conditions.joined(separator: " and ")))")
  }

  func collected(_ value: String, where conditions: [String]) -> String {
    aggregate("array_agg", value, where: ["\(value) is not null"] + conditions)
  }

  func concatenated(_ first: String, _ second: String) -> String { "(\(first) || \(second))" }
  func count(of list: String) -> String { "coalesce(cardinality(\(list)), 0)" }
  func countDistinct(in list: String) -> String { "(select count(distinct v) from unnest(\(list)) as u(v))" }

  func pick(_ rank: String, of list: String, _ type: ValueType) -> String {
    "(array(select v from unnest(\(list)) as u(v) order by \(ordered("v", type))))[(\(rank))::int]"
  }

  func value(_ value: String, atGreatest: Bool, key: String, order: String, where conditions: [String]) -> String {
    "(\(aggregate("array_agg", "\(value) order by \(key) \(atGreatest ? "desc" : "asc"), \(order)", where: conditions)))[1]"
  }

  // MARK: Exact sums

  func summand(_ integer: String) -> String { integer }

  /// A double becomes a numeric through integers, since the direct way keeps 15 digits only.
  func summand(number: String) -> String {
    let high = "trunc(\(number) / 1099511627776::float8)"
    return "case when abs(\(number)) < 9e18::float8 then \(number)::bigint::numeric else \(high)::bigint * 1099511627776::numeric"
      + " + (\(number) - \(high) * 1099511627776::float8)::bigint end"
  }

  func square(_ summand: String) -> String { "\(summand)::numeric * \(summand)" }
  func total(_ sum: String) -> String { "coalesce(\(sum), 0)::numeric" }

  func bounded(_ total: String, to limits: (low: String, high: String)) -> String {
    "case when \(isBetween(total, limits.low, limits.high)) then \(total)::bigint end"
  }

  func billionths(_ total: String) -> String { "(\(total) * 0.000000001)::float8" }

  /// With 70 places the quotient is on the same side of every border between two doubles as the fraction itself: the two
  /// are never closer to each other than 10^-54 unless they are equal, and then 63 places say so.
  func mean(_ total: String, _ count: String, unit: Int64) -> String {
    "(round(\(total), 70) / (\(count)\(unit == 1 ? "" : " * \(unit)")))::float8"
  }

  func wholeMean(_ total: String, _ count: String) -> String {
    let (quotient, rest) = ("div(\(total), \(count))", "mod(\(total), \(count))")
    return "(\(quotient) + case when 2 * abs(\(rest)) > \(count) or 2 * abs(\(rest)) = \(count) and mod(\(quotient), 2) <> 0"
      + " then sign(\(total)) else 0 end)::bigint"
  }

  func spread(_ total: String, _ squares: String, _ count: String) -> String {
    "(\(count) * \(squares) - \(total) * \(total))::float8"
  }

  func distance(_ total: String, _ summand: String, _ count: String) -> String {
    "(\(count)::numeric * \(summand) - \(total))::float8"
  }

  // MARK: Output

  func amount(_ tenThousandths: String) -> String { "(\(tenThousandths) * 0.0001)::numeric(16,4)" }
}
