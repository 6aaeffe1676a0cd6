import TestSupport
import Testing

@testable import Pricing

/// The chances of a gap against an enumeration of everything that the model says may happen, and against drawn orders.
@Suite struct GapStoriesTests {
  private static func model(_ random: inout SeededGenerator) -> DiscountModel {
    var model = DiscountModel(ladder: .none)
    let steps = Set((0..<Int.random(in: 1...4, using: &random)).map { _ in Int64.random(in: 1...25, using: &random) * 10_000 })
    model.ordinary = steps.sorted().map { .init(millionths: $0, weight: 1 / Double(steps.count)) }
    model.hidden = [.init(millionths: 500_000, weight: 0.3), .init(millionths: 1_000_000, weight: 0.7)]
    model.anyPart = 0
    model.discounted = Double.random(in: 0.2...0.9, using: &random)
    model.perLine = Double.random(in: 0.2...0.8, using: &random)
    model.orderWide = Double.random(in: 0...1, using: &random)
    return model
  }

  private static func lines(_ random: inout SeededGenerator, _ count: Int, units: Int64) -> [GapProblem.Line] {
    (0..<count).map { _ in
      GapProblem.Line(
        price: Int64.random(in: 200...90_000, using: &random) * 100, quantity: Int64.random(in: 1...units, using: &random))
    }
  }

  private static func list(_ lines: [GapProblem.Line]) -> Int64 { lines.reduce(0) { $0 + $1.price * $1.quantity } }

  /// What a line's units may come to, said as plainly as possible.
  private static func discounts(_ line: GapProblem.Line, _ units: Int64, _ model: DiscountModel) -> [(Int64, Double)] {
    guard units > 0 else { return [(0, 1)] }
    var all: [(Int64, Double)] = [(0, 1 - model.perLine)]
    for (place, step) in model.ordinary.enumerated() {
      let chance = model.perLine * step.weight
      if units == 1 {
        all.append((line.price * step.millionths, chance))
        continue
      }
      for some in 1...units {
        let treated = some == units ? model.allUnits : model.someUnits / Double(units - 1)
        all.append((line.price * step.millionths * some, chance * treated))
      }
      for other in model.ordinary[..<place] {
        all.append((line.price * (step.millionths + other.millionths), 2 * chance * other.weight * model.unitsApart))
      }
    }
    return all
  }

  /// A gap of a cent or less, beside which the next cents lie below nothing.
  @Test func theSmallestGapsOfLargeOrdersAreTold() {
    var random = SeededGenerator(seed: 62)
    for gap in [7, 40, 90, 100, 140, 480] as [Int64] {
      let model = GapStoriesTests.model(&random)
      let lines = GapStoriesTests.lines(&random, 18, units: 4)
      let problem = GapProblem(gap: gap, tolerance: 3, list: GapStoriesTests.list(lines), lines: lines)
      let stories = GapStories(problem, model)
      #expect(stories.chances.ordinary.isFinite && stories.chances.padded.isFinite && stories.chances.odd.isFinite)
    }
  }

  /// A discount on an order, of the price that its goods had before it was altered.
  @Test func aDiscountOfTheUnalteredPriceIsOrdinary() {
    var model = DiscountModel(ladder: Ladder(mode: .order, steps: [], discounted: 0, explained: 0, undecided: 0))
    model.ordinary = [.init(millionths: 50_000, weight: 1)]
    var lines = [GapProblem.Line(price: 8_000_000, quantity: 1, usual: 10_000_000), .init(price: 123_400, quantity: 2)]
    func stories(_ gap: Int64) -> GapStories {
      GapStories(GapProblem(gap: gap, tolerance: 2, list: GapStoriesTests.list(lines), lines: lines), model)
    }
    let (ofTheList, ofTheUsual): (Int64, Int64) = (412_340, 512_340)
    #expect(stories(ofTheList).chances.ordinary > 0.1)
    #expect(stories(ofTheUsual).chances.ordinary > 0.1)
    lines[0].usual = nil
    #expect(stories(ofTheUsual).chances.ordinary < 0.01)
    #expect(stories(ofTheList).chances.ordinary > 0.2)
  }

  @Test func agreesWithAnEnumeration() {
    var random = SeededGenerator(seed: 61)
    var met = 0
    for _ in 0..<300 {
      let model = GapStoriesTests.model(&random)
      let lines = GapStoriesTests.lines(&random, Int.random(in: 1...3, using: &random), units: 3)
      let list = GapStoriesTests.list(lines)
      var plain: [(Int64, Double)] = [(0, 1)]
      for line in lines {
        let own = GapStoriesTests.discounts(line, line.quantity, model)
        plain = plain.flatMap { sum in own.map { (sum.0 + $0.0, sum.1 * $0.1) } }
      }
      var none = 1.0
      for _ in lines { none *= 1 - model.perLine }
      let lineWise = model.discounted * (1 - model.orderWide) / (1 - none)
      var ordinary = plain.map { ($0.0, $0.1 * lineWise) }
      for step in model.ordinary { ordinary.append((list * step.millionths, step.weight * model.discounted * model.orderWide)) }
      let picked = ordinary.filter { $0.0 > 0 }.randomElement(using: &random)?.0 ?? 0
      let gap = (picked + 500_000) / 1_000_000
      let problem = GapProblem(gap: gap, tolerance: 3, list: list, lines: lines)
      let expected = ordinary.filter { $0.0 > 0 && ($0.0 - gap * 1_000_000).magnitude <= 3_000_000 }.reduce(0) { $0 + $1.1 }
      guard gap > 3 else { continue }
      let stories = GapStories(problem, model)
      // Three lines of three units each have more sums than are kept; what is likely is kept all the same.
      guard stories.isExact || expected > 1e-4 else { continue }
      #expect((stories.chances.ordinary - expected).magnitude <= 1e-9 + expected * (stories.isExact ? 1e-6 : 0.02))
      met += 1
    }
    #expect(met > 200)
  }

  @Test func aLineGivenAwayIsNamedWithItsWorth() throws {
    var model = DiscountModel(ladder: .none)
    model.ordinary = [.init(millionths: 20_000, weight: 0.5), .init(millionths: 50_000, weight: 0.5)]
    let lines = [GapProblem.Line(price: 3_499_900, quantity: 1), GapProblem.Line(price: 19_990_000, quantity: 2)]
    // The dear one for nothing, and two percent off the cheap one.
    let gap = 19_990_000 + Int64(69_998)
    let stories = GapStories(
      GapProblem(gap: gap, tolerance: 2, list: GapStoriesTests.list(lines), lines: lines), model, naming: true)
    #expect(stories.chances.padded > 1_000 * stories.chances.ordinary)
    let hidden = try #require(stories.hidden.first)
    #expect(hidden.line == 1)
    #expect(hidden.step == 1_000_000)
    #expect(stories.words(["Helmet", "Bicycle"]) == "Bicycle")
    #expect((try #require(stories.loss).expected - 19_990_000).magnitude < 10_000)
  }

  /// Twenty-two lines with twelve steps each have more sums than atoms; drawn orders say how dense they lie.
  @Test func aLargeBasketIsAsLikelyAsItIsDrawn() {
    var random = SeededGenerator(seed: 62)
    var model = DiscountModel(ladder: .none)
    model.ordinary = (1...12).map { .init(millionths: $0 * 7_500, weight: 1.0 / 12) }
    model.orderWide = 0
    model.discounted = 1
    let lines = GapStoriesTests.lines(&random, 22, units: 1)
    let list = GapStoriesTests.list(lines)
    var sums: [Double] = []
    for _ in 0..<60_000 {
      var sum = 0.0
      for line in lines where Double.random(in: 0..<1, using: &random) < model.perLine {
        sum += Double(line.price) * Double(Int.random(in: 1...12, using: &random)) * 0.0075
      }
      sums.append(sum)
    }
    sums.sort()
    for part in [0.1, 0.3, 0.5, 0.7, 0.9] {
      let gap = Int64(sums[Int(part * Double(sums.count))])
      let tolerance = Double(list) / 400
      let drawn = Double(sums.count { ($0 - Double(gap)).magnitude <= tolerance }) / Double(sums.count)
      let stories = GapStories(GapProblem(gap: gap, tolerance: tolerance, list: list, lines: lines), model)
      #expect(!stories.isExact)
      #expect((stories.chances.ordinary / drawn - 1).magnitude < 0.12, "\(part): \(stories.chances.ordinary) and \(drawn)")
    }
  }

  @Test func whatIsOffByCentsOrAboveTheListIsOdd() {
    var model = DiscountModel(ladder: .none)
    model.ordinary = [.init(millionths: 50_000, weight: 1)]
    let lines = [GapProblem.Line(price: 1_000_000, quantity: 1)]
    for gap: Int64 in [50_200, 200, -300] {
      let stories = GapStories(GapProblem(gap: gap, tolerance: 1, list: 1_000_000, lines: lines), model)
      #expect(stories.chances.odd > 0.01, "\(gap)")
      #expect(stories.chances.ordinary < 1e-9)
      #expect(stories.chances.padded < stories.chances.odd)
    }
    let honest = GapStories(GapProblem(gap: 50_000, tolerance: 1, list: 1_000_000, lines: lines), model)
    #expect(honest.chances.ordinary > 100 * (honest.chances.odd + honest.chances.padded))
  }

  @Test func anyGapOfAnyBasketHasChances() {
    var random = SeededGenerator(seed: 63)
    for _ in 0..<400 {
      let model = GapStoriesTests.model(&random)
      let lines = GapStoriesTests.lines(&random, Int.random(in: 1...9, using: &random), units: 40)
      let list = GapStoriesTests.list(lines)
      let gap = Int64.random(in: -list...2 * list, using: &random)
      let stories = GapStories(GapProblem(gap: gap, tolerance: 2, list: list, lines: lines), model, naming: true)
      for chance in [stories.chances.ordinary, stories.chances.padded, stories.chances.odd] { #expect((0...1).contains(chance)) }
      #expect(stories.chances.odd > 0 || gap.magnitude <= 2)
      let sum = stories.hidden.reduce(0) { $0 + $1.chance }
      #expect(stories.hidden.isEmpty || (sum - 1).magnitude < 1e-9)
    }
  }
}
