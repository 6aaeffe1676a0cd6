import Records
import RuleLanguage

/// What totals come to.
struct Sums {
  let totals: ExactTotals
  private let isNumber: Bool
  private let isMoney: Bool
  private let isInteger: Bool

  @inline(__always)
  init(_ totals: ExactTotals, isNumber: Bool, isMoney: Bool, isInteger: Bool) {
    (self.totals, self.isNumber, self.isMoney, self.isInteger) = (totals, isNumber, isMoney, isInteger)
  }

  init(_ totals: ExactTotals, argumentType: ValueType) {
    let kind = Kind(argumentType)
    self.init(totals, isNumber: kind == .number, isMoney: kind == .money, isInteger: argumentType == .integer)
  }

  /// The result's bits; nil where there is none. A zscore needs the record's own value and has a function of its own.
  @inline(__always)
  func value(of function: Window.Function) -> Int64? {
    let count = totals.count
    switch function {
    case .count: return count
    case .share: return count == 0 ? nil : bits(Double(Int64(truncatingIfNeeded: totals.sum)) / Double(count))
    case .sum: return sum
    case .avg: return count == 0 || totals.oversized > 0 ? nil : average
    case .stddev: return count < 2 || totals.oversized > 0 ? nil : deviation
    default: return nil
    }
  }

  @inline(__always)
  private var sum: Int64? {
    if totals.oversized > 0 { return nil }
    if isNumber { return bits(quotient(totals.sum, by: ExactTotals.numberUnit)) }
    guard let whole = Int64(exactly: totals.sum), !isMoney || whole.magnitude <= UInt64(Money.magnitudeMax) else { return nil }
    return whole
  }

  @inline(__always)
  private var average: Int64? {
    if isNumber { return bits(quotient(totals.sum, by: UInt64(totals.count) * ExactTotals.numberUnit)) }
    if isInteger { return bits(quotient(totals.sum, by: UInt64(totals.count))) }
    return Int64(truncatingIfNeeded: roundedQuotient(totals.sum, by: totals.count))
  }

  @inline(__always)
  private var deviation: Int64? {
    let root = totals.deviation.squareRoot()
    if isNumber { return bits(root / (Double(totals.count) * 1e9)) }
    if isInteger { return bits(root / Double(totals.count)) }
    let (value, isGood) = rounded(root / Double(totals.count))
    return isGood && (!isMoney || value.magnitude <= UInt64(Money.magnitudeMax)) ? value : nil
  }

  /// How many deviations a value lies from the mean.
  func score(of value: Int64) -> Int64? {
    guard totals.count >= 2, totals.oversized == 0 else { return nil }
    let deviation = totals.deviation
    guard deviation > 0 else { return nil }
    var whole = Int128(value)
    if isNumber {
      let number = number(value)
      guard number.magnitude < ExactTotals.magnitudeEnd else { return nil }
      whole = Int128((number * 1e9).rounded(.toNearestOrEven))
    }
    let distance = Int128(totals.count) * whole - totals.sum
    let score = nearest(distance) / deviation.squareRoot()
    return score.isFinite ? bits(score) : nil
  }
}

/// Nearest ranks.
enum Rank {
  /// The place, from 0, of a share among so many values in order. The share is taken to nine places, so that 55% of a
  /// hundred is the 55th.
  static func place(of share: Double, among count: Int) -> Int {
    let billionths = Int128((share * 1e9).rounded(.toNearestOrEven))
    let product = billionths * Int128(count)
    let rank = Int((product + 999_999_999) / 1_000_000_000)
    return min(max(rank, 1), count) - 1
  }
}
