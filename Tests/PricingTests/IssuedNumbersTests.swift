import Records
import TestSupport
import Testing

@testable import Pricing

/// Customers' numbers: invented ones found, and silence where numbers tell nothing.
@Suite struct IssuedNumbersTests {
  private static func numbers(_ random: inout SeededGenerator, orders: Int, customers: Int) -> [Int] {
    (0..<orders).map { _ in Int.random(in: 1...customers, using: &random) }
  }

  @Test(arguments: [(500, 20_000), (5_000, 5_000), (144_000, 5_000), (200_000, 40_000)])
  func numbersFarBeyondTheRangeWereNeverGivenOut(customers: Int, orders: Int) {
    var random = SeededGenerator(seed: UInt64(customers))
    var all = IssuedNumbersTests.numbers(&random, orders: orders, customers: customers)
    let invented = (0..<40).map { _ in customers + 20_000 + Int.random(in: 0..<900_000, using: &random) }
    for number in invented { all.insert(number, at: Int.random(in: 0..<all.count, using: &random)) }
    let issued = IssuedNumbers(all.map { "C-\($0)" })
    #expect(invented.allSatisfy { !issued.holds("C-\($0)") })
    #expect((1...customers).allSatisfy { issued.holds("C-\($0)") })
    #expect(issued.holds("Ada"))
    #expect(issued.holds("990017"))
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func anHonestRangeHasNoOutsider(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let customers = Int.random(in: 200...200_000, using: &random)
    let all = IssuedNumbersTests.numbers(&random, orders: Int.random(in: 300...8_000, using: &random), customers: customers)
    let issued = IssuedNumbers(all.map(String.init))
    #expect(all.allSatisfy { issued.holds("\($0)") })
  }

  /// Numbers spread unevenly: powers, two ranges, a customer after the other, random digits.
  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func unevenNumbersTellNothing(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func share() -> Double { Double.random(in: 1e-6..<1, using: &random) }
    let histories: [[Int]] = [
      (0..<2_000).map { _ in Int(100 / share()) },
      (0..<2_000).map { _ in Int(1 / (share() * share()) * 10) },
      (0..<2_000).map { _ in Int.random(in: 0...1, using: &random) * 500_000 + Int.random(in: 1...3_000, using: &random) },
      (0..<2_000).map { $0 + 1 } + (0..<100).map { 700_000 + $0 },
      (0..<2_000).map { _ in Int.random(in: 100_000_000...999_999_999, using: &random) },
    ]
    for history in histories {
      let issued = IssuedNumbers(history.map(String.init))
      #expect(history.count { !issued.holds("\($0)") } <= 3)
    }
  }

  @Test func numbersGoOnBeingGivenOut() {
    // A customer after the other, each with a few orders: the next thousand will come.
    let issued = IssuedNumbers((0..<6_000).map { String(1_000 + $0 / 3) })
    #expect(issued.holds("3000"))
    #expect(issued.holds("4500"))
    #expect(!issued.holds("90000"))
  }

  @Test func whatIsNoNumberHasNoParts() {
    #expect(IssuedNumbers.parts("AB-0042").map { $0.prefix == "AB-" && $0.number == 42 } == true)
    #expect(IssuedNumbers.parts("Ada") == nil)
    #expect(IssuedNumbers.parts("") == nil)
    #expect(IssuedNumbers.parts("1234567890123456") == nil)
  }
}

/// When a company sells.
@Suite struct TradingDaysTests {
  @Test func aDayOnWhichNobodySellsHasNoShare() throws {
    let day = Instant.microsecondsPerDay
    // 1970 began on a Thursday, so its fourth day was a Sunday.
    let sunday: Int64 = 3 * day
    var open: [Int64] = []
    for order in 0..<2_000 {
      let time = Int64(order / 10) * day
      if (time - sunday) % (7 * day) != 0 { open.append(time) }
    }
    let trading = TradingDays(open)
    let monday = try #require(trading.share(at: sunday + day))
    #expect(trading.share(at: sunday) == 0)
    #expect(monday > 1)
    // Days alone say nothing about hours.
    #expect(trading.share(at: sunday + day + day / 2) == monday)
  }

  @Test func hoursCountWhereTheyAreKnown() throws {
    let hour = Instant.microsecondsPerDay / 24
    var times: [Int64] = []
    for order in 0..<4_000 { times.append(Int64(order / 20) * 24 * hour + Int64(8 + order % 10) * hour) }
    let trading = TradingDays(times)
    #expect(trading.share(at: 3 * hour) == 0)
    let morning = try #require(trading.share(at: 9 * hour))
    #expect(morning > 0.9)
  }

  @Test func aShortHistoryKnowsNothing() {
    let days = (0..<900).map { Int64($0) * Instant.microsecondsPerDay }
    let minutes = (0..<2_000).map { Int64($0) * 60_000_000 }
    #expect(TradingDays(days).share(at: 0) == nil)
    #expect(TradingDays(minutes).share(at: 0) == nil)
    #expect(TradingDays([]).share(at: 0) == nil)
  }

  @Test func recordsThatComeLateAreCounted() {
    let day = Instant.microsecondsPerDay
    #expect(TradingDays.late([0, day, 2 * day, 2 * day]) == 0)
    #expect(TradingDays.late([10 * day, 9 * day, 8 * day, 12 * day]) == 0.25)
    #expect(TradingDays.late([]) == nil)
  }
}
