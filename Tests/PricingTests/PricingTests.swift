import Records
import TestSupport
import Testing

@testable import Pricing

/// Histories drawn here, with price lists and ladders that the code under test has never seen.
@Suite struct PricingTests {
  struct World {
    var prices: [Int64]
    var costs: [Int64]
    var ladder: [Int64]
    var isFloat = true
    var items = 1...5
    /// Orders whose list is falsified.
    var falsified: Set<Int> = []
    var change: (product: Int, order: Int, price: Int64)?
    /// From an order on, a product's price and cost are multiplied by so many hundredths.
    var moves: [(product: Int, order: Int, price: Int64, cost: Int64)] = []

    func price(_ product: Int, in order: Int) -> Int64 {
      if let change, change.product == product, order >= change.order { return change.price }
      return moved(prices[product], product, order) { $0.price }
    }

    func cost(_ product: Int, in order: Int) -> Int64 { moved(costs[product], product, order) { $0.cost } }

    private func moved(
      _ amount: Int64, _ product: Int, _ order: Int, _ part: ((product: Int, order: Int, price: Int64, cost: Int64)) -> Int64
    ) -> Int64 {
      moves.filter { $0.product == product && $0.order <= order }.reduce(amount) { $0 * part($1) / 100 / 100 * 100 }
    }
  }

  private static let usd = Currency.usDollar
  static let schema = Schema(
    name: "orders",
    fields: [Field(name: "at", type: .time), Field(name: "rep", type: .key)]
      + ["list", "cost", "charged"].map { Field(name: $0, type: .money(.usDollar), isFloatSum: true) },
    lists: [
      ListField(
        name: "lines", recordName: "line", fields: [Field(name: "product", type: .key), Field(name: "quantity", type: .integer)])
    ],
    timeField: 0)

  static func world(_ random: inout SeededGenerator, products: Int, ladder: [Int64]) -> World {
    let prices = (0..<products).map { _ in Int64.random(in: 200...350_000, using: &random) * 100 }
    return World(prices: prices, costs: prices.map { $0 * Int64.random(in: 37...70, using: &random) / 100 + 37 }, ladder: ladder)
  }

  static func history(_ world: World, orders: Int, discountRate: Double, _ random: inout SeededGenerator, _ symbols: SymbolTable)
    throws -> OrderHistory
  {
    var history = OrderHistory()
    let fields = try #require(OrderFields(schema))
    history.append(batch(world, orders: orders, discountRate: discountRate, &random, symbols), fields)
    return history
  }

  static func batch(_ world: World, orders: Int, discountRate: Double, _ random: inout SeededGenerator, _ symbols: SymbolTable)
    -> RecordBatch
  {
    let builder = BatchBuilder(schema: schema)
    func cell(_ text: String, _ field: Int, _ index: inout SymbolIndex) {
      #expect(Array(text.utf8).withUnsafeBufferPointer { builder.append($0, to: field, index: &index) } == nil)
    }
    for order in 0..<orders {
      var lines: [Int: Int64] = [:]
      for _ in 0..<Int.random(in: world.items, using: &random) {
        lines[Int.random(in: 0..<world.prices.count, using: &random), default: 0] += 1
      }
      var (list, cost, charged) = (0.0, 0.0, 0.0)
      let isDiscounted = Double.random(in: 0..<1, using: &random) < discountRate
      var isFirst = true
      func float(_ amount: Int64) -> Double {
        let value = Double(amount) / 10_000
        return world.isFloat ? Double(Float(value)) : value
      }
      symbols.withIndex { index in
        for (product, quantity) in lines.sorted(by: { $0.key < $1.key }) {
          let price = world.price(product, in: order)
          var net = price * quantity
          if isDiscounted, isFirst || Bool.random(using: &random), let step = world.ladder.randomElement(using: &random) {
            net -= roundedQuotient(price * step, by: 1_000_000)
            isFirst = false
          }
          list += Double(quantity) * float(price)
          cost += Double(quantity) * float(world.cost(product, in: order))
          charged += float(net)
          builder.list(0).append(name: index.intern("P\(product)"), in: 0, value: quantity, in: 1, index: &index)
        }
        if world.falsified.contains(order) { list += 3.33 }
        let day = CivilDate(daysSince1970: 16_000 + Int64(order / 4))
        cell(day.description, 0, &index)
        cell("R\(order % 7)", 1, &index)
        for (field, amount) in [list, cost, charged].enumerated() {
          cell(world.isFloat ? "\(amount)" : Money(unchecked: Int64((amount * 10_000).rounded())).description, field + 2, &index)
        }
      }
      builder.finishRow(Int64(order + 1))
    }
    return builder.take(end: SourcePosition(source: ""))
  }

  @Test(
    arguments: [
      ([10_000, 15_000, 20_000, 50_000, 80_000], true), ([30_000, 70_000, 125_000, 333_333], true),
      ([5_000, 22_500, 400_000], false),
      ([27_500, 110_000], true), ([12_500, 60_000, 90_000, 300_000, 500_000], false),
    ] as [([Int64], Bool)])
  func findsPricesAndALadderNeverSeen(ladder: [Int64], isFloat: Bool) throws {
    var random = SeededGenerator(seed: UInt64(ladder.count) * 31 + 7)
    var world = PricingTests.world(&random, products: 40, ladder: ladder)
    world.isFloat = isFloat
    world.falsified = [17, 170, 700]
    let symbols = SymbolTable()
    let learning = OrderLearning(
      try PricingTests.history(world, orders: 1_500, discountRate: 0.6, &random, symbols), symbols: symbols)
    for entry in learning.book.entries {
      let product = try #require(Int(entry.product.dropFirst()))
      #expect(entry.price?.tenThousandths == world.prices[product], "\(entry)")
      let cost = try #require(entry.cost)
      // Several decimals may share one 32-bit float; the float is what was seen.
      #expect(Float(Double(cost.tenThousandths) / 10_000) == Float(Double(world.costs[product]) / 10_000))
      if !isFloat { #expect(cost.tenThousandths == world.costs[product]) }
    }
    #expect(learning.book.entries.count == 40)
    #expect(learning.listContradictions.map(\.order) == [17, 170, 700])
    #expect(learning.ladder.steps.map(\.millionths) == ladder)
    #expect(learning.ladder.mode == .unit)
    #expect(learning.ladder.explained == learning.ladder.discounted)
  }

  @Test func aPriceThatMovesIsTwoPrices() throws {
    var random = SeededGenerator(seed: 5)
    var world = PricingTests.world(&random, products: 30, ladder: [50_000])
    world.change = (product: 4, order: 700, price: world.prices[4] + 5_500)
    let symbols = SymbolTable()
    let learning = OrderLearning(
      try PricingTests.history(world, orders: 1_200, discountRate: 0, &random, symbols), symbols: symbols)
    let moved = learning.book.entries.filter { $0.product == "P4" }
    #expect(moved.map(\.price) == [Money(unchecked: world.prices[4]), Money(unchecked: world.prices[4] + 5_500)])
    let day = try #require(moved.last?.from).quotientAndRemainder(dividingBy: Instant.microsecondsPerDay).quotient
    #expect((16_175...16_185).contains(day))
    #expect(Set(moved.map(\.cost)).count == 1)
    #expect(learning.listContradictions.isEmpty)
  }

  /// Two products that are only ever bought together have no price of their own, and nobody invents one.
  /// On the day on which most prices move, nearly every order of several rare products is still told from the day before or after.
  @Test(arguments: [1, 2, 8] as [UInt64])
  func manyPricesMoveOnOneDay(seed: UInt64) throws {
    var random = SeededGenerator(seed: 300 + seed)
    var world = PricingTests.world(&random, products: 150, ladder: [20_000, 75_000])
    world.moves = (0..<110).map { (product: $0, order: 900, price: 104 + Int64($0 % 9), cost: 104 + Int64($0 % 9)) }
    let symbols = SymbolTable()
    let history = try PricingTests.history(world, orders: 1_500, discountRate: 0.4, &random, symbols)
    let learning = OrderLearning(history, symbols: symbols)
    let contradictions = learning.listContradictions + learning.costContradictions
    #expect(contradictions.count < 15, "\(contradictions)")
    #expect(
      contradictions.allSatisfy {
        (750..<950).contains($0.order) || ($0.expected.tenThousandths - $0.found.tenThousandths).magnitude < 2
      })
  }

  @Test func whatTheOrdersDoNotDetermineIsNotInvented() {
    var determination = Determination(unknownCount: 4)
    determination.append([(0, 1), (1, 1)])
    determination.append([(0, 2), (1, 2)])
    determination.append([(2, 3)])
    determination.append([(2, 1), (3, 5)])
    #expect(determination.determined == [false, false, true, true])
    determination.append([(0, 1), (1, 2)])
    #expect(determination.determined == [true, true, true, true])
  }

  @Test func aProductSoldLateIsDeterminedToo() {
    var determination = Determination(unknownCount: 5)
    for _ in 0..<2_000 { determination.append([(0, 1), (1, 1)]) }
    for _ in 0..<2_000 { determination.append([(2, 1)]) }
    determination.append([(2, 1), (3, 2)])
    determination.append([(4, 1)])
    #expect(determination.determined == [false, false, true, true, true])
  }

  /// The two-sided search against trying everything.
  @Test func changePoints() {
    func orders(_ pattern: String) -> [(time: Int64, agrees: Bool)] {
      pattern.enumerated().map { (Int64($0.offset), $0.element == "1") }
    }
    #expect(PriceLearner.changePoint(orders("11111111110000000000")) == 10)
    #expect(PriceLearner.changePoint(orders("00000011111111111111")) == 6)
    #expect(PriceLearner.changePoint(orders("11111111111111111111")) == nil)
    #expect(PriceLearner.changePoint(orders("10110111011011101101")) == nil)
  }
}
