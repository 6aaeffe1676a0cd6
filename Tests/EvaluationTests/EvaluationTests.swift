import Evaluation
import Records
import TestSupport
import Testing

private func close(_ left: Double?, _ right: Double?, _ distance: Double = 1e-9) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return (left - right).magnitude <= distance
}

@Suite struct EvaluationTests {
  // MARK: Against slow computations

  /// All orders of equal scores, tried one by one.
  @Test func averagePrecisionIsTheMeanAndTheWorstOverAllOrdersOfTies() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<400 {
      let drawn = DrawnFindings(&random, countMax: 6)
      let found = AveragePrecision(Ranking(drawn.judged))
      guard drawn.frauds > 0 else {
        #expect(found == nil)
        continue
      }
      var values: [Double] = []
      func permute(_ rest: [Int], _ order: [Int]) {
        if rest.isEmpty { values.append(drawn.averagePrecision(order)) }
        for next in rest where !rest.contains(where: { drawn.records[$0].score > drawn.records[next].score }) {
          permute(rest.filter { $0 != next }, order + [next])
        }
      }
      permute(Array(drawn.records.indices), [])
      #expect(close(found?.expected, values.reduce(0, +) / Double(values.count)))
      #expect(close(found?.pessimistic, values.min()))
    }
  }

  @Test func averagePrecisionByThresholdIsASumOverThresholds() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<500 {
      let drawn = DrawnFindings(&random)
      guard drawn.frauds > 0 else { continue }
      var (last, sum) = (0.0, 0.0)
      for score in drawn.scores.sorted(by: >) {
        let point = drawn.threshold(score)
        sum += (point.recall - last) * point.precision
        last = point.recall
      }
      #expect(close(AveragePrecision(Ranking(drawn.judged))?.byThreshold, sum))
    }
  }

  @Test func largeTiesAgreeWithTheSumWrittenOut() {
    var random = SeededGenerator(seed: 13)
    for _ in 0..<50 {
      var judging = Judging()
      var truth: [TruthRow] = []
      var (expected, above, fraudsAbove, row) = (0.0, 0, 0, Int64(0))
      for tie in 0..<6 {
        let count = [1, 2, 30, 500, 3_000].randomElement(using: &random) ?? 1
        let frauds = Int.random(in: 0...count, using: &random)
        for place in 0..<count {
          row += 1
          judging.add(
            row: row, scheme: "s", score: 1 - Double(tie) / 10, isFlagged: false, isCalibrated: false, loss: nil, entity: nil)
          if place < frauds { truth.append(TruthRow(row: row, scheme: "s", loss: nil)) }
          let others = count > 1 ? Double(place) * Double(frauds - 1) / Double(count - 1) : 0
          expected +=
            Double(frauds) / Double(count) * (Double(fraudsAbove) + 1 + others) / Double(above + place + 1)
        }
        above += count
        fraudsAbove += frauds
      }
      guard fraudsAbove > 0 else { continue }
      let found = AveragePrecision(Ranking(judging.against(truth).schemes[0]))
      #expect(close(found?.expected, expected / Double(fraudsAbove), 1e-11))
    }
  }

  @Test func thresholdsAndInspectionsAgreeWithTryingThemAll() {
    var random = SeededGenerator(seed: 14)
    for _ in 0..<500 {
      let drawn = DrawnFindings(&random)
      let ranking = Ranking(drawn.judged)
      guard drawn.frauds > 0 else {
        #expect(ranking.points.isEmpty && ranking.recall(inspected: 3) == nil && ranking.recall(atPrecision: 0.5) == nil)
        continue
      }
      let all = drawn.scores.map(drawn.threshold)
      for level in [0.2, 0.5, 0.93, 0.97, 1] {
        #expect(ranking.precision(atRecall: level) == all.filter { $0.recall >= level }.map(\.precision).max())
        #expect(ranking.recall(atPrecision: level) == all.filter { $0.precision >= level }.map(\.recall).max() ?? 0)
      }
      for point in ranking.points {
        let slow = drawn.threshold(point.score)
        #expect(point.precision == slow.precision && point.recall == slow.recall)
      }
      // Of a tie that is cut each record is as likely to be among the first.
      for count in [1, 3, 10, 100] {
        let certain = drawn.records.filter { one in drawn.records.count { $0.score > one.score } < count }
        var found = 0.0
        for score in Set(certain.map(\.score)) {
          let tie = drawn.records.filter { $0.score == score }
          let room = min(tie.count, count - drawn.records.count { $0.score > score })
          found += Double(tie.count { $0.isFraud }) * Double(room) / Double(tie.count)
        }
        #expect(close(ranking.recall(inspected: count), found / Double(drawn.frauds)))
      }
    }
  }

  @Test func flagsMoneyAndPartsAgreeWithCountingByHand() {
    var random = SeededGenerator(seed: 15)
    for _ in 0..<300 {
      let drawn = DrawnFindings(&random)
      let result = SchemeEvaluation(drawn.judged, options: .init(samples: 0))
      let right = drawn.records.filter { $0.isFlagged && $0.isFraud }
      let flagged = drawn.records.count { $0.isFlagged }
      #expect(result.flags.flagged == flagged && result.flags.right == right.count && result.flags.frauds == drawn.frauds)
      #expect(result.flags.honest == drawn.records.count { !$0.isFraud })
      #expect(result.flags.precision == (flagged > 0 ? Double(right.count) / Double(flagged) : nil))
      let lost = drawn.records.filter(\.isFraud).reduce(0) { $0 + $1.loss } + Int64(7 * drawn.unranked)
      #expect(result.money.lost == Int128(lost))
      #expect(result.money.found == Int128(right.reduce(0) { $0 + $1.loss }))
      let estimates = right.compactMap { one in one.said.map { ($0 - one.loss).magnitude } }
      #expect(result.money.errorSum == Int128(estimates.reduce(0, +)) && result.money.estimated == estimates.count)
      #expect(result.money.exact == estimates.count { $0 == 0 })
      #expect(result.money.errorMedian == (estimates.isEmpty ? nil : Int128(estimates.sorted()[(estimates.count - 1) / 2])))
      for parts in [result.variants, result.reps] {
        #expect(parts.reduce(0) { $0 + $1.lost } == result.money.lost)
        #expect(parts.reduce(0) { $0 + $1.found } == result.money.found)
        #expect(parts.reduce(0) { $0 + $1.flags.frauds } == drawn.frauds)
        #expect(parts.reduce(0) { $0 + $1.flags.right } == right.count)
      }
      #expect(result.reps.reduce(0) { $0 + $1.flags.flagged } == flagged)
      #expect(result.reps.reduce(0) { $0 + ($1.records ?? 0) } == drawn.records.count)
    }
  }

  @Test func calibrationAgreesWithItsDefinition() {
    var random = SeededGenerator(seed: 16)
    for _ in 0..<300 {
      let drawn = DrawnFindings(&random, countMax: 200)
      guard let calibration = Calibration(Ranking(drawn.judged)) else {
        Issue.record("records have a calibration")
        continue
      }
      let count = Double(drawn.records.count)
      var brier = 0.0
      for record in drawn.records {
        let distance = record.score - (record.isFraud ? 1 : 0)
        brier += distance * distance
      }
      #expect(close(calibration.brier, brier / count))
      var error = 0.0
      for bin in calibration.bins {
        let inside = drawn.records.filter { (bin.low...bin.high).contains($0.score) }
        // No tie is cut, so that a bin is just what lies between its ends.
        #expect(inside.count == bin.count && inside.count { $0.isFraud } == bin.frauds)
        let mean = inside.reduce(0) { $0 + $1.score } / Double(inside.count)
        error += (mean - Double(bin.frauds) / Double(bin.count)).magnitude * Double(bin.count) / count
      }
      #expect(close(calibration.expectedError, error))
      #expect(calibration.bins.reduce(0) { $0 + $1.count } == drawn.records.count)
      #expect(calibration.bins.count <= Calibration.binsMax)
    }
  }

  // MARK: By hand

  private func judged(_ findings: [(Double, Bool, Bool)]) -> JudgedRecords {
    var judging = Judging()
    var truth: [TruthRow] = []
    for (index, finding) in findings.enumerated() {
      judging.add(
        row: Int64(index + 1), scheme: "s", score: finding.0, isFlagged: finding.1, isCalibrated: true, loss: nil, entity: nil)
      if finding.2 { truth.append(TruthRow(row: Int64(index + 1), scheme: "s", loss: nil)) }
    }
    return judging.against(truth).schemes[0]
  }

  @Test func aRankingOfFive() {
    let ranking = Ranking(
      judged([(0.9, true, true), (0.8, true, false), (0.7, true, true), (0.2, false, false), (0.1, false, true)]))
    // Frauds stand first, third and fifth.
    #expect(close(AveragePrecision(ranking)?.expected, (1 + 2.0 / 3 + 3.0 / 5) / 3))
    #expect(ranking.precision(atRecall: 0.6) == 2.0 / 3)
    #expect(ranking.recall(atPrecision: 0.95) == 1.0 / 3)
    #expect(ranking.recall(inspected: 2) == 1.0 / 3)
  }

  @Test func twoEqualScoresAreHalfAndHalf() {
    let ranking = Ranking(judged([(0.5, true, true), (0.5, true, false)]))
    let found = AveragePrecision(ranking)
    #expect(found == AveragePrecision(ranking))
    #expect(found?.expected == 0.75 && found?.pessimistic == 0.5 && found?.byThreshold == 0.5)
    #expect(ranking.recall(inspected: 1) == 0.5)
  }

  @Test func aRecordWithTwoFraudsOfASchemeIsOneToFindAndAllOfItsMoney() {
    var judging = Judging()
    judging.add(row: 1, scheme: "s", score: 1, isFlagged: true, isCalibrated: false, loss: nil, entity: nil)
    judging.add(row: 1, scheme: "t", score: 1, isFlagged: false, isCalibrated: false, loss: nil, entity: nil)
    let price = TruthRow(row: 1, scheme: "s", loss: Money(unchecked: 5), variant: "price")
    let result = judging.against([
      price, price, TruthRow(row: 1, scheme: "s", loss: Money(unchecked: 7), variant: "count"),
      TruthRow(row: 1, scheme: "t", loss: nil), TruthRow(row: 9, scheme: "u", loss: Money(unchecked: 3)),
    ])
    #expect(result.truthRepeated == 1 && result.truthWithoutLoss == 1 && result.isRanking)
    #expect(result.schemes.map(\.scheme) == ["s", "t", "u"])
    #expect(result.schemes[0].frauds.map(\.loss) == [12] && result.schemes[0].frauds.map(\.variant) == ["count+price"])
    #expect(result.schemesOfFindings == ["s", "t"] && result.schemesOfTruth == ["s", "t", "u"])
    // Nothing was found of a scheme that the findings do not have.
    let unknown = SchemeEvaluation(result.schemes[2], isInFindings: false, options: .init())
    #expect(unknown.flags.recall == 0 && unknown.averagePrecision?.expected == 0 && unknown.unranked == 1)
    #expect(unknown.money.missed == 3 && unknown.calibration == nil)
  }

  @Test func nothingToFindHasNoRecallAndItsFlagsAreFalseAlarms() {
    let honest = judged([(1, true, false), (0, false, false), (0, false, false), (0, false, false)])
    let result = SchemeEvaluation(honest, options: .init())
    #expect(result.flags.recall == nil && result.flags.precision == 0 && result.averagePrecision == nil)
    #expect(result.flags.falseAlarmsPer100000 == 25_000)
    #expect(result.precisionAtRecall93 == nil && result.recallAtPrecision95 == nil)
    #expect(result.bootstrap.intervals[.averagePrecision] == nil)
    #expect(result.bootstrap.intervals[.falseAlarms]?.contains(25_000) == true)
  }

  @Test func whatARowTwiceIsFoundWhereverItStands() {
    for rows in [[1, 2, 2], [3, 1, 2, 3], [5, 4, 5]] as [[Int64]] {
      var judging = Judging()
      for row in rows {
        judging.add(row: row, scheme: "s", score: 0, isFlagged: false, isCalibrated: false, loss: nil, entity: nil)
      }
      let repeated = judging.repeatedRow()
      #expect(repeated?.scheme == "s" && rows.count { $0 == repeated?.row } == 2)
    }
  }

  @Test func theFirstOrdersOfAStreamCanBeLeftOut() {
    let all = judged([(0.9, true, false), (0.8, true, false), (0.7, true, true), (0.2, false, true)])
    let rest = all.after(row: 2)
    #expect(FlagCounts(rest, population: nil).precision == 1 && FlagCounts(rest, population: nil).recall == 0.5)
    #expect(AveragePrecision(Ranking(rest))?.expected == 1)
  }

  // MARK: Intervals

  @Test func theSameSeedGivesTheSameIntervals() {
    var random = SeededGenerator(seed: 17)
    let records = DrawnFindings(&random, countMax: 200).judged
    let ranking = Ranking(records)
    let first = Bootstrap(records, ranking, samples: 200, seed: 4, population: records.count)
    #expect(first.intervals == Bootstrap(records, ranking, samples: 200, seed: 4, population: records.count).intervals)
    #expect(first.intervals != Bootstrap(records, ranking, samples: 200, seed: 5, population: records.count).intervals)
    #expect(Bootstrap(records, ranking, samples: 0, seed: 4).intervals.isEmpty)
  }

  /// Runs of honest records are drawn at once; drawing each record for itself must come to the same distribution.
  @Test func theFastSampleIsDistributedAsTheSlowOne() {
    var generator = SeededGenerator(seed: 18)
    for round in 0..<6 {
      var drawn = DrawnFindings(&generator, countMax: 120)
      while drawn.frauds < 10 || drawn.records.count < 60 { drawn = DrawnFindings(&generator, countMax: 120) }
      let records = drawn.judged
      let fast = Bootstrap(records, Ranking(records), samples: 4_000, seed: UInt64(round), population: records.count)
      var random = SeededRandom(UInt64(100 + round))
      var precisions: [Double] = []
      var averages: [Double] = []
      for _ in 0..<1_500 {
        var judging = Judging()
        var truth: [TruthRow] = []
        var row: Int64 = 0
        func times() -> Int {
          // Poisson with mean 1, by multiplying shares.
          var (count, product) = (-1, 1.0)
          repeat {
            count += 1
            product *= random.share()
          } while product > 0.36787944117144233
          return count
        }
        for record in drawn.records {
          for _ in 0..<times() {
            row += 1
            judging.add(
              row: row, scheme: "s", score: record.score, isFlagged: record.isFlagged, isCalibrated: false, loss: nil, entity: nil
            )
            if record.isFraud { truth.append(TruthRow(row: row, scheme: "s", loss: nil)) }
          }
        }
        for _ in 0..<drawn.unranked {
          for _ in 0..<times() {
            row += 1
            truth.append(TruthRow(row: row, scheme: "s", loss: nil))
          }
        }
        guard let sample = judging.against(truth).schemes.first else { continue }
        if let precision = FlagCounts(sample, population: nil).precision { precisions.append(precision) }
        if let average = AveragePrecision(Ranking(sample)) { averages.append(average.expected) }
      }
      for (figure, slow) in [(Bootstrap.Figure.precision, precisions.sorted()), (.averagePrecision, averages.sorted())] {
        let interval = fast.intervals[figure]
        let (low, high) = (slow[slow.count / 40], slow[slow.count - 1 - slow.count / 40])
        #expect(close(interval?.lowerBound, low, 0.035), "\(figure) \(round)")
        #expect(close(interval?.upperBound, high, 0.035), "\(figure) \(round)")
      }
    }
  }

  /// Mean, variance and the chance of each small number, on both ways of drawing.
  @Test func poissonNumbersAreDistributedAsTheyShould() {
    var random = SeededRandom(3)
    for mean in [0, 1, 2, 7, 12, 13, 40, 1_000, 250_000] {
      let draw = PoissonDraw(mean: mean)
      let values = (0..<40_000).map { _ in draw.draw(&random) }
      let average = Double(values.reduce(0, +)) / Double(values.count)
      let variance = values.reduce(0.0) { $0 + (Double($1) - average) * (Double($1) - average) } / Double(values.count - 1)
      // Five standard errors.
      #expect(close(average, Double(mean), 5 * (Double(mean) / 40_000).squareRoot() + 1e-9), "\(mean)")
      #expect(close(variance, Double(mean), 5 * Double(mean) * (3.0 / 40_000).squareRoot() + 1e-9), "\(mean)")
      guard mean > 0, mean <= 40 else { continue }
      var chance = 1.0
      for _ in 0..<mean { chance /= 2.718281828459045 }
      for number in 0...mean + 3 {
        if number > 0 { chance *= Double(mean) / Double(number) }
        let share = Double(values.count { $0 == number }) / 40_000
        #expect(close(share, chance, 5 * (chance / 40_000).squareRoot() + 1e-4), "\(number) of \(mean)")
      }
    }
  }
}
