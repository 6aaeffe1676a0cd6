import Evaluation
import Learning
import Testing

/// Figures beside the plainest way to compute them.
@Suite struct MeasuringTests {
  /// Few distinct scores, so that there are many ties; some labels in between.
  static func rows(_ seed: UInt64, soft: Bool = false) throws -> ScoredRows {
    var random = SeededRandom(seed)
    let count = Int.random(in: 2...60, using: &random)
    let labels = (0..<count).map { _ in soft ? random.share() : random.share() < 0.3 ? 1 : 0 }
    return try ScoredRows(scores: labels.map { ((random.share() + $0 / 2) * 8).rounded() / 8 }, labels: labels)
  }

  @Test(arguments: [false, true]) func theAreaCountsPairs(soft: Bool) throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      let rows = try Self.rows(seed, soft: soft)
      var (pairs, right) = (0.0, 0.0)
      for fraud in rows.labels.indices {
        for honest in rows.labels.indices where soft || fraud != honest {
          let weight = rows.labels[fraud] * (1 - rows.labels[honest])
          pairs += weight
          if rows.scores[fraud] > rows.scores[honest] { right += weight }
          if rows.scores[fraud] == rows.scores[honest] { right += weight / 2 }
        }
      }
      guard pairs > 0 else {
        #expect(rows.areaUnderCurve == nil)
        continue
      }
      #expect(isNear(rows.areaUnderCurve, right / pairs))
    }
  }

  @Test(arguments: [false, true]) func averagePrecisionGoesThroughAllThresholds(soft: Bool) throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      let rows = try Self.rows(seed, soft: soft)
      let all = rows.labels.reduce(0, +)
      var (sum, recallBefore) = (0.0, 0.0)
      for threshold in Set(rows.scores).sorted(by: >) {
        let taken = rows.scores.indices.filter { rows.scores[$0] >= threshold }
        let found = taken.map { rows.labels[$0] }.reduce(0, +)
        sum += (found / all - recallBefore) * found / Double(taken.count)
        recallBefore = found / all
      }
      guard all > 0 else {
        #expect(rows.averagePrecision == nil)
        continue
      }
      #expect(isNear(rows.averagePrecision, sum))
      guard !soft else { continue }
      let known = AveragePrecision(rows.scores.indices.map { (rows.scores[$0], 1, Int(rows.labels[$0])) })
      #expect(isNear(rows.averagePrecision, known?.byThreshold))
    }
  }

  @Test func aWeightIsAsGoodAsSoManyCopies() throws {
    for seed in 1...50 as ClosedRange<UInt64> {
      let rows = try Self.rows(seed)
      var random = SeededRandom(seed + 1_000)
      let times = rows.scores.map { _ in Int.random(in: 0...3, using: &random) }
      let copies = rows.scores.indices.flatMap { [Int](repeating: $0, count: times[$0]) }
      let copied = try ScoredRows(scores: copies.map { rows.scores[$0] }, labels: copies.map { rows.labels[$0] })
      let weights = times.map { Double($0) }
      for (one, other) in [
        (rows.areaUnderCurve(weights: weights), copied.areaUnderCurve),
        (rows.averagePrecision(weights: weights), copied.averagePrecision),
        (rows.recall(inspected: 7, weights: weights), copied.recall(inspected: 7)),
        (rows.precision(inspected: 7, weights: weights), copied.precision(inspected: 7)),
      ] {
        #expect(isNear(one, other))
      }
    }
  }

  @Test func aCutTieCountsAsChanceWouldCutIt() throws {
    let rows = try ScoredRows(scores: [0.9, 0.5, 0.5, 0.5, 0.1], labels: [1, 1, 0, 0, 1])
    #expect(rows.recall(inspected: 1) == 1.0 / 3 && rows.recall(inspected: 0) == 0 && rows.recall(inspected: 9) == 1)
    #expect(isNear(rows.recall(inspected: 2), (1 + 1.0 / 3) / 3))
    #expect(isNear(rows.precision(inspected: 2), (1 + 1.0 / 3) / 2))
    let caught = try rows.moneyCaught(inspected: 2, amounts: [100, 300, 50, 50, 600])
    #expect(isNear(caught, 0.2))
    #expect(try rows.moneyCaught(inspected: 2, amounts: [0, -5, 3, 3, 0]) == nil)
    #expect(TrainingFrameTests.refusal { _ = try rows.moneyCaught(inspected: 2, amounts: [1]) }?.code == .misfit)
  }

  @Test func oneClassOrNothingHasNoFigure() throws {
    let none = try ScoredRows(scores: [], labels: [])
    #expect(none.areaUnderCurve == nil && none.averagePrecision == nil && none.recall(inspected: 3) == nil && none.brier == nil)
    let honest = try ScoredRows(scores: [1, 2], labels: [0, 0])
    #expect(honest.areaUnderCurve == nil && honest.averagePrecision == nil && honest.precision(inspected: 1) == 0)
    #expect(try ScoredRows(scores: [1, 2], labels: [1, 1]).areaUnderCurve == nil)
    #expect(try ScoredRows(scores: [.infinity, -.infinity, 0], labels: [1, 0, 0]).areaUnderCurve == 1)
    #expect(TrainingFrameTests.refusal { _ = try ScoredRows(scores: [.nan], labels: [1]) }?.message.contains("row 1") == true)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func cardPrecisionGoesDayByDay(seed: UInt64) throws {
    var random = SeededRandom(seed)
    let rows = 0..<400
    let cards = rows.map { _ in Int32.random(in: 0..<50, using: &random) }
    let times = rows.map { _ in Int64(random.share() * 7 * Double(HandbookProtocol.day)) - 3 * HandbookProtocol.day }
    let isFraud = rows.map { _ in random.share() < 0.1 }
    // No two alike, so that there is one order.
    let scores = rows.map { random.share() + (isFraud[$0] ? 0.3 : 0) }
    let precision = try CardPrecision(scores: scores, isFraud: isFraud, entities: cards, times: times, cardsPerDay: 6)

    var known: Set<Int32> = []
    var daily: [Double] = []
    for day in -3..<4 {
      let today = rows.filter {
        times[$0] >= Int64(day) * HandbookProtocol.day && times[$0] < Int64(day + 1) * HandbookProtocol.day
      }
      let ranked = Set(today.map { cards[$0] }).subtracting(known).map { card in
        let own = today.filter { cards[$0] == card }
        return (card: card, score: own.map { scores[$0] }.max() ?? 0, isFraud: own.contains { isFraud[$0] })
      }
      let hits = ranked.sorted { $0.score > $1.score }.prefix(6).filter(\.isFraud)
      known.formUnion(hits.map(\.card))
      daily.append(Double(hits.count) / 6)
    }
    #expect(isNear(precision.mean, daily.reduce(0, +) / 7) && precision.dayCount == 7)
    let (mean, perfect) = try (#require(precision.mean), #require(precision.perfect))
    #expect(perfect >= mean)
  }

  @Test func aCardCountsOnceADay() throws {
    let precision = try CardPrecision(
      scores: [0.9, 0.8, 0.7, 0.6], isFraud: [true, true, false, true], entities: [1, 1, 2, 3], times: [0, 1, 2, 3],
      cardsPerDay: 2)
    #expect(precision.mean == 0.5 && precision.perfect == 1)
    #expect(try CardPrecision(scores: [], isFraud: [], entities: [], times: []).mean == nil)
    #expect(
      TrainingFrameTests.refusal { _ = try CardPrecision(scores: [1], isFraud: [], entities: [], times: []) }?.code == .misfit)
    #expect(
      TrainingFrameTests.refusal {
        _ = try CardPrecision(scores: [1], isFraud: [true], entities: [1], times: [1], cardsPerDay: 0)
      }?.code
        == .setting)
    _ = try CardPrecision(scores: [1, 2], isFraud: [true, false], entities: [1, .min], times: [.min, .max], dayStart: .max)
  }

  @Test func intervalsHoldTheTruthAboutAsOftenAsTheySay() throws {
    // Frauds score higher by one standard deviation of a uniform sum; the area is known by counting a large sample.
    func sample(_ seed: UInt64, _ count: Int) throws -> ScoredRows {
      var random = SeededRandom(seed)
      let labels = (0..<count).map { _ in random.share() < 0.2 ? 1.0 : 0 }
      return try ScoredRows(scores: labels.map { random.share() + random.share() + random.share() + $0 / 2 }, labels: labels)
    }
    let truth = try #require(sample(99, 100_000).areaUnderCurve)
    var held = 0
    for seed in 1...60 as ClosedRange<UInt64> {
      let rows = try sample(seed, 300)
      let interval = FigureIntervals(samples: 100, seed: seed).interval(rows: 300, clusters: nil) {
        rows.areaUnderCurve(weights: $0)
      }
      if try #require(interval?.range).contains(truth) { held += 1 }
    }
    #expect(held >= 52)
  }

  @Test func rowsOfOneCardComeUpTogether() throws {
    // A hundred copies of ten cards tell no more than ten rows.
    var random = SeededRandom(5)
    let labels = (0..<40).map { $0 % 3 == 0 ? 1.0 : 0 }
    let scores = labels.map { random.share() + $0 / 3 }
    let rows = try ScoredRows(scores: (0..<4_000).map { scores[$0 % 40] }, labels: (0..<4_000).map { labels[$0 % 40] })
    let intervals = FigureIntervals(samples: 200, seed: 3)
    let alone = try #require(intervals.interval(rows: 4_000, clusters: nil) { rows.areaUnderCurve(weights: $0) }?.range)
    let cards = (0..<4_000).map { Int32($0 % 40) }
    let together = try #require(intervals.interval(rows: 4_000, clusters: cards) { rows.areaUnderCurve(weights: $0) }?.range)
    let (wide, narrow) = (together.upperBound - together.lowerBound, alone.upperBound - alone.lowerBound)
    #expect(wide > 4 * narrow)
    #expect(
      intervals.interval(rows: 4_000, clusters: cards) { rows.averagePrecision(weights: $0) }
        == intervals.interval(rows: 4_000, clusters: cards) { rows.averagePrecision(weights: $0) })
  }

  @Test func moneyHasAnIntervalToo() throws {
    let rows = try ScoredRows(scores: (0..<200).map { Double($0) }, labels: (0..<200).map { $0 % 4 == 0 ? 1 : 0 })
    let amounts = (0..<200).map { Int64($0 * 10_000) }
    let interval = try FigureIntervals().interval(rows: 200, clusters: nil) { weights throws(LearningError) in
      try rows.moneyCaught(inspected: 100, amounts: amounts, weights: weights)
    }
    let range = try #require(interval?.range)
    // Of 0 + 4 + … + 196 what 100 + 104 + … + 196 are.
    #expect(isNear(interval?.value, 3_700.0 / 4_900) && range.lowerBound < range.upperBound)
  }

  @Test func weeksHaveAMeanWithAnInterval() throws {
    let interval = try #require(FigureIntervals().mean([0.6, 0.65, 0.7, 0.62]))
    #expect(isNear(interval.value, 0.6425) && interval.range?.contains(0.6425) == true)
    #expect(FigureIntervals().mean([0.5])?.range == nil && FigureIntervals().mean([]) == nil)
    let precision = try CardPrecision(
      scores: (0..<90).map { Double($0 % 17) }, isFraud: (0..<90).map { $0 % 5 == 0 }, entities: (0..<90).map { Int32($0 % 30) },
      times: (0..<90).map { Int64($0) * HandbookProtocol.day / 30 }, cardsPerDay: 5)
    let cards = try #require(FigureIntervals().interval(precision))
    #expect(cards.value == precision.mean && cards.range != nil)
  }
}
