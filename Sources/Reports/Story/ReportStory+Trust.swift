import Alerts
import Charts
import Detection
import Records

/// How far all of it can be trusted: what was looked at, false alarms, the data, the period before.
extension ReportStory {
  // MARK: list and charge

  var moneyOverTime: [Document.Block] {
    guard let history = facts.history, !history.months.isEmpty else { return [] }
    var blocks: [Document.Block] = [.pageBreak, heading("heading.money", 1)]
    let months = history.months.sorted { $0.key < $1.key }
    func value(_ amount: Money?) -> Double { amount.map { Double($0.tenThousandths) / 10_000 } ?? .nan }
    if let list = history.total.list, let charged = history.total.charged, months.count > 1, list.tenThousandths > 0 {
      let title = wording.sentence(
        "chart.money",
        [
          "list": .money(list, history.currency), "charged": .money(charged, history.currency),
          "share": .share(1 - Double(charged.tenThousandths) / Double(list.tenThousandths)),
        ])
      let labels = months.map { wording.text(of: .month($0.key)) }
      let chart = Chart(
        title: title, unit: .money(ReportStory.sign(history.currency)),
        .lines(
          labels: labels,
          [
            .init(wording.text("chart.money.list"), months.map { value($0.value.list) }),
            .init(wording.text("chart.money.charged"), months.map { value($0.value.charged) }),
          ]), description: title)
      blocks.append(.illustration(.init(chart)))
      blocks += [takenOff(months, labels)].compactMap(\.self)
    }
    if let gaps = history.gaps, gaps.discounted > 0 {
      let title = wording.sentence(
        "chart.gaps", ["explained": .count(gaps.explained), "discounted": .count(gaps.discounted)])
      let width = HistoryFacts.Gaps.width
      let chart = Chart(
        title: title, unit: .count,
        .histogram(
          labels: gaps.counts.indices.map { wording.text(of: .rate(Double($0) * width)) }, gaps.counts.map(Double.init),
          marks: gaps.ladder.map { (place: $0 / width, label: wording.text(of: .rate($0))) }), description: title)
      blocks.append(.illustration(.init(chart, note: wording.runs("chart.gaps.note", ["width": .rate(width)]))))
    }
    return blocks.count > 2 ? blocks : []
  }

  /// The two lines lie close to each other; what lies between them is what reps gave away, and what was hidden there.
  private func takenOff(_ months: [(key: CasePeriod, value: HistoryFacts.Totals)], _ labels: [String]) -> Document.Block? {
    let shares = months.map { month -> Double in
      guard let list = month.value.list, let charged = month.value.charged, list.tenThousandths > 0 else { return .nan }
      return 1 - Double(charged.tenThousandths) / Double(list.tenThousandths)
    }
    guard let most = zip(months, shares).filter({ $0.1.isFinite }).max(by: { $0.1 < $1.1 }) else { return nil }
    let title = wording.sentence("chart.taken-off", ["month": .month(most.0.key), "share": .share(most.1)])
    let chart = Chart(
      title: title, unit: .percent, .lines(labels: labels, [.init(wording.text("chart.taken-off.share"), shares)]),
      description: title)
    return .illustration(.init(chart))
  }

  // MARK: what was checked

  var checked: [Document.Block] {
    var blocks: [Document.Block] = [.pageBreak, heading("heading.checked", 1)]
    if let history = facts.history {
      let flagged = facts.schemes.reduce(0) { $0 + $1.tally.all.count }
      blocks.append(
        paragraph(
          "checked.records",
          [
            "records": .count(history.total.records), "flagged": .count(flagged),
            "share": .share(history.total.records > 0 ? Double(flagged) / Double(history.total.records) : 0),
          ]))
      let clean = history.rules.filter { $0.fired == 0 && $0.unknown * 2 < history.total.records }
      blocks.append(
        clean.isEmpty
          ? paragraph("checked.every")
          : paragraph(
            "checked.clean", ["rules": .text(clean.map { $0.title.isEmpty ? $0.rule : $0.title }.joined(separator: "; "))]))
      if !history.rules.isEmpty { blocks.append(.table(rulesTable(history))) }
    } else {
      blocks.append(paragraph("checked.no-history"))
    }
    return blocks + [falseAlarms] + precision + [paragraph("missed")]
  }

  private func rulesTable(_ history: HistoryFacts) -> Document.Table {
    Document.Table(
      name: "Rules", caption: wording.text("rules.caption"),
      columns: [
        column("meaning", weight: 3), column("rule", weight: 2.2), column("scheme", weight: 1.5),
        column("flagged", isFigure: true, weight: 0.8), column("unknown", isFigure: true, weight: 0.9),
      ],
      rows: history.rules.map { rule in
        [
          Run(rule.title.isEmpty ? ReportStory.words(rule.rule) : rule.title), Run(rule.rule), Run(title(ofScheme: rule.scheme)),
          Run(.count(rule.fired)), Run(.count(rule.unknown)),
        ]
      })
  }

  private var falseAlarms: Document.Block {
    let (confirmed, dismissed) = (facts.counted(.confirmed), facts.counted(.dismissed))
    let share = Proportion(dismissed, of: confirmed + dismissed)
    guard let value = share.share, let interval = share.interval else { return paragraph("false-alarms.none") }
    return paragraph(
      "false-alarms.some",
      [
        "judged": .count(share.whole), "dismissed": .count(dismissed), "share": .share(value), "low": .share(interval.lowerBound),
        "high": .share(interval.upperBound),
      ])
  }

  private static let judgedLeast = 20
  private static let curvePointsMax = 60

  /// Of the alerts that people judged, the highest scores first, how many were confirmed so far.
  private var precision: [Document.Block] {
    let curves = facts.losing.compactMap { scheme -> Chart.Curve? in
      // Of equal scores none comes first: they are one point.
      let steps = Dictionary(grouping: scheme.tally.judged, by: \.score).sorted { $0.key > $1.key }
      guard scheme.tally.judged.count >= ReportStory.judgedLeast else { return nil }
      var (looked, confirmed) = (0, 0)
      let points = steps.map { _, alerts -> (x: Double, y: Double) in
        looked += alerts.count
        confirmed += alerts.count(where: \.isConfirmed)
        return (Double(looked) / Double(scheme.tally.judged.count), Double(confirmed) / Double(looked))
      }
      let every = max(1, points.count / ReportStory.curvePointsMax)
      return Chart.Curve(
        scheme.title, points.count > 1 ? .line : .dots,
        points.enumerated().filter { $0.offset.isMultiple(of: every) || $0.offset == points.count - 1 }.map(\.element))
    }
    guard !curves.isEmpty else { return [] }
    let title = wording.text("chart.precision")
    return [
      .illustration(
        .init(
          Chart(
            title: title, unit: .percent,
            .curves(x: wording.text("chart.precision.looked"), y: wording.text("chart.precision.confirmed"), curves),
            description: title)))
    ]
  }

  // MARK: the data

  var quality: [Document.Block] {
    var items: [[Run]] = []
    if let history = facts.history {
      items.append(
        history.rejects > 0
          ? wording.runs("quality.rejects", ["rejects": .count(history.rejects)]) : wording.runs("quality.no-rejects"))
      // A few records that lack something are ordinary; half of them are a column that is missing.
      for rule in history.rules where rule.unknown * 2 > history.total.records && history.total.records > 0 {
        let name = rule.title.isEmpty ? rule.rule : rule.title
        items.append(wording.runs("quality.unknown", ["rule": .text(name), "count": .count(rule.unknown)]))
      }
    }
    if facts.tally.undated > 0 { items.append(wording.runs("quality.undated", ["count": .count(facts.tally.undated)])) }
    let suppressed = facts.counted(.suppressed)
    if suppressed > 0 { items.append(wording.runs("quality.suppressed", ["count": .count(suppressed)])) }
    if facts.estimates.count > 1 { items.append(wording.runs("quality.currencies", ["count": .count(facts.estimates.count)])) }
    for scheme in facts.schemes where scheme.kind == .quality && scheme.tally.all.count > 0 {
      items.append(
        [
          Run(.text("\(scheme.title): "), isStrong: true),
          Run(.count(scheme.tally.all.count), target: "\(RecordFiles.scheme(scheme)).csv"),
        ]
          + [Run(". ")] + wording.runs(scheme.phrase("pattern", wording), ["scheme": .text(scheme.title)]))
    }
    return items.isEmpty ? [] : [heading("heading.quality", 1), .list(items, isOrdered: false)]
  }

  // MARK: the period before

  var before: [Document.Block] {
    var blocks: [Document.Block] = [heading("heading.before", 1)]
    guard let previous = facts.period.previous, let from = previous.from, let end = previous.before else {
      return blocks + [paragraph("before.none")]
    }
    blocks.append(
      paragraph(
        "before.period",
        ["first": .date(from.date), "last": .date(Instant(microseconds: end.microseconds - 1).date)]))
    let keys = Set(facts.losing.map(\.key)).union(
      facts.tally.earlier.keys.filter { SchemeKind($0.scheme) != .quality && facts.tally.earlier[$0]?.count ?? 0 > 0 })
    func row(_ title: Run, _ now: SchemeTally.Part, _ before: SchemeTally.Part, _ currency: Currency) -> [Run] {
      let (loss, past) = (now.loss.total ?? .zero, before.loss.total ?? .zero)
      let change = loss.subtracting(past)
      let share = Double(change?.tenThousandths ?? 0) / Double(past.tenThousandths)
      return [
        title, Run(.count(now.count)), Run(.count(before.count)), Run(money(now.loss, currency)),
        Run(money(before.loss, currency)), Run(change.map { .money($0, currency) } ?? .none),
        Run(past == .zero ? .none : .share(share)),
      ]
    }
    var (all, allBefore) = (SchemeTally.Part(), SchemeTally.Part())
    var rows = keys.sorted().map { key -> [Run] in
      let now = facts.tally.schemes[key]?.all ?? SchemeTally.Part()
      let before = facts.tally.earlier[key] ?? SchemeTally.Part()
      all.add(now)
      allBefore.add(before)
      let known = facts.schemes.first { $0.key == key }?.title
      return row(Run(known ?? title(ofScheme: key.scheme)), now, before, key.currency)
    }
    guard !rows.isEmpty else { return blocks }
    let currencies = Set(keys.map(\.currency))
    let hasTotal = rows.count > 1 && currencies.count == 1
    if hasTotal, let currency = currencies.first {
      rows.append(row(Run(.text(wording.text("total")), isStrong: true), all, allBefore, currency))
    }
    blocks.append(
      .table(
        .init(
          name: "Period before", caption: wording.text("before.caption"),
          columns: [
            column("scheme", weight: 2), column("records", isFigure: true), column("before", isFigure: true),
            column("indicated", isFigure: true, weight: 1.3), column("before", isFigure: true, weight: 1.3),
            column("change", isFigure: true, weight: 1.3), column("change-share", isFigure: true, weight: 0.8),
          ], rows: rows, hasTotal: hasTotal)))
    return blocks
  }

  private func title(ofScheme scheme: String) -> String {
    wording.has("scheme.\(scheme)") ? wording.text("scheme.\(scheme)") : scheme
  }

  // MARK: method, versions, words

  var method: [Document.Block] {
    var items = ["method.alerts", "method.loss"].map { wording.runs($0) }
    items.append(wording.runs("method.interval", ["draws": .count(LossEstimate.draws)]))
    items.append(wording.runs("method.verdicts", ["least": .count(ChanceTally.verdictsLeast)]))
    items += ["method.not", "method.share"].map { wording.runs($0) }
    var blocks: [Document.Block] = [.pageBreak, heading("heading.method", 1), .list(items, isOrdered: false)]
    let versions = versions
    if !versions.rows.isEmpty { blocks.append(.table(versions)) }
    blocks += [heading("heading.files"), paragraph("files.note"), .list(files, isOrdered: false)]
    let words = ["indicator", "list", "ladder", "baseline", "rule", "model", "interval"].map { wording.runs("glossary.\($0)") }
    return blocks + [heading("heading.glossary"), .list(words, isOrdered: false)]
  }

  private static let versionsShownMax = 10

  private var versions: Document.Table {
    var rows: [[Run]] = []
    for (kind, hashes) in [
      ("rules", facts.tally.rulesHashes), ("baseline", facts.tally.baselineHashes), ("model", facts.tally.modelHashes),
    ] {
      let sorted = hashes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      rows += sorted.prefix(ReportStory.versionsShownMax).map {
        [Run(wording.text("kind.\(kind)")), Run(String($0.key.prefix(16))), Run(.count($0.value))]
      }
    }
    let all = facts.tally.rulesHashes.count + facts.tally.baselineHashes.count + facts.tally.modelHashes.count
    return Document.Table(
      name: "Versions", caption: wording.text("versions.caption"),
      columns: [column("kind"), column("version", weight: 2), column("alerts", isFigure: true)], rows: rows, rowsInAll: all)
  }

  private var files: [[Run]] {
    [wording.runs("files.all", ["file": .text(RecordFiles.all)], targets: ["file": RecordFiles.all])]
      + facts.schemes.map { scheme in
        let path = RecordFiles.scheme(scheme)
        return wording.runs(
          "files.scheme", ["scheme": .text(scheme.title), "csv": .text("\(path).csv"), "json": .text("\(path).json")],
          targets: ["csv": "\(path).csv", "json": "\(path).json"])
      }
  }
}
