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
        evidence.append(.init(rep: rep, ordinary: looks ? 0.001 : 0.999, padded: looks ? 0.9 : 0.1, odd: 1e-6))
      }
    }
    let rates = PaddingRates(evidence, orders: orders, odd: 0.001).rates
    for rep in orders.indices {
      if rep < 2 { #expect((0.03...0.07).contains(rates[rep]), "\(rates)") } else { #expect(rates[rep] < 0.003, "\(rates)") }
    }
  }

  /// An honest history leaves nobody under suspicion; a padded one the right ones, and only these.
  @Test(arguments: [0, 1, 2])
  func guiltyRepsStandOut(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(80 + seed))
    let prices = (0..<60).map { _ in Int64.random(in: 300...200_000, using: &random) * 100 }
    let steps: [Int64] = [[10_000, 30_000, 70_000], [5_000, 20_000, 45_000, 120_000], [25_000, 150_000]][seed]
    var problems: [(rep: Int, problem: GapProblem, isPadded: Bool)] = []
    for _ in 0..<9_000 {
      let rep = Int.random(in: 0..<15, using: &random)
      var lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        GapProblem.Line(price: prices[Int.random(in: 0..<60, using: &random)], quantity: 1)
      }
      var gap: Int64 = 0
      if Double.random(in: 0..<1, using: &random) < 0.6 {
        for line in lines where Double.random(in: 0..<1, using: &random) < 0.4 {
          gap += roundedQuotient(line.price * (steps.randomElement(using: &random) ?? 0), by: 1_000_000)
        }
      }
      let isPadded = seed > 0 && rep < seed && Double.random(in: 0..<1, using: &random) < 0.08
      if isPadded {
        let taken = prices[Int.random(in: 0..<60, using: &random)]
        lines.append(.init(price: taken, quantity: 1))
        gap += Bool.random(using: &random) ? taken : taken * 4 / 5
      }
      let list = lines.reduce(0) { $0 + $1.price * $1.quantity }
      problems.append((rep, GapProblem(gap: gap, tolerance: 0.5 * Double(lines.count) + 0.5, list: list, lines: lines), isPadded))
    }
    let learned = DiscountHistory(problems.map(\.problem), reps: problems.map(\.rep), repCount: 15)
    #expect(learned.ladder.steps.map(\.millionths) == steps)
    for rep in 0..<15 {
      let rate = learned.rates[rep]
      if rep < seed {
        #expect((0.05...0.12).contains(rate), "\(learned.rates)")
      } else {
        #expect(rate < 0.002, "\(learned.rates)")
      }
    }
    var (flagged, right) = (0, 0)
    for (rep, problem, isPadded) in problems {
      let chances = PaddingRates.chances(
        .init(rep: rep, GapStories(problem, learned.model)), learned.rates[rep], learned.model.odd)
      if chances.padded > 0.5 { (flagged, right) = (flagged + 1, right + (isPadded ? 1 : 0)) }
    }
    let guilty = problems.count { $0.isPadded }
    #expect(flagged - right <= 1 + guilty / 20)
    #expect(Double(right) >= 0.9 * Double(guilty))
  }

  @Test func aModelSurvivesItsText() throws {
    var model = DiscountModel(
      ladder: Ladder(mode: .unit, steps: [.init(millionths: 15_000, support: 3)], discounted: 0, explained: 0, undecided: 0))
    model.perLine = 0.123456789
    model.padded = 1e-7
    var read = DiscountModel(ladder: .none)
    (read.ordinary, read.hidden) = ([], [])
    for line in model.lines {
      let isRead = read.read(line.split(separator: " ").map(String.init))
      #expect(isRead, "\(line)")
    }
    #expect(read == model)
    for bad in ["chance nothing 0.5", "chance odd 2", "ordinary 0 0.5", "hidden 5 nan", "ordinary 5", "other 5 0.5"] {
      let isRead = read.read(bad.split(separator: " ").map(String.init))
      #expect(!isRead, "\(bad)")
    }
  }
}
