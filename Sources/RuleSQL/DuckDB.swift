import Records
import RuleLanguage

/// DuckDB. Its widest integers have 128 bits, so deviations are refused; an exact quotient is made of decimal digits.
struct DuckDB: Dialect {
  var title: String { "DuckDB" }
  var hasWideWholes: Bool { false }
  var stepBegin: String { "as materialized (" }

  var inputNotes: [String] {
    [
      "a time is a TIMESTAMP in UTC, or a TIMESTAMPTZ", "an amount is a DECIMAL with at most four places",
      "a duration is a BIGINT of microseconds", "a text is in NFC, and an empty one is missing",
      "a list is JSON, an array of objects, where an amount of more than 15 digits is a text, and so is a time, which ends in Z",
    ]
  }

  // MARK: Words

  func identifier(_ name: String) -> String { quotedIdentifier(name) }
  func literal(text: String) -> String { quotedLiteral(text) }
  func literal(integer: Int64) -> String { (integer < 0 ? "(\(integer))" : "\(integer)") + "::bigint" }

  /// Without an exponent it would be a decimal.
  func literal(number: Double) -> String {
    let digits = "\(number)"
    let text = digits.contains("e") ? digits : digits + "e0"
    return number < 0 ? "(\(text))" : text
  }

  func null(_ type: ValueType) -> String {
    switch type {
    case .number, .percent: "null::double"
    case .text, .key: "null::varchar"
    case .flag: "null::boolean"
    default: "null::bigint"
    }
  }

  func failure(_ message: String, _ middle: String, _ end: String) -> String {
    "error(\(literal(text: message)) || coalesce((\(middle))::varchar, '?') || \(literal(text: end)))"
  }

  // MARK: Input

  func asText(_ raw: String) -> String { "\(raw)::varchar" }

  func value(_ raw: String, of type: FieldType, isJSON: Bool) -> String {
    switch type {
    case .identity, .key, .text: return "nullif(\(raw)::varchar, '')"
    case .number, .percent: return "\(raw)::double"
    case .integer, .duration: return "\(raw)::bigint"
    case .flag: return "\(raw)::boolean"
    case .money:
      let amount = "\(raw)::decimal(38, 10)"
      // A JSON number passes through binary64 on its way, which 15 digits survive.
      let unsure = isJSON ? " or abs(\(amount)) >= 99999999999 and json_type(e.element, \(jsonPath(raw))) <> 'VARCHAR'" : ""
      return "case when \(amount) <> \(raw)::decimal(18, 4) or abs(\(amount)) > 900719925474.0992\(unsure)"
        + " then \(failure("an amount has more than four places or is out of bounds: ", raw, ""))"
        + " else (\(raw)::decimal(23, 4) * 10000)::bigint end"
    case .time:
      guard isJSON else { return "epoch_us(\(raw))" }
      return "case when \(raw) not like '%Z' then \(failure("a time in a list is not in UTC: ", raw, ""))"
        + " else epoch_us(\(raw)::timestamptz) end"
    }
  }

  /// The path that stands in an element's field.
  private func jsonPath(_ raw: String) -> String {
    String(raw.drop { $0 != "'" }.dropLast())
  }

  func elements(of list: String, in step: String, fields: [(key: String, type: FieldType)]) -> String {
    "\(step) as r, unnest(cast(\(list) as json[])) with ordinality as e(element, ordinal)"
  }

  func elementField(_ key: String, _ type: FieldType) -> String {
    let pointer = "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
    return "json_extract_string(e.element, \(literal(text: pointer)))"
  }

  // MARK: Numbers

  func double(_ whole: String) -> String { "\(whole)::double" }
  func rounded(_ number: String) -> String { "round_even(\(number), 0)" }
  func whole(_ number: String) -> String { "\(number)::bigint" }

  func added(_ first: String, _ second: String, _ isSubtraction: Bool, guarded: Bool) -> String {
    finite("\(first) \(isSubtraction ? "-" : "+") \(second)", guarded)
  }

  func multiplied(_ first: String, _ second: String, overflow: Bool, underflow: Bool) -> String {
    finite("\(first) * \(second)", overflow)
  }

  func divided(_ first: String, _ second: String, overflow: Bool, underflow: Bool) -> String {
    finite("\(first) / nullif(\(second), 0)", overflow)
  }

  private func finite(_ value: String, _ isGuarded: Bool) -> String {
    isGuarded ? "case when isfinite(\(value)) then \(value) end" : "(\(value))"
  }

  func checked(_ first: String, _ sign: String, _ second: String) -> String {
    "try_cast(\(first)::hugeint \(sign) \(second) as bigint)"
  }

  func moneyProduct(_ first: String, _ second: String) -> String {
    "case when abs(\(first)::hugeint * \(second)) <= \(Self.moneyMax) then (\(first)::hugeint * \(second))::bigint end"
  }

  func quotient(_ first: String, _ second: String) -> String { "(\(first) // \(second))" }
  func remainder(_ first: String, _ second: String) -> String { "(\(first) % \(second))" }

  // MARK: Texts

  func ordered(_ text: String, _ type: ValueType) -> String { text }
  func text(of integer: String) -> String { "\(integer)::varchar" }
  func contains(_ text: String, _ part: String) -> String { "contains(\(text), \(part))" }
  func startsWith(_ text: String, _ part: String) -> String { "starts_with(\(text), \(part))" }
  func endsWith(_ text: String, _ part: String) -> String { "ends_with(\(text), \(part))" }
  func joined(_ texts: [String]) -> String { "(\(texts.joined(separator: " || ")))" }
  func replaced(_ text: String, _ part: String, _ other: String) -> String { "replace(\(text), \(part), \(other))" }
  func composed(_ text: String) -> String? { "nfc_normalize(\(text))" }

  /// All that Unicode calls white space.
  func trimmed(_ text: String) -> String {
    let codes = [9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680] + Array(0x2000...0x200A) + [0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
    return "trim(\(text), \(codes.map { "chr(\($0))" }.joined(separator: " || ")))"
  }

  // MARK: Times

  func wall(_ microseconds: String, zone: String) -> String {
    "epoch_us(timezone(\(literal(text: zone)), timezone('UTC', make_timestamp(\(microseconds)))))"
  }

  func date(_ day: String) -> String { "(date '1970-01-01' + \(day)::int)" }
  func day(ofDate date: String) -> String { "(\(date) - date '1970-01-01')::bigint" }
  func part(_ part: String, ofDate date: String) -> String { "extract(\(part) from \(date))::bigint" }
  func first(of unit: String, date: String) -> String { "date_trunc('\(unit)', \(date))::date" }

  func adding(months: Int, toDate date: String) -> String {
    months == 0 ? date : "(\(date) + to_months(\(months)))::date"
  }

  func time(_ microseconds: String) -> String { "make_timestamp(\(microseconds))" }

  // MARK: Aggregates

  func aggregate(_ function: String, _ argument: String, where conditions: [String]) -> String {
    "\(function)(\(argument))" + (conditions.isEmpty ? "" : " filter (where \(conditions.joined(separator: " and ")))")
  }

  func collected(_ value: String, where conditions: [String]) -> String {
    aggregate("list", value, where: ["\(value) is not null"] + conditions)
  }

  func concatenated(_ first: String, _ second: String) -> String { "list_concat(\(first), \(second))" }
  func count(of list: String) -> String { "coalesce(len(\(list)), 0)" }
  func countDistinct(in list: String) -> String { "coalesce(len(list_distinct(\(list))), 0)" }

  func pick(_ rank: String, of list: String, _ type: ValueType) -> String {
    "list_sort(\(list), 'ASC', 'NULLS LAST')[\(rank)]"
  }

  func value(_ value: String, atGreatest: Bool, key: String, order: String, where conditions: [String]) -> String {
    "(\(aggregate("list", "\(value) order by \(key) \(atGreatest ? "desc" : "asc"), \(order) asc", where: conditions)))[1]"
  }

  // MARK: Exact sums

  func summand(_ integer: String) -> String { integer }
  func summand(number: String) -> String { "\(number)::hugeint" }
  func square(_ summand: String) -> String { "\(summand)::hugeint * \(summand)" }
  func total(_ sum: String) -> String { "coalesce(\(sum), 0)::hugeint" }

  func bounded(_ total: String, to limits: (low: String, high: String)) -> String {
    "case when \(isBetween(total, limits.low, limits.high)) then \(total)::bigint end"
  }

  /// A decimal text becomes the nearest double.
  func billionths(_ total: String) -> String { "((\(total))::varchar || 'e-9')::double" }

  /// Whole numbers up to 2^53 are divided as doubles, with one rounding. Others are divided by hand into 72 decimal places,
  /// and the text becomes the nearest double: no border between two doubles lies between the digits and the fraction, since
  /// the two are never closer to each other than 10^-54 unless they are equal, and then 63 places say so.
  func mean(_ total: String, _ count: String, unit: Int64) -> String {
    let divisor = unit == 1 ? "\(count)::hugeint" : "(\(count)::hugeint * \(unit))"
    var rest = "(abs(\(total)) % \(divisor))"
    var digits: [String] = []
    for _ in 0..<4 {
      digits.append("lpad((\(rest) * 1000000000000000000::hugeint // \(divisor))::varchar, 18, '0')")
      rest = "(\(rest) * 1000000000000000000::hugeint % \(divisor))"
    }
    return "case when abs(\(total)) <= \(Self.moneyMax) and \(divisor) <= \(Self.moneyMax)"
      + " then \(total)::double / (\(divisor))::double else (case when \(total) < 0 then '-' else '' end"
      + " || (abs(\(total)) // \(divisor))::varchar || '.' || \(digits.joined(separator: " || ")))::double end"
  }

  func wholeMean(_ total: String, _ count: String) -> String {
    let (quotient, rest) = ("(\(total) // \(count))", "(\(total) % \(count))")
    return "(\(quotient) + case when 2 * abs(\(rest)) > \(count) or 2 * abs(\(rest)) = \(count) and \(quotient) % 2 <> 0"
      + " then sign(\(total)) else 0 end)::bigint"
  }

  func spread(_ total: String, _ squares: String, _ count: String) -> String { null(.number) }
  func distance(_ total: String, _ summand: String, _ count: String) -> String { null(.number) }

  // MARK: Output

  func amount(_ tenThousandths: String) -> String {
    "(\(tenThousandths)::decimal(18, 0) * 0.0001::decimal(4, 4))::decimal(18, 4)"
  }
}
