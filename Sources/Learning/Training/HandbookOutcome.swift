import Evaluation

/// What is ranked side by side under the handbook's protocol.
public enum HandbookContender: String, Sendable, CaseIterable {
  /// The model with the parameters that were chosen.
  case model = "model"
  /// XGBoost as it is without a choice.
  case defaults = "XGBoost with default parameters"
  case line = "logistic regression"
  case rules = "rules alone"
}

/// The three figures of the handbook's tables.
public struct HandbookFigures: Hashable, Sendable {
  public static let cardsPerDay = 100

  public var areaUnderCurve: Double
  public var averagePrecision: Double
  public var cardPrecision: Double

  /// - labels: of the rows; a card is compromised where one of its payments is more likely fraud than not.
  init(_ frame: TrainingFrame, _ rows: [Int], _ scores: [Double], labels: [Double]) throws(LearningError) {
    let scored = try ScoredRows(scores: scores, labels: labels)
    let cards = try Self.cardPrecision(frame, rows, scores, labels: labels)
    guard let area = scored.areaUnderCurve, let precision = scored.averagePrecision, let mean = cards.mean else {
      throw LearningError(
        .oneClass,
        "the days from \(TimeSplit.text(rows.first.map { frame.times[$0] } ?? 0)) on have no fraud to be found or nothing else; "
          + "choose other weeks")
    }
    (areaUnderCurve, averagePrecision, cardPrecision) = (area, precision, mean)
  }

  static func cardPrecision(
    _ frame: TrainingFrame, _ rows: [Int], _ scores: [Double], labels: [Double]
  ) throws(LearningError) -> CardPrecision {
    try CardPrecision(
      scores: scores, isFraud: labels.map { $0 > 0.5 }, entities: rows.map { frame.entities?[$0] ?? -1 },
      times: rows.map { frame.times[$0] }, cardsPerDay: cardsPerDay)
  }
}

/// A week of the protocol: what was learned from and tested on, and how each contender ranked it.
public struct HandbookWeek: Sendable {
  public var split: TimeSplit
  public var frauds: Int
  public var figures: [HandbookContender: HandbookFigures]
  /// What whoever knew the truth would come to.
  public var perfectCardPrecision: Double
}

public struct HandbookOutcome: Sendable {
  /// Of the last week.
  public var model: TrainedModel
  public var weeks: [HandbookWeek]
  /// How many weeks the parameters were chosen by.
  public var selectionWeeks: Int

  public var contenders: [HandbookContender] {
    HandbookContender.allCases.filter { contender in weeks.allSatisfy { $0.figures[contender] != nil } }
  }

  /// In the mean over the weeks, and how far it may lie off as weeks differ.
  public func mean(_ contender: HandbookContender, _ figure: KeyPath<HandbookFigures, Double>) -> FigureIntervals.Interval? {
    FigureIntervals(samples: 1_000).mean(weeks.compactMap { $0.figures[contender]?[keyPath: figure] })
  }

  public var perfectCardPrecision: FigureIntervals.Interval? {
    FigureIntervals(samples: 1_000).mean(weeks.map(\.perfectCardPrecision))
  }
}
