import Evaluation
import Foundation
import Learning
import Testing

/// Whether scores become chances that hold.
@Suite struct CalibrationTests {
  static func rows(_ seed: UInt64, count: Int, levels: Double = 6) -> (scores: [Double], labels: [Double], weights: [Double]) {
    var random = SeededRandom(seed)
    let scores = (0..<count).map { _ in (random.share() * levels).rounded(.down) }
    var labels = scores.map { _ in random.share() < 0.5 ? 1.0 : 0 }
    (labels[0], labels[1]) = (0, 1)
    return (scores, labels, scores.map { _ in Double(Int.random(in: 1...3, using: &random)) })
  }

  @Test func poolingFindsTheBestThatNeverFalls() throws {
    for seed in 1...100 as ClosedRange<UInt64> {
      let (scores, labels, weights) = Self.rows(seed, count: 9, levels: 5)
      let steps = try IsotonicCalibration.fit(scores: scores, labels: labels, weights: weights)
      let levels = Set(scores).sorted()
      let means = levels.map { level in
        let rows = scores.indices.filter { scores[$0] == level }
        let weight = rows.map { weights[$0] }.reduce(0, +)
        return (weight: weight, mean: rows.map { weights[$0] * labels[$0] }.reduce(0, +) / weight)
      }
      // Every way to cut the levels into runs, each run with its mean: the best that never falls is among them.
      var best = (error: Double.infinity, chances: [Double]())
      for cuts in 0..<(1 << (levels.count - 1)) {
        var chances: [Double] = []
        var run: [Int] = []
        for level in levels.indices {
          run.append(level)
          guard level == levels.count - 1 || cuts >> level & 1 == 1 else { continue }
          let weight = run.map { means[$0].weight }.reduce(0, +)
          let mean = run.map { means[$0].weight * means[$0].mean }.reduce(0, +) / weight
          chances += run.map { _ in mean }
          run = []
        }
        guard zip(chances, chances.dropFirst()).allSatisfy({ $0 <= $1 + 1e-12 }) else { continue }
        let error = levels.indices.map { means[$0].weight * pow(means[$0].mean - chances[$0], 2) }.reduce(0, +)
        if error < best.error - 1e-12 { best = (error, chances) }
      }
      for (level, chance) in zip(levels, best.chances) { #expect(isNear(steps.chance(level), chance, within: 1e-9)) }
    }
  }

  @Test func betweenStepsTheChanceIsOnTheLine() throws {
    let steps = try IsotonicCalibration.fit(scores: [1, 2, 4, 5], labels: [0, 0, 1, 1])
    #expect(steps.scores == [1, 2, 4, 5] && steps.chances == [0, 0, 1, 1])
    #expect(
      steps.chance(3) == 0.5 && steps.chance(2.5) == 0.25 && steps.chance(-9) == 0 && steps.chance(9) == 1
        && steps.chance(.nan).isNaN)
    let huge = try IsotonicCalibration.fit(scores: [-1e308, 1e308], labels: [0, 1])
    #expect(huge.chance(0) == 0.5)
  }

  @Test func whatComesBackFromAFileIsTheSameOrRefused() throws {
    let (scores, labels, _) = Self.rows(3, count: 400, levels: 40)
    let calibration = try ScoreCalibration.fit(scores: scores, labels: labels)
    #expect(try JSONDecoder().decode(ScoreCalibration.self, from: JSONEncoder().encode(calibration)) == calibration)
    for damaged in [
      "{\"scores\":[1,1],\"chances\":[0,1]}", "{\"scores\":[1,2],\"chances\":[1,0]}", "{\"scores\":[],\"chances\":[]}",
      "{\"scores\":[1,2],\"chances\":[0,2]}", "{\"scores\":[1],\"chances\":[0,1]}",
    ] {
      #expect(throws: LearningError.self) { try JSONDecoder().decode(IsotonicCalibration.self, from: Data(damaged.utf8)) }
    }
    for damaged in [
      "{\"center\":0,\"scale\":0,\"slope\":1,\"offset\":0}", "{\"center\":0,\"scale\":1,\"slope\":-1,\"offset\":0}",
    ] {
      #expect(throws: LearningError.self) { try JSONDecoder().decode(PlattCalibration.self, from: Data(damaged.utf8)) }
    }
  }

  /// Scores whose true chance is their square.
  static func skewed(_ seed: UInt64, count: Int) -> (scores: [Double], labels: [Double]) {
    var random = SeededRandom(seed)
    let scores = (0..<count).map { _ in random.share() }
    return (scores, scores.map { random.share() < $0 * $0 ? 1 : 0 })
  }

  @Test func stepsMakeSkewedScoresHold() throws {
    let (scores, labels) = Self.skewed(1, count: 20_000)
    let calibration = try ScoreCalibration.fit(scores: scores, labels: labels)
    guard case .isotonic = calibration.method else {
      Issue.record("\(calibration.reason)")
      return
    }
    let (later, truth) = Self.skewed(2, count: 20_000)
    let before = try #require(ReliabilityCurve(chances: later, labels: truth)).expectedError
    let after = try #require(ReliabilityCurve(chances: calibration.chances(later), labels: truth)).expectedError
    #expect(before > 0.12 && after < 0.02)
    #expect(zip(later.sorted(), later.sorted().dropFirst()).allSatisfy { calibration.chance($0) <= calibration.chance($1) })
  }

  @Test func rareFraudStaysRareAndRecordsOfOneStepKeepTheirOrder() throws {
    // One in five hundred, and scores as narrow as a forest's.
    var random = SeededRandom(8)
    let labels = (0..<100_000).map { $0 % 500 == 0 ? 1.0 : 0 }
    let scores = labels.map { Double(Float(random.share() * 0.1 + $0 * 0.05)) }
    let calibration = try ScoreCalibration.fit(scores: scores, labels: labels)
    // Steps have in the mean the share of fraud that they were fitted on; what is added for the order must not be a fraud more.
    #expect(isNear(calibration.chances(scores).reduce(0, +), 200, within: 0.2))
    let sorted = Array(Set(scores)).sorted()
    let chances = calibration.chances(sorted)
    #expect(zip(chances, chances.dropFirst()).allSatisfy { $0 < $1 } && chances.areShares)
  }

  @Test func fewFraudsMakeACurveAndSaySo() throws {
    let scores = (0..<500).map { Double($0) / 500 }
    let labels = scores.map { $0 > 0.98 ? 1.0 : 0 }
    let calibration = try ScoreCalibration.fit(scores: scores, labels: labels)
    guard case .platt(let curve) = calibration.method else {
      Issue.record("\(calibration.reason)")
      return
    }
    #expect(calibration.reason.contains("9 frauds and 491 honest records are too few"))
    // Parted cleanly, and still not certain.
    #expect(curve.chance(1) > 0.5 && curve.chance(1) < 0.999 && curve.chance(0) < 0.01 && curve.chance(0) > 0)
  }

  @Test func theCurveHasNoSlopeLeftToGain() throws {
    let (scores, labels) = Self.skewed(5, count: 300)
    let curve = try PlattCalibration.fit(scores: scores, labels: labels)
    let errors = scores.indices.map { curve.chance(scores[$0]) - labels[$0] }
    #expect(errors.reduce(0, +).magnitude < 1e-4)
    // What the penalty on the slope leaves.
    let bySlope = scores.indices.reduce(0) { $0 + errors[$1] * (scores[$1] - curve.center) / curve.scale }
    #expect((bySlope + 0.01 * curve.slope).magnitude < 1e-4)
  }

  @Test func scoresTheWrongWayRoundSayNothing() throws {
    let scores = (0..<60).map { Double($0) }
    let labels = scores.map { $0 < 20 ? 1.0 : 0 }
    let curve = try PlattCalibration.fit(scores: scores, labels: labels)
    #expect(curve.slope == 0 && isNear(curve.chance(0), 1.0 / 3, within: 0.02) && curve.chance(0) == curve.chance(59))
    let steps = try IsotonicCalibration.fit(scores: scores, labels: labels)
    #expect(isNear(steps.chance(0), 1.0 / 3) && steps.scores == [0, 59])
  }

  @Test func hugeAndEqualScoresAreTaken() throws {
    for scale in [1e-300, 1, 1e300] {
      let curve = try PlattCalibration.fit(scores: [0, 1, 2, 3].map { $0 * scale }, labels: [0, 1, 0, 1])
      #expect(curve.chance(3 * scale) > curve.chance(0) && curve.chance(.greatestFiniteMagnitude) <= 1)
    }
    let equal = try PlattCalibration.fit(scores: [2, 2, 2], labels: [0, 1, 0])
    #expect(isNear(equal.chance(2), 1.0 / 3, within: 1e-4))
  }

  @Test func oneClassIsRefused() {
    for labels in [[0.0, 0, 0], [1, 1, 1], []] {
      let scores = labels.indices.map { Double($0) }
      #expect(TrainingFrameTests.refusal { _ = try ScoreCalibration.fit(scores: scores, labels: labels) }?.code == .oneClass)
    }
    #expect(
      TrainingFrameTests.refusal { _ = try ScoreCalibration.fit(scores: [.infinity, 1], labels: [0, 1]) }?.code == .misfit)
    #expect(TrainingFrameTests.refusal { _ = try ScoreCalibration.fit(scores: [1], labels: [0, 1]) }?.code == .misfit)
    #expect(
      TrainingFrameTests.refusal { _ = try ScoreCalibration.fit(scores: [1, 2], labels: [0, 1], weights: [1, -1]) }?.code
        == .misfit)
  }

  @Test func theReliabilityCurveTakesRowsOfOneChanceTogether() throws {
    let curve = try #require(ReliabilityCurve(chances: [0.1, 0.1, 0.1, 0.8, 0.8], labels: [0, 0, 1, 1, 1], bins: 5))
    #expect(curve.bins.map(\.rows) == [3, 2])
    #expect(isNear(curve.expectedError, (3 * (1.0 / 3 - 0.1) + 2 * 0.2) / 5))
    #expect(ReliabilityCurve(chances: [], labels: []) == nil && ReliabilityCurve(chances: [.nan], labels: [1]) == nil)
  }
}
