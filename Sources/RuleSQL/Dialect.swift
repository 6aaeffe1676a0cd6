import Records
import RuleLanguage

/// What one database writes differently. All of these give a text that can stand beside any operator, and take operands that
/// can stand several times: columns and constants.
protocol Dialect: Sendable {
  var title: String { get }
  /// What the reader of the query has to know about the table's columns.
  var inputNotes: [String] { get }
  /// Exact whole numbers of 256 bits, which deviations are made of.
  var hasWideWholes: Bool { get }
  /// Whether an aggregate over a frame gives the value at the last of its rows. Else the row is found by its place.
  var picksValues: Bool { get }

  // MARK: Words
  func identifier(_ name: String) -> String
  func literal(text: String) -> String
  /// A text that says that it is one, where nothing beside it does.
  func typedLiteral(text: String) -> String
  func literal(integer: Int64) -> String
  func literal(number: Double) -> String
  func null(_ type: ValueType) -> String
  /// Behind a step's name.
  var stepBegin: String { get }
  /// An expression of type bigint that fails with a message; what stands in the message's middle is SQL.
  func failure(_ message: String, _ middle: String, _ end: String) -> String

  // MARK: Input
  /// A table's or list's value as the query computes with it.
  func value(_ raw: String, of type: FieldType, isJSON: Bool) -> String
  func asText(_ raw: String) -> String
  /// What stands behind `from` for the elements of a JSON array, under the names `element` and `ordinal`.
  func elements(of list: String, in step: String, fields: [(key: String, type: FieldType)]) -> String
  /// A field of such an element.
  func elementField(_ key: String, _ type: FieldType) -> String

  // MARK: Numbers
  func double(_ whole: String) -> String
  func rounded(_ number: String) -> String
  func added(_ first: String, _ second: String, _ isSubtraction: Bool, guarded: Bool) -> String
  func multiplied(_ first: String, _ second: String, overflow: Bool, underflow: Bool) -> String
  func divided(_ first: String, _ second: String, overflow: Bool, underflow: Bool) -> String
  /// A number without a fraction as a whole one.
  func whole(_ number: String) -> String
  /// A sum, difference or product of 64-bit integers; null where it does not fit.
  func checked(_ first: String, _ sign: String, _ second: String) -> String
  /// A product of integers that is null outside of money's bounds.
  func moneyProduct(_ first: String, _ second: String) -> String
  /// Of whole numbers, towards zero.
  func quotient(_ first: String, _ second: String) -> String
  func remainder(_ first: String, _ second: String) -> String

  // MARK: Texts
  /// A text that is compared by its bytes.
  func ordered(_ text: String, _ type: ValueType) -> String
  func text(of integer: String) -> String
  func contains(_ text: String, _ part: String) -> String
  func startsWith(_ text: String, _ part: String) -> String
  func endsWith(_ text: String, _ part: String) -> String
  func trimmed(_ text: String) -> String
  func joined(_ texts: [String]) -> String
  func replaced(_ text: String, _ part: String, _ other: String) -> String
  /// A text brought into NFC; nil where that cannot be said.
  func composed(_ text: String) -> String?

  // MARK: Times
  /// The wall clock of a zone, as microseconds.
  func wall(_ microseconds: String, zone: String) -> String
  /// The date so many days after 1970-01-01.
  func date(_ day: String) -> String
  /// Whether dates before the year 1 are missing or count otherwise.
  var lacksEarlyDates: Bool { get }
  func day(ofDate date: String) -> String
  /// `year`, `quarter`, `month`, `week` or `day` of a date.
  func part(_ part: String, ofDate date: String) -> String
  /// The first day of a date's month, quarter or year.
  func first(of unit: String, date: String) -> String
  func adding(months: Int, toDate date: String) -> String
  func time(_ microseconds: String) -> String

  // MARK: Aggregates
  func aggregate(_ function: String, _ argument: String, where conditions: [String]) -> String
  func collected(_ value: String, where conditions: [String]) -> String
  func concatenated(_ first: String, _ second: String) -> String
  func count(of list: String) -> String
  func countDistinct(in list: String) -> String
  func pick(_ rank: String, of list: String, _ type: ValueType) -> String
  /// The value at the last row, or at the first, also where it is null; only where `picksValues`.
  func value(_ value: String, atLast: Bool, of order: String, where conditions: [String]) -> String
  /// The value at the row with the greatest or smallest key, and of these the first.
  func value(_ value: String, atGreatest: Bool, key: String, order: String, where conditions: [String]) -> String

  // MARK: Exact sums
  /// A 64-bit integer on its way into an exact sum.
  func summand(_ integer: String) -> String
  /// A number without a fraction, below 2^93, on its way into an exact sum.
  func summand(number: String) -> String
  func square(_ summand: String) -> String
  /// An exact sum that is null where there was nothing to add up.
  func total(_ sum: String) -> String
  func bounded(_ total: String, to limits: (low: String, high: String)) -> String
  /// The binary64 nearest to total / 10^9.
  func billionths(_ total: String) -> String
  /// The binary64 nearest to total / (count · unit); count is not 0.
  func mean(_ total: String, _ count: String, unit: Int64) -> String
  /// total / count, halves to the even neighbour; count is not 0.
  func wholeMean(_ total: String, _ count: String) -> String
  /// n · Q - S², as the binary64 nearest to it.
  func spread(_ total: String, _ squares: String, _ count: String) -> String
  /// n · X - S, as the binary64 nearest to it.
  func distance(_ total: String, _ summand: String, _ count: String) -> String

  // MARK: Output
  /// Ten-thousandths as an amount with four places.
  func amount(_ tenThousandths: String) -> String
}

extension Dialect {
  func isBetween(_ value: String, _ low: String, _ high: String) -> String { "\(value) between \(low) and \(high)" }

  var picksValues: Bool { false }
  var lacksEarlyDates: Bool { false }

  func value(_ value: String, atLast: Bool, of order: String, where conditions: [String]) -> String { value }

  func typedLiteral(text: String) -> String { literal(text: text) }

  static var moneyMax: String { "9007199254740992" }

  var moneyLimits: (low: String, high: String) { ("-\(Self.moneyMax)", Self.moneyMax) }

  var wholeLimits: (low: String, high: String) { ("-9223372036854775808", "9223372036854775807") }

  func quotedLiteral(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  func quotedIdentifier(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  func table(_ name: TableName) -> String {
    (name.schema.map { identifier($0) + "." } ?? "") + identifier(name.name)
  }

  /// A number without a fraction as an integer within bounds, else null.
  func rounded(_ number: String, isMoney: Bool) -> String {
    let value = rounded(number)
    let limit = literal(number: isMoney ? 9_007_199_254_740_992 : 9_223_372_036_854_775_808)
    let test =
      isMoney ? "abs(\(value)) <= \(limit)" : "\(value) >= -\(limit) and \(value) < \(limit)"
    return "case when \(test) then \(whole(value)) end"
  }

  /// `x like pattern`, where `*` is any text; the pattern holds no `?`.
  func like(_ text: String, pattern: String) -> String {
    var escaped = ""
    for character in pattern.unicodeScalars {
      switch character {
      case "*": escaped += "%"
      case "%", "_", "!": escaped += "!\(character)"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return "(\(text) like \(literal(text: escaped)) escape '!')"
  }
}
