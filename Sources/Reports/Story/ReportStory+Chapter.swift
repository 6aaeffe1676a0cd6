import Alerts
import Charts
import Records

/// One scheme: the pattern in plain words, examples, who, since when, what was taken or changed.
extension ReportStory {
  func chapter(_ scheme: SchemeFacts) -> [Document.Block] {
    let all = scheme.tally.all
    var blocks: [Document.Block] = [
      .pageBreak, .heading(scheme.title, level: 1, anchor: scheme.anchor),
      .paragraph(
        wording.runs(
          "scheme.figures",
          [
            "indicated": scheme.estimate.indicated, "records": .count(all.count), "first": date(all.first),
            "last": date(all.last),
            "confirmed": .count(all.confirmed), "dismissed": .count(all.dismissed),
          ], targets: ["indicated": "\(RecordFiles.scheme(scheme)).csv"]), .lead),
      .paragraph(wording.runs(scheme.phrase("pattern", wording), ["scheme": .text(scheme.title)]) + same(scheme), .body),
    ]
    if wording.has("scheme.\(scheme.key.scheme).loss") {
      blocks.append(paragraph("scheme.\(scheme.key.scheme).loss"))
    }
    if let past = facts.tally.past[scheme.key], past.count > 0 {
      blocks.append(
        paragraph(
          "scheme.past",
          ["indicated": money(past.loss, scheme.key.currency), "records": .count(past.count), "first": date(past.first)]))
    }
    // Whoever makes up an order makes up its customer.
    if scheme.kind != .byRecord, let customers = facts.history?.customers[scheme.key.scheme], customers > 0 {
      blocks.append(paragraph("scheme.customers", ["customers": .count(customers)]))
    }
    return blocks + examples(scheme) + people(scheme) + time(scheme) + products(scheme)
      + (scheme.kind == .byRecord ? changes(scheme) : [])
  }

  // MARK: over time

  private func time(_ scheme: SchemeFacts) -> [Document.Block] {
    guard scheme.months.count > 1, let most = scheme.months.max(by: { loss($0.part) < loss($1.part) }) else { return [] }
    let currency = scheme.key.currency
    let labels = scheme.months.map { wording.text(of: .month($0.month)) }
    func values(_ amount: (SchemeTally.Part) -> Double) -> [Double] { scheme.months.map { amount($0.part) } }
    func confirmed(_ part: SchemeTally.Part) -> Double { Double(part.confirmedLoss.total?.tenThousandths ?? 0) / 10_000 }
    var series = [Chart.Series(wording.text("chart.months.indicated"), values { loss($0) - confirmed($0) })]
    if all(scheme).confirmed > 0 { series.append(.init(wording.text("chart.months.confirmed"), values(confirmed))) }
    let title = wording.sentence(
      "chart.months", ["most": money(most.part.loss, currency), "month": .month(most.month)])
    let chart = Chart(
      title: title, unit: .money(Self.sign(currency)),
      series.count == 1 ? .columns(zip(labels, series[0].values).map { ($0, $1) }) : .grouped(labels: labels, series),
      description: title)
    return [heading("heading.time", anchor: anchor(scheme, "time")), .illustration(.init(chart)), .table(times(scheme))]
  }

  /// The same by month, or by year where the months are many, each with its records.
  private func times(_ scheme: SchemeFacts) -> Document.Table {
    let currency = scheme.key.currency
    let spans = facts.spans(of: scheme)
    let shown = spans.suffix(ReportFacts.spansMax)
    var rows = shown.map { span, part -> [Run] in
      [
        Run(.text(span.text(in: wording)), target: parts.times[scheme.key.scheme]?[span]),
        Run(.count(part.count)), Run(money(part.loss, currency)), Run(.count(part.confirmed)), Run(.count(part.dismissed)),
      ]
    }
    let (all, undated) = (scheme.tally.all, scheme.tally.undated)
    if undated.count > 0 {
      rows.append([
        Run(wording.text("unknown")), Run(.count(undated.count)), Run(money(undated.loss, currency)),
        Run(.count(undated.confirmed)), Run(.count(undated.dismissed)),
      ])
    }
    rows.append([
      Run(.text(wording.text("total")), isStrong: true), Run(.count(all.count)), Run(money(all.loss, currency)),
      Run(.count(all.confirmed)), Run(.count(all.dismissed)),
    ])
    return Document.Table(
      name: "\(scheme.sheetName) time", caption: wording.text("times.caption"),
      columns: [
        column("time", weight: 1.4), column("records", isFigure: true), column("indicated", isFigure: true, weight: 1.3),
        column("confirmed", isFigure: true), column("cleared", isFigure: true),
      ], rows: rows, rowsInAll: rows.count + spans.count - shown.count, hasTotal: true)
  }

  func all(_ scheme: SchemeFacts) -> SchemeTally.Part { scheme.tally.all }

  private func loss(_ part: SchemeTally.Part) -> Double { Double(part.loss.total?.tenThousandths ?? 0) / 10_000 }

  static func sign(_ currency: Currency) -> String {
    let text = Money.zero.text(in: currency, places: 0)
    return text.hasSuffix("0") ? String(text.dropLast()) : ""
  }

  // MARK: what was taken home

  static var productsShownMax: Int { 12 }

  private func products(_ scheme: SchemeFacts) -> [Document.Block] {
    guard let first = scheme.products.first else { return [] }
    let shown = scheme.products.prefix(ReportStory.productsShownMax)
    let currency = scheme.key.currency
    let title = wording.sentence(
      "chart.products", ["product": .text(first.name), "loss": money(first.part.loss, currency)])
    let chart = Chart(
      title: title, unit: .money(Self.sign(currency)), .bars(shown.map { ($0.name, loss($0.part)) }), description: title)
    var rows = shown.map { product in
      [
        Run(.text(product.name), target: parts.products[scheme.key.scheme]?[product.name]), Run(.count(product.part.count)),
        Run(money(product.part.loss, currency)),
      ]
    }
    var rest = SchemeTally.Part()
    for product in scheme.products.dropFirst(shown.count) { rest.add(product.part) }
    if rest.count > 0 {
      rows.append([Run(wording.text("products.rest")), Run(.count(rest.count)), Run(money(rest.loss, currency))])
    }
    let table = Document.Table(
      name: "\(scheme.sheetName) products", caption: wording.text("products.caption"),
      columns: [column("product", weight: 3), column("times", isFigure: true), column("loss", isFigure: true)],
      rows: rows)
    return [heading("heading.products", anchor: anchor(scheme, "products")), .illustration(.init(chart)), .table(table)]
  }

  // MARK: what changed

  private func changes(_ scheme: SchemeFacts) -> [Document.Block] {
    let titles = Dictionary(
      (facts.history?.rules ?? []).map { ($0.rule, $0.title) }, uniquingKeysWith: { first, _ in first })
    func row(_ meaning: Run, _ name: Run, _ part: SchemeTally.Part) -> [Run] {
      [
        meaning, name, Run(.count(part.count)), Run(money(part.loss, scheme.key.currency)), Run(date(part.first)),
        Run(date(part.last)),
      ]
    }
    let shown = scheme.rules.prefix(ReportStory.rulesShownMax)
    var rows = shown.map { row(Run(titles[$0.name] ?? ReportStory.words($0.name)), Run($0.name), $0.part) }
    let hasTotal = scheme.rules.count > 1
    if hasTotal { rows.append(row(Run(.text(wording.text("total")), isStrong: true), Run(.none), scheme.tally.all)) }
    let table = Document.Table(
      name: "\(scheme.sheetName) witnesses", caption: wording.text("changed.caption"),
      columns: [
        column("meaning", weight: 2.6), column("rule", weight: 2.2), column("records", isFigure: true, weight: 0.8),
        column("loss", isFigure: true, weight: 1.2), column("since", isFigure: true, weight: 1.2),
        column("until", isFigure: true, weight: 1.2),
      ], rows: rows, rowsInAll: rows.count + scheme.rules.count - shown.count, hasTotal: hasTotal)
    var blocks: [Document.Block] = [heading("heading.changed", anchor: anchor(scheme, "changed")), .table(table)]
    if let calendar = calendar(scheme) {
      blocks.append(.illustration(.init(calendar, note: wording.runs("calendar.note"))))
    }
    blocks.append(paragraph("engineers"))
    return blocks
  }

  private static let rulesShownMax = 30

  /// A rule's name as words, where nobody is there who knows its title.
  static func words(_ rule: String) -> String {
    let words = (rule.split(separator: ".").last ?? Substring(rule)).replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private func calendar(_ scheme: SchemeFacts) -> Chart? {
    let counts = Dictionary(
      scheme.months.filter { $0.part.count > 0 }.map { ($0.month, $0.part.count) }, uniquingKeysWith: { first, _ in first })
    guard let first = counts.keys.min()?.year, let last = counts.keys.max()?.year, last - first < 60,
      let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })
    else { return nil }
    let months = (1...12).map { month in
      wording.text(of: .month(CasePeriod(months: 2_000 * 12 + month - 1))).filter { $0.isLetter }
    }
    let values = (first...last).map { year in
      (0..<12).map { Double(counts[CasePeriod(months: year * 12 + $0)] ?? 0) }
    }
    let title = wording.sentence("chart.calendar", ["month": .month(most.key)])
    return Chart(
      title: title, unit: .count, .calendar(rows: (first...last).map(String.init), columns: months, values), description: title)
  }
}
