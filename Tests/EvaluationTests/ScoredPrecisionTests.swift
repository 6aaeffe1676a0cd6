import Evaluation
import TestSupport
import Testing

/// Average precision of bare scores, against that of findings.
@Suite struct ScoredPrecisionTests {
  @Test func scoresAndFindingsGiveOneAnswer() throws {
    var random = SeededGenerator(seed: 31)
    for _ in 0..<300 {
      let drawn = DrawnFindings(&random)
      guard drawn.unranked == 0 else { continue }
      let scored = drawn.records.map { (score: $0.score, count: 1, frauds: $0.isFraud ? 1 : 0) }
      let (bare, whole) = (AveragePrecision(scored), AveragePrecision(Ranking(drawn.judged)))
      guard let bare, let whole else {
        #expect(bare == nil && whole == nil)
        continue
      }
      #expect(abs(bare.expected - whole.expected) < 1e-12 && abs(bare.pessimistic - whole.pessimistic) < 1e-12)
      #expect(abs(bare.byThreshold - whole.byThreshold) < 1e-12)
    }
  }
}
