import Charts
import Detection
import Evaluation
import Exploration
import Records

/// An evaluation in sentences, tables and charts.
struct EvaluationStory {
  private let report: EvaluationReport

  init(_ report: EvaluationReport) { self.report = report }

  var story: Story {
    var sections = [overview]
    for scheme in report.judgedSchemes {
      sections += [ranking(scheme), money(scheme), byVariant(scheme), byRep(scheme), calibration(scheme)].compactMap { $0 }
    }
    return Story(title: "Evaluation of \(report.findings)", headline: headline, sections: sections)
  }

  private var headline: String {
    var text = "Held against \(report.truth)."
    if let records = report.records { text += " \(Words.counted(records, "record"))." }
    for note in report.notes { text += " " + note }
    return text
  }

  // MARK: Words

  private func share(_ value: Double?) -> String { value.map { Words.percent($0) } ?? "-" }

  private func interval(_ scheme: SchemeEvaluation, _ figure: Bootstrap.Figure, _ text: (Double) -> String) -> String {
    scheme.interval(figure).map { "\(text($0.lowerBound)) to \(text($0.upperBound))" } ?? ""
  }

  private func money(_ amount: Int128) -> String { MoneyTotals(amount, report.currency).text }

  private func amount(_ amount: Int128) -> Double { Double(amount) / 10_000 }

  // MARK: Sections

  private var overview: Story.Section {
    let rows = report.judgedSchemes.map { scheme -> [Story.Cell] in
      [
        .text(scheme.scheme), .number(groupedInThousands(String(scheme.flags.frauds))),
        .number(groupedInThousands(String(scheme.flags.flagged))), .number(share(scheme.flags.precision)),
        .number(share(scheme.flags.recall)), .number(scheme.flags.f1.map { Words.places($0, 3) } ?? "-"),
        .number(scheme.averagePrecision.map { Words.places($0.expected, 4) } ?? "-"),
        .number(interval(scheme, .averagePrecision) { Words.places($0, 4) }), .number(share(scheme.money.foundShare)),
      ]
    }
    let text =
      "Precision: of what was flagged, how much is fraud. Recall: of the frauds, how many were flagged. Average precision: the mean over the "
      + "frauds of the precision at each one's place in the order of scores; equal scores count with the mean over all their orders."
    return Story.Section(
      title: "In short", text: text,
      table: .init(
        header: ["scheme", "frauds", "flagged", "precision", "recall", "F1", "average precision", "95% interval", "money found"],
        rows: rows, rowsInAll: rows.count))
  }

  private func ranking(_ scheme: SchemeEvaluation) -> Story.Section {
    func row(_ name: String, _ value: String, _ interval: String = "") -> [Story.Cell] {
      [.text(name), .number(value), .number(interval)]
    }
    let percent: (Double) -> String = { Words.percent($0) }
    let places: (Double) -> String = { Words.places($0, 4) }
    var rows = [
      row("flagged", groupedInThousands(String(scheme.flags.flagged))),
      row("of these fraud", groupedInThousands(String(scheme.flags.right))),
      row("precision", share(scheme.flags.precision), interval(scheme, .precision, percent)),
      row("recall", share(scheme.flags.recall), interval(scheme, .recall, percent)),
      row("F1", scheme.flags.f1.map { Words.places($0, 3) } ?? "-", interval(scheme, .f1) { Words.places($0, 3) }),
      row(
        "honest records flagged, of 100,000", scheme.flags.falseAlarmsPer100000.map { Words.places($0) } ?? "-",
        interval(scheme, .falseAlarms) { Words.places($0) }),
    ]
    if let average = scheme.averagePrecision {
      rows += [
        row("average precision", places(average.expected), interval(scheme, .averagePrecision, places)),
        row("  in the worst order of equal scores", places(average.pessimistic)),
        row("  with equal scores taken whole", places(average.byThreshold)),
        row("recall at precision 95%", share(scheme.recallAtPrecision95), interval(scheme, .recallAtPrecision95, percent)),
        row("precision at recall 93%", share(scheme.precisionAtRecall93), interval(scheme, .precisionAtRecall93, percent)),
        row("precision at recall 97%", share(scheme.precisionAtRecall97), interval(scheme, .precisionAtRecall97, percent)),
      ]
      rows += scheme.inspected.map { row("recall among the first \(groupedInThousands(String($0.count)))", share($0.recall)) }
    }
    return Story.Section(
      title: scheme.scheme,
      text:
        report.options.samples == 0
        ? "Without intervals: --bootstrap 0."
        : "Intervals hold 95 percent of the figures over \(groupedInThousands(String(report.options.samples))) samples of the records, seed "
          + "\(report.options.seed); where all or none are right, they are Wilson's.",
      charts: scheme.flags.frauds > 0 ? [curve(scheme)] : [],
      table: .init(header: ["", "", "95% interval"], rows: rows, rowsInAll: rows.count))
  }

  private func curve(_ scheme: SchemeEvaluation) -> Chart {
    let points = EvaluationStory.drawn(EvaluationReport.thinned(scheme.points))
    var curves = [Chart.Curve(report.isRanking ? "by score" : "by score, of what was flagged", .line, points)]
    if let precision = scheme.flags.precision, let recall = scheme.flags.recall {
      curves.append(.init("what was flagged", .dots, [(recall, precision)]))
    }
    return Chart(title: "\(scheme.scheme): precision over recall", unit: .percent, .curves(x: "recall", y: "precision", curves))
  }

  /// The way from a threshold to the next goes through shares of its tie: what is found grows evenly with what is inspected, and
  /// the line bends.
  private static func drawn(_ points: [OperatingPoint]) -> [(x: Double, y: Double)] {
    guard let first = points.first, first.frauds > 0 else { return [] }
    var result = [(x: 0.0, y: first.precision), (x: first.recall, y: first.precision)]
    for (last, next) in zip(points, points.dropFirst()) {
      let steps = max(1, min(60, Int((next.recall - last.recall) * 200)))
      for step in 1...steps {
        // It bends most where the tie begins.
        let share = Double(step * step) / Double(steps * steps)
        let flagged = Double(last.flagged) + Double(next.flagged - last.flagged) * share
        let frauds = Double(last.frauds) + Double(next.frauds - last.frauds) * share
        result.append((last.recall + (next.recall - last.recall) * share, frauds / flagged))
      }
    }
    return result
  }

  private func money(_ scheme: SchemeEvaluation) -> Story.Section? {
    let sums = scheme.money
    guard sums.lost > 0 || sums.falselyClaimed > 0 else { return nil }
    let share = interval(scheme, .moneyFound) { Words.percent($0) }
    var rows: [[Story.Cell]] = [
      [.text("lost"), .number(money(sums.lost))],
      [.text("found"), .number(money(sums.found))],
      [.text("missed"), .number(money(sums.missed))],
      [.text("claimed on honest records"), .number(money(sums.falselyClaimed))],
    ]
    if sums.estimated > 0 {
      rows += [
        [.text("estimates on frauds that were found"), .number(groupedInThousands(String(sums.estimated)))],
        [.text("  they say"), .number(money(sums.estimatedSum))], [.text("  true is"), .number(money(sums.trueSum))],
        [.text("  off by, the mean"), .number(money(sums.errorSum / Int128(sums.estimated)))],
        [.text("  off by, the median"), .number(sums.errorMedian.map(money) ?? "")],
        [.text("  right to the cent"), .number(Words.proportion(Proportion(sums.withinCent, of: sums.estimated)))],
      ]
    }
    let found = sums.foundShare.map { "\(Words.percent($0)) of the money was found\(share.isEmpty ? "" : " (\(share))")." } ?? ""
    return Story.Section(
      title: "\(scheme.scheme): money", text: found, table: .init(header: ["", ""], rows: rows, rowsInAll: rows.count))
  }

  private func byVariant(_ scheme: SchemeEvaluation) -> Story.Section? {
    guard scheme.variants.contains(where: { !$0.name.isEmpty }) else { return nil }
    let rows = scheme.variants.map { part -> [Story.Cell] in
      [
        .text(part.name.isEmpty ? "not named" : part.name),
        .number(Words.proportion(Proportion(part.flags.right, of: part.flags.frauds))), .number(money(part.lost)),
        .number(money(part.found)), .number(share(part.foundShare)),
      ]
    }
    let sign = report.currency.code == "USD" ? "$" : ""
    let bars = scheme.variants.filter { $0.lost > 0 }.flatMap { part in
      [("\(part.name), lost", amount(part.lost)), ("\(part.name), found", amount(part.found))]
    }
    return Story.Section(
      title: "\(scheme.scheme): by variant", text: "What was found of each kind, as the truth names them.",
      charts: scheme.money.lost > 0 ? [Chart(title: "\(scheme.scheme): money by variant", unit: .money(sign), .bars(bars))] : [],
      table: .init(header: ["variant", "found of frauds", "lost", "found", "found of money"], rows: rows, rowsInAll: rows.count))
  }

  private static let repsShownMax = 60

  private func byRep(_ scheme: SchemeEvaluation) -> Story.Section? {
    let parts = scheme.reps.filter { $0.flags.flagged > 0 || $0.flags.frauds > 0 }
    guard !parts.isEmpty else { return nil }
    let most = parts.map(\.lost).max() ?? 0
    let rows = parts.prefix(EvaluationStory.repsShownMax).map { part -> [Story.Cell] in
      [
        .text(part.name.isEmpty ? "nobody named" : part.name),
        .number(part.records.map { groupedInThousands(String($0)) } ?? "-"),
        .number(groupedInThousands(String(part.flags.frauds))), .number(groupedInThousands(String(part.flags.flagged))),
        .number(groupedInThousands(String(part.flags.right))), .number(money(part.lost)), .number(money(part.found)),
        .bar(most > 0 ? Double(part.lost) / Double(most) : 0),
      ]
    }
    let quiet = scheme.reps.count - parts.count
    return Story.Section(
      title: "\(scheme.scheme): by rep",
      text: "Those who lost the company most come first."
        + (quiet > 0 ? " Besides them \(Words.counted(quiet, "rep")) had neither a fraud nor a flag." : ""),
      table: .init(
        header: ["rep", "records", "frauds", "flagged", "right", "lost", "found", ""], rows: Array(rows), rowsInAll: parts.count))
  }

  private func calibration(_ scheme: SchemeEvaluation) -> Story.Section? {
    guard let calibration = scheme.calibration else { return nil }
    let rows = calibration.bins.map { bin -> [Story.Cell] in
      [
        .number(Words.places(bin.low, 3)), .number(Words.places(bin.high, 3)), .number(groupedInThousands(String(bin.count))),
        .number(groupedInThousands(String(bin.frauds))), .number(Words.places(bin.meanScore, 4)),
        .number(Words.places(bin.fraudShare, 4)),
      ]
    }
    let error = Words.places(calibration.expectedError, 4)
    let range = interval(scheme, .calibrationError) { Words.places($0, 4) }
    var text =
      "Whether a score of 0.3 means three frauds in ten. Score and share of frauds lie \(error) apart in the mean over all records"
      + (range.isEmpty ? "" : " (\(range))")
    if let flagged = calibration.expectedErrorOfFlagged { text += ", \(Words.places(flagged, 4)) over what was flagged" }
    text += "; Brier score \(Words.places(calibration.brier, 4))."
    if !scheme.isCalibrated { text += " These scores are the rules' own and no calibrated probabilities." }
    text += " Bins hold equal numbers of records, but for records of one score, which stay together."
    let points = calibration.bins.map { (x: $0.meanScore, y: $0.fraudShare) }
    return Story.Section(
      title: "\(scheme.scheme): calibration", text: text,
      charts: [
        Chart(
          title: "\(scheme.scheme): share of frauds over score", unit: .percent,
          .curves(
            x: "mean score", y: "share of frauds",
            [.init("bins of records", .dots, points), .init("as it should be", .reference, [(0, 0), (1, 1)])]))
      ],
      table: .init(
        header: ["from", "to", "records", "frauds", "mean score", "share of frauds"], rows: rows, rowsInAll: rows.count))
  }
}

extension SchemeEvaluation {
  /// Where all or none are right every sample says so too, as if it were certain; there Wilson's interval says more.
  func interval(_ figure: Bootstrap.Figure) -> ClosedRange<Double>? {
    guard let sampled = bootstrap.intervals[figure], sampled.lowerBound == sampled.upperBound else {
      return bootstrap.intervals[figure]
    }
    return switch figure {
    case .precision: Proportion(flags.right, of: flags.flagged).interval
    case .recall: Proportion(flags.right, of: flags.frauds).interval
    case .falseAlarms:
      flags.honest.flatMap { Proportion(flags.wrong, of: $0).interval }.map { $0.lowerBound * 100_000...$0.upperBound * 100_000 }
    default: sampled
    }
  }
}
