import Records
import RuleLanguage
import TestSupport
import Testing

@testable import Pricing

/// Memory that stays between orders, tables that are made once: none of it may show in what is said of an order.
@Suite struct GapWorkspaceTests {
  private static func model(_ random: inout SeededGenerator) -> DiscountModel {
    var model = DiscountModel(ladder: .none)
    let steps = Set((0..<Int.random(in: 1...14, using: &random)).map { _ in Int64.random(in: 1...100, using: &random) * 2_500 })
    let weights = steps.map { _ in Double.random(in: 1e-6...1, using: &random) }
    let sum = weights.reduce(0, +)
    model.ordinary = zip(steps.sorted(), weights).map { step, weight in
      // Some steps were in use for a while only.
      let span = StepSpan(from: weight < 0.2 ? 1_000 : nil, until: weight > 0.9 ? 5_000 : nil)
      return .init(millionths: step, weight: weight / sum * 0.99, span: span)
    }
    model.stray = 0.01
    model.hidden = [
      .init(millionths: 500_000, weight: 0.1), .init(millionths: 800_000, weight: 0.05),
      .init(millionths: 1_000_000, weight: 0.7),
    ]
    model.anyPart = 0.15
    model.perLine = Double.random(in: 0.1...0.7, using: &random)
    model.orderWide = Double.random(in: 0...0.5, using: &random)
    (model.allUnits, model.someUnits, model.unitsApart) = (0.5, 0.49, 0.01)
    return model
  }

  private static func problem(_ model: DiscountModel, _ random: inout SeededGenerator) -> GapProblem {
    var list: Int64 = 0
    let lines = (0..<Int.random(in: 1...14, using: &random)).map { _ -> GapProblem.Line in
      let isRound = Bool.random(using: &random)
      let price = isRound ? Int64.random(in: 2...90, using: &random) * 1_900 : .random(in: 200...40_000, using: &random) * 100
      let usual = Int.random(in: 0..<20, using: &random) == 0 ? price * 11 / 10 : nil
      let line = GapProblem.Line(price: price, quantity: Int64.random(in: 1...4, using: &random), usual: usual)
      list += line.price * line.quantity
      return line
    }
    let step = model.ordinary.randomElement(using: &random)?.millionths ?? 0
    let price = lines.randomElement(using: &random)?.price ?? 0
    let gap: Int64
    switch Int.random(in: 0..<8, using: &random) {
    case 0: gap = price * step / 1_000_000
    case 1: gap = price
    case 2: gap = price / 2 + 300
    case 3: gap = list * step / 1_000_000
    case 4: gap = list / 9
    case 5: gap = -200
    case 6: gap = 100
    default: gap = 0
    }
    let times: [Int64?] = [nil, 500, 3_000, 9_000]
    let time = times[Int.random(in: 0..<4, using: &random)]
    return GapProblem(gap: gap, list: list, lines: lines, time: time)
  }

  @Test func chancesAreThoseOfASlowCalculationToTheLastBit() {
    var random = SeededGenerator(seed: 71)
    var spread = 0
    for _ in 0..<8 {
      let model = GapWorkspaceTests.model(&random)
      let desk = GapDesk(model)
      for _ in 0..<10 {
        let problem = GapWorkspaceTests.problem(model, &random)
        let slow = SlowGapChances(problem, model)
        let (chances, isExact) = desk.with { workspace in
          let stories = GapStories(problem, workspace)
          return (stories.chances, stories.isExact)
        }
        #expect(chances == slow.chances, "\(problem)")
        #expect(isExact == slow.isExact)
        if !isExact { spread += 1 }
      }
    }
    #expect(spread > 5)
  }

  @Test func whatWasAskedBeforeShowsInNothing() {
    var random = SeededGenerator(seed: 72)
    let model = GapWorkspaceTests.model(&random)
    let workspace = GapWorkspace(DatedDiscounts(model))
    for _ in 0..<60 {
      let problem = GapWorkspaceTests.problem(model, &random)
      var stories = GapStories(problem, workspace)
      stories.name()
      let fresh = GapStories(problem, model, naming: true)
      #expect(stories.chances == fresh.chances)
      #expect(stories.hidden.map(\.chance) == fresh.hidden.map(\.chance))
      #expect(stories.hidden.map(\.line) == fresh.hidden.map(\.line))
      #expect(stories.hidden.map(\.step) == fresh.hidden.map(\.step))
    }
  }

  @Test func equalSumsKeepTheirOrder() {
    var random = SeededGenerator(seed: 73)
    for count in [0, 1, 2, 30, 512] {
      for spread: Int64 in [1, 40, 4_000_000_000_000] {
        var sums = (0..<count).map { place in
          GapSums.Sum(amount: Int64.random(in: 0...spread, using: &random), chance: Double(place), hider: Int32(place))
        }
        let expected = sums.sorted { ($0.amount, $0.hider) < ($1.amount, $1.hider) }.map(\.hider)
        let (spare, ends) = (WorkBuffer<GapSums.Sum>(512), WorkBuffer<Int32>(SumSorting.binCount + 1))
        sums.withUnsafeMutableBufferPointer { sums in
          if let start = sums.baseAddress { SumSorting.sort(start, count, spare.start, ends.start) }
        }
        #expect(sums.map(\.hider) == expected)
      }
    }
  }

  /// Such amounts times millionths pass what a whole number holds.
  @Test func ofAnOrderOfABillionNothingIsSaid() {
    let book = PriceBook(entries: [.init(product: "Ship", price: Money(unchecked: 10_000_000_000_000), cost: nil, support: 1)])
    let prices = BaselinePrices(
      book, Ladder(mode: .unit, steps: [.init(millionths: 50_000, support: 9)], discounted: 0, explained: 0, undecided: 0))
    let attribution = Attribution(prices, ofRep: false)
    func said(_ gap: Int64) -> [Value] {
      attribution.result([
        .value(.money(gap)), .elements([[.text("Ship"), .integer(1), .missing(.absent)]]), .baseline("ladder"),
      ])
    }
    #expect(said(10_000_000_000_000).allSatisfy { $0 == .missing(.absent) })
    #expect(said(-9_000_000_000_000_000).allSatisfy { $0 == .missing(.absent) })
  }
}
