import Evaluation
import Testing

@testable import Learning

/// What a test comes to, beside the plainest way to compute it.
@Suite struct ModelTestTests {
  private struct World {
    var frame: TrainingFrame
    var chances: [Double]
    var labels: [Double]
    var rows: [Int] { Array(0..<labels.count) }
  }

  /// Few distinct chances, so that there are many ties.
  private static func world(_ seed: UInt64, rows count: Int = 400, days: Int64 = 60, steps: Double = 20) throws -> World {
    var random = SeededRandom(seed)
    let labels = (0..<count).map { _ in random.share() < 0.15 ? 1.0 : 0 }
    let chances = labels.map { (((random.share() + $0) / 2) * steps).rounded() / steps }
    let frame = try TrainingFrame(
      columns: [FrameColumn("x", numbers: chances)],
      times: (0..<count).map { 1_500_000_000_000_000 + Int64($0) * days * HandbookProtocol.day / Int64(count) },
      labels: labels, entities: (0..<count).map { Int32($0 % 37) },
      amounts: (0..<count).map { _ in Int64(random.share() * 1e7) - 100_000 })
    return World(frame: frame, chances: chances, labels: labels)
  }

  private static func test(_ world: World, samples: Int = 0, alerting: ModelTest.Alerting? = .looks(50)) throws -> ModelTest {
    try ModelTest(
      world.frame, rows: world.rows, chances: world.chances, labels: world.labels, alerting: alerting, samples: samples)
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>) func oneWalkSaysWhatManySay(seed: UInt64) throws {
    let world = try Self.world(seed, rows: 120)
    let scored = try ScoredRows(scores: world.chances, labels: world.labels)
    let amounts = try #require(world.frame.amounts)
    var random = SeededRandom(seed + 77)
    let weights = world.rows.map { _ in Double(Int.random(in: 0...3, using: &random)) }
    let walk = RankingWalk(scored, amounts: amounts, inspected: [1, 7, 50, 1_000])
    for weights in [nil, weights] {
      let figures = walk.figures(weights: weights)
      #expect(isNear(figures.averagePrecision, scored.averagePrecision(weights: weights)))
      #expect(isNear(figures.areaUnderCurve, scored.areaUnderCurve(weights: weights)))
      for (place, count) in [1, 7, 50, 1_000].enumerated() {
        #expect(isNear(figures.recall[place], scored.recall(inspected: count, weights: weights)))
        #expect(
          isNear(figures.money[place], try scored.moneyCaught(inspected: count, amounts: amounts, weights: weights)))
      }
    }
  }

  @Test func alertsOfAThresholdAreWhatPassesIt() throws {
    let world = try Self.world(3)
    let threshold = try DecisionThreshold.within(alertsPerDay: 1, scores: world.chances, times: world.frame.times)
    let test = try Self.test(world, alerting: .threshold(threshold))
    let alerts = world.rows.filter { threshold.isAlert(world.chances[$0]) }
    let found = alerts.reduce(0) { $0 + world.labels[$1] }
    #expect(test.alertCount == Double(alerts.count) && alerts.count > 10)
    #expect(isNear(test["precision of alerts"]?.value, found / Double(alerts.count)))
    #expect(isNear(test["recall of alerts"]?.value, found / world.labels.reduce(0, +)))
    let amounts = try #require(world.frame.amounts)
    func money(_ rows: [Int]) -> Double { rows.reduce(0) { $0 + world.labels[$1] * Double(max(0, amounts[$1])) } }
    #expect(isNear(test["money caught by alerts"]?.value, money(alerts) / money(world.rows)))
  }

  @Test func looksGoToTheHighestScoresAndNeverToTheLowest() throws {
    let scored = try ScoredRows(scores: [0.9, 0.5, 0.5, 0.5, 0.1, 0.1], labels: [1, 1, 0, 0, 1, 0])
    #expect(scored.alerts(looks: 0) == [0, 0, 0, 0, 0, 0])
    let third: Double = 1.0 / 3
    let cut: [Double] = [1, third, third, third, 0, 0]
    #expect(scored.alerts(looks: 2) == cut)
    #expect(scored.alerts(looks: 100) == [1, 1, 1, 1, 0, 0])
  }

  @Test(arguments: [1, 2, 5, 20, 60, 300, 1_500, 9_000] as [Int64]) func partsAreTheWholeAndTheCalendars(days: Int64) throws {
    let world = try Self.world(5, rows: 900, days: days)
    let test = try Self.test(world)
    guard days > 1 else { return }
    #expect(test.parts.count >= min(4, Int(days)))
    #expect(test.parts.reduce(0) { $0 + $1.records } == 900)
    #expect(isNear(test.parts.reduce(0) { $0 + $1.frauds }, world.labels.reduce(0, +)))
    for (part, next) in zip(test.parts, test.parts.dropFirst()) {
      #expect(part.times.upperBound <= next.times.lowerBound)
      #expect(next.times.lowerBound % HandbookProtocol.day == 0)
    }
    for part in test.parts {
      let own = world.rows.filter { part.times.contains(world.frame.times[$0]) }
      let scored = try ScoredRows(scores: own.map { world.chances[$0] }, labels: own.map { world.labels[$0] })
      #expect(part.records == own.count && isNear(part["average precision"]?.value, scored.averagePrecision))
    }
  }

  @Test func monthsBeginWhereMonthsDo() throws {
    // From the eighth of May 2018 on, 130 days.
    let start: Int64 = 1_525_737_600_000_000
    let parts = CalendarParts.of(start..<start + 130 * HandbookProtocol.day)
    #expect(parts.count == 5 && parts.first?.lowerBound == start)
    #expect(parts.dropFirst().first?.lowerBound == start + 24 * HandbookProtocol.day)
    #expect(parts.last?.upperBound == start + 130 * HandbookProtocol.day)
    // A week's parts begin on Mondays; the eighth of May was a Tuesday.
    let weeks = CalendarParts.of(start..<start + 25 * HandbookProtocol.day)
    #expect(weeks.map(\.lowerBound) == [0, 6, 13, 20].map { start + $0 * HandbookProtocol.day })
    #expect(CalendarParts.of(Int64.min..<Int64.max).isEmpty && CalendarParts.of(5..<5).isEmpty)
  }

  // MARK: Curves

  @Test(arguments: 1...12 as ClosedRange<UInt64>) func curvesRiseAndEndWhereAllIsLookedAt(seed: UInt64) throws {
    let world = try Self.world(seed, rows: 3_000, steps: seed.isMultiple(of: 2) ? 7 : 100_000)
    let test = try Self.test(world)
    let scored = try ScoredRows(scores: world.chances, labels: world.labels)
    let amounts = try #require(world.frame.amounts)
    for (points, share) in [
      (test.fraudsFound(), { scored.recall(inspected: $0) }),
      (test.moneyFound(), { try? scored.moneyCaught(inspected: $0, amounts: amounts) }),
    ] as [([RunCurve.Point], (Int) -> Double?)] {
      #expect(points.count <= ModelTest.pointsMax && points.first == .init(0, 0) && points.last == .init(3_000, 1))
      for (one, next) in zip(points, points.dropFirst()) { #expect(one.x < next.x && one.y <= next.y) }
      for point in points where point.x == point.x.rounded() { #expect(isNear(point.y, share(Int(point.x)))) }
    }
    let precision = test.precisionAndRecall()
    #expect(precision.count <= ModelTest.pointsMax && precision.first?.x == 0 && precision.last?.x == 1)
    #expect(isNear(precision.last?.y, world.labels.reduce(0, +) / 3_000))
    for (one, next) in zip(precision, precision.dropFirst()) { #expect(one.x <= next.x) }
    #expect(precision.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
  }

  /// Whoever ranks perfectly has all frauds before the first honest row: the curve stays at the top up to its end.
  @Test func aFallAtTheEndIsSeenAsOne() throws {
    let labels = (0..<4_000).map { $0 < 40 ? 1.0 : 0 }
    let chances = labels.indices.map { 1 - Double($0) / 4_000 }
    let frame = try TrainingFrame(
      columns: [FrameColumn("x", numbers: chances)], times: labels.indices.map { Int64($0) }, labels: labels)
    let test = try ModelTest(frame, rows: Array(labels.indices), chances: chances, labels: labels, threshold: nil, samples: 0)
    let points = test.precisionAndRecall()
    #expect(points.contains(.init(1, 1)) && points.last == .init(1, 0.01))
    #expect(points.filter { $0.x < 1 }.allSatisfy { $0.y == 1 })
  }

  @Test func chancesAreHeldAgainstWhatBecameOfThem() throws {
    let world = try Self.world(8, rows: 2_000)
    let test = try Self.test(world)
    let points = test.reliabilityPoints()
    #expect(points.count > 2 && points.allSatisfy { $0.range.contains($0.share) })
    for (one, next) in zip(points, points.dropFirst()) { #expect(one.chance < next.chance) }
    for isFraud in [true, false] {
      let shares = test.chances(ofFrauds: isFraud)
      #expect(isNear(shares.reduce(0) { $0 + $1.y }, 1) && shares.last?.x == 1)
    }
  }

  // MARK: How sure

  @Test func differencesAreTakenInEachSample() throws {
    let world = try Self.world(9, rows: 600)
    let own = try Self.test(world, samples: 100)
    var worse = world
    var random = SeededRandom(4)
    worse.chances = world.chances.map { random.share() < 0.5 ? $0 : random.share() }
    let other = try Self.test(worse, samples: 100)
    let above = try #require(own.averagePrecision(above: other))
    let (high, low) = try (#require(own["average precision"]), #require(other["average precision"]))
    #expect(isNear(above.value, high.value - low.value))
    let range = try #require(above.range)
    #expect(range.contains(above.value) && range.lowerBound > 0)
    // A ranking does not differ from itself in any sample.
    #expect(own.averagePrecision(above: own)?.range == 0...0)
  }

  @Test func allRightIsNotCertain() throws {
    let labels = (0..<300).map { $0 < 20 ? 1.0 : 0 }
    let frame = try TrainingFrame(
      columns: [FrameColumn("x", numbers: labels)], times: labels.indices.map { Int64($0) }, labels: labels)
    let test = try ModelTest(
      frame, rows: Array(labels.indices), chances: labels, labels: labels, alerting: .looks(20), samples: 50)
    let recall = try #require(test["recall of alerts"]?.range)
    // Twenty of twenty: Wilson's interval begins at 20 / (20 + 1.96²).
    #expect(isNear(recall.lowerBound, 20 / (20 + 3.841458820694124)) && recall.upperBound == 1)
  }

  @Test func cardPrecisionWantsWholeDaysAndMoreCardsThanLooks() throws {
    var random = SeededRandom(12)
    let count = 2_000
    let times = (0..<count).map { Int64($0) * 4 * HandbookProtocol.day / Int64(count) }
    let labels = (0..<count).map { _ in random.share() < 0.05 ? 1.0 : 0 }
    let chances = labels.map { (random.share() + $0) / 2 }
    let frame = try TrainingFrame(
      columns: [FrameColumn("x", numbers: chances)], times: times, labels: labels, entities: (0..<count).map { Int32($0 % 400) })
    // The test begins at noon of the first day, and the last day is cut off at noon: two days are whole.
    let half = HandbookProtocol.day / 2
    let rows = (0..<count).filter { times[$0] >= half && times[$0] < 3 * HandbookProtocol.day + half }
    func test(_ rows: [Int]) throws -> ModelTest {
      try ModelTest(
        frame, rows: rows, chances: rows.map { chances[$0] }, labels: rows.map { labels[$0] }, alerting: nil,
        times: half..<3 * HandbookProtocol.day + half, samples: 20)
    }
    let whole = rows.filter { (1..<3).contains(times[$0] / HandbookProtocol.day) }
    let slow = try CardPrecision(
      scores: whole.map { chances[$0] }, isFraud: whole.map { labels[$0] == 1 }, entities: whole.map { Int32($0 % 400) },
      times: whole.map { times[$0] })
    let figure = try #require(try test(rows)["card precision at 100"])
    #expect(slow.dayCount == 2 && figure.value == slow.mean && figure.range != nil)
    // Of fifty cards a day all can be looked at, so the ranking says nothing.
    #expect(try test(rows.filter { $0 % 400 < 50 })["card precision at 100"] == nil)
  }
}
