import Forest
import Learning
import Testing
import XGBoostTrainer

/// That a key which says nothing teaches nothing.
@Suite struct LeakageTests {
  @Test func aRandomKeyRanksNoNewRows() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let frame = try FeatureEncodingTests.randomKeys(seed, rows: 6_000, keys: 1_500)
      let labels = try #require(frame.labels)
      let train = Array(0..<4_000)
      let (encoding, rows) = try FeatureEncoding.fit(frame.rows(train))
      let known = train.map { labels[$0] }
      // What rows see of themselves says nothing of them.
      let own = try ScoredRows(scores: rows.values.map { $0.isNaN ? 0.2 : Double($0) }, labels: known)
      #expect(isNear(own.areaUnderCurve, 0.5, within: 0.05))

      let trained = try XGBoostTrainer().train(rows.trainingSet(labels: known), parameters: TrainingParameters(rounds: 30))
      let later = Array(4_000..<6_000)
      let scores = try encoding.rows(of: frame.rows(later)).scores(Forest(xgboost: trained.model))
      let held = try ScoredRows(scores: scores, labels: later.map { labels[$0] })
      #expect(isNear(held.areaUnderCurve, 0.5, within: 0.05))

      // The test can fail: encoded with their own labels, the same rows seem to say nearly everything.
      let leaking = try encoding.rows(of: frame.rows(train))
      let fooled = try #require(ScoredRows(scores: leaking.values.map { Double($0) }, labels: known).areaUnderCurve)
      #expect(fooled > 0.8)
    }
  }

  @Test func aKeyThatSaysSomethingIsStillHeard() throws {
    var frame = try FeatureEncodingTests.randomKeys(3, rows: 6_000, keys: 100)
    guard case .categories(let codes, _) = frame.columns[0].values else { return }
    let known = try #require(frame.labels)
    // Ten of a hundred keys are fraud half of the time.
    frame = try frame.labelled(codes.indices.map { codes[$0] < 10 ? Double($0 % 2) : known[$0] * 0.2 })
    let (encoding, _) = try FeatureEncoding.fit(frame.rows(Array(0..<4_000)))
    let later = frame.rows(Array(4_000..<6_000))
    let scores = try encoding.rows(of: later).values.map { Double($0) }
    let truth = try #require(later.labels)
    let area = try #require(ScoredRows(scores: scores, labels: truth).areaUnderCurve)
    #expect(area > 0.7)
  }

  @Test func aForestRefusesRowsThatAreEncodedOtherwise() throws {
    let frame = try FeatureEncodingTests.randomKeys(4, rows: 400, keys: 60)
    let rows = try FeatureEncoding.fit(frame).rows
    let trained = try XGBoostTrainer().train(
      rows.trainingSet(labels: #require(frame.labels)), parameters: TrainingParameters(rounds: 2))
    let forest = try Forest(xgboost: trained.model)
    let other = try EncodedRows(features: [FeatureDescription("gap")], values: [1, 2])
    let error = TrainingFrameTests.refusal { _ = try other.scores(forest) }
    #expect(error?.code == .columns && error?.message.contains("\"gap\" stands where \"key\" should") == true)
    #expect(
      TrainingFrameTests.refusal { _ = try EncodedRows(features: [FeatureDescription("gap")], values: [.infinity]) }?.code
        == .misfit)
    #expect(TrainingFrameTests.refusal { _ = try EncodedRows(features: [], values: []) }?.code == .misfit)
  }
}
