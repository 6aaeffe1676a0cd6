import Records
import TestSupport
import Testing

@testable import Pricing

/// Many prices that move on one day, in baskets so large that hardly one of them is without a moved price.
@Suite struct PriceErasTests {
  @Test(arguments: [3, 4, 9] as [UInt64])
  func findsTheDaysOnWhichManyPricesMove(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var world = PricingTests.world(&random, products: 90, ladder: [50_000])
    world.items = 8...20
    let days = [2_000 - Int(seed) * 4, 2_900]
    for product in 0..<90 where product % 3 != 0 {
      world.moves.append((product, days[product % 3 - 1], Int64.random(in: 103...112, using: &random), 105))
    }
    let symbols = SymbolTable()
    let history = try PricingTests.history(world, orders: 4_000, discountRate: 0, &random, symbols)
    let learned = PriceLearner.learn(history, history.lists)
    #expect(learned.isBorneOut.allSatisfy { $0 == true })
    for (product, from, amount, _) in learned.segments {
      let name = try #require(Int(symbols.text(of: history.products[Int(product)]).dropFirst()))
      let order = from.map { from in history.times.firstIndex { $0 >= from } ?? 0 } ?? 0
      #expect(amount == world.price(name, in: order), "product \(name) from order \(order)")
    }
    #expect(learned.segments.count == 90 + 60)
  }

  @Test func aListThatHoldsIsNotDivided() throws {
    var random = SeededGenerator(seed: 8)
    var world = PricingTests.world(&random, products: 90, ladder: [50_000])
    world.items = 8...20
    let symbols = SymbolTable()
    let history = try PricingTests.history(world, orders: 3_000, discountRate: 0, &random, symbols)
    var learner = PriceLearner(history, history.lists)
    let isDivided = learner.divide(learner.solved())
    #expect(!isDivided)
    #expect(learner.segments.count == 90)
  }
}
