import Alerts
import Foundation
import Records

/// The words of a report, and how numbers and dates are written beside them.
///
/// A phrase is plain text in which `{name}` stands for a figure, `{name|one|many}` for the word that fits its count, and `**…**` for what
/// is to be seen first. Another language is another list of phrases.
public struct Wording: Sendable {
  public let locale: String
  let phrases: [String: String]
  private let numbers: Locale
  private let dates: Date.FormatStyle
  private let months: Date.FormatStyle

  public static let english = Wording(locale: "en_US", phrases: EnglishPhrases.all)

  /// - phrases: those that are lacking are told in English.
  public init(locale: String, phrases: [String: String] = [:]) {
    self.locale = locale
    self.phrases = EnglishPhrases.all.merging(phrases) { $1 }
    numbers = Locale(identifier: locale)
    let calendar = Calendar(identifier: .gregorian)
    let zone = TimeZone(secondsFromGMT: 0) ?? .gmt
    dates = Date.FormatStyle(date: .abbreviated, time: .omitted, locale: numbers, calendar: calendar, timeZone: zone)
    months = Date.FormatStyle(locale: numbers, calendar: calendar, timeZone: zone).year().month(.abbreviated)
  }

  /// BCP 47, as documents name their language.
  public var language: String { locale.split(separator: "_").joined(separator: "-") }

  /// Whether there are words for it: schemes that nobody described are told in general ones.
  func has(_ key: String) -> Bool { phrases[key] != nil }

  func text(_ key: String) -> String { phrases[key] ?? key }

  func runs(_ key: String, _ figures: [String: Figure] = [:], targets: [String: String] = [:]) -> [Run] {
    Phrase(text(key)).runs(figures, targets: targets)
  }

  /// Words in which figures are written out, where no figure may stand by itself, as in a chart's title.
  func sentence(_ key: String, _ figures: [String: Figure] = [:]) -> String {
    runs(key, figures).map { text(of: $0.figure) }.joined()
  }

  /// What stands below a table that has more rows than it shows.
  public func more(_ count: Int) -> [Run] { runs("more-rows", ["count": .count(count)]) }

  /// What stands at the foot of a page.
  public func page(_ page: Int, of pages: Int) -> String { sentence("page", ["page": .count(page), "pages": .count(pages)]) }

  /// What stands beside the caption of a table that goes on from the page before.
  public var continued: String { text("continued") }

  public func text(of runs: [Run]) -> String { runs.map { text(of: $0.figure) }.joined() }

  public func text(of figure: Figure) -> String {
    switch figure {
    case .text(let text): text
    case .count(let count): count.formatted(.number.locale(numbers))
    case .money(let amount, let currency): money(amount, currency)
    case .share(let share): share.isFinite ? percent(share) : text("unknown")
    case .rate(let rate):
      rate.isFinite ? rate.formatted(.percent.locale(numbers).precision(.fractionLength(0...2))) : text("unknown")
    case .number(let number, let places):
      number.isFinite ? number.formatted(.number.locale(numbers).precision(.fractionLength(places))) : text("unknown")
    case .date(let date): dates.format(Wording.moment(date))
    case .month(let period): month(period)
    case .none: text("none")
    }
  }

  private func money(_ amount: Money, _ currency: Currency) -> String {
    // Rounded as everywhere else, and only then written as the reader expects.
    let rounded = amount.rounded(places: currency.places).tenThousandths
    let decimal = Decimal(rounded) / 10_000
    return decimal.formatted(
      .currency(code: currency.code).locale(numbers).presentation(.standard).precision(.fractionLength(currency.places)))
  }

  /// Small shares keep a place, so that few are not told as none.
  private func percent(_ share: Double) -> String {
    let places = share != 0 && share.magnitude < 0.0995 || share > 0.9905 && share < 1 ? 1 : 0
    return share.formatted(.percent.locale(numbers).precision(.fractionLength(places)))
  }

  private func month(_ period: CasePeriod) -> String {
    guard let date = CivilDate(year: period.year, month: period.month, day: 1) else { return period.description }
    return months.format(Wording.moment(date))
  }

  private static func moment(_ date: CivilDate) -> Date {
    Date(timeIntervalSince1970: Double(date.daysSince1970) * 86_400)
  }
}
