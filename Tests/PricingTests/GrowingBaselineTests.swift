import Records
import TestSupport
import Testing

@testable import Pricing

/// What a stream learns as it goes, and when.
@Suite struct GrowingBaselineTests {
  /// After how many records it learned anew, and the last baseline's hash.
  private static func learned(_ batch: RecordBatch, _ symbols: SymbolTable, pieces: Int) throws -> (at: [Int], hash: String?) {
    var growing = try #require(GrowingBaseline(PricingTests.schema, name: "stream", symbols: symbols))
    var at: [Int] = []
    var start = 0
    while start < batch.count {
      let end = min(batch.count, start + min(pieces, growing.left))
      let isLearned = growing.pass(batch.slice(start..<end))
      if isLearned { at.append(end) }
      start = end
    }
    return (at, growing.baseline?.hash)
  }

  private static func world(_ seed: UInt64, products: Int = 25) -> PricingTests.World {
    var random = SeededGenerator(seed: seed)
    return PricingTests.world(&random, products: products, ladder: [20_000, 75_000])
  }

  private static func batch(_ world: PricingTests.World, _ symbols: SymbolTable, orders: Int = 3_900) -> RecordBatch {
    var random = SeededGenerator(seed: 9)
    return PricingTests.batch(world, orders: orders, discountRate: 0.6, &random, symbols)
  }

  @Test func whileOrdersFitItLearnsWhenTheyHaveDoubled() throws {
    let symbols = SymbolTable()
    let batch = GrowingBaselineTests.batch(GrowingBaselineTests.world(4), symbols)
    #expect(try GrowingBaselineTests.learned(batch, symbols, pieces: 4_096).at == [500, 1_000, 2_000])
  }

  @Test func itLearnsSoonAfterPricesHaveChanged() throws {
    var world = GrowingBaselineTests.world(5)
    world.moves = (0..<12).map { (product: $0, order: 2_200, price: 107, cost: 107) }
    let symbols = SymbolTable()
    let batch = GrowingBaselineTests.batch(world, symbols)
    let learned = try GrowingBaselineTests.learned(batch, symbols, pieces: 4_096)
    #expect(learned.at.prefix(4) == [500, 1_000, 2_000, 2_500])
    #expect(learned.at.count < 7, "\(learned.at)")
    // Whatever the pieces are in which it comes.
    for pieces in [1, 77, 500] {
      let again = try GrowingBaselineTests.learned(batch, symbols, pieces: pieces)
      #expect(again.at == learned.at && again.hash == learned.hash)
    }
  }

  @Test func itLearnsSoonAfterTheLadderHasChanged() throws {
    let symbols = SymbolTable()
    var world = GrowingBaselineTests.world(6)
    var random = SeededGenerator(seed: 10)
    let before = PricingTests.batch(world, orders: 2_200, discountRate: 0.6, &random, symbols)
    world.ladder = [35_000, 110_000]
    let after = PricingTests.batch(world, orders: 1_700, discountRate: 0.6, &random, symbols)
    var growing = try #require(GrowingBaseline(PricingTests.schema, name: "stream", symbols: symbols))
    var at: [Int] = []
    for (base, batch) in [(0, before), (2_200, after)] {
      var start = 0
      while start < batch.count {
        let end = min(batch.count, start + growing.left)
        let isLearned = growing.pass(batch.slice(start..<end))
        if isLearned { at.append(base + end) }
        start = end
      }
    }
    #expect(at.prefix(4) == [500, 1_000, 2_000, 2_500])
    let steps = growing.baseline?.ladder.steps.map(\.millionths)
    #expect(Set(steps ?? []).isSuperset(of: [35_000, 110_000]), "\(steps ?? [])")
  }
}
