/// A function of the language: what it takes and what it gives.
public struct Function: Sendable {
  /// A set of types that a parameter takes.
  struct Takes: OptionSet, Sendable {
    let rawValue: UInt16

    static let money = Takes(rawValue: 1), percent = Takes(rawValue: 2), number = Takes(rawValue: 4), integer = Takes(rawValue: 8)
    static let duration = Takes(rawValue: 16), time = Takes(rawValue: 32), text = Takes(rawValue: 64), key = Takes(rawValue: 128)
    static let flag = Takes(rawValue: 256)
    static let plain: Takes = [.number, .integer]
    static let quantity: Takes = [.money, .percent, .number, .integer, .duration]
    static let ordered: Takes = [.money, .percent, .number, .integer, .duration, .time, .text]
    static let words: Takes = [.text, .key]
    static let any: Takes = [.money, .percent, .number, .integer, .duration, .time, .text, .key, .flag]

    func contains(_ type: ValueType) -> Bool {
      switch type {
      case .money: contains(Takes.money)
      case .percent: contains(Takes.percent)
      case .number: contains(Takes.number)
      case .integer: contains(Takes.integer)
      case .duration: contains(Takes.duration)
      case .time: contains(Takes.time)
      case .text: contains(Takes.text)
      case .key: contains(Takes.key)
      case .flag: contains(Takes.flag)
      default: false
      }
    }

    var names: String {
      let all: [(Takes, String)] = [
        (.money, "money"), (.percent, "percent"), (.number, "number"), (.integer, "integer"), (.duration, "duration"),
        (.time, "time"), (.text, "text"), (.key, "key"), (.flag, "flag"),
      ]
      return all.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
    }
  }

  enum Gives: Sendable {
    case type(ValueType)
    /// The type of the first argument, or of the second.
    case first, second
    /// Money in the currency of the schema.
    case money
  }

  public let name: String
  let takes: [Takes]
  /// How many of them may be left out, from the last.
  var optional = 0
  /// The last parameter may repeat.
  var isVariadic = false
  /// All arguments from this one on are of one type.
  var sameFrom: Int?
  let gives: Gives
  /// What it does, for the reference and the editor.
  public let meaning: String

  init(
    _ name: String, _ takes: [Takes], _ gives: Gives, optional: Int = 0, isVariadic: Bool = false, sameFrom: Int? = nil,
    _ meaning: String
  ) {
    (self.name, self.takes, self.gives, self.optional) = (name, takes, gives, optional)
    (self.isVariadic, self.sameFrom, self.meaning) = (isVariadic, sameFrom, meaning)
  }

  /// The functions of one value at a time. Their places in this table are no part of any hash.
  public static let all: [Function] = [
    Function("missing", [.any], .type(.flag), "whether there is no value"),
    Function("abs", [.quantity], .first, "without its sign"),
    Function("least", [.ordered, .ordered], .first, isVariadic: true, sameFrom: 0, "the smallest of several values"),
    Function("greatest", [.ordered, .ordered], .first, isVariadic: true, sameFrom: 0, "the largest of several values"),
    Function(
      "round", [[.money, .percent, .number], .integer], .first, optional: 1,
      "to so many decimal places, halves to the even neighbour"),
    Function("floor", [.plain], .type(.integer), "the next whole number below"),
    Function("ceiling", [.plain], .type(.integer), "the next whole number above"),
    Function("remainder", [.integer, .integer], .type(.integer), "what a division of whole numbers leaves"),
    Function("sqrt", [.plain], .type(.number), "the square root"),
    Function("log", [.plain], .type(.number), "the natural logarithm; inexact"),
    Function("exp", [.plain], .type(.number), "e to the power of it; inexact"),
    Function("power", [.plain, .plain], .type(.number), "the first to the power of the second; inexact"),
    Function(
      "number", [[.percent, .integer, .number, .money]], .type(.number), "a plain number: 20% is 0.2, 5.00 in money is 5"),
    Function("percent", [.plain], .type(.percent), "a percentage: 0.2 is 20%"),
    Function("money", [.plain], .money, "an amount of that many units, rounded half-even to four places"),
    Function("text", [[.key, .text, .integer]], .type(.text), "a key or whole number as text"),
    Function("if", [.flag, .any, .any], .second, sameFrom: 1, "the second where the first is true, the third where it is false"),
    Function("lower", [.words], .type(.text), "in small letters"),
    Function("upper", [.words], .type(.text), "in capital letters"),
    Function("trim", [.words], .type(.text), "without white space at its ends"),
    Function("length", [.words], .type(.integer), "how many characters"),
    Function("contains", [.words, .text], .type(.flag), "whether the second stands within the first"),
    Function("starts_with", [.words, .text], .type(.flag), "whether the first begins with the second"),
    Function("ends_with", [.words, .text], .type(.flag), "whether the first ends with the second"),
    Function(
      "matches", [.words, .text], .type(.flag), "whether the first fits a pattern, in which * is any text and ? any character"),
    Function("concat", [.words, .words], .type(.text), isVariadic: true, "one text behind the other"),
    Function("left", [.words, .integer], .type(.text), "the first so many characters"),
    Function("right", [.words, .integer], .type(.text), "the last so many characters"),
    Function("replace", [.words, .text, .text], .type(.text), "with every occurrence of the second replaced by the third"),
    Function("year", [.time], .type(.integer), "the year, in the package's zone"),
    Function("quarter", [.time], .type(.integer), "the quarter, 1 to 4"),
    Function("month", [.time], .type(.integer), "the month, 1 to 12"),
    Function("week", [.time], .type(.integer), "the ISO week, 1 to 53"),
    Function("day", [.time], .type(.integer), "the day of the month, 1 to 31"),
    Function("weekday", [.time], .type(.integer), "the day of the week, Monday 1 to Sunday 7"),
    Function("hour", [.time], .type(.integer), "the hour, 0 to 23"),
    Function("minute", [.time], .type(.integer), "the minute, 0 to 59"),
    Function("weekend", [.time], .type(.flag), "whether it is a Saturday or Sunday"),
    Function("date", [.time], .type(.time), "the beginning of its day, in the package's zone"),
    Function("days_to_month_end", [.time], .type(.integer), "whole days until the last day of its month; 0 on that day"),
    Function("days_to_quarter_end", [.time], .type(.integer), "whole days until the last day of its quarter; 0 on that day"),
    Function("seconds", [.duration], .type(.number), "a duration as a number of seconds"),
    Function("hours", [.duration], .type(.number), "a duration as a number of hours"),
    Function("days", [.duration], .type(.number), "a duration as a number of days"),
  ]

  /// What the function's result lies between, where that is known: so a comparison can be seen to be constant.
  static func bounds(_ name: String) -> ClosedRange<Double>? {
    switch name {
    case "quarter": 1...4
    case "month": 1...12
    case "week": 1...53
    case "day": 1...31
    case "weekday": 1...7
    case "hour": 0...23
    case "minute": 0...59
    case "days_to_month_end": 0...30
    case "days_to_quarter_end": 0...91
    case "length", "sqrt", "abs": 0 ... .infinity
    default: nil
    }
  }

  /// Whether its result depends on the zone, which the program hands it as a last argument.
  public var isOfCalendar: Bool { takes == [.time] }

  /// Whether its results differ in the last digits from machine to machine.
  var isInexact: Bool { name == "log" || name == "exp" || name == "power" }
}
