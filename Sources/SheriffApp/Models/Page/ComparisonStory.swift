import Charts
import Exploration
import Learning
import Records

/// Two versions on the same axes.
struct ComparisonStory {
  let comparison: ModelComparison
  let curves: (first: [RunCurve], second: [RunCurve])

  private var names: [String] { [comparison.first, comparison.second].map { $0.version.reference.description } }

  var story: Story {
    let schemes = comparison.first.version.schemes.filter { comparison.second.version.schemes.contains($0) }
    return Story(
      title: "\(names[0]) and \(names[1])", headline: headline(schemes),
      sections: [figures] + schemes.compactMap(drawn) + [parameters].compactMap { $0 })
  }

  private func headline(_ schemes: [String]) -> String {
    var text =
      switch comparison.isSameData {
      case true?: "Both learned from the same data."
      case false?: "They learned from different data: figures may differ for that alone."
      case nil: "What they learned from is not known of both."
      }
    if schemes.isEmpty { text += " They have no scheme in common, so no curve is drawn." }
    return text
  }

  private var figures: Story.Section {
    let rows = comparison.metrics.map { row -> [Story.Cell] in
      [
        .text(row.name), ComparisonStory.cell(row.first), ComparisonStory.cell(row.second),
        .number(MeasureText.difference(row.difference)), .text(MeasureText.relation(row.relation)),
      ]
    }
    let amounts = comparison.amounts.map { row -> [Story.Cell] in
      [
        .text(row.name), .number(row.first.map { $0.value.text(in: $0.currency) } ?? "-"),
        .number(row.second.map { $0.value.text(in: $0.currency) } ?? "-"),
        .number(MeasureText.difference(row.difference, row.first?.currency)), .text(MeasureText.relation(row.relation)),
      ]
    }
    return Story.Section(
      title: "Figures",
      text:
        "Differences are of the second less the first. Intervals that lie apart tell the two apart; where they overlap, the difference may "
        + "be chance.",
      table: .init(
        header: [""] + names + ["difference", "intervals"], rows: rows + amounts, rowsInAll: rows.count + amounts.count))
  }

  private static func cell(_ metric: RunMetric?) -> Story.Cell {
    guard let metric else { return .number("-") }
    return .estimate(MeasureText.number(metric.value), range: metric.interval.map { MeasureText.interval($0) } ?? "")
  }

  private func drawn(_ scheme: String) -> Story.Section? {
    let readings = [
      SchemeReading(scheme, comparison.first.run, curves.first), SchemeReading(scheme, comparison.second.run, curves.second),
    ]
    let lines = zip(names, readings).enumerated().map { place, pair in
      RunCharts.Line(name: pair.0, reading: pair.1, side: .model, tone: place)
    }
    guard let charts = RunCharts(lines) else { return nil }
    let drawn = [charts.precisionAndRecall, charts.frauds, charts.money, charts.reliability, charts.learningCurve].compactMap {
      $0
    }
    guard !drawn.isEmpty else { return nil }
    var section = Story.Section(
      title: scheme, text: "The models alone, each on its own test. Dots are the alerts that each makes.", charts: drawn)
    section.hasChartPairs = true
    return section
  }

  private var parameters: Story.Section? {
    let rows = comparison.parameters.map { row -> [Story.Cell] in
      [.text(row.name), .text(row.first ?? "-"), .text(row.second ?? "-")]
    }
    guard !rows.isEmpty else { return nil }
    return Story.Section(
      title: "What else differs", text: "Parameters, and what was chosen.",
      table: .init(header: [""] + names, rows: rows, rowsInAll: rows.count))
  }
}
