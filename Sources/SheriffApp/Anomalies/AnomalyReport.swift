import CommandLineKit
import Learning

/// How well the rankings find what is known to be fraud.
struct AnomalyReport {
  private let ranking: AnomalyRanking
  private let labels: AnomalyLabels
  private let sides: [(name: String, figures: RankingFigures, order: [Int])]

  /// How many of the first records somebody would look at.
  private static let inspected = [100, 500, 1_000]

  init(_ ranking: AnomalyRanking, _ labels: AnomalyLabels, _ settings: AnomalySettings) throws {
    (self.ranking, self.labels) = (ranking, labels)
    let clusters = ranking.history.entities.map { entities in labels.known.map { entities[ranking.records[$0]] } }
    var all = zip(ranking.methods, ranking.scores).map { ("\($0)", $1) }
    if all.count > 1 { all.append(("all together", ranking.score)) }
    do throws(LearningError) {
      var sides: [(name: String, figures: RankingFigures, order: [Int])] = []
      for (name, scores) in all {
        let known = labels.known.map { scores[$0] }
        let figures = RankingFigures(
          try ScoredRows(scores: known, labels: labels.labels), clusters: clusters, inspected: AnomalyReport.inspected,
          intervals: FigureIntervals(samples: settings.samples))
        sides.append((name, figures, RankRarity.order(known)))
      }
      self.sides = sides
    } catch { throw CommandFailure(.internal, error.message) }
  }

  private var summary: String {
    let share = Double(labels.frauds) / Double(labels.labels.count)
    return
      "\(Words.counted(labels.labels.count, "labelled record")), \(Words.counted(labels.frauds, "fraud")): by chance average precision would be "
      + Words.places(share, 4)
  }

  func text(_ terminal: Terminal) -> String {
    let recalls = sides.first?.figures.recalls.map(\.inspected) ?? []
    let header = ["", "area under curve", "average precision"] + recalls.map { "recall of \($0)" }
    let rows = sides.map { side -> [TextTable.Cell] in
      let figures = [side.figures.area, side.figures.averagePrecision] + side.figures.recalls.map { $0.interval }
      return [.text(side.name)] + figures.map { .number($0.map(AnomalyReport.text) ?? "-") }
    }
    return "\n\(summary)\n\n" + TextTable(header: header, rows: rows).render(terminal) + variantText(terminal)
  }

  /// Where the list takes standard output.
  func say(_ terminal: Terminal) {
    var text = self.text(terminal)
    while text.last == "\n" { text.removeLast() }
    terminal.say(text)
  }

  /// By kind of fraud: what stands among the first, so that one sees what no ranking finds.
  private func variantText(_ terminal: Terminal) -> String {
    let kinds = Set(labels.variants).subtracting([""]).sorted()
    let first = AnomalyReport.inspected.last { $0 < labels.labels.count }
    guard kinds.count > 1, let first else { return "" }
    let rows = kinds.map { kind -> [TextTable.Cell] in
      let found = sides.map { side in side.order.prefix(first).count { labels.variants[$0] == kind } }
      return [.text(kind), .number("\(labels.variants.count { $0 == kind })")] + found.map { .number("\($0)") }
    }
    let header = ["among the first \(Words.places(Double(first), 0))", "frauds"] + sides.map(\.name)
    return "\n" + TextTable(header: header, rows: rows).render(terminal)
  }

  private static func text(_ interval: FigureIntervals.Interval) -> String {
    let range = interval.range.map { " (\(Words.places($0.lowerBound, 3)) to \(Words.places($0.upperBound, 3)))" } ?? ""
    return Words.places(interval.value, 3) + range
  }
}
