import Testing

@testable import RuleEngine

/// Kernels work on eight values at once; each lane must come to what one value by itself comes to.
@Suite struct KernelTests {
  private static let edges: [Int64] = [
    0, 1, -1, 2, 3, -3, 10_000, 1 << 31, -(1 << 31), 1 << 32, (1 << 51) - 1, 1 << 51, -(1 << 51), (1 << 53) - 1, 1 << 53,
    (1 << 53) + 1, -(1 << 53), 1 << 61, 1 << 62, (1 << 62) + 12_345, -(1 << 62), .max, .max - 1, .min, .min + 1,
  ]
  private static let numbers: [Int64] = [
    0, -0.0, 0.5, 1.5, 2.5, -0.5, -2.5, 1e-9, 0.1, 1e6, 0x1p51, 0x1p52, 0x1p53, 0x1p62, -0x1p62, 0x1p63, 1e300, -1e300,
    .leastNonzeroMagnitude,
  ].map { bits($0) }

  private func eights(_ values: [Int64]) -> [(Eight, Eight)] {
    var pairs: [(Int64, Int64)] = []
    for left in values { for right in values { pairs.append((left, right)) } }
    while pairs.count % 8 != 0 { pairs.append((7, 5)) }
    return stride(from: 0, to: pairs.count, by: 8).map { first in
      var (left, right) = (Eight.zero, Eight.zero)
      for place in 0..<8 { (left[place], right[place]) = pairs[first + place] }
      return (left, right)
    }
  }

  private func compare<Work: BinaryOperation>(_ work: Work.Type, _ pairs: [(Eight, Eight)], bound: Int64 = .max) {
    for (left, right) in pairs {
      let (values, bad) = Work.apply(left, right)
      for place in 0..<8 where max(left[place].magnitude, right[place].magnitude) <= bound.magnitude {
        let (value, isGood) = Work.apply(left[place], right[place])
        #expect((bad[place] >= 0) == isGood, "\(work) of \(left[place]) and \(right[place])")
        #expect(!isGood || values[place] == value, "\(work) of \(left[place]) and \(right[place])")
      }
    }
  }

  private func compare<Order: Ordering>(_ order: Order.Type, _ pairs: [(Eight, Eight)], bound: UInt64 = .max) {
    for (left, right) in pairs {
      let bits = Order.holds(left, right).packed
      for place in 0..<8 where max(left[place].magnitude, right[place].magnitude) <= bound {
        #expect(
          (bits >> UInt64(place) & 1 == 1) == Order.holds(left[place], right[place]),
          "\(order) of \(left[place]) and \(right[place])")
      }
    }
  }

  @Test func eightWholesComeToWhatOneDoes() {
    let pairs = eights(KernelTests.edges)
    compare(AddWholes.self, pairs)
    compare(SubtractWholes.self, pairs)
    compare(MultiplyWholes.self, pairs)
    compare(Bounded<MultiplyWholes>.self, pairs)
    compare(DivideWholes.self, pairs)
    compare(AddMoney.self, pairs, bound: 1 << 53)
    compare(SubtractMoney.self, pairs, bound: 1 << 53)
    compare(EqualWholes.self, pairs)
    compare(LessWholes.self, pairs)
    compare(AtMostWholes.self, pairs)
    compare(Not<AtMostWholes>.self, pairs)
    compare(LessMoney.self, pairs, bound: 1 << 53)
    compare(AtMostMoney.self, pairs, bound: 1 << 53)
  }

  @Test func eightNumbersComeToWhatOneDoes() {
    let pairs = eights(KernelTests.numbers)
    compare(AddNumbers.self, pairs)
    compare(SubtractNumbers.self, pairs)
    compare(MultiplyNumbers.self, pairs)
    compare(DivideNumbers.self, pairs)
    compare(EqualNumbers.self, pairs)
    compare(LessNumbers.self, pairs)
    compare(AtMostNumbers.self, pairs)
    compare(Not<LessNumbers>.self, pairs)
  }

  @Test func eightAmountsAreScaledAndRoundedLikeOne() {
    for number in KernelTests.numbers {
      for (left, _) in eights(KernelTests.edges) {
        let right = Eight(repeating: number)
        compare(ScaleWhole.self, [(left, right)])
        compare(ScaleTurned.self, [(right, left)])
        compare(DivideWhole.self, [(left, right)])
        compare(Bounded<ScaleWhole>.self, [(left, right)])
      }
    }
  }

  @Test func wholeNumbersBecomeTheNearestNumbers() {
    for (left, _) in eights(KernelTests.edges) {
      let converted = left.converted
      for place in 0..<8 { #expect(converted[place] == Double(left[place])) }
    }
  }

  @Test func shortNumbersAreRoundedHalfEven() {
    for value in [0.0, 0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 0x1p51 - 0.5, -0x1p51 + 0.5, 123_456.500_001] {
      #expect(ExactTotals.short(value) == Int64(value.rounded(.toNearestOrEven)))
    }
  }
}
