import CommandLineKit
import Forest
import Foundation
import Learning
import Records

/// What came of the handbook's protocol, for a terminal, as JSON and for the registry.
struct HandbookReport {
  private let history: LearningHistory
  private let outcome: HandbookOutcome
  private let version: ModelVersion
  private let labels: String
  private let seconds: Double

  init(_ history: LearningHistory, _ outcome: HandbookOutcome, _ version: ModelVersion, labels: String, seconds: Double) {
    (self.history, self.outcome, self.version, self.labels, self.seconds) = (history, outcome, version, labels, seconds)
  }

  private static var figures: [(name: String, key: String, path: KeyPath<HandbookFigures, Double>)] {
    let cards = HandbookFigures.cardsPerDay
    return [
      ("AUC", "auc", \.areaUnderCurve), ("average precision", "average_precision", \.averagePrecision),
      ("card precision at \(cards)", "card_precision_\(cards)", \.cardPrecision),
    ]
  }

  static func metrics(_ outcome: HandbookOutcome, scheme: String) -> [RunMetric] {
    figures.compactMap { figure in
      outcome.mean(.model, figure.path).map {
        RunMetric(
          "\(scheme): \(figure.name), mean of \(Words.counted(outcome.weeks.count, "week"))", $0.value, interval: $0.range)
      }
    }
  }

  // MARK: On a terminal

  func print(_ terminal: Terminal) throws {
    for refused in history.features.refused { terminal.say("\(refused.name) is left out: \(refused.reason)") }
    try terminal.write(
      "learned from \(labels); parameters chosen once, on \(Words.counted(outcome.selectionWeeks, "week")) before the first: "
        + "\(outcome.model.search.reason)\n\n")
    for week in outcome.weeks {
      let split = week.split
      try terminal.write(
        "learned \(days(split.trainTimes)): \(Words.counted(split.train.count, "record")); tested \(days(split.testTimes)): "
          + "\(Words.counted(split.test.count, "record")), \(week.frauds) fraud, \(split.removed) of known compromised cards left out\n"
      )
      try terminal.write(
        table { contender, figure in week.figures[contender].map { Words.places($0[keyPath: figure], 4) } }.render(terminal))
      try terminal.write("  a perfect ranker's card precision: \(Words.places(week.perfectCardPrecision, 4))\n\n")
    }
    if outcome.weeks.count > 1 {
      try terminal.write("in the mean over \(outcome.weeks.count) weeks, with what 95 in 100 draws of the weeks come to\n")
      try terminal.write(table { contender, figure in outcome.mean(contender, figure).map(HandbookReport.text) }.render(terminal))
      if let perfect = outcome.perfectCardPrecision {
        try terminal.write("  a perfect ranker's card precision: \(HandbookReport.text(perfect))\n\n")
      }
    }
    try terminal.write(
      "registered as \(version.reference) (\(version.hash.prefix(12))), the model of the last week, "
        + "\(Words.counted(version.features.count, "feature")), \(Words.places(seconds, 1)) s\n")
    terminal.say("it decides once it is promoted: sheriff models promote \(version.reference) --why TEXT")
  }

  private func table(_ text: (HandbookContender, KeyPath<HandbookFigures, Double>) -> String?) -> TextTable {
    TextTable(
      header: [""] + HandbookReport.figures.map(\.name),
      rows: outcome.contenders.map { contender in
        [.text(contender.rawValue)] + HandbookReport.figures.map { .number(text(contender, $0.path) ?? "-") }
      })
  }

  private static func text(_ interval: FigureIntervals.Interval) -> String {
    let range = interval.range.map { " (\(Words.places($0.lowerBound, 3)) to \(Words.places($0.upperBound, 3)))" } ?? ""
    return Words.places(interval.value, 4) + range
  }

  private func days(_ times: Range<Int64>) -> String { "\(first(times)) to \(last(times))" }

  private func first(_ times: Range<Int64>) -> CivilDate { Instant(microseconds: times.lowerBound).date }

  private func last(_ times: Range<Int64>) -> CivilDate { Instant(microseconds: times.upperBound - 1).date }

  // MARK: As JSON

  func json() throws -> String {
    var intervals: [String: [Double]] = [:]
    for figure in HandbookReport.figures {
      if let range = outcome.mean(.model, figure.path)?.range { intervals[figure.key] = [range.lowerBound, range.upperBound] }
    }
    let parameters = outcome.model.search.parameters
    let whole: [String: Any] = [
      "protocol": "handbook", "labels": labels, "selection_weeks": outcome.selectionWeeks,
      "selection_score": outcome.model.search.score, "model": version.name,
      "version": version.version, "hash": version.hash, "seconds": seconds, "metrics": means(.model), "intervals": intervals,
      "sides": sides { means($0) },
      "perfect_card_precision_\(HandbookFigures.cardsPerDay)": outcome.perfectCardPrecision?.value ?? 0,
      "parameters": [
        "tree_method": parameters.treeMethod.rawValue, "rounds": parameters.rounds, "depth": parameters.depthMax,
        "learning_rate": parameters.learningRate, "child_weight": parameters.childWeightMin, "row_share": parameters.rowShare,
        "feature_share": parameters.featureShare, "ridge_penalty": parameters.ridgePenalty,
        "loss_reduction": parameters.lossReductionMin,
      ] as [String: Any],
      "weeks": outcome.weeks.map(week),
    ]
    let data = try JSONSerialization.data(withJSONObject: whole, options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private func week(_ week: HandbookWeek) -> [String: Any] {
    func object(_ contender: HandbookContender) -> [String: Double] {
      guard let figures = week.figures[contender] else { return [:] }
      return Dictionary(uniqueKeysWithValues: HandbookReport.figures.map { ($0.key, figures[keyPath: $0.path]) })
    }
    return [
      "train_from": "\(first(week.split.trainTimes))", "train_to": "\(last(week.split.trainTimes))",
      "test_from": "\(first(week.split.testTimes))", "test_to": "\(last(week.split.testTimes))",
      "train_records": week.split.train.count, "test_records": week.split.test.count, "test_frauds": week.frauds,
      "left_out": week.split.removed, "metrics": object(.model), "sides": sides(object),
      "perfect_card_precision_\(HandbookFigures.cardsPerDay)": week.perfectCardPrecision,
    ]
  }

  private func means(_ contender: HandbookContender) -> [String: Double] {
    var means: [String: Double] = [:]
    for figure in HandbookReport.figures { means[figure.key] = outcome.mean(contender, figure.path)?.value }
    return means
  }

  private func sides(_ figures: (HandbookContender) -> [String: Double]) -> [String: [String: Double]] {
    Dictionary(
      uniqueKeysWithValues: outcome.contenders.map { ($0.rawValue.replacing(" ", with: "_"), figures($0)) })
  }
}
