import Records
import TestSupport
import Testing

@testable import Pricing

/// Prices that fall while costs stay, beside prices that move with them.
@Suite struct AlteredPriceTests {
  private static func book(_ world: PricingTests.World, orders: Int = 600, seed: UInt64) throws -> PriceBook {
    var random = SeededGenerator(seed: seed)
    let symbols = SymbolTable()
    let history = try PricingTests.history(world, orders: orders, discountRate: 0.4, &random, symbols)
    return OrderLearning(history, symbols: symbols).book
  }

  private static func world(_ seed: UInt64, products: Int = 20) -> PricingTests.World {
    var random = SeededGenerator(seed: seed)
    return PricingTests.world(&random, products: products, ladder: [20_000, 75_000])
  }

  private static func day(of order: Int) -> Int64 { (16_000 + Int64(order / 4)) * Instant.microsecondsPerDay }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func aPriceThatFallsAloneIsAltered(seed: UInt64) throws {
    var world = AlteredPriceTests.world(seed)
    world.moves = [(product: 3, order: 400, price: 85, cost: 100)]
    let changes = try AlteredPriceTests.book(world, seed: seed).changes
    let change = try #require(changes.first)
    #expect(changes.count == 1)
    #expect(change.product == "P3")
    #expect(change.before.tenThousandths == world.prices[3])
    #expect(change.usual == change.before)
    #expect(change.price.tenThousandths == world.price(3, in: 400))
    // The first order of it since, at most a few orders behind the day.
    #expect(change.from >= AlteredPriceTests.day(of: 400) && change.from <= AlteredPriceTests.day(of: 460))
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func aPriceThatMovesWithItsCostIsHonest(seed: UInt64) throws {
    var world = AlteredPriceTests.world(seed)
    world.moves = [
      (3, 400, 85, 85), (5, 300, 108, 106), (7, 350, 92, 100), (8, 350, 110, 100), (9, 402, 90, 100), (9, 410, 100, 91),
    ]
    let changes = try AlteredPriceTests.book(world, seed: seed).changes
    #expect(changes.filter { $0.usual != nil }.map(\.product) == ["P7"])
    #expect(Set(changes.map(\.product)) == ["P3", "P5", "P7", "P8", "P9"])
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func anAlteredPriceStaysAlteredThroughAnHonestChange(seed: UInt64) throws {
    var world = AlteredPriceTests.world(seed)
    world.prices[3] = 1_000_000
    world.costs[3] = 500_000
    world.moves = [(3, 200, 80, 100), (3, 400, 110, 110)]
    let changes = try AlteredPriceTests.book(world, seed: seed).changes
    #expect(changes.map(\.price.tenThousandths) == [800_000, 880_000])
    #expect(changes.map(\.usual?.tenThousandths) == [1_000_000, 1_100_000])
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func aPriceThatIsPutBackIsNoLongerAltered(seed: UInt64) throws {
    var world = AlteredPriceTests.world(seed)
    world.prices[3] = 1_000_000
    world.costs[3] = 500_000
    world.moves = [(3, 200, 80, 100), (3, 400, 125, 100)]
    let changes = try AlteredPriceTests.book(world, seed: seed).changes
    #expect(changes.map(\.price.tenThousandths) == [800_000, 1_000_000])
    #expect(changes.map(\.usual?.tenThousandths) == [1_000_000, nil])
  }

  /// A third of all products moves on one day, so that nearly every order disagrees with the old prices.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func manyHonestChangesHideNoAlteration(seed: UInt64) throws {
    var world = AlteredPriceTests.world(seed, products: 60)
    world.moves = stride(from: 0, to: 60, by: 3).map { ($0, 500, 106, 106) } + [(1, 900, 85, 100)]
    world.falsified = [20, 333, 777]
    let changes = try AlteredPriceTests.book(world, orders: 1_400, seed: seed).changes
    #expect(changes.filter { $0.usual != nil }.map(\.product) == ["P1"])
    #expect(
      Set(changes.filter { $0.usual == nil }.map(\.product)).isSubset(of: Set(stride(from: 0, to: 60, by: 3).map { "P\($0)" })))
    #expect(changes.count >= 20)
  }

  @Test func aProductWithTwoOrdersSinceIsEnough() {
    let day = Instant.microsecondsPerDay
    #expect(PriceLearner.span([10 * day, 12 * day], [day, 5 * day])?.from == 10 * day)
    #expect(PriceLearner.span([10 * day, 12 * day], [day, 11 * day])?.score == 1)
    #expect(PriceLearner.span([10 * day, 12 * day], [day, 20 * day])?.to == 20 * day)
    #expect(PriceLearner.span([10 * day], [day, 10 * day]) == nil)
    #expect(PriceLearner.span([10 * day, 12 * day], [])?.from == nil)
    #expect(PriceLearner.simplest(296_999.2, 297_000.6) == 297_000)
    #expect(PriceLearner.simplest(-3, -1) == nil)
  }

  /// Two orders of one day may agree on a wrong price by accident; the next one is not lower for that.
  @Test func aPriceThatHardlyAnyOrderBearsOutIsNoMeasure() {
    func entry(_ from: Int64?, _ price: Int64, _ cost: Int64, _ support: Int) -> PriceBook.Entry {
      .init(product: "P", from: from, price: Money(unchecked: price), cost: Money(unchecked: cost), support: support)
    }
    let day = Instant.microsecondsPerDay
    let told = AlteredPrices.told([
      entry(nil, 6_472_900, 2_825_907, 300), entry(800 * day, 9_050_000, 2_825_907, 2),
      entry(801 * day, 7_036_000, 3_071_761, 465),
    ])
    #expect(told.allSatisfy { $0.usual == nil })
    let altered = AlteredPrices.told([entry(nil, 9_050_000, 2_825_907, 5), entry(801 * day, 7_036_000, 2_825_907, 2)])
    #expect(altered.map(\.usual?.tenThousandths) == [nil, 9_050_000])
  }

  /// No price of it holds for most of the time, so that the equations settle on none.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func aProductThatIsLongAtSeveralPricesHasThemAll(seed: UInt64) throws {
    var world = AlteredPriceTests.world(seed)
    for product in [2, 3, 4, 5, 6, 7] {
      world.moves += [(product, 420, 90, 100), (product, 800, 107, 107)]
    }
    let book = try AlteredPriceTests.book(world, orders: 1_200, seed: seed)
    for product in [2, 3, 4, 5, 6, 7] {
      let prices = book.changes.filter { $0.product == "P\(product)" }.map(\.price.tenThousandths)
      #expect(prices == [world.price(product, in: 420), world.price(product, in: 800)])
    }
  }
}
