import RuleLanguage

/// The functions of the language by name, so that none is looked up by its text while records pass.
enum FunctionCode: String, Sendable {
  case missing, abs, least, greatest, round, floor, ceiling, remainder, sqrt, log, exp, power, number, percent, money, text
  case `if`, lower, upper, trim, length, contains
  case startsWith = "starts_with"
  case endsWith = "ends_with"
  case matches, concat, left, right, replace
  case year, quarter, month, week, day, weekday, hour, minute, weekend, date
  case daysToMonthEnd = "days_to_month_end"
  case daysToQuarterEnd = "days_to_quarter_end"
  case seconds, hours, days

  static let all: [FunctionCode?] = Function.all.map { FunctionCode(rawValue: $0.name) }

  var isOfText: Bool {
    switch self {
    case .text, .lower, .upper, .trim, .length, .contains, .startsWith, .endsWith, .matches, .concat, .left, .right, .replace:
      true
    default: false
    }
  }

  var isOfCalendar: Bool {
    switch self {
    case .year, .quarter, .month, .week, .day, .weekday, .hour, .minute, .weekend, .date, .daysToMonthEnd, .daysToQuarterEnd: true
    default: false
    }
  }
}
