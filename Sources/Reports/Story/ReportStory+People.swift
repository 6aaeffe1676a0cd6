import Alerts
import Charts
import Detection
import Records

/// Persons against their peers. Who has more flagged records than chance makes of equals stands out; nobody else is singled out.
extension ReportStory {
  struct Standing {
    let name: String
    let part: SchemeTally.Part
    /// Of the person's records; nil where the history is not at hand.
    let share: Proportion?
  }

  static var peopleShownMax: Int { 15 }

  func standings(_ scheme: SchemeFacts) -> [Standing] {
    scheme.people.map { name, part in
      let records = facts.history?.entities[name]?.records
      return Standing(name: name, part: part, share: records.map { Proportion(min(part.count, $0), of: $0) })
    }
  }

  /// The share of flagged records of all who do not stand out; of all where everybody does.
  private func ordinary(_ scheme: SchemeFacts, but outstanding: Set<String>) -> Proportion? {
    guard let history = facts.history, history.total.records > 0 else { return nil }
    let records = outstanding.reduce(history.total.records) { $0 - (history.entities[$1]?.records ?? 0) }
    let flagged = outstanding.reduce(scheme.tally.all.count) { $0 - (scheme.tally.entities[$1]?.count ?? 0) }
    let all = history.total.records
    return records > 0
      ? Proportion(min(max(0, flagged), records), of: records) : Proportion(min(scheme.tally.all.count, all), of: all)
  }

  /// The share of flagged records of all persons but one.
  private func others(_ scheme: SchemeFacts, but name: String) -> Double? {
    guard let history = facts.history else { return nil }
    let flagged = scheme.tally.all.count - (scheme.tally.entities[name]?.count ?? 0)
    let records = history.total.records - (history.entities[name]?.records ?? 0)
    return records > 0 ? min(1, Double(flagged) / Double(records)) : nil
  }

  func standingOut(_ scheme: SchemeFacts) -> [Standing] {
    guard scheme.kind == .byPerson else { return [] }
    let all = standings(scheme)
    let mean = Double(scheme.tally.all.count) / Double(max(1, all.count))
    return all.filter { standing in
      guard let share = standing.share?.interval, let others = others(scheme, but: standing.name) else {
        // Without the history only their number is known: far above what chance makes of the mean.
        return Double(standing.part.count) > mean + 3 * mean.squareRoot()
      }
      return share.lowerBound > others
    }
  }

  func people(_ scheme: SchemeFacts) -> [Document.Block] {
    if scheme.kind == .byVictim {
      return [heading("heading.who", anchor: anchor(scheme, "people")), paragraph("people.victims")]
    }
    guard scheme.kind == .byPerson else {
      return [heading("heading.who", anchor: anchor(scheme, "people")), paragraph("people.not-accused")]
    }
    let standings = standings(scheme)
    guard !standings.isEmpty else { return [] }
    var blocks: [Document.Block] = [heading("heading.people", anchor: anchor(scheme, "people"))]
    if let chart = peopleChart(scheme, standings) {
      blocks += [paragraph("people.accused"), .illustration(.init(chart))]
    }
    return blocks + [.table(peopleTable(scheme, standings))]
  }

  private func peopleChart(_ scheme: SchemeFacts, _ standings: [Standing]) -> Chart? {
    let known = standings.filter { ($0.share?.whole ?? 0) > 0 }
    let outstanding = Set(standingOut(scheme).map(\.name))
    func share(_ standing: Standing) -> Double { standing.share?.share ?? 0 }
    let most = known.max { share($0) < share($1) }
    guard let most, let rest = ordinary(scheme, but: outstanding), let others = rest.share, let around = rest.interval,
      known.count > 1
    else { return nil }
    let peers = Chart.Span(
      wording.text("chart.people.rest"), low: around.lowerBound, value: others, high: around.upperBound, isMarked: false)
    let rows = known.prefix(ReportStory.peopleShownMax).compactMap { standing -> Chart.Span? in
      guard let share = standing.share?.share, let interval = standing.share?.interval else { return nil }
      return Chart.Span(
        facts.names.of(standing.name), low: interval.lowerBound, value: share, high: interval.upperBound,
        isMarked: outstanding.contains(standing.name))
    }
    let title = wording.sentence(
      "chart.people",
      [
        "first": .text(facts.names.of(most.name)), "first-share": .share(share(most)), "others-share": .share(others),
      ])
    return Chart(
      title: title, unit: .percent, .spans(axis: wording.text("chart.people.axis"), rows + [peers], reference: others),
      description: title)
  }

  private func peopleTable(_ scheme: SchemeFacts, _ standings: [Standing]) -> Document.Table {
    let currency = scheme.key.currency
    let hasShares = facts.history != nil
    let shown = standings.prefix(ReportStory.peopleShownMax)
    var rows = shown.map { standing -> [Run] in
      let name = facts.names.of(standing.name)
      let share = standing.share?.interval
      return [Run(.text(name), target: RecordFiles.person(name))]
        + (hasShares ? [Run(standing.share.map { .count($0.whole) } ?? .none)] : [])
        + [Run(.count(standing.part.count))]
        + (hasShares
          ? [
            Run(standing.share?.share.map { .share($0) } ?? .none), Run(share.map { .share($0.lowerBound) } ?? .none),
            Run(share.map { .share($0.upperBound) } ?? .none),
          ] : [])
        + [
          Run(money(standing.part.loss, currency)), Run(.count(standing.part.confirmed)), Run(date(standing.part.first)),
          Run(date(standing.part.last)),
        ]
    }
    let columns =
      [column("person", weight: 1.4)] + (hasShares ? [column("orders", isFigure: true, weight: 0.8)] : [])
      + [column("flagged", isFigure: true, weight: 0.8)]
      + (hasShares
        ? [
          column("share", isFigure: true, weight: 0.8), column("share-low", isFigure: true, weight: 0.7),
          column("share-high", isFigure: true, weight: 0.7),
        ] : [])
      + [
        column("loss", isFigure: true, weight: 1.3), column("confirmed", isFigure: true),
        column("since", isFigure: true, weight: 1.2),
        column("until", isFigure: true, weight: 1.2),
      ]
    let rest = standings.dropFirst(ReportStory.peopleShownMax)
    if !rest.isEmpty {
      // With them the column adds up to the scheme's own figure.
      let sum = rest.reduce(Money?.some(.zero)) { sum, next in next.part.loss.total.flatMap { sum?.adding($0) } }
      let filler = [Run](repeating: Run(.none), count: hasShares ? 3 : 0)
      rows.append(
        [Run(wording.text("all-others"))] + (hasShares ? [Run(.none)] : [])
          + [Run(.count(rest.reduce(0) { $0 + $1.part.count }))] + filler
          + [
            Run(sum.map { .money($0, currency) } ?? .none), Run(.count(rest.reduce(0) { $0 + $1.part.confirmed })), Run(.none),
            Run(.none),
          ])
    }
    return Document.Table(
      name: "\(scheme.sheetName) persons", caption: wording.text("people.caption"), columns: columns, rows: rows)
  }

  func anchor(_ scheme: SchemeFacts, _ part: String) -> String { "\(scheme.anchor)-\(part)" }
}
