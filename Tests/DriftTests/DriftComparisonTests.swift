import Drift
import Foundation
import TestSupport
import Testing

@Suite struct DriftComparisonTests {
  @Test func edgesAreTheLargestOfAboutAsManyValuesEach() {
    let bins = NumberBins(of: (1...100).map(Double.init) + [.nan, .infinity])
    #expect(bins.least == 1)
    #expect(bins.edges == stride(from: 5.0, through: 100, by: 5).map { $0 })
    #expect(NumberBins(of: [1, 0, 0, 0, 0, 0, 0, 0]).edges == [0, 1])
    #expect(NumberBins(of: [.nan]).edges.isEmpty)
  }

  @Test func valuesOutsideAndMissingOnesHaveTheirOwnParts() {
    var distribution = Distribution(numbers: [1, 2, 3])
    distribution.add(.numbers([0, 4, .nan, 2.5, 3]), 0..<5)
    #expect(distribution.counts == [1, 1, 1, 3, 1, 1])
    #expect(distribution.sum == 15.5)
    #expect(distribution.mean == 15.5 / 7)
  }

  @Test func theCommonestValuesHaveAPartEachAndOthersShareOne() {
    var codes: [Int32] = [-1]
    for code in 0..<30 { codes += Array(repeating: Int32(code), count: 30 - code) }
    var distribution = Distribution(codes: codes, texts: (0..<30).map { "v\($0)" })
    #expect(distribution.bins.count == 22)
    #expect(distribution.counts.last == 1)
    distribution.add(.categories([0, 1], texts: ["never seen", "v3"]), 0..<2)
    #expect(distribution.counts[3] == 28)
    #expect(distribution.counts[20] == (1...10).reduce(0, +) + 1)
  }

  @Test func theStabilityIndexIsTheDefinitionWithHalfARecordMoreInEachPart() {
    let past = Distribution(occurred: 100, of: 1_000)
    let comparison = DriftComparison(past, Distribution(occurred: 0, of: 2_000))
    let (then, now) = ((900.5 / 1_001, 100.5 / 1_001), (2_000.5 / 2_001, 0.5 / 2_001))
    let expected = (now.0 - then.0) * log(now.0 / then.0) + (now.1 - then.1) * log(now.1 / then.1)
    #expect(abs(comparison.stability - expected) < 1e-12)
    #expect(comparison.stability.isFinite)
  }

  @Test func theDistanceIsTheOneOfAllValuesWhereEachHasAnEdge() {
    var random = SeededGenerator(seed: 3)
    let past = (0..<3_000).map { _ in Double(Int.random(in: 0..<15, using: &random)) }
    let now = (0..<2_000).map { _ in Double(Int.random(in: 2..<17, using: &random)) }
    var present = Distribution(empty: Distribution(numbers: past).bins)
    present.add(.numbers(now), 0..<now.count)
    var distance = 0.0
    for edge in 0..<15 {
      let then = Double(past.count { $0 <= Double(edge) }) / 3_000
      let later = Double(now.count { $0 <= Double(edge) }) / 2_000
      distance = max(distance, abs(then - later))
    }
    let comparison = DriftComparison(Distribution(numbers: past), present)
    #expect(abs((comparison.effect ?? 0) - distance) < 1e-12)
    let above = comparison.above.map { abs($0.now - $0.then) } ?? 0
    #expect(abs(above - distance) < 1e-12)
  }

  @Test func withFewRecordsNothingIsSaid() {
    let past = Distribution(numbers: (0..<999).map(Double.init))
    var present = Distribution(empty: past.bins)
    present.add(.numbers(Array(repeating: 5_000, count: 20_000)), 0..<20_000)
    #expect(DriftComparison(past, present).verdict == .tooFew)
    #expect(DriftComparison(past, present).effect == nil)
  }

  @Test func whatVanishesHasMoved() {
    let past = Distribution(numbers: (0..<9_999).map(Double.init))
    var present = Distribution(empty: past.bins)
    present.add(.numbers(Array(repeating: .nan, count: 20_000)), 0..<20_000)
    let comparison = DriftComparison(past, present)
    #expect(comparison.verdict == .moved)
    #expect(comparison.effect == nil)
    #expect(comparison.present.missingShare == 1)
  }

  @Test func aRareThingThatBecomesThreeTimesAsCommonHasMoved() {
    let past = Distribution(occurred: 50, of: 10_000)
    #expect(DriftComparison(past, Distribution(occurred: 70, of: 10_000)).verdict == .steady)
    #expect(DriftComparison(past, Distribution(occurred: 160, of: 10_000)).verdict == .moved)
    // As much more, but of so few that it may be chance.
    #expect(DriftComparison(Distribution(occurred: 2, of: 10_000), Distribution(occurred: 7, of: 10_000)).verdict == .steady)
    #expect(DriftComparison(Distribution(occurred: 0, of: 10_000), Distribution(occurred: 60, of: 10_000)).verdict == .moved)
  }
}
