import Evaluation
import Forest
import Learning
import Testing
import XGBoostTrainer

/// Which parameters are chosen, when a search ends, and that it can be repeated.
@Suite struct ParameterSearchTests {
  /// Fraud follows from two of five numbers together, with some noise.
  static func rows(_ seed: UInt64, count: Int) throws -> (EncodedRows, [Double]) {
    var random = SeededRandom(seed)
    let features = (0..<5).map { FeatureDescription("f\($0)") }
    var values: [Float] = []
    var labels: [Double] = []
    for _ in 0..<count {
      let row = (0..<5).map { _ in Float(random.share()) }
      values += row.map { random.share() < 0.05 ? .nan : $0 }
      labels.append((row[0] > 0.7) != (row[1] > 0.7) && random.share() < 0.8 ? 1 : 0)
    }
    return (try EncodedRows(features: features, values: values), labels)
  }

  static func fold(_ seed: UInt64, count: Int = 400) throws -> SearchFold {
    let (train, trainLabels) = try rows(seed, count: count)
    let (held, heldLabels) = try rows(seed + 500, count: count)
    return try SearchFold(train: train, trainLabels: trainLabels, validation: held, validationLabels: heldLabels)
  }

  static func search(
    candidates: Int = 9, seconds: Double? = nil, seed: UInt64 = 1, folds: Int = 1, base: TrainingParameters = TrainingParameters()
  ) throws -> ParameterSearch {
    var options = ParameterSearch.Options()
    (options.candidates, options.roundsMax, options.patienceRounds, options.seconds, options.seed) = (
      candidates, 60, 10, seconds, seed
    )
    return try ParameterSearch(
      SearchSpace(base: base, frauds: 80, rows: 400), folds: (0..<folds).map { try fold(UInt64($0 + 1)) },
      trainer: XGBoostTrainer(),
      options: options)
  }

  @Test func theSameSeedChoosesTheSame() throws {
    let first = try Self.search().run { 0 }
    let second = try Self.search().run { 0 }
    #expect(first == second && !first.isCutShort && first.trials.map(\.candidate).prefix(9).elementsEqual(0..<9))
    #expect(try Self.search(seed: 2).run { 0 }.trials.map(\.parameters) != first.trials.map(\.parameters))
    #expect(first.parameters.metric == nil && first.parameters.patienceRounds == nil && first.parameters.rounds >= 1)
  }

  @Test func theBaseIsInTheLastStageAndTheChosenOneIsNoWorse() throws {
    // A base that learns next to nothing loses, one that is good may win; neither is ever better than what is chosen.
    for base in [TrainingParameters(depthMax: 1, learningRate: 0.001), TrainingParameters(depthMax: 4, learningRate: 0.1)] {
      let outcome = try Self.search(folds: 2, base: base).run { 0 }
      let last = try #require(outcome.trials.map(\.stage).max())
      let base = try #require(outcome.trials.first { $0.stage == last && $0.candidate == 0 })
      #expect(outcome.score >= base.score && outcome.trials.allSatisfy { $0.foldScores.count == 2 })
      #expect(outcome.trials.filter { $0.stage == last }.map(\.score).max() == outcome.score)
    }
    #expect(try Self.search(base: TrainingParameters(depthMax: 1, learningRate: 0.001)).run { 0 }.reason.contains("found in"))
  }

  @Test func whatIsChosenRanksNewRows() throws {
    let outcome = try Self.search().run { 0 }
    let (train, labels) = try Self.rows(1, count: 400)
    let trained = try XGBoostTrainer().train(train.trainingSet(labels: labels), parameters: outcome.parameters)
    let (later, truth) = try Self.rows(77, count: 2_000)
    let scores = try later.scores(Forest(xgboost: trained.model))
    let area = try #require(ScoredRows(scores: scores, labels: truth).areaUnderCurve)
    #expect(area > 0.85)
  }

  @Test func theRoundsAreThoseThatWereMeasured() throws {
    let outcome = try Self.search().run { 0 }
    let (train, labels) = try Self.rows(1, count: 400)
    let (held, truth) = try Self.rows(501, count: 400)
    let trained = try XGBoostTrainer().train(train.trainingSet(labels: labels), parameters: outcome.parameters)
    let forest = try Forest(xgboost: trained.model)
    #expect(isNear(try ScoredRows(scores: held.scores(forest), labels: truth).averagePrecision, outcome.score, within: 1e-6))
    // A forest is what its first trees say and what the others add.
    let (first, rest) = (forest.part(0..<2, baseMargin: forest.baseMargin), forest.part(2..<forest.treeCount, baseMargin: 0))
    for row in 0..<50 {
      let values = (0..<5).map { held.value(row, $0) }
      let margins = try [first, rest, forest].map { try ForestScorer($0).margin(values.span) }
      #expect(isNear(Double(margins[0] + margins[1]), Double(margins[2]), within: 1e-5))
    }
    #expect(forest.part(0..<forest.treeCount, baseMargin: forest.baseMargin) == forest)
  }

  @Test func eachStageHasItsPartOfTheTime() throws {
    // At a second a look, each of three stages has a hundred of them: too few for 27 candidates of six rounds.
    var now = 0.0
    let outcome = try Self.search(candidates: 27, seconds: 300).run {
      now += 1
      return now
    }
    #expect(outcome.isCutShort && outcome.reason.contains("trials were left out"))
    #expect(Set(outcome.trials.map(\.stage)).count == 3 && Set(outcome.trials.map(\.candidate)).count < 27)
  }

  @Test func theTimeEndsTheSearchAndThisIsSaid() throws {
    // A clock that goes a second further at each look: 100 of them are over within the first stage.
    var now = 0.0
    let outcome = try Self.search(seconds: 100).run {
      now += 1
      return now
    }
    #expect(
      outcome.isCutShort && outcome.reason.contains("100.0 s were too short") && outcome.trials.count < 13
        && !outcome.trials.isEmpty)
    #expect(outcome.parameters.rounds >= 1)
    // However short the time, one training is let to its end.
    now = 0
    let shortest = try Self.search(seconds: 0.5).run {
      now += 1
      return now
    }
    #expect(shortest.trials.count == 1 && shortest.parameters.depthMax == TrainingParameters().depthMax && shortest.isCutShort)
    #expect(try !Self.search(seconds: 1e9).run { 0 }.isCutShort)
  }

  @Test func theCallerCanEndOrCancel() throws {
    var looks = 0
    let ended = try Self.search().run(clock: { 0 }) { _ in
      looks += 1
      return looks > 40 ? .stop : .goOn
    }
    #expect(ended.isCutShort && ended.reason.contains("told to end"))
    let cancelled = TrainingFrameTests.refusal { _ = try Self.search().run(clock: { 0 }) { $0.candidate > 2 ? .cancel : .goOn } }
    #expect(cancelled?.code == .cancelled)
    let atOnce = TrainingFrameTests.refusal { _ = try Self.search().run(clock: { 0 }) { _ in .stop } }
    #expect(atOnce?.code == .cancelled && atOnce?.message.contains("first training") == true)
  }

  @Test func progressGoesForwardToItsEnd() throws {
    var shares: [Double] = []
    var stages: Set<Int> = []
    _ = try Self.search().run(clock: { 0 }) { progress in
      shares.append(progress.share)
      stages.insert(progress.stage)
      #expect(progress.candidate <= progress.candidates && progress.stage <= progress.stages)
      return .goOn
    }
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 } && stages == [1, 2] && (shares.last ?? 0) > 0.3)
  }

  @Test func anotherMeasureMayDecide() throws {
    let fold = try Self.fold(1)
    #expect(fold.validationRowCount == 400)
    let outcome = try Self.search().run(clock: { 0 }, measure: { _, scores in -(scores.max() ?? 0) }) { _ in .goOn }
    #expect(outcome.score < 0)
    let silent = TrainingFrameTests.refusal { _ = try Self.search().run(clock: { 0 }, measure: { _, _ in nil }) { _ in .goOn } }
    #expect(silent?.code == .model)
  }

  @Test func whatCannotBeSearchedIsRefused() throws {
    let (rows, labels) = try Self.rows(3, count: 60)
    let honest = [Double](repeating: 0, count: 60)
    for (train, held) in [(honest, labels), (labels, honest), (labels.map { _ in 1 }, labels)] {
      let error = TrainingFrameTests.refusal {
        _ = try SearchFold(train: rows, trainLabels: train, validation: rows, validationLabels: held)
      }
      #expect(error?.code == .oneClass)
    }
    #expect(TrainingFrameTests.refusal { _ = try Self.search(candidates: 0) }?.code == .setting)
    #expect(TrainingFrameTests.refusal { _ = try Self.search(seconds: 0) }?.code == .setting)
    #expect(TrainingFrameTests.refusal { _ = try Self.search(folds: 0) }?.code == .setting)
    let deep = TrainingParameters(depthMax: 0)
    #expect(TrainingFrameTests.refusal { _ = try Self.search(base: deep).run { 0 } }?.code == .model)
  }

  @Test func oneCandidateIsOneTraining() throws {
    let outcome = try Self.search(candidates: 1).run { 0 }
    #expect(outcome.trials.count == 1 && outcome.trials[0].candidate == 0 && outcome.trials[0].parameters.rounds == 60)
  }
}
