import BLASMath
import Evaluation
import Foundation
import Learning
import Testing

/// Models without labels over a frame, together and measured.
@Suite struct AnomalyModelsTests {
  /// Points around one place in six numbers and two kinds of category, and one in fifty far from it.
  static func planted(_ seed: UInt64, rows: Int = 1_500, labelled: Bool = false) throws -> (frame: TrainingFrame, truth: [Double])
  {
    var random = SeededRandom(seed)
    let truth = (0..<rows).map { $0 % 50 == 7 ? 1.0 : 0 }
    var numbers = (0..<6).map { _ in [Double]() }
    var (few, many): ([String?], [String?]) = ([], [])
    for row in 0..<rows {
      let isOdd = truth[row] > 0
      for column in numbers.indices {
        numbers[column].append(isOdd ? 8 * random.share() - 4 + (random.share() < 0.5 ? -3 : 3) : OutlierTests.normal(&random))
      }
      few.append(random.share() < 0.5 ? "north" : "south")
      many.append(isOdd ? "odd \(row)" : "town \(Int(random.share() * 30))")
    }
    let columns =
      numbers.enumerated().map { FrameColumn("number \($0)", numbers: $1) }
      + [
        FrameColumn("few", categories: few), FrameColumn("many", categories: many),
        FrameColumn("same", numbers: few.map { _ in 4 }),
      ]
    return (try TrainingFrame(columns: columns, times: (0..<rows).map { Int64($0) }, labels: labelled ? truth : nil), truth)
  }

  private func area(_ scores: [Double], _ truth: [Double]) throws -> Double {
    try #require(ScoredRows(scores: scores, labels: truth).areaUnderCurve)
  }

  @Test func everyMethodFindsWhatWasPlantedAndSoDoAllTogether() throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let (frame, truth) = try Self.planted(seed)
      var options = AnomalyModels.Options()
      options.seed = seed
      let models = try AnomalyModels.fit(frame, options: options, math: BLASMath())
      #expect(models.constantColumns == ["same"] && models.methods == AnomalyMethod.allCases)
      let scores = try models.scores(frame, math: BLASMath())
      for scores in scores + [RankRarity.combined(scores)] {
        #expect(scores.count == frame.rowCount && scores.areShares)
        #expect(try area(scores, truth) >= 0.95)
      }
    }
  }

  @Test func labelsChangeNoScore() throws {
    let (plain, truth) = try Self.planted(5)
    let told = try Self.planted(5, labelled: true).frame
    #expect(truth == told.labels)
    let scores = try [plain, told].map { try AnomalyModels.fit($0, math: BLASMath()).scores($0, math: BLASMath()) }
    #expect(scores[0] == scores[1])
  }

  @Test func rowsThatWereNotFittedOnAreScoredAndAnUnseenCategoryIsOdd() throws {
    let (frame, truth) = try Self.planted(6)
    let (early, late) = (Array(0..<750), Array(750..<1_500))
    let models = try AnomalyModels.fit(frame.rows(early), math: BLASMath())
    let scores = try models.scores(frame.rows(late), math: BLASMath())
    for scores in scores { #expect(try area(scores, late.map { truth[$0] }) >= 0.95) }
    let place = models.encoding.columns.flatMap(\.names).firstIndex(of: "many")
    #expect(models.tails.place(of: .nan, feature: try #require(place)).asLow == 0)
  }

  @Test func ofManyRowsSomeAreDrawnAndTheSameSeedDrawsTheSame() throws {
    let (frame, truth) = try Self.planted(7, rows: 3_000)
    var options = AnomalyModels.Options()
    (options.rowsMax, options.methods) = (600, [.tails])
    let models = try AnomalyModels.fit(frame, options: options, math: BLASMath())
    #expect(models.fittedRows == 600 && models.methods == [.tails] && models.autoencoder == nil)
    let scores = try models.scores(frame, math: BLASMath())
    #expect(try scores.count == 1 && area(scores[0], truth) >= 0.95)
    #expect(try AnomalyModels.fit(frame, options: options, math: BLASMath()).scores(frame, math: BLASMath()) == scores)
  }

  @Test func whatTeachesNothingIsRefusedInWords() throws {
    let (frame, _) = try Self.planted(8)
    #expect {
      try AnomalyModels.fit(frame.rows(Array(0..<10)), math: BLASMath())
    } throws: { error in
      "\(error)".hasPrefix("there are 10 records to learn from, and at least 50 are needed")
    }
    let same = try TrainingFrame(
      columns: [
        FrameColumn("a", numbers: [Double](repeating: 1, count: 60)),
        FrameColumn("b", numbers: [Double](repeating: .nan, count: 60)),
      ],
      times: [Int64](repeating: 0, count: 60))
    #expect {
      try AnomalyModels.fit(same, math: BLASMath())
    } throws: { error in
      (error as? LearningError)?.code == .constant && "\(error)".contains("\"a\" and \"b\"")
    }
  }

  // MARK: Ranks

  @Test func raritiesDependOnRanksAloneAndTiesShareOne() {
    let scores = [0.1, 0.9, 0.4, 0.4, 0.2]
    let rarities = RankRarity.rarities(scores)
    #expect(rarities[1] == 1 && rarities[0] == 0 && rarities[2] == rarities[3])
    #expect(abs(rarities[2] - (1 - log(3) / log(5))) < 1e-12)
    #expect(RankRarity.rarities(scores.map { exp(7 * $0) }) == rarities)
    #expect(RankRarity.combined([scores, scores]) == rarities && RankRarity.rarities([3]) == [0])
    #expect(RankRarity.order(scores) == [1, 2, 3, 4, 0])
  }

  // MARK: Figures

  /// Taken together in one walk, figures are what each of them is by itself, and so are their intervals.
  @Test func figuresTakenTogetherAreThoseTakenApart() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      let count = 20 + Int(random.share() * 200)
      // Few different scores, so that there are ties to cut.
      let scores = (0..<count).map { _ in (random.share() * 12).rounded() / 12 }
      let labels = scores.map { random.share() < 0.1 + 0.3 * $0 ? 1.0 : 0 }
      let clusters = seed % 2 == 0 ? (0..<count).map { Int32($0 / 3) } : nil
      let rows = try ScoredRows(scores: scores, labels: labels)
      let intervals = FigureIntervals(samples: 30, seed: seed)
      let figures = RankingFigures(rows, clusters: clusters, inspected: [10, 5, 15, 1_000], intervals: intervals)
      func alone(_ figure: ([Double]?) -> Double?) -> FigureIntervals.Interval? {
        intervals.interval(rows: count, clusters: clusters, figure)
      }
      #expect(figures.area == alone { rows.areaUnderCurve(weights: $0) })
      #expect(figures.averagePrecision == alone { rows.averagePrecision(weights: $0) })
      #expect(figures.recalls.map(\.inspected) == [5, 10, 15])
      for recall in figures.recalls {
        let apart = try #require(alone { rows.recall(inspected: recall.inspected, weights: $0) })
        #expect(isNear(recall.interval.value, apart.value))
        for end in [\ClosedRange<Double>.lowerBound, \.upperBound] {
          #expect(isNear(try #require(recall.interval.range)[keyPath: end], try #require(apart.range)[keyPath: end]))
        }
      }
    }
  }

  // MARK: What reasons are made of

  @Test func aPlaceCountsWhatIsAsLowAndAsHigh() throws {
    let column: [Float] = [3, 1, 2, 2, .nan, 5]
    let tails = try EmpiricalOutliers.fit(OutlierTests.encoded(column.map { [$0] }))
    for value in [0, 1, 1.5, 2, 4, 5, 6] as [Float] {
      let place = tails.place(of: value, feature: 0)
      #expect(place.asLow == column.count { $0 <= value } && place.asHigh == column.count { $0 >= value } && place.rows == 5)
    }
    let missing = tails.place(of: .nan, feature: 0)
    #expect(missing.asLow == 1 && missing.asHigh == 1 && missing.rows == 6)
  }

  /// Five features follow one another; in one row one of them does not, though its value is like those of other rows.
  @Test func theNetworkSaysWhichFeatureDoesNotGoWithTheRest() throws {
    var random = SeededRandom(9)
    var table = (0..<2_000).map { _ -> [Float] in
      let base = OutlierTests.normal(&random)
      return (0..<5).map { Float(base * Double($0 + 1) + 0.05 * OutlierTests.normal(&random)) }
    }
    table[11] = [1, 2, -3, 4, 5]
    let rows = try OutlierTests.encoded(table)
    let network = try Autoencoder.fit(rows, math: BLASMath())
    let surprises = try network.surprises(rows, row: 11, math: BLASMath())
    #expect(surprises.count == 5 && surprises[0].feature == 2)
    #expect(surprises[0].expected > 0, "\(surprises)")
  }
}
