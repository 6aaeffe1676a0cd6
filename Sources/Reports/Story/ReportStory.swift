import Alerts
public import Records

/// A report as it is told: the decision on the first page, then each scheme, then how far all of it can be trusted.
public struct ReportStory {
  let facts: ReportFacts
  /// The persons whose records have a file of their own.
  let peopleWithFiles: Set<String>
  let parts: PartFiles
  var wording: Wording { facts.wording }
  public var made: CivilDate { facts.made }

  public init(_ facts: ReportFacts) {
    self.facts = facts
    parts = PartFiles(facts)
    peopleWithFiles = Set(
      facts.losing.filter { $0.kind == .byPerson }.flatMap { $0.people.prefix(ReportStory.peopleShownMax).map(\.name) })
  }

  public var document: Document {
    let areOrders = facts.schemes.contains { $0.key.scheme == "rep-padding" } || facts.history?.areOrders == true
    let what = areOrders ? "title.orders" : "title.records"
    var document = Document(
      title: wording.sentence("title", ["what": .text(wording.text(what))]), subtitle: subtitle, eyebrow: wording.text("eyebrow"))
    document.blocks = firstPage
    for scheme in facts.losing { document.blocks += chapter(scheme) }
    document.blocks += moneyOverTime + checked + quality + before + method
    return document
  }

  private var subtitle: [Run] {
    var runs: [Run] = []
    if let first = facts.history?.first ?? facts.first, let last = facts.history?.last ?? facts.last {
      runs += wording.runs("subtitle.period", ["first": .date(first), "last": .date(last)]) + [Run(" ")]
    }
    if facts.period.isBounded {
      let from = facts.period.from.map { Figure.date($0.date) } ?? .text(wording.text("open-start"))
      let to = facts.period.before.map { Figure.date(Instant(microseconds: $0.microseconds - 1).date) }
      runs += wording.runs("subtitle.asked", ["from": from, "to": to ?? .text(wording.text("open-end"))]) + [Run(" ")]
    }
    runs += wording.runs("subtitle.made", ["made": .date(facts.made)])
    if facts.names.areNamesHidden { runs += [Run(" ")] + wording.runs("subtitle.names") }
    return runs
  }

  // MARK: pieces

  func heading(_ key: String, _ level: Int = 2, anchor: String? = nil) -> Document.Block {
    .heading(wording.text(key), level: level, anchor: anchor ?? key)
  }

  func paragraph(
    _ key: String, _ figures: [String: Figure] = [:], _ style: Document.Style = .body, targets: [String: String] = [:]
  ) -> Document.Block {
    .paragraph(wording.runs(key, figures, targets: targets), style)
  }

  func column(_ key: String, isFigure: Bool = false, weight: Double = 1) -> Document.Table.Column {
    .init(wording.text("column.\(key)"), isFigure: isFigure, weight: weight)
  }

  func money(_ sum: AmountSum, _ currency: Currency) -> Figure { SchemeFacts.figure(sum, currency, wording) }

  func date(_ moment: Instant?) -> Figure { moment.map { .date($0.date) } ?? .none }

  /// Amounts in several currencies beside each other.
  func joined(_ figures: [Figure]) -> [Run] {
    var runs: [Run] = []
    for (index, figure) in figures.enumerated() {
      if index > 0 { runs.append(Run(index == figures.count - 1 ? " \(wording.text("and")) " : ", ")) }
      runs.append(Run(figure))
    }
    return runs
  }
}
