import Records
import RuleLanguage

/// Spark SQL, with or without its ANSI mode. Its decimals have 38 digits and turn to null beyond, so deviations are refused;
/// an exact quotient is made of decimal digits.
struct Spark: Dialect {
  var title: String { "Spark SQL" }
  var hasWideWholes: Bool { false }
  /// A step that reads another twice is computed twice.
  var picksValues: Bool { true }
  var stepBegin: String { "as (" }

  var inputNotes: [String] {
    [
      "a time is a TIMESTAMP", "an amount is a DECIMAL with at most four places", "a duration is a BIGINT of microseconds",
      "a text is in NFC, and an empty one is missing",
      "a list is a STRING of JSON, an array of objects, and a time in it a text that ends in Z",
    ]
  }

  // MARK: Words

  func identifier(_ name: String) -> String { "`" + name.replacing("`", with: "``") + "`" }

  /// Quotes and backslashes mean one thing under one setting and another under another, and `${…}` is replaced even inside of
  /// a text: whatever holds one of these is written as bytes.
  func literal(text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "'" && $0 != "\"" && $0 != "\\" && $0 != "$" }
    if isPlain { return "'\(text)'" }
    let bytes = text.utf8.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.count == 1 ? "0" + digits : digits
    }
    return "cast(X'\(bytes.joined())' as string)"
  }

  func literal(integer: Int64) -> String { integer < 0 ? "(\(integer)L)" : "\(integer)L" }
  func literal(number: Double) -> String { number < 0 ? "(\(number)D)" : "\(number)D" }

  func null(_ type: ValueType) -> String {
    switch type {
    case .number, .percent: "cast(null as double)"
    case .text, .key: "cast(null as string)"
    case .flag: "cast(null as boolean)"
    default: "cast(null as bigint)"
    }
  }

  func failure(_ message: String, _ middle: String, _ end: String) -> String {
    "cast(raise_error(concat(\(literal(text: message)), coalesce(cast(\(middle) as string), '?'), \(literal(text: end)))) as bigint)"
  }

  // MARK: Input

  func asText(_ raw: String) -> String { "cast(\(raw) as string)" }

  func value(_ raw: String, of type: FieldType, isJSON: Bool) -> String {
    switch type {
    case .identity, .key, .text: return "nullif(cast(\(raw) as string), '')"
    case .number, .percent: return "cast(\(raw) as double)"
    case .integer, .duration: return "cast(\(raw) as bigint)"
    case .flag: return "cast(\(raw) as boolean)"
    case .money:
      let (amount, short) = ("cast(\(raw) as decimal(38, 10))", "cast(\(raw) as decimal(20, 4))")
      return "case when \(amount) <> \(short) or abs(\(short)) > 900719925474.0992BD"
        + " then \(failure("an amount has more than four places or is out of bounds: ", raw, ""))"
        + " else cast(\(short) * 10000BD as bigint) end"
    case .time:
      guard isJSON else { return "unix_micros(\(raw))" }
      return "case when \(raw) not like '%Z' then \(failure("a time in a list is not in UTC: ", raw, ""))"
        + " else unix_micros(cast(\(raw) as timestamp)) end"
    }
  }

  func elements(of list: String, in step: String, fields: [(key: String, type: FieldType)]) -> String {
    let types = fields.map { "\(identifier($0.key)):\(jsonType($0.type))" }
    let structure = "array<struct<\(types.joined(separator: ","))>>"
    return "\(step) as r lateral view posexplode(from_json(\(list), \(literal(text: structure)), map('mode', 'FAILFAST'))) e"
      + " as ordinal, element"
  }

  private func jsonType(_ type: FieldType) -> String {
    switch type {
    case .identity, .key, .text, .time: "string"
    case .number, .percent: "double"
    case .integer, .duration: "bigint"
    case .flag: "boolean"
    case .money: "decimal(38,10)"
    }
  }

  func elementField(_ key: String, _ type: FieldType) -> String { "e.element.\(identifier(key))" }

  // MARK: Numbers

  func double(_ whole: String) -> String { "cast(\(whole) as double)" }
  func rounded(_ number: String) -> String { "rint(\(number))" }
  func whole(_ number: String) -> String { "cast(\(number) as bigint)" }

  func added(_ first: String, _ second: String, _ isSubtraction: Bool, guarded: Bool) -> String {
    finite("\(first) \(isSubtraction ? "-" : "+") \(second)", guarded)
  }

  func multiplied(_ first: String, _ second: String, overflow: Bool, underflow: Bool) -> String {
    finite("\(first) * \(second)", overflow)
  }

  func divided(_ first: String, _ second: String, overflow: Bool, underflow: Bool) -> String {
    finite("\(first) / nullif(\(second), 0D)", overflow)
  }

  private func finite(_ value: String, _ isGuarded: Bool) -> String {
    isGuarded ? "case when abs(\(value)) <= 1.7976931348623157E308D then \(value) end" : "(\(value))"
  }

  func checked(_ first: String, _ sign: String, _ second: String) -> String {
    let names = ["+": "try_add", "-": "try_subtract", "*": "try_multiply"]
    return "\(names[sign] ?? "try_add")(\(first), \(second))"
  }

  func moneyProduct(_ first: String, _ second: String) -> String {
    let product = "try_multiply(\(first), \(second))"
    return "case when \(isBetween(product, moneyLimits.low, moneyLimits.high)) then \(product) end"
  }

  func quotient(_ first: String, _ second: String) -> String { "(\(first) div \(second))" }
  func remainder(_ first: String, _ second: String) -> String { "(\(first) % \(second))" }

  // MARK: Texts

  func ordered(_ text: String, _ type: ValueType) -> String { text }
  func text(of integer: String) -> String { "cast(\(integer) as string)" }
  func contains(_ text: String, _ part: String) -> String { "contains(\(text), \(part))" }
  func startsWith(_ text: String, _ part: String) -> String { "startswith(\(text), \(part))" }
  func endsWith(_ text: String, _ part: String) -> String { "endswith(\(text), \(part))" }
  func joined(_ texts: [String]) -> String { "concat(\(texts.joined(separator: ", ")))" }
  func replaced(_ text: String, _ part: String, _ other: String) -> String { "replace(\(text), \(part), \(other))" }
  func composed(_ text: String) -> String? { nil }

  /// All that Unicode calls white space.
  func trimmed(_ text: String) -> String {
    let spaces =
      "0920" + "0A" + "0B0C0D" + "C285" + "C2A0" + "E19A80" + "E28080E28081E28082E28083E28084E28085E28086E28087E28088E28089E2808A"
      + "E280A8E280A9E280AFE2819FE38080"
    return "btrim(\(text), cast(X'\(spaces)' as string))"
  }

  // MARK: Times

  func wall(_ microseconds: String, zone: String) -> String {
    "unix_micros(from_utc_timestamp(timestamp_micros(\(microseconds)), \(literal(text: zone))))"
  }

  func date(_ day: String) -> String { "date_add(date'1970-01-01', cast(\(day) as int))" }
  func day(ofDate date: String) -> String { "cast(datediff(\(date), date'1970-01-01') as bigint)" }

  func part(_ part: String, ofDate date: String) -> String {
    "cast(\(part == "week" ? "weekofyear" : part)(\(date)) as bigint)"
  }

  func first(of unit: String, date: String) -> String { "trunc(\(date), '\(unit)')" }

  func adding(months: Int, toDate date: String) -> String { months == 0 ? date : "add_months(\(date), \(months))" }

  func time(_ microseconds: String) -> String { "timestamp_micros(\(microseconds))" }

  // MARK: Aggregates

  func aggregate(_ function: String, _ argument: String, where conditions: [String]) -> String {
    if conditions.isEmpty { return "\(function)(\(argument))" }
    return "\(function)(case when \(conditions.joined(separator: " and ")) then \(argument == "*" ? "1" : argument) end)"
  }

  func collected(_ value: String, where conditions: [String]) -> String { aggregate("collect_list", value, where: conditions) }
  func concatenated(_ first: String, _ second: String) -> String { "concat(\(first), \(second))" }
  func count(of list: String) -> String { "cast(coalesce(size(\(list)), 0) as bigint)" }
  func countDistinct(in list: String) -> String { "cast(coalesce(size(array_distinct(\(list))), 0) as bigint)" }

  func pick(_ rank: String, of list: String, _ type: ValueType) -> String {
    "get(sort_array(\(list)), cast(\(rank) as int) - 1)"
  }

  func value(_ value: String, atLast: Bool, of order: String, where conditions: [String]) -> String {
    let chosen = conditions.isEmpty ? order : "case when \(conditions.joined(separator: " and ")) then \(order) end"
    return "\(atLast ? "max_by" : "min_by")(\(value), \(chosen))"
  }

  func value(_ value: String, atGreatest: Bool, key: String, order: String, where conditions: [String]) -> String {
    let pair = "struct(\(key), \(atGreatest ? "-" : "")\(order))"
    let chosen = conditions.isEmpty ? pair : "case when \(conditions.joined(separator: " and ")) then \(pair) end"
    return "\(atGreatest ? "max_by" : "min_by")(\(value), \(chosen))"
  }

  // MARK: Exact sums

  func summand(_ integer: String) -> String { "cast(\(integer) as decimal(19, 0))" }

  /// A double becomes a decimal through integers, since the direct way keeps the digits of its shortest text only.
  func summand(number: String) -> String {
    let high = "cast(\(number) / 1099511627776D as bigint)"
    return "cast(\(high) * 1099511627776BD + cast(\(number) - \(high) * 1099511627776D as bigint) as decimal(28, 0))"
  }

  func square(_ summand: String) -> String { null(.number) }
  func total(_ sum: String) -> String { "cast(coalesce(\(sum), 0) as decimal(38, 0))" }

  func bounded(_ total: String, to limits: (low: String, high: String)) -> String {
    "case when \(isBetween(total, limits.low, limits.high)) then cast(\(total) as bigint) end"
  }

  /// A decimal text becomes the nearest double.
  func billionths(_ total: String) -> String { "cast(concat(cast(\(total) as string), 'e-9') as double)" }

  /// Whole numbers up to 2^53 are divided as doubles, with one rounding. Others are divided by hand into 72 decimal places,
  /// and the text becomes the nearest double: no border between two doubles lies between the digits and the fraction, since
  /// the two are never closer to each other than 10^-54 unless they are equal, and then 63 places say so.
  func mean(_ total: String, _ count: String, unit: Int64) -> String {
    let divisor = "cast(\(count)\(unit == 1 ? "" : " * \(unit)L") as decimal(19, 0))"
    var rest = "(abs(\(total)) % \(divisor))"
    var digits: [String] = []
    for _ in 0..<4 {
      let shifted = "cast(\(rest) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0))"
      digits.append("lpad(cast(\(shifted) div \(divisor) as string), 18, '0')")
      rest = "(\(shifted) % \(divisor))"
    }
    return "case when abs(\(total)) <= \(Self.moneyMax) and \(divisor) <= \(Self.moneyMax)"
      + " then cast(\(total) as double) / cast(\(divisor) as double)"
      + " when abs(\(total)) / \(divisor) > 9223372036854775807"
      + " then cast(\(failure("a mean is too large to be exact: ", total, "")) as double)"
      + " else cast(concat(case when \(total) < 0 then '-' else '' end, cast(abs(\(total)) div \(divisor) as string), '.', "
      + "\(digits.joined(separator: ", "))) as double) end"
  }

  func wholeMean(_ total: String, _ count: String) -> String {
    let (quotient, rest) = ("(\(total) div \(count))", "(\(total) % \(count))")
    return "(\(quotient) + case when 2 * abs(\(rest)) > \(count) or 2 * abs(\(rest)) = \(count) and \(quotient) % 2 <> 0"
      + " then cast(sign(\(total)) as bigint) else 0L end)"
  }

  func spread(_ total: String, _ squares: String, _ count: String) -> String { null(.number) }
  func distance(_ total: String, _ summand: String, _ count: String) -> String { null(.number) }

  // MARK: Output

  func amount(_ tenThousandths: String) -> String {
    "cast(cast(\(tenThousandths) as decimal(20, 0)) * 0.0001BD as decimal(20, 4))"
  }
}
