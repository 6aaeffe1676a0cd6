import Charts
import Exploration
import Learning
import Records

/// A version of a model as a story: what it finds, how sure that is, and where it comes from. It is told of what the registry keeps, so
/// that it can be told years later without the data.
struct RunStory {
  let side: ModelComparison.Side
  let curves: [RunCurve]
  let changes: [StageChange]

  var story: Story {
    let schemes = side.version.schemes.map { SchemeReading($0, side.run, curves) }.filter { !$0.sides.isEmpty }
    var sections = schemes.map { RunDecision($0).section }
    sections.append(lineage)
    for scheme in schemes {
      sections += [
        figures(scheme), RunTimes(scheme).section(titled: title(scheme, "over time")), finding(scheme), trust(scheme),
        weights(scheme), choices(scheme),
      ].compactMap {
        $0
      }
    }
    if schemes.isEmpty { sections.append(plainFigures) }
    sections.append(stages)
    return Story(title: "Model \(side.version.reference)", headline: headline, sections: sections)
  }

  private var headline: String {
    let (version, run) = (side.version, side.run)
    var text = "Learned \(run.started.date) from \(version.schema), for \(version.schemes.joined(separator: " and ")). "
    switch version.stage {
    case .unstaged: text += "It decides nothing so far."
    case .shadow: text += "It scores in shadow and decides nothing."
    case .live: text += "It is live: it decides."
    case .retired: text += "It was live and is retired."
    }
    if curves.count < 2 { text += " Its run kept no curves; models that are learned now keep them." }
    return text
  }

  /// A scheme's sections are told apart by its name where there are several.
  private func title(_ scheme: SchemeReading, _ what: String) -> String {
    side.version.schemes.count > 1 ? "\(scheme.scheme): \(what)" : what.prefix(1).uppercased() + what.dropFirst()
  }

  // MARK: Where it comes from

  private var lineage: Story.Section {
    let (version, run) = (side.version, side.run)
    var rows: [(String, String)] = [
      ("registered", "\(version.registered)"), ("run", ModelTables.run(run)), ("model", version.hash),
      ("data", run.dataHash ?? "-"),
      ("rules", run.rulesHash ?? "-"), ("baseline", run.baselineHash ?? "-"),
    ]
    let known = Dictionary(run.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    if let labels = known["labels"] { rows.append(("labels from", labels)) }
    if let user = known["learned by"] { rows.append(("learned by", user)) }
    if let seed = known["seed"] { rows.append(("seed", seed)) }
    rows.append(("features", "\(version.features.count)"))
    if !run.notes.isEmpty { rows.append(("notes", MeasureText.line(run.notes))) }
    return Story.Section(
      title: "Where it comes from",
      text:
        "Hashes are SHA-256: whoever has the same data, rules and seed can learn the same model again, byte for byte, where the "
        + "search was not cut short.",
      table: RunStory.table(rows))
  }

  private static func table(_ rows: [(String, String)]) -> Story.Table {
    Story.Table(header: ["", ""], rows: rows.map { [.text($0.0), .text($0.1)] }, rowsInAll: rows.count)
  }

  // MARK: Figures

  private func figures(_ scheme: SchemeReading) -> Story.Section? {
    let sides = scheme.sides
    guard !sides.isEmpty else { return nil }
    let counted: Set = [
      RunNames.records, RunNames.frauds, RunNames.learnedRecords, RunNames.testRecords, RunNames.testFrauds,
      RunNames.expectedFrauds,
      RunNames.testDays, RunNames.alerts, RunNames.alertsPerDayMax,
    ]
    let names = scheme.figures(.model).map(\.name).filter { name in
      !counted.contains(name) && !RunSide.allCases.contains { RunNames.above($0) == name }
    }
    var rows = names.map { name -> [Story.Cell] in
      [.text(name)] + sides.map { RunWords.cell(name, scheme.figure(name, $0)) }
    }
    if sides.contains(where: { scheme.figure(RunNames.alerts, $0) != nil }) {
      let alerts = sides.map { side in
        Story.Cell.number(scheme.figure(RunNames.alerts, side).map { RunWords.count($0.value) } ?? "-")
      }
      rows.append([.text("alerts")] + alerts)
    }
    if let stake = scheme.amount(RunNames.moneyAtStake) {
      rows.append(
        [.text("money caught, of \(stake.value.text(in: stake.currency))")]
          + sides.map { side in
            .number(scheme.amount(RunNames.moneyCaught, side).map { $0.value.text(in: $0.currency) } ?? "-")
          })
    }
    var text =
      "All on the same later records; below each what 95 of 100 samples of the records, a rep's or a card's together, come to."
    if sides.contains(.rules) { text += " The rules' alerts are what they flag; of both, what a scan with the model flags." }
    if sides.contains(.line) { text += " Logistic regression has as many alerts as the model, its highest scores." }
    return Story.Section(
      title: title(scheme, "figures"), text: text,
      table: .init(header: [""] + sides.map(\.rawValue), rows: rows, rowsInAll: rows.count))
  }

  /// Of a run that names no scheme.
  private var plainFigures: Story.Section {
    let rows = side.run.metrics.map { metric -> [Story.Cell] in
      [.text(metric.name), .number(MeasureText.number(metric.value)), .number(MeasureText.interval(metric.interval))]
    }
    return Story.Section(
      title: "Figures", text: "As its run kept them.",
      table: .init(header: ["", "", "interval"], rows: rows, rowsInAll: rows.count))
  }

  // MARK: Curves

  private func finding(_ scheme: SchemeReading) -> Story.Section? {
    let charts = RunCharts(scheme)
    return section(
      title(scheme, "how it finds fraud"),
      "From the highest score down. Dots are the alerts that each makes.",
      [charts.precisionAndRecall, charts.frauds, charts.money, charts.chances])
  }

  private func trust(_ scheme: SchemeReading) -> Story.Section? {
    let charts = RunCharts(scheme)
    return section(
      title(scheme, "whether it can be trusted"),
      "Whether chances mean what they say, whether it holds over time, what a longer history would be worth, and how its parameters were chosen.",
      [charts.reliability, charts.overTime, charts.learningCurve, charts.search])
  }

  private func section(_ title: String, _ text: String, _ charts: [Chart?]) -> Story.Section? {
    let charts = charts.compactMap { $0 }
    guard !charts.isEmpty else { return nil }
    var section = Story.Section(title: title, text: text, charts: charts)
    section.hasChartPairs = true
    return section
  }

  // MARK: What moves it

  private func weights(_ scheme: SchemeReading) -> Story.Section? {
    let weights = scheme.weights
    guard let most = weights.first?.weight, most > 0 else { return nil }
    let rows = weights.map { weight -> [Story.Cell] in
      [
        .text(weight.feature), .number(Words.places(weight.weight, 3)), .bar(weight.weight / most), .text(weight.direction),
      ]
    }
    return Story.Section(
      title: title(scheme, "what moves it"),
      text:
        "By how much each feature moves the logarithm of the odds of fraud, whichever way, in the mean over the test's records, by exact "
        + "contributions: 0.7 doubles the odds or halves them. What moves a chance need not be its cause.",
      table: .init(header: ["feature", "moves by", "", "which way"], rows: rows, rowsInAll: rows.count))
  }

  // MARK: What was chosen

  private func choices(_ scheme: SchemeReading) -> Story.Section? {
    let rows = side.run.parameters.compactMap { parameter in
      scheme.names.parts(parameter.name).map { ($0.what, parameter.value) }
    }
    guard !rows.isEmpty else { return nil }
    return Story.Section(
      title: title(scheme, "threshold and parameters"), text: "What was chosen, and what it follows from.",
      table: RunStory.table(rows))
  }

  private var stages: Story.Section {
    let rows = changes.map { change -> [Story.Cell] in
      [
        .text("\(change.signature.at)"), .text("\(change.from.rawValue) to \(change.to.rawValue)"), .text(change.signature.who),
        .text(MeasureText.line(change.signature.why)),
      ]
    }
    return Story.Section(
      title: "What became of it",
      text: changes.isEmpty ? "Nobody has changed its stage so far." : "Who changed its stage, and why.",
      table: rows.isEmpty ? nil : .init(header: ["when", "stage", "who", "why"], rows: rows, rowsInAll: rows.count))
  }
}
