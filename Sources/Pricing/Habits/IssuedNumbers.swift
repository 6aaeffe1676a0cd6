import Foundation

/// The numbers that a company has given out to its customers, as far as its orders show them.
///
/// Numbers are given out one after another, so those that occur fill a range evenly, and the range has a sharp end. Whoever
/// makes a customer up takes a number from anywhere; far beyond the end such numbers stand alone. Identities of which this
/// cannot be said (texts, numbers without an end, uneven ones) tell nothing, and nothing is said about them.
public struct IssuedNumbers: Hashable, Sendable {
  /// Customers whose numbers have one text before their digits.
  public struct Range: Hashable, Sendable {
    public var prefix: String
    /// Whatever lies outside was never given out; nil where that side has no sharp end.
    public var low: Int64?
    public var high: Int64?

    public init(prefix: String, low: Int64?, high: Int64?) { (self.prefix, self.low, self.high) = (prefix, low, high) }
  }

  /// By prefix.
  public var ranges: [Range]

  public init(ranges: [Range]) { self.ranges = ranges }

  /// Fewer different customers than this show no range.
  private static let customersMin = 100

  /// - customers: of each order, in the order of time.
  init(_ customers: [String]) {
    var groups: [String: [Int64]] = [:]
    for customer in customers {
      guard let parts = IssuedNumbers.parts(customer) else { continue }
      groups[parts.prefix, default: []].append(parts.number)
    }
    ranges = groups.keys.sorted().compactMap { prefix in
      guard let numbers = groups[prefix] else { return nil }
      let low = SharpEnd(numbers.map { -$0 })?.limit
      let high = SharpEnd(numbers)?.limit
      return low == nil && high == nil ? nil : Range(prefix: prefix, low: low.map { -$0 }, high: high)
    }
  }

  /// Whether a number lies among those that were given out; true where numbers tell nothing.
  public func holds(_ customer: String) -> Bool {
    guard let parts = IssuedNumbers.parts(customer), let range = ranges.first(where: { $0.prefix == parts.prefix }) else {
      return true
    }
    return parts.number >= range.low ?? .min && parts.number <= range.high ?? .max
  }

  /// The digits at the end, and what stands before them.
  static func parts(_ customer: String) -> (prefix: String, number: Int64)? {
    let digits = customer.utf8.reversed().prefix { UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") }.count
    guard (1...15).contains(digits), let number = Int64(customer.utf8.suffix(digits).map { String(UnicodeScalar($0)) }.joined())
    else { return nil }
    return (String(decoding: customer.utf8.dropLast(digits), as: UTF8.self), number)
  }

  /// The upper end of the numbers that fill a range, if they have a sharp one.
  private struct SharpEnd {
    /// The largest number that may have been given out.
    let limit: Int64

    /// A gap as wide as the one behind the end comes about by chance in one of so many histories.
    private static let falseAlarm = 1e-4
    /// Of all orders so many at most have made-up customers.
    private static let outsideMax = 0.1
    /// Beyond the end numbers stand this much wider apart.
    private static let sparseMin = 20.0
    private static let edge = 20

    /// - numbers: of each order, in the order of time.
    init?(_ numbers: [Int64]) {
      var counts: [Int64: Int] = [:]
      for number in numbers { counts[number, default: 0] += 1 }
      let distinct = counts.keys.sorted()
      guard distinct.count >= IssuedNumbers.customersMin else { return nil }
      // The core holds the middle of the orders, so that many made-up numbers with one order each do not bend it.
      var (sum, first, last) = (0, 0, 0)
      for (place, number) in distinct.enumerated() {
        if sum * 5 < numbers.count { first = place }
        if sum * 5 < numbers.count * 4 { last = place }
        sum += counts[number] ?? 0
      }
      guard last - first >= IssuedNumbers.customersMin / 2 else { return nil }
      let core = SharpEnd.spacing(distinct, first, last)
      var inside = distinct[...last].reduce(0) { $0 + (counts[$1] ?? 0) }
      for place in last..<distinct.count {
        if place > last { inside += counts[distinct[place]] ?? 0 }
        guard place >= SharpEnd.edge else { continue }
        let near = SharpEnd.spacing(distinct, place - SharpEnd.edge, place)
        let needed = max(core, near) * log(Double(distinct.count) / SharpEnd.falseAlarm)
        guard near <= 3 * core else { continue }
        if place == distinct.count - 1 {
          limit = distinct[place] + SharpEnd.allowance(numbers, distinct[0], distinct[place], needed)
          return
        }
        let gap = Double(distinct[place + 1] - distinct[place])
        guard gap > max(needed, SharpEnd.sparseMin * core),
          Double(numbers.count - inside) <= SharpEnd.outsideMax * Double(numbers.count),
          SharpEnd.isSparse(distinct, place + 1, gap, core)
        else { continue }
        limit = min(
          distinct[place] + SharpEnd.allowance(numbers, distinct[0], distinct[place], needed), distinct[place + 1] - 1)
        return
      }
      return nil
    }

    private static func spacing(_ numbers: [Int64], _ first: Int, _ last: Int) -> Double {
      Double(numbers[last] - numbers[first]) / Double(last - first)
    }

    /// Numbers that lie close to each other far away are a new range and no inventions.
    private static func isSparse(_ numbers: [Int64], _ first: Int, _ gap: Double, _ core: Double) -> Bool {
      guard numbers.count - first > 3 else { return true }
      let gaps = (first + 1..<numbers.count).map { Double(numbers[$0] - numbers[$0 - 1]) }.sorted()
      return gaps[gaps.count / 2] >= 3 * core && gap <= 30 * spacing(numbers, first, numbers.count - 1)
        && spacing(numbers, first, numbers.count - 1) >= sparseMin * core
    }

    /// Numbers go on being given out: where the largest was still growing, as many again may follow.
    private static func allowance(_ numbers: [Int64], _ low: Int64, _ high: Int64, _ needed: Double) -> Int64 {
      let early = numbers.prefix(numbers.count / 2).filter { $0 <= high }.max() ?? low
      let range = Double(high - low)
      let isGrowing = Double(high - early) > 0.05 * range
      return Int64(isGrowing ? range : max(needed, 0.02 * range))
    }
  }
}
