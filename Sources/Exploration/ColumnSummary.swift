public import Records

/// One field of a source, summed up as its batches pass.
public struct ColumnSummary: Sendable {
  public let name: String
  public let type: FieldType
  public private(set) var count = 0
  public private(set) var missing = 0
  /// Of money, exactly, in ten-thousandths; of whole numbers their sum.
  public private(set) var sum: Int128 = 0
  public private(set) var minimum: Double?
  public private(set) var maximum: Double?
  /// Of keys and flags: how often each value occurs.
  public private(set) var counts: [UInt32: Int] = [:]
  /// Values of numbers, by how often; what has more distinct ones than this is not counted on.
  private var numbers: [Double: Int]? = [:]
  private static let distinctNumbersMax = 4_096

  init(_ field: Field) { (name, type) = (field.name, field.type) }

  mutating func add(_ column: Column, records: Int) {
    for record in 0..<records {
      count += 1
      guard column.validity[record] else {
        missing += 1
        continue
      }
      switch column.values {
      case .money(let values):
        sum += Int128(values[record])
        bound(Double(values[record]) / 10_000)
      case .integer(let values):
        sum += Int128(values[record])
        number(Double(values[record]))
      case .number(let values): number(values[record])
      case .time(let values), .duration(let values): bound(Double(values[record]))
      case .key(let values): counts[values[record].id, default: 0] += 1
      case .flag(let values): counts[values[record] ? 1 : 0, default: 0] += 1
      case .text: break
      }
    }
  }

  private mutating func number(_ value: Double) {
    bound(value)
    guard numbers != nil else { return }
    numbers?[value, default: 0] += 1
    if numbers?.count ?? 0 > ColumnSummary.distinctNumbersMax { numbers = nil }
  }

  private mutating func bound(_ value: Double) {
    minimum = min(minimum ?? value, value)
    maximum = max(maximum ?? value, value)
  }

  public var distinct: Int? {
    switch type {
    case .key, .flag: counts.count
    case .integer, .number, .percent: numbers?.count
    default: nil
    }
  }

  public var median: Double? {
    guard let numbers, count > missing else { return nil }
    return quantile(numbers, 0.5)
  }

  /// Values far outside of where nearly all lie: beyond three times the middle half's width from it, or below zero where
  /// at least 95 in 100 are above. They are odd, not yet wrong.
  public var impossible: (count: Int, low: Double?, high: Double?) {
    guard let numbers, let lower = quantile(numbers, 0.25), let upper = quantile(numbers, 0.75) else { return (0, nil, nil) }
    let total = count - missing
    let positive = numbers.filter { $0.key >= 0 }.reduce(0) { $0 + $1.value }
    let fence = 3 * max(upper - lower, 1)
    var low = lower - fence
    if positive * 100 >= total * 95, positive < total { low = max(low, -.leastNonzeroMagnitude) }
    let odd = numbers.filter { $0.key < low || $0.key > upper + fence }
    return (odd.reduce(0) { $0 + $1.value }, odd.keys.filter { $0 < low }.min(), odd.keys.filter { $0 > upper + fence }.max())
  }

  private func quantile(_ numbers: [Double: Int], _ share: Double) -> Double? {
    // Nearest rank: the least value that so large a share does not exceed.
    var rank = max(0, Int((Double(count - missing) * share).rounded(.up)) - 1)
    for (value, times) in numbers.sorted(by: { $0.key < $1.key }) {
      if rank < times { return value }
      rank -= times
    }
    return nil
  }
}
