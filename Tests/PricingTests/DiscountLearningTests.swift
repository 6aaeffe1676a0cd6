import Records
import TestSupport
import Testing

@testable import Pricing

/// What is learned of discounts from totals alone, on histories whose making is known.
@Suite struct DiscountLearningTests {
  @Test func evenUseIsOrdinaryHoweverDeepAndAFewHandsAreNot() {
    let orders = [Int](repeating: 1_000, count: 20)
    let even = (0..<20).map { 12 + $0 % 5 }
    var few = [Int](repeating: 0, count: 20)
    (few[3], few[11]) = (60, 45)
    #expect(StepSorting.unevenness(even, orders) < 0)
    #expect(StepSorting.unevenness(few, orders) > 20)
    let sorting = StepSorting(orders: orders, uses: [even, few, even.map { $0 / 13 }])
    #expect(!sorting.isHidden(0, millionths: 50_000))
    #expect(sorting.isHidden(1, millionths: 1_000_000))
    #expect(!sorting.isHidden(2, millionths: 150_000))
    // A free sample that all reps give alike.
    let common = StepSorting(orders: orders, uses: [orders.map { $0 / 10 }])
    #expect(!common.isHidden(0, millionths: 1_000_000))
  }

  @Test func ratesAreFoundForThoseWhoPadAndNotForTheOthers() {
    var random = SeededGenerator(seed: 71)
    let orders = [Int](repeating: 2_000, count: 12)
    var evidence: [PaddingRates.Evidence] = []
    for rep in orders.indices {
      let rate = rep < 2 ? 0.05 : 0
      for _ in 0..<1_200 {
        let isPadded = Double.random(in: 0..<1, using: &random) < rate / 0.6
        // What is padded looks so nine times in ten, what is not once in a thousand.
        let looks = Double.random(in: 0..<1, using: &random) < (isPadded ? 0.9 : 0.001)
        let gap = GapChances(ordinary: looks ? 0.001 : 0.999, padded: looks ? 0.9 : 0.1, odd: 1e-6)
        evidence.append(.init(rep: rep, gap: gap))
      }
    }
    let rates = PaddingRates(evidence, orders: orders, odd: 0.001).rates
    for rep in orders.indices {
      if rep < 2 { #expect((0.03...0.07).contains(rates[rep]), "\(rates)") } else { #expect(rates[rep] < 0.003, "\(rates)") }
    }
  }

  private struct MadeOrder {
    var rep: Int
    var problem: GapProblem
    var isPadded: Bool
  }

  /// Orders of fifteen reps a minute apart, discounted by the steps of their time; so many reps pad.
  private static func made(_ orders: Int, guilty: Int, seed: UInt64, steps: (Int) -> [Int64]) -> [MadeOrder] {
    var random = SeededGenerator(seed: seed)
    let prices = (0..<60).map { _ in Int64.random(in: 300...200_000, using: &random) * 100 }
    return (0..<orders).map { number in
      let rep = Int.random(in: 0..<15, using: &random)
      var lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        GapProblem.Line(price: prices[Int.random(in: 0..<60, using: &random)], quantity: 1)
      }
      var gap: Int64 = 0
      if Double.random(in: 0..<1, using: &random) < 0.6 {
        for line in lines where Double.random(in: 0..<1, using: &random) < 0.4 {
          gap += roundedQuotient(line.price * (steps(number).randomElement(using: &random) ?? 0), by: 1_000_000)
        }
      }
      let isPadded = rep < guilty && Double.random(in: 0..<1, using: &random) < 0.08
      if isPadded {
        let taken = prices[Int.random(in: 0..<60, using: &random)]
        lines.append(.init(price: taken, quantity: 1))
        gap += Bool.random(using: &random) ? taken : taken * 4 / 5
      }
      let list = lines.reduce(0) { $0 + $1.price * $1.quantity }
      let problem = GapProblem(
        gap: gap, list: list, lines: lines, time: Int64(number) * 60_000_000)
      return MadeOrder(rep: rep, problem: problem, isPadded: isPadded)
    }
  }

  private static func learned(_ orders: [MadeOrder]) -> DiscountHistory {
    DiscountHistory(orders.map(\.problem), reps: orders.map(\.rep), repCount: 15)
  }

  /// Of those found to be padded, how many are; and how many are missed.
  private static func judged(_ orders: [MadeOrder], by learned: DiscountHistory) -> (right: Int, wrong: Int, missed: Int) {
    var (right, wrong, missed) = (0, 0, 0)
    for order in orders {
      let gap = GapStories(order.problem, learned.model).chances
      let isFound = PaddingRates.chances(gap, learned.rates[order.rep], learned.model.odd).padded > 0.5
      if isFound { (right, wrong) = (right + (order.isPadded ? 1 : 0), wrong + (order.isPadded ? 0 : 1)) }
      if !isFound, order.isPadded { missed += 1 }
    }
    return (right, wrong, missed)
  }

  /// An honest history leaves nobody under suspicion; a padded one the right ones, and only these.
  @Test(arguments: [0, 1, 2])
  func guiltyRepsStandOut(seed: Int) throws {
    let steps: [Int64] = [[10_000, 30_000, 70_000], [5_000, 20_000, 45_000, 120_000], [25_000, 150_000]][seed]
    let orders = DiscountLearningTests.made(9_000, guilty: seed, seed: UInt64(80 + seed)) { _ in steps }
    let learned = DiscountLearningTests.learned(orders)
    #expect(learned.ladder.steps.map(\.millionths) == steps)
    #expect(learned.ladder.steps.allSatisfy { $0.span == .always })
    for rep in 0..<15 {
      let rate = learned.rates[rep]
      if rep < seed {
        #expect((0.05...0.12).contains(rate), "\(learned.rates)")
      } else {
        #expect(rate < 0.002, "\(learned.rates)")
      }
    }
    let found = DiscountLearningTests.judged(orders, by: learned)
    #expect(found.wrong <= 1 + (found.right + found.missed) / 20)
    #expect(found.right >= 9 * found.missed)
  }

  /// After a change of the ladder old steps explain nothing any more, and before it the new ones did not yet.
  @Test func aLadderThatWasChangedIsKnownByItsTimes() throws {
    let (before, after): ([Int64], [Int64]) = ([10_000, 30_000, 50_000, 80_000], [15_000, 30_000, 45_000, 95_000])
    let orders = DiscountLearningTests.made(9_000, guilty: 2, seed: 90) { $0 < 4_000 ? before : after }
    let learned = DiscountLearningTests.learned(orders)
    #expect(learned.ladder.steps.map(\.millionths) == Set(before + after).sorted())
    let change: Int64 = 4_000 * 60_000_000
    for step in learned.ladder.steps {
      let isOld = before.contains(step.millionths)
      let isNew = after.contains(step.millionths)
      #expect(step.span.holds(0) == isOld, "\(step.span)")
      #expect(step.span.holds(.max - 1) == isNew, "\(step.span)")
      // Whatever was in use is known to be, and not for long before or after.
      if !isNew { #expect(!step.span.holds(change + 500 * 60_000_000) && step.span.holds(change - 60_000_000), "\(step.span)") }
      if !isOld { #expect(step.span.holds(change) && !step.span.holds(change - 500 * 60_000_000), "\(step.span)") }
    }
    for time in [0, Int64.max - 1] {
      let weights = learned.model.at(time).ordinary.map(\.weight)
      #expect(weights.count { $0 > 0 } == 4)
      #expect(abs(weights.reduce(learned.model.stray, +) - 1) < 1e-9)
      for weight in weights where weight > 0 { #expect(abs(weight - 0.25) < 0.05, "\(weights)") }
    }
    let found = DiscountLearningTests.judged(orders, by: learned)
    #expect(found.wrong <= 3 && found.right >= 12 * found.missed, "\(found)")
  }

  @Test func aStepsSpanIsToldFromAccident() {
    let times = (0..<1_000).map { Int64($0) * 10 }
    func span(_ places: [Int]) -> StepSpan { StepSpan.found(uses: places, times: times) }
    let throughout = Array(stride(from: 3, to: 1_000, by: 20))
    #expect(span(throughout) == .always)
    #expect(span([]) == .always && span([500]) == .always && StepSpan.found(uses: [0], times: [5]) == .always)
    // Rare, and absent for a while by accident.
    #expect(span([300, 420, 700, 810, 950]) == .always)
    let late = span(throughout.filter { $0 >= 600 })
    #expect(late.until == nil && (4_800...6_030).contains(late.from ?? 0), "\(late)")
    // A use or two that fit by accident change nothing.
    #expect(span([17] + throughout.filter { $0 >= 600 }).from == late.from)
    let early = span(throughout.filter { $0 < 400 })
    #expect(early.from == nil && (3_830...5_000).contains(early.until ?? 0), "\(early)")
    let between = span(throughout.filter { (300..<700).contains($0) })
    #expect((1_900...3_030).contains(between.from ?? 0) && (6_830...8_100).contains(between.until ?? 0), "\(between)")
  }

  @Test func whatWasToldIsToldAgain() throws {
    let orders = DiscountLearningTests.made(600, guilty: 1, seed: 11) { _ in [50_000, 125_000] }
    let learned = DiscountLearningTests.learned(orders)
    var known = 0
    for order in orders where order.problem.hasGap {
      let told = try #require(learned.told[order.problem])
      #expect(told == GapStories(order.problem, learned.model).chances)
      known += 1
    }
    #expect(known > 100)
    var other = try #require(orders.first).problem
    other.gap += 1_234_567
    #expect(learned.told[other] == nil)
  }

  @Test func aStepHoldsOnTheWholeOfItsLastDay() {
    let times = (0..<1_000).map { Int64($0 / 250) * Instant.microsecondsPerDay }
    let span = StepSpan.found(uses: Array(stride(from: 0, to: 490, by: 2)), times: times)
    #expect(span.holds(times[499]) && !span.holds(times[500]))
  }

  @Test func aModelSurvivesItsText() throws {
    var model = DiscountModel(
      ladder: Ladder(mode: .unit, steps: [.init(millionths: 15_000, support: 3)], discounted: 0, explained: 0, undecided: 0))
    model.perLine = 0.123456789
    model.padded = 1e-7
    model.ordinary[0].span = StepSpan(from: -5, until: 7_000)
    var read = DiscountModel(ladder: .none)
    (read.ordinary, read.hidden) = ([], [])
    for line in model.lines {
      let isRead = read.read(line.split(separator: " ").map(String.init))
      #expect(isRead, "\(line)")
    }
    #expect(read == model)
    for bad in [
      "chance nothing 0.5", "chance odd 2", "ordinary 0 0.5", "hidden 5 nan", "ordinary 5", "other 5 0.5", "ordinary 5 0.5",
      "ordinary 5 0.5 - x", "hidden 5 0.5 - -",
    ] {
      let isRead = read.read(bad.split(separator: " ").map(String.init))
      #expect(!isRead, "\(bad)")
    }
  }
}
