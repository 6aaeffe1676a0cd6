import Alerts
import Records
import Reports
import TestSupport
import Testing

/// The interval, held against one that is found by trying: every alert drawn by its own chance, ten thousand times.
@Suite struct LossEstimateTests {
  private func interval(_ alerts: [ReportedAlert]) throws -> (likely: Double, low: Double, high: Double) {
    let document = SampleAlerts.story(alerts).document
    for case .tiles(let tiles) in document.blocks {
      let amounts = tiles[0].note.compactMap { run -> Double? in
        if case .money(let amount, _) = run.figure { Double(amount.tenThousandths) / 10_000 } else { nil }
      }
      return (amounts[0], amounts[1], amounts[2])
    }
    throw ExpectationFailure()
  }

  private struct ExpectationFailure: Error {}

  @Test(arguments: 1...5) func agreesWithTrying(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let alerts = (0..<120).map { number in
      SampleAlerts.alert(
        number, loss: Int64.random(in: 10_000...5_000_000, using: &random), score: Double.random(in: 0.2...1, using: &random),
        isCalibrated: true, number.isMultiple(of: 10) ? .confirmed : .open)
    }
    var sums = (0..<10_000).map { _ in
      alerts.reduce(0.0) { sum, alert in
        let isTrue = alert.standing == .confirmed || Double.random(in: 0..<1, using: &random) < alert.sighting.score
        return sum + (isTrue ? Double(alert.sighting.loss?.tenThousandths ?? 0) / 10_000 : 0)
      }
    }
    sums.sort()
    let mean = sums.reduce(0, +) / Double(sums.count)
    let found = try interval(alerts)
    #expect(abs(found.likely - mean) < mean * 0.01)
    #expect(abs(found.low - sums[500]) < mean * 0.015, "\(found) \(sums[500])")
    #expect(abs(found.high - sums[9_499]) < mean * 0.015, "\(found) \(sums[9_499])")
  }

  /// Scores that are no probabilities give way to what people found, once enough was looked at.
  @Test func verdictsTakeThePlaceOfScoresThatAreNoProbabilities() throws {
    let judged = (0..<40).map { SampleAlerts.alert($0, $0 < 10 ? .confirmed : .dismissed) }
    let open = (40..<140).map { SampleAlerts.alert($0, score: 1) }
    let found = try interval(judged + open)
    // One in four was confirmed, so about a quarter of the hundred open ones: 100 for the confirmed and 250 for those.
    #expect(found.low < 350 && found.high > 350 && abs(found.likely - 350) < 20 && found.high < 650, "\(found)")
  }

  /// A rule that is sure of itself, and of which nobody has looked at an alert, is no certainty.
  @Test func noScoreIsCertainBeforeAnybodyLooked() throws {
    let found = try interval((0..<100).map { SampleAlerts.alert($0, score: 1) })
    #expect(
      abs(found.likely - 950) < 1 && found.low < 915 && found.low > 880 && found.high > 985 && found.high <= 1_000, "\(found)")
    let confirmed = try interval((0..<100).map { SampleAlerts.alert($0, score: 1, .confirmed) })
    #expect(confirmed.likely == 1_000 && confirmed.low == 1_000 && confirmed.high == 1_000)
  }

  /// The range of all lies within those of its parts together.
  @Test(arguments: 1...6) func rangesOfPartsAndOfAllFitTogether(seed: Int) throws {
    let alerts = SampleAlerts.random(300, seed: UInt64(seed)).filter { $0.sighting.currency == .usDollar }
    for case .table(let table) in SampleAlerts.story(alerts).document.blocks where table.name == "Schemes" {
      func amount(_ row: [Run], _ column: Int) -> Int64 {
        if case .money(let amount, _) = row[column].figure { amount.tenThousandths } else { 0 }
      }
      let (parts, all) = (table.rows.dropLast(), try #require(table.rows.last))
      #expect(table.hasTotal && parts.count > 1)
      #expect(
        amount(all, 3) >= parts.reduce(0) { $0 + amount($1, 3) } && amount(all, 4) <= parts.reduce(0) { $0 + amount($1, 4) })
    }
  }
}
