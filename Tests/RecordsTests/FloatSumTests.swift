import Records
import TestSupport
import Testing

@Suite struct FloatSumTests {
  @Test(arguments: [
    (829.989990234375, Int64(8_299_900)), (2408.560068130493, 24_085_600), (1201.4499893188477, 12_014_500), (0, 0),
    (-829.989990234375, -8_299_900),
  ])
  func roundsToWhatTheSumBears(raw: Double, amount: Int64) { #expect(FloatSum.money(raw)?.tenThousandths == amount) }

  @Test func noNumberIsNoMoney() {
    #expect(FloatSum.money(.nan) == nil)
    #expect(FloatSum.money(.infinity) == nil)
    #expect(FloatSum.money(1e18) == nil)
  }

  /// Baskets of prices in whole cents, summed as 32-bit floats: the amount comes back to the cent wherever a cent is
  /// more than the sum's error.
  @Test func recoversTheCents() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      var exact: Int64 = 0
      var raw = 0.0
      for _ in 0..<Int.random(in: 1...22, using: &random) {
        let cents = Int64.random(in: 1...357_827, using: &random)
        exact += cents * 100
        raw += Double(Float(Double(cents) / 100))
      }
      #expect(abs(raw * 10_000 - Double(exact)) <= FloatSum.errorMax(of: raw))
      guard FloatSum.errorMax(of: raw) < 50 else { continue }
      #expect(FloatSum.money(raw)?.rounded(places: 2).tenThousandths == exact)
    }
  }

  /// The same floats in another order are the same amount, and a cent more is not, below the sums that cannot bear one.
  @Test func tellsResidueFromAGap() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<5_000 {
      let prices = (0..<Int.random(in: 2...12, using: &random)).map { _ in
        Double(Float(Double(Int.random(in: 100...200_000, using: &random)) / 100))
      }
      let forward = prices.reduce(0, +)
      let backward = prices.reversed().reduce(0, +)
      #expect(FloatSum.areEqual(forward, backward))
      if forward < 50_000 { #expect(!FloatSum.areEqual(forward, forward + 0.01)) }
    }
  }
}
