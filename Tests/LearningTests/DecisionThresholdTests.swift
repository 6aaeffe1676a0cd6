import Evaluation
import Learning
import Testing

/// From which score on there is an alert.
@Suite struct DecisionThresholdTests {
  static let day = HandbookProtocol.day

  @Test func theBudgetIsKeptAndUsed() throws {
    var random = SeededRandom(1)
    let scores = (0..<1_000).map { _ in random.share() }
    let times = (0..<1_000).map { Int64($0) * 10 * Self.day / 999 }
    for budget in [0.5, 1, 7, 50] {
      let threshold = try DecisionThreshold.within(alertsPerDay: budget, scores: scores, times: times)
      #expect(scores.count { threshold.isAlert($0) } == Int(budget * 10) && isNear(threshold.alertsPerDay, budget))
    }
    let all = try DecisionThreshold.within(alertsPerDay: 1e9, scores: scores, times: times)
    #expect(scores.allSatisfy { all.isAlert($0) })
  }

  @Test func aTieIsTakenWholeOrNotAtAll() throws {
    let times = [Int64](repeating: 0, count: 5)
    let threshold = try DecisionThreshold.within(alertsPerDay: 3, scores: [0.9, 0.8, 0.7, 0.7, 0.1], times: times)
    #expect(threshold.score == 0.8 && threshold.alertsPerDay == 2)
    let none = try DecisionThreshold.within(alertsPerDay: 1, scores: [0.9, 0.9, 0.1, 0.1, 0.1], times: times)
    #expect(none.score == nil && !none.isAlert(1) && none.reason.contains("2 records of 1 day share the highest score"))
  }

  @Test func moneyFindsTheBestOfAllThresholds() throws {
    for seed in 1...100 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      let rows = 0..<30
      let scores = rows.map { _ in (random.share() * 12).rounded() / 12 }
      let chances = scores.map { $0 * $0 }
      let losses = rows.map { _ in Int64.random(in: -100...1_000_000, using: &random) }
      let cost = Int64.random(in: 1...400_000, using: &random)
      let threshold = try DecisionThreshold.paying(
        reviewCost: cost, scores: scores, chances: chances, losses: losses, times: rows.map { _ in 0 })
      func net(_ threshold: Double) -> Int64 {
        rows.filter { scores[$0] >= threshold }.reduce(0) {
          $0 + Int64((Double(max(0, losses[$1])) * chances[$1]).rounded(.toNearestOrEven)) - cost
        }
      }
      let best = scores.map { net($0) }.max() ?? 0
      #expect(threshold.score.map { net($0) } ?? 0 == max(0, best))
    }
  }

  @Test func theReasonIsSaid() throws {
    let threshold = try DecisionThreshold.paying(
      reviewCost: 50_000, scores: [0.9, 0.5, 0.1], chances: [0.9, 0.5, 0.1], losses: [1_000_000, 1_000_000, 400_000],
      times: [0, Self.day, 2 * Self.day])
    #expect(threshold.score == 0.5)
    #expect(
      threshold.reason
        == "at 5.00 a look this brings in most: 2 looks in 2 days cost 10.00 and are expected to catch 140.00")
    let none = try DecisionThreshold.paying(reviewCost: 10, scores: [1, 2], chances: [0, 0], losses: [5, 5], times: [1, 2])
    #expect(none.score == nil && none.reason.contains("nothing is an alert"))
  }

  @Test func sumsOfTheLargestAmountsAreExact() throws {
    let largest = Int64(1) << 53
    let threshold = try DecisionThreshold.paying(
      reviewCost: largest, scores: [Double](repeating: 1, count: 5_000), chances: [Double](repeating: 1, count: 5_000),
      losses: [Int64](repeating: largest, count: 5_000), times: [Int64](repeating: .min, count: 4_999) + [.max])
    // What is caught is what it costs, to the last ten-thousandth.
    #expect(threshold.score == nil)
  }

  @Test func whatIsNoBasisIsRefused() {
    for budget in [0, -1, .nan, .infinity] {
      #expect(
        TrainingFrameTests.refusal { _ = try DecisionThreshold.within(alertsPerDay: budget, scores: [1], times: [1]) }?.code
          == .setting)
    }
    #expect(
      TrainingFrameTests.refusal { _ = try DecisionThreshold.within(alertsPerDay: 1, scores: [], times: []) }?.code == .tooFew)
    #expect(
      TrainingFrameTests.refusal { _ = try DecisionThreshold.within(alertsPerDay: 1, scores: [.nan], times: [1]) }?.code
        == .misfit)
    #expect(
      TrainingFrameTests.refusal { _ = try DecisionThreshold.within(alertsPerDay: 1, scores: [1], times: []) }?.code == .misfit)
    func paying(_ cost: Int64, _ chance: Double, _ loss: Int64) -> LearningError.Code? {
      TrainingFrameTests.refusal {
        _ = try DecisionThreshold.paying(reviewCost: cost, scores: [1], chances: [chance], losses: [loss], times: [1])
      }?.code
    }
    #expect(paying(0, 1, 1) == .setting && paying(1, 2, 1) == .misfit && paying(1, 1, .min) == .misfit && paying(1, 1, 2) == nil)
  }
}
