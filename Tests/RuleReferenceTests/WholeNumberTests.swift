import RuleLanguage
import TestSupport
import Testing

@testable import RuleReference

/// Whole numbers of any size, held against those of 128 bits and against binary64.
@Suite struct WholeNumberTests {
  private func wide(_ number: WholeNumber) -> Int128 {
    let magnitude = number.digits.reversed().reduce(Int128(0)) { $0 << 32 + Int128($1) }
    return number.isNegative ? -magnitude : magnitude
  }

  /// Numbers of all lengths, also the ends of digits.
  private func some(_ random: inout SeededGenerator) -> Int64 {
    let shift = Int64.random(in: 0...63, using: &random)
    let number = Int64(truncatingIfNeeded: random.next()) >> shift
    switch Int.random(in: 0...9, using: &random) {
    case 0: return 0
    case 1: return [.min, .max, 1 << 32, -(1 << 32), (1 << 32) - 1, 1 << 53][Int.random(in: 0...5, using: &random)]
    default: return number
    }
  }

  @Test func calculatesLike128Bits() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<5_000 {
      let (first, second) = (some(&random), some(&random))
      let (left, right) = (WholeNumber(first), WholeNumber(second))
      #expect(wide(left) == Int128(first))
      #expect(left.int64 == first)
      #expect(wide(left + right) == Int128(first) + Int128(second))
      #expect(wide(left - right) == Int128(first) - Int128(second))
      #expect(wide(left * right) == Int128(first) * Int128(second))
      #expect((left < right) == (first < second))
      #expect((left == right) == (first == second))
      let sum = Int128(first) + Int128(second)
      #expect((left + right).int64 == Int64(exactly: sum))
    }
  }

  @Test func roundsQuotientsHalfEven() {
    for (dividend, divisor, quotient) in [
      (5, 2, 2), (7, 2, 4), (-5, 2, -2), (-7, 2, -4), (6, 4, 2), (10, 4, 2), (7, 4, 2), (5, 4, 1), (0, 3, 0), (-1, 2, 0),
      (-1, 3, 0),
      (-2, 3, -1),
    ] {
      #expect(WholeNumber(dividend).roundedQuotient(by: UInt32(divisor)) == WholeNumber(quotient), "\(dividend)/\(divisor)")
    }
    #expect((WholeNumber(Int64.max) * WholeNumber(7)).roundedQuotient(by: 7).int64 == .max)
  }

  /// Division in binary64 is rounded right, where both operands are exact.
  @Test func fractionsAreRoundedRight() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<5_000 {
      let numerator = some(&random) >> 11
      let denominator = max(1, some(&random).magnitude >> 11)
      let fraction = WholeNumber.nearestDouble(WholeNumber(numerator), over: WholeNumber(denominator))
      #expect(fraction == Double(numerator) / Double(denominator), "\(numerator)/\(denominator)")
      let whole = some(&random)
      #expect(WholeNumber(whole).nearestDouble == Double(whole))
      let product = Int128(whole) * Int128(numerator)
      #expect((WholeNumber(whole) * WholeNumber(numerator)).nearestDouble == Double(product))
    }
  }

  @Test func middlesGoToTheEvenNeighbour() {
    let large = WholeNumber(1 << 53)
    #expect((large + WholeNumber(1)).nearestDouble == 0x1p53)
    #expect((large + WholeNumber(3)).nearestDouble == 0x1p53 + 4)
    #expect((large.shiftedLeft(by: 40) + WholeNumber(1 << 40) + WholeNumber(1)).nearestDouble == (0x1p53 + 2) * 0x1p40)
    #expect((large.shiftedLeft(by: 40) + WholeNumber(1 << 40)).nearestDouble == 0x1p93)
    #expect((large.shiftedLeft(by: 40) + WholeNumber(1 << 40) - WholeNumber(1)).nearestDouble == 0x1p93)
    // Just below a power of two the neighbours lie twice as close.
    #expect(WholeNumber(whole: 0x1p90 - 0x1p37).nearestDouble == 0x1p90 - 0x1p37)
    #expect((WholeNumber(1).shiftedLeft(by: 90) - WholeNumber(1 << 35)).nearestDouble == 0x1p90)
  }

  @Test func doublesWithoutAFractionAreExact() {
    for number in [0, 1, -1, 0x1p52, 0x1p53 - 1, 0x1p53, 0x1p53 + 2, -0x1p60, 1e22, 9.2e27, -1e300] {
      #expect(WholeNumber(whole: number).nearestDouble == number)
    }
    #expect(WholeNumber(whole: 1e20) == WholeNumber(10_000_000_000) * WholeNumber(10_000_000_000))
  }

  @Test func sumsOfNumbersAreExact() throws {
    let tenths = try #require(ExactSums(Array(repeating: .number(0.1), count: 10), of: .number))
    #expect(tenths.total == 1)
    #expect(tenths.mean == 0.1)
    let cancelling = try #require(ExactSums([.number(1e18), .number(1), .number(-1e18)], of: .number))
    #expect(cancelling.total == 1)
    #expect(ExactSums([.number(0x1p63)], of: .number) == nil)
    #expect(ExactSums([.number(-0x1p63)], of: .number) == nil)
    #expect(ExactSums([.number(0x1p63.nextDown)], of: .number)?.total == 0x1p63.nextDown)
  }
}
