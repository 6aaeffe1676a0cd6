import Alerts
import Records

/// A part of the report's time, for which there is a line and a file: a month, or a year where a line a month would be too many.
enum ReportSpan: Hashable, Comparable, Sendable {
  case month(CasePeriod)
  case year(Int)

  /// As it stands in the name of a file.
  var name: String {
    switch self {
    case .month(let month): month.description
    case .year(let year): String(year)
    }
  }

  func text(in wording: Wording) -> String {
    switch self {
    case .month(let month): wording.text(of: .month(month))
    case .year(let year): String(year)
    }
  }

  static func < (left: ReportSpan, right: ReportSpan) -> Bool { left.firstMonth < right.firstMonth }

  private var firstMonth: Int {
    switch self {
    case .month(let month): month.months
    case .year(let year): year * 12
    }
  }
}

extension ReportFacts {
  private static let monthsMax = 24

  /// One step for all schemes, so that a record has its place whatever its scheme.
  func span(of month: CasePeriod) -> ReportSpan { isByYear ? .year(month.year) : .month(month) }

  var isByYear: Bool {
    let months = losing.flatMap { [$0.months.first?.month.months, $0.months.last?.month.months] }.compactMap(\.self)
    guard let first = months.min(), let last = months.max() else { return false }
    return last - first >= ReportFacts.monthsMax
  }

  /// Of years, the last ones: a history of centuries is one of mistakes.
  static var spansMax: Int { 60 }

  /// In their order; empty ones between the first and the last are there too.
  func spans(of scheme: SchemeFacts) -> [(span: ReportSpan, part: SchemeTally.Part)] {
    let isByYear = isByYear
    var parts: [ReportSpan: SchemeTally.Part] = [:]
    for entry in scheme.months {
      let span: ReportSpan = isByYear ? .year(entry.month.year) : .month(entry.month)
      parts[span, default: SchemeTally.Part()].add(entry.part)
    }
    return parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
