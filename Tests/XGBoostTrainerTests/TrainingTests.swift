import Forest
import TestSupport
import Testing
import XGBoostTrainer

/// What the trainer grows, refuses and stops, with the library itself.
@Suite struct TrainingTests {
  static func rows(_ seed: UInt64, count: Int = 200, layout: TrainingSet.Layout = .rowMajor, weights: [Float]? = nil) throws
    -> TrainingSet
  {
    var random = SeededGenerator(seed: seed)
    let rows = (0..<count).map { _ in
      [
        Float.random(in: -1...1, using: &random), Float(Int.random(in: 0..<5, using: &random)),
        Bool.random(using: &random) ? .nan : 1,
      ]
    }
    let labels = rows.map { row -> Float in
      let chance = Float.random(in: -0.4...0.4, using: &random)
      return row[0] + (row[1] == 3 ? 1 : 0) + chance > 0.2 ? 1 : 0
    }
    let values = layout == .rowMajor ? rows.flatMap { $0 } : (0..<3).flatMap { feature in rows.map { $0[feature] } }
    let features = [FeatureDescription("gap"), FeatureDescription("region", .categorical), FeatureDescription("given")]
    return try TrainingSet(features: features, values: values, layout: layout, labels: labels, weights: weights)
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    var parameters = TrainingParameters(rounds: 8, depthMax: 4, rowShare: 0.7, seed: 5)
    let model = try XGBoostTrainer().train(Self.rows(1), parameters: parameters).model
    #expect(try XGBoostTrainer().train(Self.rows(1), parameters: parameters).model == model)
    parameters.seed = 6
    #expect(try XGBoostTrainer().train(Self.rows(1), parameters: parameters).model != model)
    parameters.seed = 5
    #expect(try XGBoostTrainer().train(Self.rows(1, layout: .columnMajor), parameters: parameters).model == model)
  }

  @Test func theModelKnowsItsFeatures() throws {
    let trained = try XGBoostTrainer().train(Self.rows(2), parameters: TrainingParameters(rounds: 5))
    let forest = try Forest(xgboost: trained.model)
    #expect(try forest.features == Self.rows(2).features)
    #expect(forest.treeCount == 5 && trained.rounds == 5 && trained.progress.count == 5)
    #expect(forest.objective == .binaryLogistic && forest.baseMargin == 0 && forest.response(toMargin: 0) == 0.5)
  }

  @Test func weightsCount() throws {
    let parameters = TrainingParameters(rounds: 3)
    let even = try XGBoostTrainer().train(Self.rows(3, weights: [Float](repeating: 1, count: 200)), parameters: parameters)
    let odd = try XGBoostTrainer().train(Self.rows(3, weights: (0..<200).map { Float($0 % 3) }), parameters: parameters)
    #expect(try XGBoostTrainer().train(Self.rows(3), parameters: parameters).model == even.model)
    #expect(odd.model != even.model)
  }

  /// The library weighs labels of exactly 1 alone; a row that is fraud by nine tenths is to weigh more too, as far as it is one.
  @Test func aChanceWeighsAsFarAsItIsFraud() throws {
    let values = (0..<400).map { Float($0 % 2) }
    let set = try TrainingSet(features: [FeatureDescription("gap")], values: values, labels: values.map { $0 == 1 ? 0.9 : 0.1 })
    var parameters = TrainingParameters(rounds: 300, depthMax: 1, ridgePenalty: 0)
    for (weight, high, low) in [(1.0, Float(0.9), Float(0.1)), (9, 8.1 / 8.2, 0.5)] {
      parameters.positiveWeight = weight
      let forest = try Forest(xgboost: XGBoostTrainer().train(set, parameters: parameters).model)
      let scorer = ForestScorer(forest)
      for (value, chance) in [(Float(1), high), (0, low)] {
        let margin = try scorer.margin([value].span)
        #expect(abs(forest.response(toMargin: margin) - chance) < 0.001, "weight \(weight), value \(value)")
      }
    }
  }

  @Test func monotonyHolds() throws {
    var parameters = TrainingParameters(rounds: 10)
    parameters.monotony = [.decreasing, .any, .any]
    let forest = try Forest(xgboost: XGBoostTrainer().train(Self.rows(4), parameters: parameters).model)
    let scorer = ForestScorer(forest)
    let margins = try stride(from: Float(-1), to: 1, by: 0.05).map { value in try scorer.margin([value, 3, 1].span) }
    #expect(zip(margins, margins.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func trainingStopsWhenItGetsNoBetterAndKeepsTheBest() throws {
    var parameters = TrainingParameters(rounds: 200, depthMax: 6)
    (parameters.metric, parameters.patienceRounds) = (.logLoss, 5)
    let trained = try XGBoostTrainer().train(Self.rows(5), validation: Self.rows(6), parameters: parameters)
    let metrics = trained.progress.compactMap(\.validationMetric)
    #expect(trained.progress.count < 200 && metrics.count == trained.progress.count)
    #expect(trained.rounds == trained.progress.count - 5 && metrics[trained.rounds - 1] == metrics.min())
    #expect(try Forest(xgboost: trained.model).treeCount == trained.rounds)
    // The beginning of a longer training is the shorter one.
    let short = try XGBoostTrainer().train(
      Self.rows(5), parameters: TrainingParameters(rounds: trained.rounds, depthMax: 6))
    #expect(try Forest(xgboost: short.model).nodes == Forest(xgboost: trained.model).nodes)
  }

  @Test func aLargerAreaIsBetter() throws {
    var parameters = TrainingParameters(rounds: 60, depthMax: 3)
    (parameters.metric, parameters.patienceRounds) = (.areaUnderCurve, 4)
    let trained = try XGBoostTrainer().train(Self.rows(7), validation: Self.rows(8), parameters: parameters)
    let metrics = trained.progress.compactMap(\.validationMetric)
    #expect(metrics[trained.rounds - 1] == metrics.max())
  }

  @Test func trainingCanBeStoppedAndCancelled() throws {
    let parameters = TrainingParameters(rounds: 50)
    let stopped = try XGBoostTrainer().train(Self.rows(9), validation: nil, parameters: parameters) {
      $0.round == 7 ? .stop : .goOn
    }
    #expect(stopped.rounds == 7)
    let error = #expect(throws: TrainingError.self) {
      try XGBoostTrainer().train(Self.rows(9), validation: nil, parameters: parameters) { $0.round == 3 ? .cancel : .goOn }
    }
    #expect(error?.code == .cancelled && error?.message.contains("after round 3 of 50") == true)
  }

  @Test func rowsThatTeachNothingAreRefusedWithTheirPlace() throws {
    let two = [FeatureDescription("a"), FeatureDescription("b", .categorical)]
    func words(_ features: [FeatureDescription], _ values: [Float], _ labels: [Float], _ weights: [Float]? = nil) -> String {
      do throws(TrainingError) {
        _ = try TrainingSet(features: features, values: values, labels: labels, weights: weights)
        return "taken"
      } catch {
        return error.message
      }
    }
    #expect(words(two, [1, 2], [1]) == "taken")
    #expect(words(two, [], []).contains("0 rows and 2 features"))
    #expect(words(two, [1], [1]).contains("1 values for 1 rows of 2 features"))
    #expect(words(two, [1, .infinity], [1]).contains("row 1, b: the value is infinite"))
    #expect(words(two, [1, 2, 3, 4.5], [1, 0]).contains("row 2, b: 4.5 is no category"))
    #expect(words(two, [1, -1], [1]).contains("-1.0 is no category"))
    #expect(words(two, [1, 2], [.nan]).contains("row 1: its label is nan"))
    #expect(words(two, [1, 2], [1], [-1]).contains("row 1: its weight is -1.0"))
    #expect(words(two, [1, 2], [1], [0]).contains("every weight is 0"))
    #expect(words(two, [1, 2], [1], [1, 2]).contains("2 weights for 1 rows"))
    #expect(words([two[0], two[0]], [1, 2], [1]).contains("two features are called \"a\""))
    #expect(words([FeatureDescription("a<b")], [1], [1]).contains("has one of [ ] <"))
  }

  @Test func parametersOutOfRangeAreNamed() throws {
    let changes: [(String, (inout TrainingParameters) -> Void)] = [
      ("rounds is 0.0", { $0.rounds = 0 }), ("learningRate is nan", { $0.learningRate = .nan }),
      ("depthMax", { $0.depthMax = 100_000 }),
      ("rowShare is 2.0", { $0.rowShare = 2 }), ("threads is 0.0", { $0.threads = 0 }),
      ("baseScore is 1.0", { $0.baseScore = 1 }),
      ("monotony has 1 entries for 3 features", { $0.monotony = [.any] }),
      ("patienceRounds needs a metric", { $0.patienceRounds = 3 }), ("rank:ndcg needs groups", { $0.objective = .rankNDCG }),
      ("seed is", { $0.seed = .max }),
      ("the exact method knows no categories, and region has some", { $0.treeMethod = .exact }),
    ]
    for (words, change) in changes {
      var parameters = TrainingParameters(rounds: 2)
      change(&parameters)
      let error = #expect(throws: TrainingError.self) { try XGBoostTrainer().train(Self.rows(10), parameters: parameters) }
      #expect(error?.code == .badParameter && error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
  }

  @Test func labelsThatTheObjectiveCannotGiveAreRefused() throws {
    let set = try TrainingSet(features: [FeatureDescription("a")], values: [1, 2], labels: [0, 2])
    let error = #expect(throws: TrainingError.self) { try XGBoostTrainer().train(set, parameters: TrainingParameters(rounds: 1)) }
    #expect(error?.code == .badData && error?.message.contains("row 2 for training: its label is 2.0") == true)
  }

  @Test func theLibrarysOwnWordsReachTheCaller() throws {
    // The metric wants labels of 0 and 1, which the objective does not; only the library says so.
    var parameters = TrainingParameters(objective: .squaredError, rounds: 1)
    parameters.metric = .averagePrecision
    let set = try TrainingSet(features: [FeatureDescription("a")], values: [1, 2, 3], labels: [7, -3, 0.5])
    let error = #expect(throws: TrainingError.self) { try XGBoostTrainer().train(set, parameters: parameters) }
    #expect(error?.code == .trainer)
    #expect(error?.message.hasPrefix("XGBoost failed while measuring round 1: ") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("Stack trace") == false && error?.message.contains(".cc:") == false)
  }

  @Test func oneRowAndOneFeatureAreEnough() throws {
    let set = try TrainingSet(features: [FeatureDescription("a")], values: [.nan], labels: [1])
    let trained = try XGBoostTrainer().train(set, parameters: TrainingParameters(rounds: 2))
    #expect(try ForestScorer(Forest(xgboost: trained.model)).margin([Float.nan].span).isFinite)
  }
}
