import Alerts
import Records

/// The decision, for a director with four minutes: how much, who, since when, how sure, what failed, what next.
extension ReportStory {
  var firstPage: [Document.Block] {
    guard !facts.losing.isEmpty else { return nothing }
    return [.paragraph(lead, .lead), .tiles(tiles), .table(schemesTable)] + ranges + what + sureness + [found] + honest + controls
      + next
  }

  private var nothing: [Document.Block] {
    [paragraph("lead.none", [:], .lead), heading("heading.next"), .list([wording.runs("next.none")], isOrdered: true)]
  }

  private var lead: [Run] {
    var runs: [Run] = []
    for (currency, estimate) in facts.estimates {
      let schemes = facts.losing.filter { $0.key.currency == currency }
      let first = schemes.compactMap(\.tally.all.first).min()
      let last = schemes.compactMap(\.tally.all.last).max()
      runs += wording.runs(
        "lead.loss",
        [
          "indicated": estimate.indicated, "likely": .money(estimate.likely, currency), "low": .money(estimate.low, currency),
          "high": .money(estimate.high, currency), "records": .count(schemes.reduce(0) { $0 + $1.tally.all.count }),
          "first": date(first), "last": date(last),
        ], targets: ["indicated": RecordFiles.all])
      runs.append(Run(" "))
    }
    if facts.counted(.confirmed) > 0 {
      for (_, estimate) in facts.estimates { runs += wording.runs("lead.confirmed", ["confirmed": estimate.confirmed]) }
    } else {
      runs += wording.runs("lead.unconfirmed")
    }
    return runs + past
  }

  /// A period that somebody asked for begins where they say, and not where the fraud began.
  private var past: [Run] {
    let parts = facts.losing.compactMap { facts.tally.past[$0.key] }
    let count = parts.reduce(0) { $0 + $1.count }
    guard count > 0 else { return [] }
    var loss = AmountSum()
    for (key, part) in facts.tally.past where key.currency == facts.currency && facts.losing.contains(where: { $0.key == key }) {
      loss.add(part.loss)
    }
    return [Run(" ")]
      + wording.runs(
        "lead.past",
        [
          "records": .count(count), "indicated": money(loss, facts.currency), "first": date(parts.compactMap(\.first).min()),
        ])
  }

  // MARK: tiles

  private var tiles: [Document.Tile] { [lost, rate, people, judged].compactMap { $0 } }

  private var lost: Document.Tile? {
    guard let (currency, estimate) = facts.estimates.first else { return nil }
    return Document.Tile(
      value: [Run(estimate.indicated, isStrong: true, target: RecordFiles.all)], name: wording.text("tile.lost"),
      note: wording.runs(
        "tile.lost.note",
        [
          "likely": .money(estimate.likely, currency), "low": .money(estimate.low, currency),
          "high": .money(estimate.high, currency),
        ]))
  }

  /// Loss by month of all schemes in the first currency, without a gap.
  var monthlyLosses: [(month: CasePeriod, loss: Money)] {
    let currency = facts.currency
    var sums: [CasePeriod: Money] = [:]
    for scheme in facts.losing where scheme.key.currency == currency {
      for entry in scheme.months {
        sums[entry.month] = (sums[entry.month] ?? .zero).adding(entry.part.loss.total ?? .zero) ?? .zero
      }
    }
    guard let first = sums.keys.min(), let last = sums.keys.max(), last.months - first.months < 1_200 else {
      return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    return (first.months...last.months).map { (CasePeriod(months: $0), sums[CasePeriod(months: $0)] ?? .zero) }
  }

  private var rate: Document.Tile? {
    let months = monthlyLosses
    guard let first = months.first?.month, let last = months.last?.month else { return nil }
    func mean(_ part: ArraySlice<(month: CasePeriod, loss: Money)>) -> Figure {
      let sum = part.reduce(Int64(0)) { $0 + $1.loss.tenThousandths }
      return .money(Money(unchecked: roundedQuotient(sum, by: Int64(max(1, part.count)))), facts.currency)
    }
    let affected = months.count { $0.loss != .zero }
    var note = wording.runs(
      "tile.rate.note", ["first": .month(first), "last": .month(last), "months": .count(affected)])
    if months.count >= 6 {
      note +=
        [Run("; ")]
        + wording.runs(
          "tile.rate.trend", ["recent": mean(months.suffix(3)), "before": mean(months.dropLast(3).suffix(3))])
    }
    return Document.Tile(value: [Run(mean(months[...]), isStrong: true)], name: wording.text("tile.rate"), note: note)
  }

  /// Who loses so much beyond what chance makes of equals stands out; where it is not known, who has an indicator at all.
  private var people: Document.Tile? {
    let schemes = facts.losing.filter { $0.kind == .byPerson }
    let names = Set(schemes.flatMap { scheme in standingOut(scheme).map(\.name) })
    guard !names.isEmpty, let main = schemes.first else { return nil }
    let few = min(3, main.people.count)
    let all = Double(main.tally.all.loss.total?.tenThousandths ?? 0)
    let scheme = Figure.text(main.title)
    let most = main.people.prefix(few).reduce(0.0) { $0 + Double($1.part.loss.total?.tenThousandths ?? 0) }
    return Document.Tile(
      value: [Run(.count(names.count), isStrong: true)],
      name: wording.sentence("tile.people", ["people": .count(names.count)]),
      note: main.people.count > few
        ? wording.runs("tile.people.note", ["share": .share(all > 0 ? most / all : 0), "few": .count(few), "scheme": scheme])
        : wording.runs("tile.people.all", ["count": .count(main.people.count), "scheme": scheme]))
  }

  private var judged: Document.Tile? {
    func counted(_ standing: ReportedAlert.Standing) -> Int { facts.losing.reduce(0) { $0 + ($1.tally.counts[standing] ?? 0) } }
    let (confirmed, dismissed) = (counted(.confirmed), counted(.dismissed))
    return Document.Tile(
      value: [Run(.count(confirmed + dismissed), isStrong: true)],
      name: wording.sentence("tile.judged", ["judged": .count(confirmed + dismissed)]),
      note: wording.runs(
        "tile.judged.note",
        ["confirmed": .count(confirmed), "dismissed": .count(dismissed), "open": .count(counted(.open))]))
  }

  // MARK: the table

  private var schemesTable: Document.Table {
    var rows = facts.losing.map { scheme -> [Run] in
      let (all, estimate, currency) = (scheme.tally.all, scheme.estimate, scheme.key.currency)
      return [
        Run(.text(scheme.title), isStrong: true, target: "#\(scheme.anchor)"), Run(.count(all.count)),
        Run(estimate.indicated, target: "\(RecordFiles.scheme(scheme)).csv"), Run(.money(estimate.low, currency)),
        Run(.money(estimate.high, currency)), Run(estimate.confirmed), Run(date(all.first)), Run(date(all.last)),
      ]
    }
    let hasTotal = facts.estimates.count == 1 && rows.count > 1
    if hasTotal, let (currency, estimate) = facts.estimates.first {
      rows.append([
        Run(.text(wording.text("total")), isStrong: true), Run(.count(facts.losing.reduce(0) { $0 + $1.tally.all.count })),
        Run(estimate.indicated, isStrong: true, target: RecordFiles.all), Run(.money(estimate.low, currency)),
        Run(.money(estimate.high, currency)), Run(estimate.confirmed),
        Run(date(facts.losing.compactMap(\.tally.all.first).min())),
        Run(date(facts.losing.compactMap(\.tally.all.last).max())),
      ])
    }
    return Document.Table(
      name: "Schemes", caption: wording.text("schemes.caption"),
      columns: [
        column("scheme", weight: 2.2), column("records", isFigure: true, weight: 0.8),
        column("indicated", isFigure: true, weight: 1.2),
        column("low", isFigure: true, weight: 1.2), column("high", isFigure: true, weight: 1.2),
        column("confirmed", isFigure: true, weight: 1.1), column("since", isFigure: true, weight: 1.2),
        column("until", isFigure: true, weight: 1.2),
      ], rows: rows, hasTotal: hasTotal)
  }

  private var ranges: [Document.Block] {
    facts.estimates.count == 1 && facts.losing.count > 1 ? [paragraph("schemes.ranges", [:], .source)] : []
  }

  // MARK: how sure, how found, what failed, what next

  private var sureness: [Document.Block] {
    let tallies = facts.losing.map(\.tally.chances)
    let open = tallies.reduce(0) { $0 + $1.open }
    guard open > 0 else { return [] }
    let chance = tallies.reduce(0.0) { sum, tally in
      sum
        + (tally.followsVerdicts ? Double(tally.confirmed) / Double(max(1, tally.judged)) * Double(tally.open) : tally.likelyTrue)
    }
    let follows = tallies.contains(where: \.followsVerdicts)
    let isCalibrated = tallies.reduce(0) { $0 + $1.uncalibrated } == 0
    let judged = tallies.reduce(0) { $0 + $1.judged }
    let how = wording.sentence(
      follows ? "sure.verdicts" : isCalibrated ? "sure.model" : "sure.rules", ["judged": .count(judged)])
    return [paragraph("sure.line", ["chance": .share(chance / Double(open)), "how": .text(how)])]
  }

  private var found: Document.Block {
    var parts: [[Run]] = []
    for (origin, key) in [
      (SchemeTally.Origin.rules, "found.rules"), (.model, "found.model"), (.both, "found.both"), (.witness, "found.witness"),
    ] {
      let count = facts.losing.reduce(0) { $0 + ($1.tally.origins[origin]?.count ?? 0) }
      if count > 0 || origin == .rules { parts.append(wording.runs(key, ["count": .count(count)])) }
    }
    var runs: [Run] = [Run(.text(wording.text("heading.found") + ": "), isStrong: true)]
    for (index, part) in parts.enumerated() { runs += (index > 0 ? [Run(", ")] : []) + part }
    return .paragraph(runs + [Run(". ")] + wording.runs("found.tips"), .body)
  }

  private var what: [Document.Block] {
    let items = facts.losing.map { scheme in
      wording.runs(scheme.phrase("short", wording), ["scheme": .text(scheme.title)]) + same(scheme)
    }
    return [heading("heading.what"), .list(items.unique, isOrdered: false)]
  }

  /// One change may be behind many records: whoever counts them as many has not understood it.
  func same(_ scheme: SchemeFacts) -> [Run] {
    guard let (reason, part) = scheme.tally.reasons.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
      part.count >= ReportStory.sameLeast, part.count * 4 >= scheme.tally.all.count
    else { return [] }
    let words = facts.names.hide(reason)
    return [Run(" ")]
      + wording.runs(
        "what.same",
        [
          "count": .count(part.count), "loss": money(part.loss, scheme.key.currency),
          "reason": .text(words.hasSuffix(".") ? String(words.dropLast()) : words),
        ])
  }

  private static let sameLeast = 3

  /// What else could explain it, told before anybody is asked about it.
  private var honest: [Document.Block] {
    let items = facts.losing.map { wording.runs($0.phrase("honest", wording), ["scheme": .text($0.title)]) }
    return [heading("heading.honest"), .list(items.unique, isOrdered: false)]
  }

  private var controls: [Document.Block] {
    let items = facts.losing.map { wording.runs($0.phrase("control", wording), ["scheme": .text($0.title)]) }
    return [heading("heading.control"), .list(items.unique, isOrdered: false)]
  }

  private var next: [Document.Block] {
    var items: [[Run]] = [wording.runs("next.keep")]
    let accused = facts.losing.filter { $0.kind == .byPerson }.flatMap { standingOut($0) }.map { facts.names.of($0.name) }.uniqued
    if !accused.isEmpty {
      let named = accused.prefix(ReportStory.peopleNamedMax).joined(separator: ", ")
      let rest = accused.count - ReportStory.peopleNamedMax
      let more = rest > 0 ? " " + wording.sentence("next.people.more", ["count": .count(rest)]) : ""
      items.append(wording.runs("next.people", ["people": .text(named + more)]))
    }
    items += facts.losing.map { wording.runs($0.phrase("next", wording), ["scheme": .text($0.title)]) }.unique
    let open = facts.losing.reduce(0) { $0 + ($1.tally.counts[.open] ?? 0) }
    if open > 0 { items.append(wording.runs("next.judge", ["count": .count(open), "share": .share(shareOfTen)])) }
    return [heading("heading.next"), .list(items, isOrdered: true)]
  }

  private static let peopleNamedMax = 12

  /// Of the indicated loss, that of the ten largest records, in the first currency.
  private var shareOfTen: Double {
    let schemes = facts.losing.filter { $0.key.currency == facts.currency }
    let largest = schemes.flatMap(\.tally.examples).filter { $0.standing == .open }
      .map { Double($0.sighting.loss?.tenThousandths ?? 0) }.sorted(by: >).prefix(10).reduce(0, +)
    let all = schemes.reduce(0.0) { $0 + Double($1.tally.all.loss.total?.tenThousandths ?? 0) }
    return all > 0 ? min(1, largest / all) : 0
  }
}

extension [[Run]] {
  fileprivate var unique: [[Run]] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
